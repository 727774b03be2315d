"""实验的页：与章节同样的渲染与检查，输出来自记下的文件，下载的笔记本在 Jupyter 里能打开。"""

import gzip
import json
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from small_site import Built, MkDocs

from derive.labs import stamp
from derive.labs.notebook import Lab, read_labs

LABS = read_labs(Path(__file__).parents[2] / "docs")

NOTEBOOK = """\
# %% [markdown]
# # 小实验
#
# 由 $@sigmoid_complement$，见 [@sigmoid] 与 [首页](../index.md)。
#
# ```equation
# sigmoid
# ```
#
# ## 曲线的样子
#
# ??? note "答案"
#
#     正是 $z$。

# %%
import matplotlib.pyplot as plt

print("一半是", 0.5)

# %%
# 图：一条折线
plt.show()

# %% tags=["measured"]
print("0.1 秒")

# %%
show()
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"><text>σ</text></svg>\n'
OUTPUTS = {
    "01-1.txt": "一半是 0.5 <一半>\n",
    "02-1.svg": PICTURE,
    "03-1.txt": "0.1 秒\n",
    "04-1.md": "## 实验报告\n\n其中 $m=4$，用到 $@sigmoid$。\n",
    "machine.txt": "某种处理器\n",
}
TEMPLATE = "# 实验报告\n"


@pytest.fixture
def build(mkdocs: MkDocs, tmp_path: Path):
    """build(笔记本, 文件名=输出…)：记下这些输出，构建。"""

    def build(notebook: str = NOTEBOOK, stamped: str = "", **changed: str) -> Built:
        folder = tmp_path / "docs/labs"
        (folder / "tiny.out").mkdir(parents=True, exist_ok=True)
        for name, text in {**OUTPUTS, **changed}.items():
            (folder / "tiny.out" / name).write_text(text, "utf-8")
        stamp.write(Lab(folder / "tiny.py", stamped or notebook))
        return mkdocs({"labs/tiny.py": notebook, "labs/report-template.md": TEMPLATE})

    return build


def article(built: Built) -> Tag:
    assert built.exit_code == 0, built.output
    page = BeautifulSoup((built.site / "labs/tiny/index.html").read_text("utf-8"), "html.parser")
    found = page.select_one("article")
    assert found
    return found


def files(built: Built) -> dict[str, bytes]:
    """网站的 labs/ 里的全部文件。"""
    found = [path for path in (built.site / "labs").rglob("*") if path.is_file()]
    return {path.relative_to(built.site).as_posix(): path.read_bytes() for path in found}


def test_cells_and_outputs(build) -> None:
    page = article(build())
    assert [cell["data-cell"] for cell in page.select(".lab-cell")] == ["1", "2", "3", "4"]
    assert 'print("一半是", 0.5)' in page.select(".lab-cell code")[0].text
    assert [pre.text for pre in page.select(".lab-output pre")] == ["一半是 0.5 <一半>", "0.1 秒"]
    assert "某种处理器" in page.select_one(".lab-machine").text


def test_markdown_is_rendered_as_in_a_chapter(build) -> None:
    page = article(build())
    assert page.select_one(".equation[data-derive=sigmoid] .seal").text == "定义"
    assert page.select_one("[data-derive=sigmoid_complement] .seal--proved")
    assert [h["id"] for h in page.select("h2")] == ["曲线的样子", "实验报告"]
    assert page.select_one("details.note")
    assert not re.search(r"```|\$|In \[", page.text)


def test_pictures_are_files_with_words(build) -> None:
    built = build()
    image = article(built).select_one(".lab-figure img")
    assert image["alt"] == "一条折线"
    assert (image["width"], image["height"], image["loading"]) == ("96", "48", "lazy")
    assert (built.site / "labs/tiny" / image["src"]).resolve().read_text("utf-8") == PICTURE


def test_only_pictures_are_published(build) -> None:
    built = build()
    assert set(files(built)) == {
        "labs/tiny.out/02-1.svg",
        "labs/tiny/index.html",
        "labs/tiny/tiny.ipynb",
        "labs/tiny/tiny.py",
        "labs/实验报告模板.md",
    }


def test_nothing_of_the_notebook_theme_is_left(build) -> None:
    built = build()
    text = (built.site / "labs/tiny/index.html").read_text("utf-8")
    assert 'src=""' not in text
    for word in ("jp-", "mermaid", "mathjax", "requirejs", "cdn"):
        assert word not in text.lower()
    assert len(gzip.compress(text.encode())) < 12_000


def test_search_finds_the_prose_only(build) -> None:
    built = build()
    index = json.loads((built.site / "search/search_index.json").read_text("utf-8"))
    entries = [entry for entry in index["docs"] if entry["location"].startswith("labs/")]
    words = json.dumps(entries, ensure_ascii=False).replace("\u200b", "")
    for word in ("曲线的样子", "实验报告", "正是"):
        assert word in words
    for word in ("In [", "Copied", "plt", "0.1 秒", "<text>"):
        assert word not in words


def test_two_builds_are_identical(build) -> None:
    assert files(build()) == files(build())


# ---- 坏的输入 -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "place", "words"),
    [
        ("曲线的样子", "曲线 $$x$$", "labs/tiny.py:10:9", "手写了独立公式"),
        ("曲线的样子", "曲线 $a=b$", "labs/tiny.py:10:9", "断言了一个关系"),
        ("[@sigmoid] 与", "[@nothing] 与", "labs/tiny.py:4:29", "没有 id 为 nothing 的对象"),
        ("# sigmoid\n", "# sigmo\n", "labs/tiny.py:7:3", "最接近的有：sigmoid"),
        ("../index.md", "../none.md", "labs/tiny.py:4:47", "不存在的页面或锚点"),
        ("# 图：一条折线\n", "", "labs/tiny.py:22", "第 2 格画了 1 张图，却有 0 行替代文字"),
        ("# ## 曲线", "## 曲线", "labs/tiny.py:10", "都应以“# ”开头"),
    ],
)
def test_a_bad_cell_fails_with_its_place(build, before, after, place, words) -> None:
    assert before in NOTEBOOK
    built = build(NOTEBOOK.replace(before, after), stamped=NOTEBOOK)
    assert built.exit_code == 1, built.output
    line = next(line for line in built.output.splitlines() if words in line)
    assert f"docs/{place}:" in line
    assert "Traceback" not in built.output
    assert re.search("Aborted|网站没有构建成。", built.output)  # 好好地停下


def test_a_fence_that_jupyter_cannot_show_fails(build) -> None:
    text = NOTEBOOK.replace("```equation\n# sigmoid", "```implementation\n# impl_sigmoid")
    built = build(text, stamped=NOTEBOOK)
    assert built.exit_code == 1
    assert "docs/labs/tiny.py: 实验里不用 ```implementation 围栏" in built.output


def test_a_bad_output_fails_with_its_place(build) -> None:
    built = build(**{"04-1.md": "## 实验报告\n\n于是 $a=b$。\n"})
    assert built.exit_code == 1
    assert "docs/labs/tiny.out/04-1.md:3:4: 行内公式 $a=b$ 断言了一个关系" in built.output


def test_stale_outputs_fail_the_build(build) -> None:
    built = build(NOTEBOOK.replace("0.5)", "1 / 0)"), stamped=NOTEBOOK)
    assert built.exit_code == 1
    line = next(line for line in built.output.splitlines() if "输出过期了" in line)
    assert "docs/labs/tiny.py:17: 第 1 格改过了" in line
    assert "derive labs --update tiny" in line


# ---- 下载 ---------------------------------------------------------------------


def test_the_notebook_opens_in_jupyter(build) -> None:
    built = build()
    notebook = nbformat.read(built.site / "labs/tiny/tiny.ipynb", as_version=4)
    nbformat.validate(notebook)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert "$$\n\\sigma(z) := \\frac{1}{1 + e^{-z}}\n$$" in text
    assert "*定义：" in text
    assert "<details><summary>答案</summary>\n\n正是 $z$。\n\n</details>" in text
    assert "与 首页。" in text
    assert not re.search(r"```|\$@|\[@|\.md|\?\?\?", text)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert outputs[0].text == OUTPUTS["01-1.txt"]
    assert outputs[1].data["image/svg+xml"] == PICTURE
    assert "$\\sigma(z)" in outputs[3].data["text/markdown"]


def test_the_program_is_a_notebook_too(build) -> None:
    import jupytext

    folder = build().site / "labs/tiny"
    program = jupytext.read(folder / "tiny.py")
    notebook = nbformat.read(folder / "tiny.ipynb", as_version=4)
    assert [(cell.cell_type, cell.source) for cell in program.cells] == [
        (cell.cell_type, cell.source) for cell in notebook.cells
    ]
    compile((folder / "tiny.py").read_text("utf-8"), "tiny.py", "exec")


def test_every_download_is_offered(build) -> None:
    built = build()
    links = article(built).select(".lab-downloads a")
    assert [link.text for link in links] == ["笔记本", "程序", "实验报告模板"]
    assert (built.site / "labs/实验报告模板.md").read_text("utf-8") == TEMPLATE


# ---- 真的网站 -------------------------------------------------------------------


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)
def test_a_real_page_is_light_and_complete(site: Path, lab: Lab) -> None:
    path = site / "labs" / lab.name / "index.html"
    assert len(gzip.compress(path.read_bytes())) <= 80_000
    page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    assert len(page.select(".lab-cell")) == len(lab.code)
    headings = page.select("article h2")
    assert all(heading.get("id") for heading in headings)
    assert {"思考题", "实验报告"} <= {heading.text.removesuffix("#") for heading in headings}
    assert all(image["alt"] for image in page.select(".lab-figure img"))
    notebook = nbformat.read(path.parent / f"{lab.name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert not re.search(r"\$@|\[@|```equation", text)
