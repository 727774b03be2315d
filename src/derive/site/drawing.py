"""依赖图的 SVG：方框里是折了行的标题，箭头从依据指向由它得到的结论。

大小与位置都是一比一的像素，字留作字；颜色只写类名，由 docs/assets/graph.css 按浅色、深色给出。
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from html import escape

import jieba

from derive.site.html import tag
from derive.site.layout import Boxes, Placed, Size, lay_out

TEXT, NOTE = 13, 12
"""标题与小字的字号。"""
LINE = 18
"""行高。"""
LONGEST = 8.5
"""一行最长多少个汉字宽。"""
MARGIN = 2
"""四周留一点，框的线才不会被切掉。"""


@dataclass(frozen=True)
class Node:
    """一个方框。title 写在框里；note 是上面的小字；full 是念给读屏听的、停上去看到的。"""

    title: str
    full: str
    kind: str
    href: str | None = None
    note: str = ""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        return wrapped(self.title)

    @property
    def size(self) -> Size:
        widest = max(map(em, self.lines)) * TEXT
        note = em(self.note) * NOTE
        rows = len(self.lines) + bool(self.note)
        return max(widest, note) + 22, rows * LINE + 12

    def markup(self, x: float, y: float) -> str:
        """(x, y) 是方框的中心。"""
        width, height = self.size
        top = y - height / 2
        rows = ([(self.note, "graph__note")] if self.note else []) + [
            (line, None) for line in self.lines
        ]
        content = (
            tag("title", escape(self.full)),
            tag(
                "rect",
                x=show(x - width / 2),
                y=show(top),
                width=show(width),
                height=show(height),
                rx=str(14 if "definition" in self.kind else 3),
            ),
            *(
                tag("text", escape(text), x=show(x), y=show(top + 19 + LINE * row), class_=name)
                for row, (text, name) in enumerate(rows)
            ),
        )
        if self.href is None:
            return tag("g", *content, class_=f"graph__node {self.kind}")
        return tag(
            "a",
            *content,
            href=self.href,
            class_=f"graph__node {self.kind}",
        )


@dataclass(frozen=True)
class Sketch:
    """还没有排版的图：方框、箭头，和写在箭头上、写在组上的字。"""

    name: str
    nodes: Mapping[str, Node]
    edges: tuple[tuple[str, str], ...]
    upward: bool = True
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def boxes(self) -> Boxes:
        return Boxes(
            {id: node.size for id, node in self.nodes.items()},
            self.edges,
            self.upward,
            {edge: (em(text) * NOTE + 6, LINE) for edge, text in self.labels.items()},
            dict(self.groups),
        )

    def render(self) -> str:
        """可以直接写进网页的 SVG，放在自己能横着滚动的框里。"""
        [placed] = lay_out([self.boxes])
        width, height = placed.width + 2 * MARGIN, placed.height + 2 * MARGIN
        picture = tag(
            "svg",
            *self._groups(placed),
            *(arrow(a.ends, a.points) for a in placed.arrows),
            *self._labels(placed),
            *(node.markup(*placed.places[id]) for id, node in self.nodes.items()),
            viewBox=f"{-MARGIN} {-MARGIN} {show(width)} {show(height)}",
            width=show(width),
            height=show(height),
            role="group",
            aria_label=self.name,
        )
        return tag("derive-figure", picture, class_="graph", data_search_exclude="")

    def _groups(self, placed: Placed) -> Iterator[str]:
        for name, (left, top, width, height) in placed.groups.items():
            yield tag(
                "rect",
                x=show(left),
                y=show(top),
                width=show(width),
                height=show(height),
                rx="6",
                class_="graph__group",
            )
            yield tag(
                "text", escape(name), x=show(left + 12), y=show(top + 20), class_="graph__week"
            )

    def _labels(self, placed: Placed) -> Iterator[str]:
        for each in placed.arrows:
            if each.label and each.ends in self.labels:
                x, y = each.label
                text = escape(self.labels[each.ends])
                yield tag("text", text, x=show(x), y=show(y + 4), class_="graph__note graph__count")


def arrow(ends: tuple[str, str], points: Iterable[tuple[float, float]]) -> str:
    """一条曲线，尖上两撇；data-edge 写明由谁到谁。"""
    *curve, (x, y) = points
    bx, by = curve[-1]
    length = ((x - bx) ** 2 + (y - by) ** 2) ** 0.5 or 1
    ux, uy = (x - bx) / length, (y - by) / length
    wings = [(x - 7 * ux - s * 3.5 * uy, y - 7 * uy + s * 3.5 * ux) for s in (1, -1)]
    pairs = [f"{show(px)} {show(py)}" for px, py in (*curve, wings[0], (x, y), wings[1])]
    path = f"M{pairs[0]}C{' '.join(pairs[1:-3])}L{pairs[-2]}M{pairs[-3]}L{pairs[-2]}L{pairs[-1]}"
    return tag("path", d=path, class_="graph__edge", data_edge=" ".join(ends))


def show(value: float) -> str:
    """坐标留一位小数。"""
    return f"{round(value, 1) + 0.0:g}"


# ---- 文字 ---------------------------------------------------------------------


def em(text: str) -> float:
    """文字的宽，宁可估得宽些：汉字与全角标点算 1，大写字母 0.72，别的 0.6。"""
    return sum(
        1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.72 if c.isupper() else 0.6
        for c in text
    )


_HAN = re.compile(r"[\u2e80-\u9fff]+")
_OPENING, _CLOSING = "（“", "）”，。、：；？！"
_RUN = re.compile(
    r"第 [A-Za-z\d]+(?: − \d)? [层行列个步]"  # 第 l 层
    r"|(?:(?!第 )[\u2e80-\u9fff])+"  # 一串汉字
    r"|\([^)]*\)"  # 一个括号
    r"|[^\s\u2e80-\u9fff(]+(?:\s*[=<>]\s*\S+)*"  # 一个词、一个等式
    r"|."
)


def _units(text: str) -> list[str]:
    """不拆开的小段：汉字按词分，标点跟着前面的，左括号跟着后面的。"""
    pieces = [
        piece
        for run in _RUN.findall(text)
        for piece in (jieba.lcut(run) if _HAN.fullmatch(run) else [run])
    ]
    units: list[str] = []
    for piece in pieces:
        if units and (piece[0] in _CLOSING or piece.isspace() or units[-1][-1] in _OPENING):
            units[-1] += piece
        else:
            units.append(piece)
    return units


@cache
def wrapped(text: str) -> tuple[str, ...]:
    """折成尽量少的几行，各行差不多长；标点不落在行首。"""
    units = _units(text)
    count = len(_filled(units, LONGEST))
    limit = em(text) / count
    while len(lines := _filled(units, limit)) > count:
        limit += 0.25
    return tuple(line.strip() for line in lines)


def _filled(units: list[str], limit: float) -> list[str]:
    lines = [""]
    for unit in units:
        if lines[-1] and em((lines[-1] + unit).rstrip()) > limit:
            lines.append("")
        lines[-1] += unit
    return lines
