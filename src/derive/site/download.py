"""实验的下载：在 Jupyter 里能打开的笔记本，和同样内容的程序。

网站的围栏与 `$@id$` Jupyter 不认识，换成它能排的：公式写成 TeX（仍由书里的对象得出），结论写成
文字，折叠的答案写成 HTML 的 details；指向站内的链接只留文字。
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from derive.figures import FIGURES
from derive.labs import record
from derive.labs.notebook import Cell, Lab
from derive.labs.record import Output
from derive.site.build import Build
from derive.site.code import function_source, snippet_source
from derive.site.errors import SiteError
from derive.site.html import one_of, seal_words, statement_tex

NOTE = (
    "> 这份笔记本来自《可执行的深度学习基础》。它用到本书的包 `derive` 与 matplotlib："
    "请先照仓库里的 README 装好，再从头运行。公式后面的“已证”是机器的结论，逐步的推导在网页上。"
)

FONTS = """\
# 让图里的汉字显示出来：在系统里找一个中文字体
import matplotlib as mpl
from matplotlib.font_manager import fontManager

installed = {font.name for font in fontManager.ttflist}
chinese = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei"]
found = [name for name in chinese if name in installed]
mpl.rcParams["font.sans-serif"] = [*found, "DejaVu Sans"]
mpl.rcParams["axes.unicode_minus"] = False"""

_FENCE = re.compile(
    r"^(?P<indent>[ \t]*)```(?P<kind>\w+)\n(?P<body>.*?)^[ \t]*```[ \t]*$", re.DOTALL | re.MULTILINE
)
_CODE = re.compile(r"(^[ \t]*```.*?^[ \t]*```[ \t]*$|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
_ATTRIBUTES = re.compile(r"[ \t]*\{[:#][^}\n]*\}[ \t]*$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)]*\)")
_BOX = re.compile(
    r"^(?P<sign>\?\?\?\+?|!!!) (?P<kind>\w+)(?: \"(?P<title>[^\"]*)\")?\n"
    r"(?P<body>(?:[ \t]*\n| {4}.*(?:\n|\Z))+)",
    re.MULTILINE,
)


def notebook(build: Build, lab: Lab) -> str:
    """`.ipynb`，带着记下的输出。"""
    outputs = record.by_cell(record.read(lab))
    cells = [
        _cell(build, cell, number, outputs[cell.number])
        for number, cell in enumerate(_cells(lab), 1)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    content = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def program(build: Build, lab: Lab) -> str:
    """`.py`，jupytext 的 percent 格式。"""
    blocks = []
    for cell in _cells(lab):
        if cell.is_code:
            blocks.append(f"# %%\n{cell.source}\n")
        else:
            lines = markdown(build, cell.source).splitlines()
            blocks.append(
                "# %% [markdown]\n" + "".join(f"# {line}".rstrip() + "\n" for line in lines)
            )
    return "\n".join(blocks)


def _cells(lab: Lab) -> Iterator[Cell]:
    """实验的格；第一格之后说怎样运行，第一个程序格之前选好字体。"""
    first, *rest = lab.cells
    yield first
    yield Cell(NOTE, 0)
    if any("matplotlib" in cell.source for cell in lab.code):
        yield Cell(FONTS, 0, number=len(lab.code) + 1)
    yield from rest


def _cell(build: Build, cell: Cell, number: int, outputs: list[Output]) -> dict[str, Any]:
    shared: dict[str, Any] = {"id": f"cell-{number:02}", "metadata": {}}
    if not cell.is_code:
        source = _split(markdown(build, cell.source))
        return shared | {"cell_type": "markdown", "source": source}
    return shared | {
        "cell_type": "code",
        "execution_count": None,
        "source": _split(cell.source),
        "outputs": [_output(build, output) for output in outputs],
    }


def _output(build: Build, output: Output) -> dict[str, Any]:
    if output.kind == "txt":
        return {"output_type": "stream", "name": "stdout", "text": _split(output.text)}
    if output.kind == "svg":
        data = {"image/svg+xml": _split(output.text)}
    else:
        data = {"text/markdown": _split(markdown(build, output.text))}
    return {"output_type": "display_data", "metadata": {}, "data": data}


def _split(text: str) -> list[str]:
    return text.splitlines(keepends=True)


# ---- Markdown ------------------------------------------------------------------


def markdown(build: Build, text: str) -> str:
    """网站的 Markdown → Jupyter 的 Markdown。"""
    text = _FENCE.sub(lambda match: _fence(build, match), text)
    parts = _CODE.split(text)  # 单数位是代码，原样留下
    parts[::2] = [_prose(build, part) for part in parts[::2]]
    return _BOX.sub(_box, "".join(parts)).strip()


def _prose(build: Build, text: str) -> str:
    text = re.sub(r"\$@(\w+)\$", lambda match: f"${_tex(build, match[1])}$", text)
    text = re.sub(r"\[@(\w+)\]", lambda match: f"“{build.get(match[1])[0].title}”", text)
    return _LINK.sub(r"\1", _ATTRIBUTES.sub("", text))


def _tex(build: Build, id: str) -> str:
    return statement_tex(build.stated(id)[0])


def _fence(build: Build, match: re.Match[str]) -> str:
    names = match["body"].split()
    kind = match["kind"]
    if kind in ("text", "sh"):
        return match[0]
    if kind in ("equation", "derivation"):
        blocks = [_equation(build, id) for id in names]
    elif kind == "function":
        blocks = [_python(function_source(f"derive.{name}").text) for name in names]
    elif kind == "snippet":
        blocks = [_python(snippet_source(build.root, name).code) for name in names]
    elif kind == "figure":
        captions = [one_of(FIGURES, name, "图").caption for name in names]
        blocks = [f"*（图在网页上：{caption}）*" for caption in captions]
    else:
        raise SiteError(f"实验里不用 ```{kind} 围栏：下载的笔记本里显示不了它。")
    return "\n".join(match["indent"] + line for line in "\n\n".join(blocks).splitlines())


def _equation(build: Build, id: str) -> str:
    obj, _, report = build.stated(id)
    return f"$$\n{statement_tex(obj)}\n$$\n\n*{seal_words(report)}：{obj.title}*"


def _python(source: str) -> str:
    return f"```python\n{source}\n```"


def _box(match: re.Match[str]) -> str:
    """`??? note "题"` 折叠起来的，写成 details；`!!!` 写成引用。"""
    body = re.sub(r"^ {4}", "", match["body"], flags=re.MULTILINE).strip()
    title = match["title"] or ""
    if match["sign"] == "!!!":
        lines = [f"**{title}**", "", *body.splitlines()] if title else body.splitlines()
        return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
    opened = " open" if match["sign"].endswith("+") else ""
    return f"<details{opened}><summary>{title}</summary>\n\n{body}\n\n</details>\n\n"
