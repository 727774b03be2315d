"""实验：每一个都要给出记下的输出；读、运行、比较、过期的流程本身也要测。"""

import os
import re
from pathlib import Path

import jupytext
import pytest
from click.testing import CliRunner
from typography import flaws

from derive.cli import main
from derive.labs import figure, keep, record, stamp
from derive.labs.execute import execute
from derive.labs.notebook import Lab, LabError, chosen, read_labs
from derive.labs.record import Output
from derive.parsed import bare
from derive.site.glossary import read_glossary

DOCS = Path(__file__).parents[1] / "docs"
LABS = read_labs(DOCS)

TINY = '''\
# %% [markdown]
# # 小实验
#
# 看 $z$。

# %%
import matplotlib.pyplot as plt
from derive.losses import cross_entropy


def half(z):
    """z/2。"""
    return z / 2  # 一半


# %%
print("一半是", half(3.0))
half(1.0)

# %% tags=["measured"]
import time

print(time.perf_counter())

# %%
# 图：一条折线
plt.plot([0, 1, 0], label="汉字 $W^{[1]}$")
plt.legend()
plt.show()

# %%
from IPython.display import Markdown, display

print("先")
display(Markdown("### 结果"))
print("后")
'''


def lab(text: str = TINY, folder: Path = Path("docs/labs"), name: str = "tiny") -> Lab:
    return Lab(folder / f"{name}.py", text)


@pytest.fixture(scope="module")
def outputs() -> tuple[Output, ...]:
    return execute(lab())


@pytest.fixture
def recorded(tmp_path: Path, outputs: tuple[Output, ...], monkeypatch: pytest.MonkeyPatch) -> Lab:
    """记下了输出的小实验。"""
    monkeypatch.setenv("DERIVE_CACHE_DIR", str(tmp_path / "cache"))
    tiny = lab(folder=tmp_path)
    keep.update(tiny, outputs)
    return tiny


def children() -> float:
    """结束了的子进程一共用了多少处理器时间，秒。"""
    times = os.times()
    return times.children_user + times.children_system


# ---- 真的实验 -------------------------------------------------------------------


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)
def test_the_recorded_outputs_are_the_outputs(lab: Lab) -> None:
    if not os.environ.get("CI") and keep.is_verified(lab):
        pytest.skip("在这台机器上比较过一字不差的实验与输出；CI 里总是重新运行")
    started = children()
    found = execute(lab)
    assert children() - started < 60  # 五个实验，两个核，一共不超过三分钟
    keep.compare(lab, found)


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)
def test_cells_are_the_ones_jupytext_reads(lab: Lab) -> None:
    cells = jupytext.reads(lab.text, "py:percent").cells
    assert [(cell.is_code, cell.source) for cell in lab.cells] == [
        (cell.cell_type == "code", cell.source) for cell in cells
    ]
    assert [cell.line for cell in lab.cells] == sorted({cell.line for cell in lab.cells})


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)
def test_the_prose_is_well_set(lab: Lab) -> None:
    glossary = read_glossary(DOCS)
    found = [
        f"{lab.place}:{cell.line + flaw.line - 1}: {flaw.message}"
        for cell in lab.cells
        if not cell.is_code
        for flaw in flaws(cell.source, glossary)
    ]
    assert found == []


# ---- 读 -----------------------------------------------------------------------


def test_cells() -> None:
    cells = lab().cells
    assert [cell.number for cell in cells] == [0, 1, 2, 3, 4, 5]
    assert cells[0].source == "# 小实验\n\n看 $z$。"
    assert [cell.line for cell in cells] == [2, 7, 17, 21, 26, 32]
    assert [cell.is_measured for cell in cells] == [False, False, False, True, False, False]
    assert cells[4].captions == ("一条折线",)
    assert cells[5].captions == ()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("print(1)\n", 1, "没有一格"),
        ("# %% 题目 [markdown]\n# 甲\n", 1, "不认识"),
        ("# %%\n1\n\n# %%\n\n# %%\n2\n", 4, "这一格是空的"),
        ("# %% [markdown]\n# 甲\n乙\n", 3, "都应以“# ”开头，实际是：乙"),
        ("# %%\n1\n%timeit 1\n", 3, "不是 Python"),
    ],
)
def test_a_bad_notebook_is_named_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(LabError, match=words) as caught:
        _ = lab(text).cells
    assert (caught.value.place, caught.value.line) == ("docs/labs/tiny.py", line)
    assert str(caught.value).startswith(f"docs/labs/tiny.py:{line}: ")


def test_labs_are_found_and_chosen(tmp_path: Path) -> None:
    (tmp_path / "labs").mkdir()
    for name in ("b", "a"):
        (tmp_path / f"labs/{name}.py").write_text(TINY, "utf-8")
    found = read_labs(tmp_path)
    assert [lab.name for lab in found] == ["a", "b"]
    assert chosen(found, []) == found
    assert chosen(found, ["b"]) == found[1:]
    with pytest.raises(LabError, match=r"没有实验 c。有的是：a、b。"):
        chosen(found, ["c"])
    (tmp_path / "labs/c.out").mkdir()
    with pytest.raises(LabError, match=r"docs/labs/c\.out 是没有主人的输出"):
        read_labs(tmp_path)


# ---- 运行 ---------------------------------------------------------------------


def test_outputs_have_names_kinds_and_order(outputs: tuple[Output, ...]) -> None:
    names = ["02-1.txt", "03-1.txt", "04-1.svg", "05-1.txt", "05-2.md", "05-3.txt"]
    assert [output.name for output in outputs] == names
    texts = {output.name: output.text for output in outputs}
    assert texts["02-1.txt"] == "一半是 1.5\n0.5\n"
    assert texts["05-2.md"] == "### 结果\n"


def test_the_picture_is_the_same_everywhere(outputs: tuple[Output, ...]) -> None:
    [picture] = [output.text for output in outputs if output.kind == "svg"]
    assert "汉" in picture  # 字是字，不是轮廓
    assert "字" in picture
    assert "PingFang SC" in picture
    for word in ("metadata", "DejaVu", "derive labs", "matplotlib", "<!DOCTYPE"):
        assert word not in picture
    width, height = figure.size(picture)
    assert 300 < width < 600
    assert 200 < height < 500
    assert not re.search(r' (?:d|x|y)="[^"]*\d\.\d{3}', picture)


@pytest.mark.parametrize(
    ("code", "line", "words"),
    [
        ("half(1)\n\n# %%\nhalf('a')", 6, r"第 3 格出错：TypeError"),
        ("import sys\nprint('x', file=sys.stderr)", 8, "第 2 格应当安静地结束"),
        ("object()", 8, "内存地址"),
    ],
)
def test_an_error_is_named_with_its_line(code: str, line: int, words: str) -> None:
    text = f"# %% [markdown]\n# # 题\n\n# %%\ndef half(z):\n    return z / 2\n# %%\n{code}\n"
    with pytest.raises(LabError, match=words) as caught:
        execute(lab(text))
    assert caught.value.line == line


def test_an_endless_cell_is_stopped() -> None:
    with pytest.raises(LabError, match="第 1 格运行了 1 秒还没有结束"):
        execute(lab("# %%\nwhile True:\n    pass\n"), seconds=1)


# ---- 比较与更新 ------------------------------------------------------------------


def test_the_same_outputs_agree_and_are_remembered(
    recorded: Lab, outputs: tuple[Output, ...]
) -> None:
    assert record.read(recorded) == outputs
    assert not keep.is_verified(recorded)
    keep.compare(recorded, outputs)
    assert keep.is_verified(recorded)
    (recorded.folder / "02-1.txt").write_text("一半是 1.6\n", "utf-8")
    assert not keep.is_verified(recorded)


def changed(outputs: tuple[Output, ...], name: str, before: str, after: str) -> list[Output]:
    """outputs，其中一个改过。"""
    found = {output.name: output for output in outputs}
    old = found[name]
    assert before in old.text
    found[name] = Output(old.cell, old.order, old.kind, old.text.replace(before, after, 1))
    return list(found.values())


def test_a_changed_text_is_shown_as_a_difference(
    recorded: Lab, outputs: tuple[Output, ...]
) -> None:
    with pytest.raises(LabError, match=r"-一半是 1\.5\n\+一半是 1\.6\n(.|\n)*derive labs --update"):
        keep.compare(recorded, changed(outputs, "02-1.txt", "1.5", "1.6"))
    assert not keep.is_verified(recorded)


def test_a_missing_or_new_output_is_a_difference(
    recorded: Lab, outputs: tuple[Output, ...]
) -> None:
    with pytest.raises(LabError, match=r"05-3\.txt 是多余的输出"):
        keep.compare(recorded, outputs[:-1])
    with pytest.raises(LabError, match=r"05-4\.txt 是新的输出"):
        keep.compare(recorded, [*outputs, Output(5, 4, "txt", "又\n")])


def test_measured_outputs_are_recorded_not_compared(
    recorded: Lab, outputs: tuple[Output, ...]
) -> None:
    [measured] = [output for output in outputs if output.cell == 3]
    keep.compare(recorded, changed(outputs, measured.name, measured.text, "0.1\n"))
    assert "NumPy" in record.machine(recorded)


def test_update_says_what_changed(recorded: Lab, outputs: tuple[Output, ...]) -> None:
    assert keep.update(recorded, outputs) == []
    assert keep.update(recorded, changed(outputs, "02-1.txt", "1.5", "1.6")) == ["02-1.txt"]
    assert "1.6" in (recorded.folder / "02-1.txt").read_text("utf-8")
    assert keep.update(recorded, outputs[1:]) == ["02-1.txt"]
    assert not (recorded.folder / "02-1.txt").exists()


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """没有记下、更新、相同、不同，依次来一遍；不真的运行。"""
    monkeypatch.setenv("DERIVE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs/labs").mkdir(parents=True)
    (tmp_path / "src/derive").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").touch()
    (tmp_path / "docs/labs/one.py").write_text("# %%\nprint(1)\n", "utf-8")
    printed = "1\n"
    monkeypatch.setattr(keep, "execute", lambda lab: (Output(1, 1, "txt", printed),))

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["labs", *arguments])
        return result.exit_code, result.output

    assert run() == (
        1,
        "docs/labs/one.py:1: 输出与记下的不同：\n01-1.txt 是新的输出\n"
        "若这正是想要的，请运行 derive labs --update one，再看 git diff。\n",
    )
    assert run("--update") == (0, "one：更新了 01-1.txt\n")
    assert run("one") == (0, "one：输出不变\n")
    printed = "2\n"
    code, said = run()
    assert code == 1
    assert "-1\n+2" in said
    assert run("two") == (1, "错误：没有实验 two。有的是：one。\n")


# ---- 图 -----------------------------------------------------------------------

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="72pt" height="36pt" viewBox="0 0 72 36"><metadata>2026</metadata>'
    '<defs><path id="m1f" d="M 0.123456 0"/></defs><g id="axes_1" clip-path="url(#m1f)">'
    '<use xlink:href="#m1f" x="10.25" y="2"/>'
    "<text style=\"font-size: 11px; font-family: 'DejaVu Sans'; text-anchor: middle\">σ</text>"
    "</g></svg>"
)


def test_tidy() -> None:
    found = figure.tidy(SVG)
    assert figure.size(found) == (96, 48)
    assert figure.tidy(SVG.replace("m1f", "zzz")) == found  # id 由散列而来
    assert 'd="M 0.12 0"' in found
    assert 'clip-path="url(#i1)"' in found
    assert 'style="font-size: 11px; text-anchor: middle"' in found


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ('x="10.25"', 'x="10.70"', True),
        ('x="10.25"', 'x="10.80"', False),
        ("M 0.12 0", "M 0.12 0.3", True),
        ("M 0.12 0", "L 0.12 0", False),
        ("M 0.12 0", "M 0.12 0 0", False),
        (">σ<", ">s<", False),
        ("11px", "12px", False),
        ("<metadata>", "<metadata>", True),
        ('<use xlink:href="#m1f" x="10.25" y="2"/>', "", False),
    ],
)
def test_pictures_are_compared_by_structure(before: str, after: str, same: bool) -> None:
    svg = SVG.replace("0.123456", "0.12")
    assert before in svg
    other = figure.tidy(svg.replace(before, after))
    assert (figure.difference(figure.tidy(svg), other) == "") is same
    one = Output(1, 1, "svg", figure.tidy(svg))
    assert record.differs(one, Output(1, 1, "svg", other)) is not same


def pixels(*shades: int) -> str:
    """嵌在图里的一行像素。"""
    from base64 import b64encode
    from io import BytesIO

    from PIL import Image

    image = Image.new("L", (len(shades), 1))
    image.putdata(shades)
    image.save(file := BytesIO(), format="png")
    data = b64encode(file.getvalue()).decode()
    image_tag = f'<image xlink:href="data:image/png;base64,{data}"/>'
    return figure.tidy(SVG.replace("</g>", f"{image_tag}</g>"))


def test_embedded_pixels_are_compared_by_shade() -> None:
    assert figure.difference(pixels(0, 100), pixels(3, 104)) == ""
    assert "href" in figure.difference(pixels(0, 100), pixels(0, 120))
    assert "href" in figure.difference(pixels(0, 100), pixels(0, 100, 100))


# ---- 过期 ---------------------------------------------------------------------


def edited(tiny: Lab, before: str, after: str) -> Lab:
    assert before in tiny.text
    return Lab(tiny.path, tiny.text.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("看 $z$。", "看 $a$。"),
        ("# 一半\n", "# 二分之一\n"),
        ('"""z/2。"""', '"""z 的一半。"""'),
        ("# 图：一条折线", "# 图：一条折起来的线"),
    ],
)
def test_words_do_not_make_it_stale(recorded: Lab, before: str, after: str) -> None:
    assert stamp.stale(edited(recorded, before, after)) is None


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("half(3.0)", "half(5.0)", 17, "第 2 格改过了"),
        ("z / 2", "z / 3", 7, "第 1 格改过了"),
        (' tags=["measured"]', "", 21, "第 3 格改过了"),
        ("# %%\n# 图", "# %%\nx = 1\n\n# %%\n# 图", 26, "第 4 格改过了"),
    ],
)
def test_a_changed_cell_makes_it_stale(
    recorded: Lab, before: str, after: str, line: int, words: str
) -> None:
    problem = stamp.stale(edited(recorded, before, after))
    assert problem is not None
    assert problem.line == line
    assert words in problem.message
    assert "derive labs --update tiny" in problem.message


def test_a_removed_cell_makes_it_stale(recorded: Lab) -> None:
    text = recorded.text.partition("# %%\nfrom IPython")[0]
    problem = stamp.stale(Lab(recorded.path, text))
    assert problem is not None
    assert "第 5 格 改过了" in problem.message


def test_changed_code_of_the_package_makes_it_stale(
    recorded: Lab, monkeypatch: pytest.MonkeyPatch, outputs: tuple[Output, ...]
) -> None:
    closure = stamp.closure

    def altered(old: bytes, new: bytes) -> None:
        def read(modules: object) -> dict[str, bytes]:
            found = closure(modules)  # type: ignore[arg-type]
            assert old in found["derive.activations"]  # losses 用到它
            return found | {"derive.activations": found["derive.activations"].replace(old, new)}

        monkeypatch.setattr(stamp, "closure", read)

    altered(b"np.exp", b"np.expm1")
    problem = stamp.stale(recorded)
    assert problem is not None
    assert problem.message.startswith("derive.activations 改过了")
    with pytest.raises(LabError, match="过期了"):
        keep.compare(recorded, outputs)
    altered("激活函数及其导数".encode(), "改过的文档字符串".encode())
    assert stamp.stale(recorded) is None


def test_no_record_is_stale(tmp_path: Path) -> None:
    problem = stamp.stale(lab(folder=tmp_path))
    assert problem is not None
    assert "没有记下输出" in problem.message


def test_bare() -> None:
    source = '"""模块。"""\n\n# 注释\nx = "# 不是注释"  # 是\n\n\n'
    source += 'def f():\n    """说明。\n\n    两行。\n    """\n'
    assert bare(source, is_module=True) == 'x = "# 不是注释"\ndef f():'
    assert bare('"""显示出来。"""') == '"""显示出来。"""'
