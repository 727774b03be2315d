"""读一个实验：docs/labs/名字.py，jupytext 的 percent 格式，每一格记着它在哪一行。

`# %% [markdown]` 开始一格正文，每行以 `# ` 开头；`# %%` 开始一格程序。程序格可以带标签：
`# %% tags=["measured"]`。jupytext 读出的格与这里相同（有测试），但它不留行号，而报错要用。
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from derive.parsed import parsed

FOLDER = "labs"
"""实验在 docs/ 的哪里。"""

TEMPLATE = "report-template.md"
"""空的实验报告，和实验放在一起；它不是一页。"""

MEASURED = "measured"
"""这个标签说：这一格的输出随机器而变（用时、版本），记下来，但不比较。"""

_MARKER = re.compile(r"# %%(?P<markdown> \[markdown\])?(?: tags=\[(?P<tags>[\w\", -]*)\])?")
_CAPTION = re.compile(r"#\s*图：\s*(\S.*)")


class LabError(Exception):
    """实验有问题；message 说明期望什么、实际怎样、怎么办，place 与 line 是位置。"""

    def __init__(self, message: str, place: str = "", line: int = 0) -> None:
        super().__init__(f"{place}:{line}: {message}" if place else message)
        self.message = message
        self.place = place
        self.line = line


@dataclass(frozen=True)
class Cell:
    """一格。line 是它的内容的第一行在文件里的行号；number 是第几个程序格，正文格是 0。"""

    source: str
    line: int
    number: int = 0
    tags: frozenset[str] = frozenset()

    @property
    def is_code(self) -> bool:
        return self.number > 0

    @property
    def is_measured(self) -> bool:
        return MEASURED in self.tags

    @property
    def captions(self) -> tuple[str, ...]:
        """这一格里的图的替代文字，按次序：`# 图：……`。"""
        found = map(_CAPTION.fullmatch, map(str.strip, self.source.splitlines()))
        return tuple(match[1] for match in found if match)


@dataclass(frozen=True)
class Lab:
    """一个实验。path 是 .py 文件。"""

    path: Path
    text: str

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def place(self) -> str:
        """从仓库的根写起的路径，报错时用。"""
        return f"docs/{FOLDER}/{self.path.name}"

    @property
    def folder(self) -> Path:
        """记下的输出放在哪里。"""
        return self.path.with_suffix(".out")

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """全部的格。错误：不是 percent 格式、程序格不是 Python，LabError。"""
        lines = self.text.splitlines()
        starts = [number for number, line in enumerate(lines) if line.startswith("# %%")]
        if not starts:
            raise self.error(1, "没有一格。请用 # %% 开始程序格，用 # %% [markdown] 开始正文格。")
        cells: list[Cell] = []
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            number = 1 + sum(cell.is_code for cell in cells)
            cells.append(self._cell(lines[start], lines[start + 1 : end], start + 2, number))
        return tuple(cells)

    @property
    def code(self) -> tuple[Cell, ...]:
        """程序格，第 1 个在最前。"""
        return tuple(cell for cell in self.cells if cell.is_code)

    def error(self, line: int, message: str) -> LabError:
        return LabError(message, self.place, line)

    def _cell(self, marker: str, body: list[str], line: int, number: int) -> Cell:
        match = _MARKER.fullmatch(marker.rstrip())
        if match is None:
            raise self.error(
                line - 1,
                f'{marker} 不认识。应写 # %%、# %% [markdown]，或 # %% tags=["{MEASURED}"]。',
            )
        while body and not body[-1].strip():
            body.pop()
        if not body:
            raise self.error(line - 1, "这一格是空的。请删掉它，或补上内容。")
        if match["markdown"]:
            return Cell("\n".join(self._uncommented(body, line)), line)
        tags = frozenset(re.findall(r"[\w-]+", match["tags"] or ""))
        cell = Cell("\n".join(body), line, number, tags)
        try:
            parsed(cell.source)
        except SyntaxError as problem:
            raise self.error(
                line + (problem.lineno or 1) - 1,
                f"不是 Python（{problem.msg}）。实验里只用普通的 Python，不用 % 开头的命令。",
            ) from None
        return cell

    def _uncommented(self, body: Sequence[str], line: int) -> list[str]:
        for offset, text in enumerate(body):
            if not (text.rstrip() == "#" or text.startswith("# ")):
                raise self.error(line + offset, f"正文格的每一行都应以“# ”开头，实际是：{text}")
        return [text[2:].rstrip() for text in body]


def read_lab(path: Path) -> Lab:
    return Lab(path, path.read_text("utf-8"))


def read_labs(docs: Path) -> tuple[Lab, ...]:
    """docs/ 里的全部实验，按名字排列；小的文档树里可以一个也没有。

    错误：有输出而没有实验，LabError。
    """
    folder = docs / FOLDER
    for output in sorted(folder.glob("*.out")):
        if not output.with_suffix(".py").is_file():
            raise LabError(f"docs/{FOLDER}/{output.name} 是没有主人的输出。请删掉它，或补上实验。")
    return tuple(map(read_lab, sorted(folder.glob("*.py"))))


def chosen(labs: Sequence[Lab], names: Sequence[str]) -> tuple[Lab, ...]:
    """名字在 names 里的实验；names 是空的，就是全部。

    错误：没有这样的实验，LabError。
    """
    known = [lab.name for lab in labs]
    for name in names:
        if name not in known:
            hint = "、".join(get_close_matches(name, known) or known) or "无"
            raise LabError(f"没有实验 {name}。有的是：{hint}。")
    return tuple(lab for lab in labs if not names or lab.name in names)
