"""命令 `derive homework` 与 `derive grade`：输出、JSON、退出码。"""

import json
import subprocess
import sys

import pytest
import small_homework
from click.testing import CliRunner

from derive import cli
from derive.homework import exercises, report
from derive.homework.report import Law


@pytest.fixture
def derive(monkeypatch):
    monkeypatch.setattr(exercises, "ASSIGNMENTS", small_homework.ASSIGNMENTS)

    def run(*arguments):
        return CliRunner().invoke(cli.main, list(map(str, arguments)), catch_exceptions=False)

    return run


@pytest.fixture
def homework(tmp_path):
    def write(program):
        path = tmp_path / "作业.py"
        path.write_text(program, "utf-8")
        return path

    return write


WRONG = small_homework.RIGHT.replace("A * Y / A.shape[1], A", "A * Y, A")


def test_right_homework_exits_0(derive, homework):
    result = derive("grade", homework(small_homework.RIGHT))
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines == ["✓ start", "✓ scale", "✓ total", "✓ grow", "共 4 个函数：对 4。"]


def test_wrong_homework_exits_1_and_says_why(derive, homework):
    result = derive("grade", homework(WRONG))
    assert result.exit_code == 1
    text = result.stdout
    assert "✗ scale  B：少了 1/m\n    对 m 个样本要取平均。\n" in text
    assert "    定律：第 l 层的 dW（layer_dw）  dW[l] = " in text
    assert "deep/backward/#eq-layer_dw" in text
    assert "    反例：A = [[" in text
    assert "(1, 2)，Y = [[" in text
    assert "提醒：scale 不对，核对时换成了参考写法" in text
    assert text.endswith("共 4 个函数：对 3，不对 1。\n")


def test_json_is_one_list_with_the_public_fields(derive, homework):
    result = derive("grade", homework(WRONG), "--json")
    assert result.exit_code == 1
    entries = {entry["function"]: entry for entry in json.loads(result.stdout)}
    scale = entries["scale"]
    assert (scale["status"], scale["diagnosis"], scale["law"]) == ("wrong", "少了 1/m", "layer_dw")
    assert scale["counterexample"]["arguments"]["A"]["shape"] == [1, 2]
    assert entries["start"]["diagnosis"] is entries["start"]["counterexample"] is None


def test_absent_functions_do_not_matter_and_untouched_ones_do(derive, homework):
    start = "import numpy as np\ndef start(n):\n    return np.zeros((n, 1))\n"
    result = derive("grade", homework(start))
    assert result.exit_code == 0
    assert "文件里没有（不算错）：scale、total、grow" in result.stdout
    result = derive("grade", homework(start + "def grow(A, steps):\n    pass\n"))
    assert result.exit_code == 1
    assert "· grow  还没有写\n" in result.stdout


def test_nothing_known_exits_1(derive, homework):
    result = derive("grade", homework("x = 1\ndef 别的(): pass\n"))
    assert result.exit_code == 1
    assert "没有作业的函数" in result.stderr
    result = derive("grade", homework("def 别的(:\n"), "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, [])
    assert "第 1 行（函数 别的 里）有语法错误" in result.stderr


@pytest.mark.parametrize("name", ["没有.py", ".", "空.py"])
def test_a_bad_file_is_a_usage_error(derive, tmp_path, name):
    (tmp_path / "空.py").write_text("", "utf-8")
    result = derive("grade", tmp_path / name)
    assert result.exit_code == 2
    assert "错误：" in result.stderr
    assert result.stdout == ""


def test_skeletons_are_written_once(derive, tmp_path):
    folder = tmp_path / "作业"
    result = derive("homework", folder)
    assert result.exit_code == 0
    assert f"写好了 {folder / 'small.py'}  小作业，4 个函数" in result.stdout
    before = (folder / "small.py").read_bytes()
    result = derive("homework", folder)
    assert result.exit_code == 1
    assert "已经有" in result.stderr
    assert (folder / "small.py").read_bytes() == before


def test_grading_needs_no_sympy(homework):
    program = (
        "import sys\nfrom derive import cli\n"
        "cli.main(['grade', sys.argv[1]], standalone_mode=False)\nprint('sympy' in sys.modules)"
    )
    wrong = homework("import numpy as np\ndef sigmoid(x):\n    return 1 / (1 + np.exp(x))\n")
    run = subprocess.run(
        [sys.executable, "-c", program, str(wrong)], capture_output=True, text=True, check=True
    )
    assert "定律：" in run.stdout
    assert run.stdout.endswith("\nFalse\n")


def test_a_law_outside_the_repository_is_its_id():
    assert str(Law("layer_dw")) == "layer_dw"
    assert report.shown({"W": [1, 2]}) == "{W: [1, 2]}"
