"""命令行的判定器与找错步。"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from derive import cli


def run(*arguments: str, input: str | None = None):
    return CliRunner().invoke(cli.main, ["judge", *arguments], input=input)


def test_every_step_proved_exits_with_zero() -> None:
    result = run("-", input="σ(0) = 1/2\n= 0.5\n")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == ["已证  第 1 行：σ(0) = 1/2", "已证  第 2 行：1/2 = 0.5"]


def test_wrong_step_gives_the_counterexample() -> None:
    result = run("-", input="σ(-z) = -σ(z)\n")
    assert result.exit_code == 1
    assert "证伪  第 1 行" in result.stdout
    assert "左边 = 0.5，右边 = -0.5" in result.stdout


def test_json_says_where_and_what() -> None:
    result = run("--json", "-", input="σ(0) = 1/2\nσ(z = 1\n")
    assert result.exit_code == 1
    step, unreadable = json.loads(result.stdout)
    assert step == {
        "line": 1,
        "column": 8,
        "left": "σ(0)",
        "relation": "=",
        "right": "1/2",
        "verdict": "proved",
        "account": "",
    }
    assert (unreadable["line"], unreadable["column"]) == (2, 5)


def test_file_is_read(tmp_path) -> None:
    file = tmp_path / "推导.txt"
    file.write_text("tanh(0) = 0\n", "utf-8")
    assert run(str(file)).exit_code == 0


def test_answer_is_compared_with_the_book() -> None:
    assert run("--answer", "loss_dz", "-", input="a - y").exit_code == 0
    wrong = run("--answer", "loss_dz", "-", input="y - a")
    assert wrong.exit_code == 1
    assert wrong.stdout.startswith("证伪")


@pytest.mark.parametrize(
    ("arguments", "input", "said"),
    [
        (["-"], "# 还没有写\n", "没有等号可判"),
        (["--answer", "no_such", "-"], "a", "no_such"),
        (["--answer", "backward_dz1", "-"], "a", "矩阵"),
        (["--answer", "loss_dz", "-"], "a - (", "第 1 行"),
    ],
)
def test_what_cannot_be_judged_is_said_in_one_line(arguments, input, said) -> None:
    result = run(*arguments, input=input)
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_puzzles_of_an_old_record_are_named(tmp_path, monkeypatch) -> None:

    record = json.loads(
        Path(cli.repository()).joinpath("docs/records/puzzles.json").read_text("utf-8")
    )
    entry = min(record["puzzles"], key=lambda each: each["line"])
    folder = tmp_path / "docs/records"
    folder.mkdir(parents=True)
    monkeypatch.setattr(cli, "repository", lambda: tmp_path)
    for witness, status in ((entry["witness"], 0), ("z = 1 时", 1)):
        text = json.dumps({"puzzles": [{**entry, "witness": witness}]})
        (folder / "puzzles.json").write_text(text, "utf-8")
        result = CliRunner().invoke(cli.main, ["puzzles"])
        assert result.exit_code == status, result.output
    assert entry["derivation"] in result.stderr
