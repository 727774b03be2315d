"""数组：广播，把样本排成列，矩阵乘法的形状，一张照片怎样变成一个向量。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import svg
from numpy.typing import NDArray

from derive.figures.canvas import WIDTH, Drawing, arrow, box, line, show, text
from derive.figures.raster import CAT_SIDE, cat, picture

CELL = 22
"""格子的边长。"""


def grid(
    left: float,
    top: float,
    values: NDArray[np.float64] | NDArray[np.str_],
    names: str | Sequence[str] = "",
    *,
    copies: bool = False,
    width: float = CELL,
) -> Iterator[svg.Element]:
    """一个矩阵；names 是颜色，一个名字或每列一个。copies：这些是广播出来的副本，画虚框。"""
    rows, columns = values.shape
    for j in range(columns):
        name = names if isinstance(names, str) else names[j]
        for i in range(rows):
            x, y = left + width * j, top + CELL * i
            yield box(x, y, width, CELL, f"cell {'dash ' if copies else ''}{name}".strip(), 0)
            value = values[i, j]
            label = value if isinstance(value, str) else show(value)
            yield text(x + width / 2, y + 15.5, label, f"{'soft' if copies else name}", size=12)


def shape(left: float, columns: int, y: float, label: str) -> svg.Text:
    return text(left + CELL * columns / 2, y, label, "soft", size=12)


# ---- 广播 ---------------------------------------------------------------------


def broadcasting() -> Drawing:
    """三种情形：缺的那一维照着另一边复制，再逐个相加。"""
    A = np.array([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]], float)
    row, column = np.array([[10, 20, 30, 40.0]]), np.array([[100.0], [200], [300]])
    cases = ((A, row, "矩阵加一行"), (A, column, "矩阵加一列"), (column, row, "一列加一行"))
    elements: list[svg.Element] = []
    told = []
    widths = (25, 25, 28)
    lefts = (2.0, 124.0, 246.0)
    for place, (left, right, name) in enumerate(cases):
        top = 32 + 128 * place
        total = left + right
        elements.append(text(4, top - 10, name, "strong", anchor="start"))
        for part, values, names, x, width in zip(
            range(3), (left, right, total), ("c1", "c2", "c3"), lefts, widths, strict=True
        ):
            full = np.broadcast_to(values, total.shape)
            if part < 2 and values.shape != total.shape:
                elements += _copies(x, top, values, full, names, width)
            else:
                elements += grid(x, top, full, names, width=width)
            sizes = _shape(values.shape)
            if part < 2 and values.shape != total.shape:
                sizes += f" → {_shape(total.shape)}"
            elements.append(text(x + width * 2, top + 3 * CELL + 17, sizes, names, size=12))
        elements += [
            text(113, top + 38, "+", size=16),
            text(235, top + 38, "=", size=16),
        ]
        told.append(
            f"{name}：{_shape(left.shape)} 加 {_shape(right.shape)} 得 {_shape(total.shape)}"
        )
    return Drawing(
        elements,
        128 * 3 + 2,
        f"三种广播。{'；'.join(told)}。长度为 1 的一维被复制到与另一边一样长（虚框），再逐个相加。",
    )


def _shape(size: tuple[int, ...]) -> str:
    return f"({size[0]}, {size[1]})"


def _copies(
    x: float,
    top: float,
    values: NDArray[np.float64],
    full: NDArray[np.float64],
    names: str,
    width: float,
) -> Iterator[svg.Element]:
    """先画副本，再画原来的那一行或一列。"""
    rows, columns = values.shape
    if rows == 1:
        yield from grid(x, top + CELL, full[1:], names, copies=True, width=width)
    if columns == 1:
        yield from grid(x + width, top, full[:, 1:], names, copies=True, width=width)
    yield from grid(x, top, values, names, width=width)


# ---- 样本排成列 -----------------------------------------------------------------


def stack_columns() -> Drawing:
    """m 个样本排成 X 的列；乘以 W，得到的 Z 的每一列就是那个样本的 z。"""
    colors = ("c1", "c2", "c3")
    n, m, n1 = 4, 3, 2
    X = np.array([[f"$x_{i}^{{({j})}}$" for j in range(1, m + 1)] for i in range(1, n + 1)])
    Z = np.array([[f"$z_{i}^{{({j})}}$" for j in range(1, m + 1)] for i in range(1, n1 + 1)])
    wide = 36
    elements: list[svg.Element] = []
    for j in range(m):
        left = 14 + 52 * j
        elements += grid(left, 34, X[:, j : j + 1], colors[j], width=wide)
        elements.append(text(left + wide / 2, 24, f"$x^{{({j + 1})}}$", colors[j]))
    elements += [
        *arrow((180, 78), (218, 78), "line soft"),
        *grid(232, 34, X, colors, width=wide),
        text(232 + wide * m / 2, 24, "$X$"),
        text(14 + 70, 140, f"{m} 个样本，各是 ({n}, 1)", "soft", size=12),
        text(232 + wide * m / 2, 140, f"$X$：({n}, {m})", "soft", size=12),
    ]
    W = np.array([[f"$w_{{{i}{k}}}$" for k in range(1, n + 1)] for i in range(1, n1 + 1)])
    top = 178
    elements += [
        *grid(6, top + CELL, W, width=26),
        text(6 + 52, top + CELL - 10, "$W$"),
        text(118, top + 49, "·", size=18),
        *grid(128, top, X, colors, width=34),
        text(242, top + 49, "=", size=16),
        *grid(254, top + CELL, Z, colors, width=34),
        text(254 + 51, top + CELL - 10, "$Z=WX$"),
        text(58, top + 106, f"({n1}, {n})", "soft", size=12),
        text(179, top + 106, f"({n}, {m})", "soft", size=12),
        text(305, top + 106, f"({n1}, {m})", "soft", size=12),
    ]
    return Drawing(
        elements,
        top + 114,
        f"{m} 个样本各是 {n} 行的列向量，并排成 ({n}, {m}) 的矩阵 X，一列一个样本。"
        f"({n1}, {n}) 的 W 乘 X，得 ({n1}, {m}) 的 Z；Z 的第 i 列只由 X 的第 i 列算出。",
    )


# ---- 形状 ---------------------------------------------------------------------


def shapes_blocks() -> Drawing:
    """两层网络的前向，每个矩阵画成与形状成比例的一块。"""
    n_x, n1, n2, m = 3, 4, 1, 5
    unit = 15.0
    elements: list[svg.Element] = []
    told = []
    layers = (
        ("1", "X", n1, n_x, 60.0),
        ("2", "A^{[1]}", n2, n1, 190.0),
    )
    for l, before, rows, inner, middle in layers:
        x = 8.0
        parts = (
            (f"Z^{{[{l}]}}", rows, m, "c3", "="),
            (f"W^{{[{l}]}}", rows, inner, "c2", "·"),
            (before, inner, m, "c1", "+"),
            (f"b^{{[{l}]}}", rows, 1, "c2", ""),
        )
        for name, height, width, color, sign in parts:
            w, h = unit * width, unit * height
            elements += _block(x, middle - h / 2, width, height, unit, color)
            label_x = x + max(w, 30) / 2 if width > 1 else x + w / 2
            elements += [
                text(label_x, middle - h / 2 - 8, f"${name}$", color),
                text(label_x, middle + h / 2 + 16, f"({height}, {width})", color, size=12),
            ]
            x += w + 12
            if sign:
                elements.append(text(x + 3, middle + 5, sign, size=16))
                x += 24
        told.append(
            f"Z[{l}] 是 ({rows}, {m})，等于 ({rows}, {inner}) 乘 ({inner}, {m}) 加 ({rows}, 1)"
        )
    elements.append(text(8, 128, "$A^{[1]}=g(Z^{[1]})$，形状不变", "soft", anchor="start"))
    return Drawing(
        elements,
        254,
        f"两层网络，{n_x} 个输入，{n1} 个隐藏单元，{n2} 个输出，{m} 个样本。{'；'.join(told)}；"
        "偏置只有一列，广播到每个样本。",
    )


def _block(
    x: float, y: float, columns: int, rows: int, unit: float, color: str
) -> Iterator[svg.Element]:
    yield box(x, y, unit * columns, unit * rows, f"cell {color}", 0)
    for j in range(1, columns):
        yield line((x + unit * j, y), (x + unit * j, y + unit * rows), f"line hair {color}")
    for i in range(1, rows):
        yield line((x, y + unit * i), (x + unit * columns, y + unit * i), f"line hair {color}")


# ---- 照片 → 向量 ----------------------------------------------------------------


def image_to_vector() -> Drawing:
    """一张照片是三个矩阵，排成一列就是 x；格子里是真实的像素。"""
    pixels = cat()
    side, shown, wide = CAT_SIDE, 4, 24
    count = pixels.size
    elements: list[svg.Element] = [
        picture(pixels, 126, 4, 108),
        text(WIDTH / 2, 130, f"{side} × {side} 像素，每个像素有红、绿、蓝三个数", "soft", size=12),
    ]
    channels = (("红", "c4"), ("绿", "c3"), ("蓝", "c1"))
    for k, (name, color) in enumerate(channels):
        left = 2 + 121 * k
        corner = pixels[:shown, :shown, k].astype(float)
        elements += [
            *arrow((156 + 24 * k, 138), (left + 48, 160), f"line {color}"),
            text(left + 48, 176, f"{name}：({side}, {side})", color),
            *grid(left, 184, corner, color, width=wide),
            text(left + 48, 184 + CELL * shown + 14, "⋮", color),
            text(left + 106, 184 + 49, "⋯", color),
        ]
    top = 330
    elements.append(text(4, top - 8, "排成一列，就是 $x$（这里横着画）：", "soft", anchor="start"))
    x = 4.0
    for k, (_, color) in enumerate(channels):
        values = pixels[0, :3, k].astype(float)[np.newaxis]
        elements += [
            *grid(x, top, values, color, width=wide),
            text(x + 3 * wide + 18, top + 15, "⋯", color),
        ]
        x += 3 * wide + 40
    elements.append(text(WIDTH / 2, top + 48, f"$n_x={side}×{side}×{pixels.shape[2]}={count}$"))
    return Drawing(
        elements,
        top + 58,
        f"一张猫的照片，缩到 {side} × {side} 像素，分成红、绿、蓝三个 {side} × {side} 的矩阵，"
        f"各画出左上角的 {shown} × {shown} 个真实的像素值，例如红色的第一行是 "
        f"{'、'.join(str(v) for v in pixels[0, :shown, 0])}。把三个矩阵的数排成一列，"
        f"得到 {count} 维的向量 x。",
    )
