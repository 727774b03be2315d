"""画布：所有的图共用的几种笔画、文字和坐标系。

每张图宽 360 个单位，正好是手机上一栏正文的宽度，所以字号就是手机上的像素数，不小于 11。
颜色不写在图里，只写类名（`c1` … `c4`、`soft`），由样式表按浅色、深色给出；
笔画用 `currentColor`，字留作字，用读者系统里的字体。
坐标留两位小数，曲线上的点留一位（手机上十分之一个像素）；同样的输入总得到同样的字节。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
import svg
from numpy.typing import ArrayLike

WIDTH = 360
"""每张图的宽。"""
TEXT = 13
"""字号。"""
SCRIPT = 11
"""上下标的字号；再小手机上就看不清了。"""

Point = tuple[float, float]


@dataclass(frozen=True)
class Drawing:
    """画好的一张图。description 是给看不见图的人的文字，里面的数与图上的一样，是算出来的。"""

    elements: Sequence[svg.Element]
    height: float
    description: str


@dataclass(frozen=True)
class Figure:
    """表里的一张图：怎么画，叫什么，下面写什么。"""

    draw: Callable[[], Drawing]
    title: str
    caption: str

    def render(self) -> str:
        """可以直接写进网页的 SVG。"""
        drawing = self.draw()
        picture = svg.SVG(
            viewBox=svg.ViewBoxSpec(0, 0, WIDTH, number(drawing.height)),
            extra={"role": "img", "font-size": str(TEXT), "text-anchor": "middle"},
            elements=[
                svg.Title(text=escape(self.title)),
                svg.Desc(text=escape(drawing.description)),
                *drawing.elements,
            ],
        )
        return str(picture)


def escape(text: str) -> str:
    """XML 里的文字。"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def number(value: float) -> float | int:
    """两位小数；整数不带小数点，也没有负零。"""
    rounded = round(float(value), 2)
    return int(rounded) if rounded == int(rounded) else rounded


def show(value: float, digits: int = 4) -> str:
    """图上的一个数：四位有效数字，负号用 −。"""
    return f"{float(value):.{digits}g}".replace("-", "−")


def classes(names: str) -> list[str] | None:
    return names.split() or None


# ---- 文字 ---------------------------------------------------------------------

_SCRIPT = re.compile(r"([_^])(?:\{([^}]*)\}|(.))")
_UPRIGHT = {"tanh", "ReLU", "LeakyReLU", "ln", "max", "min", "softplus"}
_LETTERS = re.compile(r"([A-Za-zα-ωΑ-Ωŷ]+|′)")
_RELATION = re.compile(r"[=<>]")
THIN = "\u2009"
"""窄空格：关系号两边各一个。"""


def text(
    x: float, y: float, content: str, names: str = "", *, anchor: str = "middle", size: float = TEXT
) -> svg.Text:
    """一行字，y 是基线。两个 $ 之间是记号：字母斜体，`_` 与 `^` 是下标与上标，如 `$w^{[1]}_2$`。"""
    spans = list(_spans(content))
    place = {"x": number(x), "y": number(y), "class_": classes(names)}
    extra = {} if anchor == "middle" else {"text-anchor": anchor}
    if size != TEXT:
        extra["font-size"] = str(number(size))
    plain = len(spans) == 1 and spans[0][1:] == ("", 0)
    return svg.Text(
        **place,  # type: ignore[arg-type]
        text=escape(spans[0][0]) if plain else None,
        elements=None if plain else list(_tspans(spans)),
        extra=extra or None,
    )


_Span = tuple[str, str, int]
"""文字，类名，位置（−1 下标，0 正文，1 上标）。"""


def _spans(content: str) -> Iterator[_Span]:
    for place, part in enumerate(content.split("$")):
        if place % 2 == 0:
            if part:
                yield part, "", 0
            continue
        part = _RELATION.sub(lambda sign: f"{THIN}{sign[0]}{THIN}", part)
        end = 0
        for match in _SCRIPT.finditer(part):
            yield from _italic(part[end : match.start()], 0)
            yield from _italic(match[2] or match[3], 1 if match[1] == "^" else -1)
            end = match.end()
        yield from _italic(part[end:], 0)


def _italic(part: str, level: int) -> Iterator[_Span]:
    """记号里的字母是斜体，函数名、数与括号是正体。"""
    for piece in _LETTERS.split(part):
        if not piece:
            continue
        if piece == "′":  # 公式的字体里，这一撇是给上标用的，太大
            yield piece, "", level
        elif piece not in _UPRIGHT and _LETTERS.fullmatch(piece):
            yield piece, "i", level
        else:
            yield piece, "m", level


def _tspans(spans: Iterable[_Span]) -> Iterator[svg.Element]:
    now = 0
    for content, name, level in spans:
        shift = {-1: 4, 0: 0, 1: -5}
        dy = shift[level] - shift[now]
        now = level
        extra = {"font-size": str(SCRIPT)} if level else None
        yield svg.TSpan(text=escape(content), class_=classes(name), dy=dy or None, extra=extra)


# ---- 笔画 ---------------------------------------------------------------------


def path(points: Iterable[Point], names: str = "line") -> svg.Path:
    """折线。"""
    return paths([points], names)


def paths(lines: Iterable[Iterable[Point]], names: str = "line") -> svg.Path:
    """几条折线，合成一个元素；起点之后写位移，比写坐标短一半。"""
    return svg.Path(d=[step for points in lines for step in _steps(points)], class_=classes(names))


def _steps(points: Iterable[Point]) -> Iterator[svg.PathData]:
    # 先取整再相减，误差不会累积
    places = [(round(float(x), 1), round(float(y), 1)) for x, y in points]
    yield svg.MoveTo(*map(number, places[0]))
    for (x0, y0), (x, y) in pairwise(places):
        yield svg.LineToRel(number(x - x0), number(y - y0))


def area(points: Iterable[Point], names: str = "area") -> svg.Polygon:
    """一块面。"""
    return svg.Polygon(
        points=[number(value) for value in chain.from_iterable(points)],  # type: ignore[misc]
        class_=classes(names),
    )


def line(start: Point, end: Point, names: str = "line") -> svg.Line:
    return svg.Line(
        x1=number(start[0]),
        y1=number(start[1]),
        x2=number(end[0]),
        y2=number(end[1]),
        class_=classes(names),
    )


def dot(center: Point, names: str = "dot", radius: float = 3.5) -> svg.Circle:
    return svg.Circle(
        cx=number(center[0]), cy=number(center[1]), r=number(radius), class_=classes(names)
    )


def box(
    left: float, top: float, width: float, height: float, names: str = "box", radius: float = 5
) -> svg.Rect:
    return svg.Rect(
        x=number(left),
        y=number(top),
        width=number(width),
        height=number(height),
        rx=number(radius) or None,
        class_=classes(names),
    )


def arrow(start: Point, end: Point, names: str = "line", head: float = 7) -> list[svg.Element]:
    """带箭头的直线；箭头是一个小三角，不用 marker，因为那要一个全页唯一的 id。"""
    (x1, y1), (x2, y2) = start, end
    length = float(np.hypot(x2 - x1, y2 - y1))
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    neck = (x2 - head * ux, y2 - head * uy)
    wing = 0.45 * head
    return [
        line(start, (x2 - 0.8 * head * ux, y2 - 0.8 * head * uy), names),
        area(
            [
                end,
                (neck[0] - wing * uy, neck[1] + wing * ux),
                (neck[0] + wing * uy, neck[1] - wing * ux),
            ],
            " ".join(["dot", *_color(names)]),
        ),
    ]


def _color(names: str) -> Iterator[str]:
    return (name for name in names.split() if re.fullmatch(r"c\d|soft", name))


def between(
    start: Point, end: Point, gap: float, gap_end: float | None = None
) -> tuple[Point, Point]:
    """两点之间的线段，两头各让开一段：箭头停在圆的边上。"""
    (x1, y1), (x2, y2) = start, end
    length = float(np.hypot(x2 - x1, y2 - y1))
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    after = gap if gap_end is None else gap_end
    return (x1 + gap * ux, y1 + gap * uy), (x2 - after * ux, y2 - after * uy)


# ---- 坐标系 -------------------------------------------------------------------


@dataclass(frozen=True)
class Plot:
    """画布上的一块坐标系；x、y 是两根轴的范围，log_y 时纵轴取对数。"""

    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    log_y: bool = False

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def right(self) -> float:
        return self.left + self.width

    def at(self, x: float, y: float) -> Point:
        """数据的坐标 → 画布的坐标。"""
        low, high = self.y
        if self.log_y:
            y, low, high = np.log10(y), np.log10(low), np.log10(high)
        return (
            self.left + self.width * (x - self.x[0]) / (self.x[1] - self.x[0]),
            self.bottom - self.height * (y - low) / (high - low),
        )

    def curve(self, xs: ArrayLike, ys: ArrayLike, names: str = "line") -> svg.Path:
        """曲线；去掉不影响样子的点（误差不到二十分之一个单位）。"""
        points = [self.at(x, y) for x, y in zip(np.asarray(xs), np.asarray(ys), strict=True)]
        return path(simplified(points), names)

    def band(self, start: float, end: float, names: str = "area") -> svg.Rect:
        """横坐标在 start 与 end 之间的一条竖带。"""
        left, right = self.at(start, self.y[0])[0], self.at(end, self.y[0])[0]
        return box(left, self.top, right - left, self.height, names, 0)

    def axes(
        self,
        x_ticks: Sequence[float] = (),
        y_ticks: Sequence[float] = (),
        x_name: str = "",
        y_name: str = "",
        origin: Point | None = None,
    ) -> Iterator[svg.Element]:
        """两根轴、刻度与名字；origin 是两轴相交处（数据坐标），默认在左下角。"""
        across, up = origin or (self.x[0], self.y[0])
        zero_x, zero_y = self.at(across, up)
        columns = [(self.at(tick, up)[0], show(tick)) for tick in x_ticks]
        rows = [(self.at(across, tick)[1], show(tick)) for tick in y_ticks]
        lines = [
            [(self.left, zero_y), (self.right, zero_y)],
            [(zero_x, self.bottom), (zero_x, self.top)],
            *([(x, zero_y), (x, zero_y + 4)] for x, _ in columns),
            *([(zero_x - 4, y), (zero_x, y)] for y, _ in rows),
        ]
        yield paths(lines, "line thin soft")
        for x, shown in columns:
            yield text(x, zero_y + 17, shown, "soft", size=12)
        for y, shown in rows:
            yield text(zero_x - 7, y + 4, shown, "soft", anchor="end", size=12)
        if x_name:
            yield text(self.right + 6, zero_y + 4, x_name, "soft", anchor="start")
        if y_name:
            yield text(zero_x, self.top - 8, y_name, "soft")


def simplified(points: Sequence[Point], tolerance: float = 0.05) -> list[Point]:
    """道格拉斯—普克算法：离首尾连线最远的点若在容许之内，中间的都不要；否则从它那里分成两段。"""
    if len(points) < 3:
        return list(points)
    places = np.array(points)
    first, chord = places[0], places[-1] - places[0]
    length = float(np.hypot(*chord))
    offset = places - first
    if length == 0:  # 闭合的曲线
        distance = np.hypot(offset[:, 0], offset[:, 1])
    else:
        distance = np.abs(offset[:, 0] * chord[1] - offset[:, 1] * chord[0]) / length
    far = int(distance.argmax())
    if distance[far] <= tolerance:
        return [points[0], points[-1]]
    return [
        *simplified(points[: far + 1], tolerance)[:-1],
        *simplified(points[far:], tolerance),
    ]
