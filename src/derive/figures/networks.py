"""神经网络：一个单元，任意 `layer_dims` 的网络，房价的例子，与生物神经元的比较。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import svg

from derive.activations import sigmoid
from derive.figures.canvas import (
    WIDTH,
    Drawing,
    Point,
    arrow,
    between,
    box,
    dot,
    line,
    path,
    show,
    text,
)

MOST = 6
"""一层里最多画这么多个单元；再多就画头尾，中间用省略号。"""


# ---- 一个单元 -----------------------------------------------------------------


def neuron() -> Drawing:
    """一个单元先求加权和，再过激活函数；下面是一组数。"""
    x, w, b = np.array([1.0, 2.0, -1.0]), np.array([0.5, 0.25, -1.0]), -0.5
    z = float(w @ x + b)
    a = float(sigmoid(np.array([z]))[0])
    inputs = [(36.0, 40.0), (36.0, 105.0), (36.0, 170.0)]
    center, radius = (196.0, 105.0), 60.0
    elements: list[svg.Element] = []
    for i, place in enumerate(inputs, 1):
        start, end = between(place, center, 19, radius)
        elements += arrow(start, end, "line soft")
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        elements += [
            text(middle[0], middle[1] - 7, f"$w_{i}$", "c2"),
            dot(place, "box", 18),
            text(place[0], place[1] + 5, f"$x_{i}$"),
        ]
    elements += [
        *arrow((center[0], 22), (center[0], center[1] - radius), "line soft"),
        text(center[0] + 13, 32, "$b$", "c2"),
        dot(center, "box c1", radius),
        line((center[0], center[1] - radius), (center[0], center[1] + radius), "line thin c1"),
        text(center[0] - 29, 98, "$z=$"),
        text(center[0] - 29, 118, "$w^Tx+b$"),
        text(center[0] + 29, 98, "$a=$"),
        text(center[0] + 29, 118, "$σ(z)$"),
        text(center[0] - 44, 184, "加权和", "soft"),
        text(center[0] + 44, 184, "激活", "soft"),
        *arrow((center[0] + radius, 105), (316, 105)),
        text(318, 110, "$ŷ=a$", anchor="start"),
        text(WIDTH / 2, 222, f"$x=({_row(x)})$，$w=({_row(w)})$，$b={show(b)}$", "soft"),
        text(WIDTH / 2, 244, f"$z={_sum(w, x, b)}={show(z)}$", "soft"),
        text(WIDTH / 2, 266, f"$a=σ({show(z)})={show(a)}$", "soft"),
    ]
    return Drawing(
        elements,
        276,
        "三个输入 x₁、x₂、x₃ 各乘权重 w₁、w₂、w₃，加上偏置 b，得到 z = wᵀx + b；"
        f"再过激活函数，得到 a = σ(z)，就是预测 ŷ。例：z = {show(z)} 时，a = {show(a)}。",
    )


def _row(values: np.ndarray) -> str:
    return ", ".join(show(value) for value in values)


def _sum(w: np.ndarray, x: np.ndarray, b: float) -> str:
    """w₁x₁ + w₂x₂ + … + b，把各项算出来。"""
    first, *rest = (float(value) for value in (*(w * x), b))
    return show(first) + "".join(f"{'+' if v >= 0 else '−'}{show(abs(v))}" for v in rest)


# ---- 任意的 layer_dims ---------------------------------------------------------


def network(layer_dims: Sequence[int]) -> Drawing:
    """layer_dims = [n[0], …, n[L]] 的全连接网络；每两层之间写着 W 与 b 的形状。"""
    L = len(layer_dims) - 1
    spread = min(150.0, 300 / L)
    left = (WIDTH - spread * L) / 2
    rows = max(min(size, MOST) for size in layer_dims)
    labelled = rows <= 4 and L <= 3
    radius, pitch = (17.0, 50.0) if labelled else (10.0, 32.0)
    top, height = 66.0, pitch * (rows - 1) + 2 * radius
    columns = [
        _column(size, left + spread * l, top + height / 2, pitch)
        for l, size in enumerate(layer_dims)
    ]
    elements: list[svg.Element] = []
    for before, after in pairwise(columns):
        for start in filter(None, before):
            for end in filter(None, after):
                elements.append(line(*between(start, end, radius), "line thin soft"))
    for l, column in enumerate(columns):
        for i, place in enumerate(column, 1):
            if place is None:
                middle = top + height / 2 + pitch * (MOST // 2 - (MOST - 1) / 2)
                elements.append(text(left + spread * l, middle + 5, "⋮"))
                continue
            elements.append(dot(place, "box" if l == 0 else "box c1", radius))
            if labelled:
                elements.append(text(place[0], place[1] + 4, _unit(l, i, L, layer_dims[l])))
        x = left + spread * l
        elements.append(text(x, 18, _layer_name(l, L), "soft", size=12))
        count = f"$n^{{[{l}]}}={layer_dims[l]}$"
        half = 18 + 4 * len(str(layer_dims[l]))  # 数很长时，最左一列的字不伸到画布外面
        elements.append(text(max(x, half), 40, count, size=12))
    for l in range(1, L + 1):
        x = left + spread * (l - 0.5)
        elements += _shapes(l, layer_dims, x, top + height + 28)
    sizes = "、".join(str(size) for size in layer_dims)
    shapes = "；".join(
        f"W[{l}] 是 ({layer_dims[l]}, {layer_dims[l - 1]})，b[{l}] 是 ({layer_dims[l]}, 1)"
        for l in range(1, L + 1)
    )
    return Drawing(
        elements,
        top + height + 96,
        f"从左到右各层的单元数是 {sizes}；相邻两层的单元两两相连。形状：{shapes}。",
    )


def _column(size: int, x: float, middle: float, pitch: float) -> list[Point | None]:
    """一列单元的位置；None 是省略号。"""
    shown = min(size, MOST)
    places: list[Point | None] = [(x, middle + pitch * (k - (shown - 1) / 2)) for k in range(shown)]
    if size > MOST:
        places[MOST // 2] = None
    return places


def _unit(l: int, i: int, L: int, size: int) -> str:
    if l == 0:
        return f"$x_{i}$"
    if l == L and size == 1:
        return "$ŷ$"
    return f"$a_{i}^{{[{l}]}}$"


def _layer_name(l: int, L: int) -> str:
    if l == 0:
        return "输入层"
    if l == L:
        return "输出层"
    return "隐藏层" if L == 2 else f"隐藏层 {l}"


def _shapes(l: int, n: Sequence[int], x: float, y: float) -> Iterator[svg.Element]:
    """第 l 层参数的形状，写在它与上一层之间的下方。"""
    yield text(x, y, f"$W^{{[{l}]}}$", "c2")
    yield text(x, y + 17, f"({n[l]}, {n[l - 1]})", "c2", size=12)
    yield text(x, y + 39, f"$b^{{[{l}]}}$", "c2")
    yield text(x, y + 56, f"({n[l]}, 1)", "c2", size=12)


# ---- 房价 ---------------------------------------------------------------------


def network_house() -> Drawing:
    """房价：中间三个单元写着人的解释；灰线是网络实际上也有的其余连接。"""
    inputs = ("面积", "卧室数", "邮编", "富裕程度")
    hidden = ("家庭人口", "步行方便", "学校质量")
    meant = {(0, 0), (1, 0), (2, 1), (2, 2), (3, 2)}
    left, middle, right = 46.0, 196.0, 322.0
    rows = [40.0 + 62 * k for k in range(len(inputs))]
    places = [71.0 + 62 * k for k in range(len(hidden))]
    end = 133.0
    elements: list[svg.Element] = []
    for i, y1 in enumerate(rows):
        for j, y2 in enumerate(places):
            names = "line c1" if (i, j) in meant else "line hair soft"
            elements.append(line((left + 38, y1), (middle - 42, y2), names))
    for y in places:
        elements.append(line((middle + 42, y), (right - 28, end), "line c1"))
    for i, (name, y) in enumerate(zip(inputs, rows, strict=True), 1):
        elements += [
            box(left - 38, y - 20, 76, 42, "box"),
            text(left, y - 1, name),
            text(left, y + 14, f"$x_{i}$", "soft", size=12),
        ]
    for name, y in zip(hidden, places, strict=True):
        elements += [box(middle - 42, y - 17, 84, 34, "box c1", 17), text(middle, y + 5, name)]
    elements += [
        box(right - 28, end - 20, 56, 42, "box c2", 21),
        text(right, end - 1, "房价"),
        text(right, end + 14, "$ŷ$", "soft", size=12),
        text(left, 14, "输入", "soft", size=12),
        text(middle, 14, "隐藏单元", "soft", size=12),
        text(right, 14, "输出", "soft", size=12),
    ]
    return Drawing(
        elements,
        254,
        "四个输入：面积、卧室数、邮编、富裕程度。三个隐藏单元按人的想法可以解释成家庭人口"
        "（由面积与卧室数）、步行方便（由邮编）、学校质量（由邮编与富裕程度），再合成房价。"
        "灰色细线表示其余的连接：真实的网络里每个隐藏单元都连着全部输入，意思由训练决定。",
    )


# ---- 与大脑 -------------------------------------------------------------------


def brain() -> Drawing:
    """上面是生物神经元，下面是一个单元；对得上的用同一种颜色，再说哪里对不上。"""
    soma = (150.0, 82.0)
    elements: list[svg.Element] = [text(4, 16, "生物神经元", "strong", anchor="start")]
    branches = (
        ((24, 40), (60, 56), (96, 66), (126, 74)),
        ((36, 24), (60, 56)),
        ((14, 84), (56, 86), (100, 84), (124, 82)),
        ((30, 104), (56, 86)),
        ((26, 134), (66, 116), (102, 98), (128, 92)),
        ((52, 142), (66, 116)),
    )
    elements += [path(branch, "line c2") for branch in branches]
    elements += [
        dot(soma, "box c1", 27),
        dot(soma, "area c1", 9),
        path([(177, 82), (206, 78), (246, 86), (284, 80)], "line thick c3"),
        path([(284, 80), (310, 60), (330, 56)], "line c3"),
        path([(284, 80), (312, 82), (336, 84)], "line c3"),
        path([(284, 80), (308, 100), (328, 108)], "line c3"),
        *(dot(tip, "dot c3", 4) for tip in ((330, 56), (336, 84), (328, 108))),
        text(90, 40, "树突", "c2"),
        text(150, 128, "细胞体", "c1"),
        text(232, 70, "轴突", "c3"),
        text(324, 132, "突触", "c3"),
    ]
    unit = (150.0, 210.0)
    elements.append(text(4, 170, "一个单元", "strong", anchor="start"))
    for i, y in enumerate((184.0, 210.0, 236.0), 1):
        elements += arrow((48, y), between((48, y), unit, 0, 27)[1], "line c2")
        elements.append(text(34, y + 5, f"$x_{i}$", "c2"))
    elements += [
        dot(unit, "box c1", 27),
        text(150, 206, "$z$", "c1"),
        text(150, 222, "$σ(z)$", "c1", size=12),
        *arrow((177, 210), (300, 210), "line thick c3"),
        text(314, 215, "$a$", "c3"),
        text(92, 256, "加权的输入", "c2"),
        text(238, 256, "一个输出", "c3"),
    ]
    rows = (
        ("像", "许多输入汇到一处，够强才有大的输出"),
        ("不像", "神经元发放一串脉冲，讲究时间；单元只给一个数"),
        ("不像", "突触、细胞体的机制远比加权求和复杂"),
        ("不像", "大脑怎样学习还不清楚，未必像反向传播"),
    )
    for place, (kind, sentence) in enumerate(rows):
        y = 290 + 24 * place
        names = "c3 strong" if kind == "像" else "c4 strong"
        elements.append(text(36, y, kind, names, anchor="end"))
        elements.append(text(46, y, sentence, anchor="start"))
    return Drawing(
        elements,
        290 + 24 * len(rows) - 14,
        "上：生物神经元，树突收进信号，细胞体汇总，轴突送出，末端是突触。下：一个单元，"
        "加权的输入，求和再过激活函数，一个输出。"
        + "；".join(f"{kind}：{sentence}" for kind, sentence in rows)
        + "。",
    )
