"""实验的页：正文格照章节的 Markdown 写，程序格与它的输出各是一个围栏，里面只写序号或文件名。

`display(Markdown(…))` 的输出接在正文里，所以标题、公式、检查都与手写的一样。页上的每一行都
记得自己出自哪个文件的哪一行。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

from markdown import Markdown

from derive.labs import figure, record, stamp
from derive.labs.notebook import FOLDER, TEMPLATE, Cell, Lab, LabError
from derive.site import html
from derive.site.build import Build
from derive.site.download import notebook, program
from derive.site.errors import SiteError
from derive.site.html import tag
from derive.site.problems import Problem
from derive.site.sources import Page

REPORT = "实验报告模板.md"
"""空的实验报告下载下来叫什么。"""

FOLD_LINES = 24
"""文字输出超过这么多行，折叠起来。"""


def page_path(lab: Lab) -> str:
    """相对于 docs/ 的路径，就是笔记本的路径。"""
    return f"{FOLDER}/{lab.path.name}"


def lab_page(lab: Lab) -> Page:
    """笔记本和记下的输出拼成的一页。"""
    lines = list(_lines(lab))
    return Page(
        page_path(lab),
        "\n".join(text for text, _ in lines),
        tuple(origin for _, origin in lines),
    )


Line = tuple[str, tuple[str, int, int]]
"""一行 Markdown，和它出自哪里（见 `Page.origins`）。"""


def _lines(lab: Lab) -> Iterator[Line]:
    outputs = record.by_cell(record.read(lab))
    offer = True  # 下载的链接放在第一个标题之后
    for cell in lab.cells:
        here = (lab.place, cell.line, 0)
        if cell.is_code:
            yield from _fence("cell", str(cell.number), here)
            for output in outputs[cell.number]:
                if output.kind == "md":
                    place = f"docs/{FOLDER}/{lab.folder.name}/{output.name}"
                    for number, text in enumerate(output.text.splitlines(), 1):
                        yield text, (place, number, 0)
                    yield "", here
                else:
                    yield from _fence("output", output.name, here)
            if cell.is_measured and outputs[cell.number]:
                yield f"测量的机器：{record.machine(lab)}。", here
                yield "{: .lab-machine }", here
                yield "", here
            continue
        for offset, text in enumerate(cell.source.splitlines()):
            yield text, (lab.place, cell.line + offset, 2)
            if offer and text.startswith("# "):
                offer = False
                yield "", here
                yield from _fence("downloads", lab.name, here)
        yield "", here


def _fence(kind: str, body: str, origin: tuple[str, int, int]) -> Iterator[Line]:
    for text in (f"```{kind}", body, "```", ""):
        yield text, origin


# ---- 围栏 ---------------------------------------------------------------------


def cell(build: Build, number: str, md: Markdown) -> str:
    """一个程序格。"""
    source = _cell(build, int(number)).source
    code = _unsearched(html.highlight(md, source, "python", ""))
    return tag("div", code, class_="lab-cell", data_cell=number)


def output(build: Build, name: str, md: Markdown) -> str:
    """一个输出：文字，或一张图。"""
    lab = _lab(build)
    text = (lab.folder / name).read_text("utf-8")
    if name.endswith(".svg"):
        return _figure(build, lab, name, text)
    block = tag("pre", escape(text.rstrip("\n")), class_="lab-output__text", tabindex="0")
    count = text.count("\n")
    if count > FOLD_LINES:
        block = tag("details", tag("summary", f"输出（{count} 行）"), block, class_="lab-more")
    return tag("div", _unsearched(block), class_="lab-output")


def _unsearched(markup: str) -> str:
    """程序与数字不进搜索索引；标签自造，因为 Material 按标签名排除。"""
    return tag("derive-lab", markup, data_search_exclude="")


def _figure(build: Build, lab: Lab, name: str, text: str) -> str:
    number = int(name.partition("-")[0])
    figures = [o.name for o in record.by_cell(record.read(lab))[number] if o.kind == "svg"]
    captions = _cell(build, number).captions
    if len(captions) != len(figures):
        raise SiteError(
            f"第 {number} 格画了 {len(figures)} 张图，却有 {len(captions)} 行替代文字。"
            "请在格里为每张图写一行“# 图：……”，说给看不见图的人。"
        )
    width, height = figure.size(text)
    picture = html.image(
        src=build.asset(f"{FOLDER}/{lab.folder.name}/{name}"),
        alt=captions[figures.index(name)],
        width=str(width),
        height=str(height),
        loading="lazy",
        style=f"--width: {width}px",
    )
    return tag("figure", picture, class_="lab-figure", tabindex="0")


def downloads(build: Build, name: str, md: Markdown) -> str:
    """这一页的下载：笔记本、程序、空的实验报告。"""
    links = [(f"{name}.ipynb", "笔记本", "带输出"), (f"{name}.py", "程序", "jupytext 格式")]
    if _template(build).is_file():
        links.append((f"../{REPORT}", "实验报告模板", "空的"))
    items = (
        tag("a", label, href=quote(address), download="", title=hint)
        for address, label, hint in links
    )
    return tag("p", "下载：", " · ".join(items), class_="lab-downloads")


def _lab(build: Build) -> Lab:
    path = build.page.path if build.page else ""
    if path not in build.labs:
        raise SiteError("这种围栏只用在实验的页上，由程序格自动写出。")
    return build.labs[path]


def _cell(build: Build, number: int) -> Cell:
    return _lab(build).code[number - 1]


# ---- 检查与下载 -----------------------------------------------------------------


def stale(labs: Iterable[Lab]) -> Iterator[Problem]:
    """输出过期了的实验。"""
    for lab in labs:
        try:
            problem = stamp.stale(lab)
        except LabError as error:
            problem = error
        if problem:
            yield Problem(problem.place, problem.line, 0, problem.message)


def write_downloads(build: Build, site: Path) -> None:
    """在每个实验的页旁边写出笔记本与程序，上一层写出空的实验报告。"""
    for path, lab in build.labs.items():
        folder = site / build.sources.by_path[path].url
        try:
            made = {".ipynb": notebook(build, lab), ".py": program(build, lab)}
        except SiteError as error:
            build.problems.add(Problem(lab.place, 0, 0, str(error)))
            continue
        for suffix, text in made.items():
            (folder / f"{lab.name}{suffix}").write_text(text, "utf-8", newline="\n")
    if build.labs and _template(build).is_file():
        target = site / FOLDER / REPORT
        target.write_text(_template(build).read_text("utf-8"), "utf-8", newline="\n")


def _template(build: Build) -> Path:
    return build.root / "docs" / FOLDER / TEMPLATE
