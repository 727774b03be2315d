"""代码片段：仓库里的每一个都要给出记下的输出；流程本身也要测。"""

import subprocess
from pathlib import Path

import pytest

from derive import snippets
from derive.snippets import Snippet, SnippetError, chosen, compare, discover, run, update

ROOT = Path(__file__).parents[1]
SNIPPETS = discover(ROOT)


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.name)
def test_the_recorded_output_is_the_output(snippet):
    compare(snippet)


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.name)
def test_names_can_stand_in_a_fence(snippet):
    assert snippet.name.replace("/", "_", 1).replace("-", "_").isidentifier()


@pytest.fixture
def write(tmp_path):
    def write(code, output=None, name="chapter/one"):
        path = tmp_path / "snippets" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code, encoding="utf-8")
        if output is not None:
            path.with_suffix(".out").write_text(output, encoding="utf-8")
        return Snippet(path)

    return write


# ---- 发现 ---------------------------------------------------------------------


def test_snippets_are_found_in_order(write, tmp_path):
    for name in ("b/two", "a/one", "b/one"):
        write("", name=name)
    assert [snippet.name for snippet in discover(tmp_path)] == ["a/one", "b/one", "b/two"]


def test_an_orphaned_output_is_an_error(write, tmp_path):
    write("print(1)", "1\n").path.unlink()
    with pytest.raises(SnippetError, match=r"snippets/chapter/one\.out 是没有主人的输出"):
        discover(tmp_path)


@pytest.mark.parametrize("name", ["loose", "chapter/deeper/one"])
def test_a_snippet_in_the_wrong_place_is_an_error(write, tmp_path, name):
    write("", name=name)
    with pytest.raises(SnippetError, match="应放在 snippets/<章>/"):
        discover(tmp_path)


def test_no_snippets_folder_is_an_error(tmp_path):
    with pytest.raises(SnippetError, match="没有 snippets/"):
        discover(tmp_path)


# ---- 运行 ---------------------------------------------------------------------


def test_the_output_is_what_was_printed(write):
    assert run(write("print('σ(0) =', 0.5)\nprint('好')")) == "σ(0) = 0.5\n好\n"


def test_line_ends_do_not_depend_on_the_machine(write):
    code = "import sys\nsys.stdout.buffer.write(b'one\\r\\ntwo\\n')"
    assert run(write(code)) == "one\ntwo\n"


def test_the_package_can_be_imported_whatever_the_environment(write, monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    code = "from derive.activations import sigmoid\nprint(float(sigmoid(0)))"
    assert run(write(code)) == "0.5\n"


def test_the_hash_seed_is_fixed(write, monkeypatch):
    snippet = write("print(hash('σ'))")
    outputs = set()
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        outputs.add(run(snippet))
    assert len(outputs) == 1


def test_neighbours_are_not_imported_by_accident(write):
    write("", name="chapter/numpy")
    assert run(write("import numpy\nprint(numpy.pi > 3)")) == "True\n"


def test_a_failing_snippet_shows_its_traceback(write):
    with pytest.raises(SnippetError, match=r"退出码是 1[\s\S]*ZeroDivisionError"):
        run(write("1 / 0"))


def test_a_warning_is_an_error(write):
    code = "import numpy as np\nprint(np.log(np.array([0.0])))"
    with pytest.raises(SnippetError, match=r"退出码是 0[\s\S]*RuntimeWarning"):
        run(write(code))


def test_a_snippet_that_hangs_is_stopped(write):
    with pytest.raises(SnippetError, match=r"0\.5 秒还没有结束"):
        run(write("while True: pass"), seconds=0.5)


def test_output_must_be_utf8(write):
    with pytest.raises(SnippetError, match="不是 UTF-8"):
        run(write("import sys; sys.stdout.buffer.write(b'\\xff')"))


# ---- 比较与更新 -----------------------------------------------------------------


def test_the_same_output_passes(write):
    compare(write("print(1)", "1\n"))


def test_one_wrong_digit_shows_the_difference(write):
    with pytest.raises(SnippetError) as caught:
        compare(write("print('z = 1')\nprint('a = 0.7311')", "z = 1\na = 0.7312\n"))
    message = str(caught.value)
    assert "片段 chapter/one 的输出变了" in message
    assert "-a = 0.7312" in message
    assert "+a = 0.7311" in message
    assert "derive snippets --update" in message


def test_a_missing_output_says_what_to_do(write):
    with pytest.raises(SnippetError, match=r"没有 one\.out.*--update"):
        compare(write("print(1)"))


def test_only_the_last_newline_differs(write):
    with pytest.raises(SnippetError, match="只有末尾的换行不同"):
        compare(write("print(1)", "1"))


def test_update_writes_only_what_changed(write):
    snippet = write("print(1)", "0\n")
    assert update(snippet)
    assert snippet.output.read_bytes() == b"1\n"
    assert not update(snippet)
    compare(snippet)


def test_the_interpreter_is_this_one(write, monkeypatch):
    used = []
    original = subprocess.run

    def spy(command, **options):
        used.append(command[0])
        return original(command, **options)

    monkeypatch.setattr(subprocess, "run", spy)
    run(write("print(1)"))
    assert used == [snippets.sys.executable]


def test_choosing_a_chapter_or_a_snippet(tmp_path):
    for name in ("one/a", "one/b", "two/a"):
        path = tmp_path / "snippets" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")
    found = discover(tmp_path)

    def names(*wanted):
        return [snippet.name for snippet in chosen(found, wanted)]

    assert names() == ["one/a", "one/b", "two/a"]
    assert names("one") == ["one/a", "one/b"]
    assert names("two", "one/b") == ["one/b", "two/a"]
    with pytest.raises(SnippetError, match="没有章或片段 on。名字相近的：one"):
        names("on")
