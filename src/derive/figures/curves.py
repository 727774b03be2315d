"""函数的图像：激活函数与它们的导数，交叉熵，斜率是什么。"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import svg

from derive import activations
from derive.figures.canvas import Drawing, Plot, dot, line, show, text
from derive.losses import cross_entropy
from derive.validation import Floats

Function = Callable[[Floats], Floats]

FLAT = 0.05
"""斜率不到最大值的这么多，就算饱和。"""
LEAK = 0.1
"""图上 Leaky ReLU 的 α；常用的 0.01 画出来与 ReLU 分不清。"""


def saturates_beyond(slope: Function) -> float:
    """z > 0 一侧，斜率降到最大值的 FLAT 倍的地方（斜率在那里是减函数）。"""
    z = np.linspace(0, 20, 20001)
    return float(np.interp(-FLAT, -slope(z) / slope(z)[0], z))


def _pair(plot: Plot, g: Function, slope: Function, breaks: bool = False) -> Iterator[svg.Element]:
    """g 画实线，g′ 画虚线；breaks：导数在 0 处断开，0 处的值另画一个实心点。"""
    z = np.linspace(*plot.x, 601)
    inside = g(z) <= plot.y[1]
    yield plot.curve(z[inside], g(z)[inside], "line c1")
    if not breaks:
        yield plot.curve(z, slope(z), "line dash c2")
        return
    zero, right = np.zeros(1), z[z > 0]
    yield plot.curve(z[z <= 0], slope(z[z <= 0]), "line dash c2")
    yield plot.curve([0, plot.x[1]], [float(slope(right)[0])] * 2, "line dash c2")
    yield dot(plot.at(0, float(slope(right)[0])), "box c2")
    yield dot(plot.at(0, float(slope(zero)[0])), "dot c2")


def sigmoid() -> Drawing:
    plot = Plot(34, 26, 300, 190, (-7, 7), (0, 1.08))
    edge = saturates_beyond(activations.sigmoid_prime)
    top = float(activations.sigmoid_prime(np.zeros(1))[0])
    middle = float(activations.sigmoid(np.zeros(1))[0])
    elements = [
        plot.band(-7, -edge),
        plot.band(edge, 7),
        *plot.axes((-6, -4, -2, 0, 2, 4, 6), (0, top, middle, 1), "$z$"),
        line(plot.at(-7, 1), plot.at(7, 1), "line thin dash soft"),
        *_pair(plot, activations.sigmoid, activations.sigmoid_prime),
        dot(plot.at(0, middle), "dot c1"),
        dot(plot.at(0, top), "dot c2"),
        text(*plot.at(1.2, 0.9), "$σ(z)$", "c1", anchor="end"),
        text(*plot.at(1.55, top + 0.02), "$σ′(z)$", "c2", anchor="start"),
        text(plot.at((edge + 7) / 2, 0)[0], plot.at(0, 0.5)[1], "饱和", "soft"),
        text(plot.at(-(edge + 7) / 2, 0)[0], plot.at(0, 0.5)[1], "饱和", "soft"),
    ]
    return Drawing(
        elements,
        240,
        f"实线是 σ(z)，从 0 升到 1，在 z = 0 处等于 {show(middle)}。虚线是它的导数，"
        f"在 z = 0 处最大，为 {show(top)}，向两边降到 0。"
        f"|z| 大于 {edge:.2f} 的两块是饱和区，那里的斜率不到最大值的 {FLAT:.0%}。",
    )


def tanh() -> Drawing:
    plot = Plot(34, 26, 300, 220, (-4, 4), (-1.1, 1.1))
    edge = saturates_beyond(activations.tanh_prime)
    top = float(activations.tanh_prime(np.zeros(1))[0])
    elements = [
        plot.band(-4, -edge),
        plot.band(edge, 4),
        *plot.axes((-4, -2, 0, 2, 4), (-1, 0, 1), "$z$"),
        line(plot.at(-4, 0), plot.at(4, 0), "line thin soft"),
        line(plot.at(-4, 1), plot.at(4, 1), "line thin dash soft"),
        line(plot.at(-4, -1), plot.at(4, -1), "line thin dash soft"),
        *_pair(plot, activations.tanh, activations.tanh_prime),
        dot(plot.at(0, 0), "dot c1"),
        dot(plot.at(0, top), "dot c2"),
        text(*plot.at(-0.4, -0.62), "$tanh z$", "c1", anchor="start"),
        text(*plot.at(-1.0, 0.62), "$tanh′(z)$", "c2", anchor="end"),
        text(plot.at((edge + 4) / 2, 0)[0], plot.at(0, 0.5)[1], "饱和", "soft"),
        text(plot.at(-(edge + 4) / 2, 0)[0], plot.at(0, -0.5)[1], "饱和", "soft"),
    ]
    return Drawing(
        elements,
        272,
        f"实线是 tanh z，从 −1 升到 1，过原点。虚线是它的导数，在 z = 0 处最大，为 {show(top)}。"
        f"|z| 大于 {edge:.2f} 的两块是饱和区，那里的斜率不到最大值的 {FLAT:.0%}。",
    )


def relu() -> Drawing:
    plot = Plot(34, 26, 300, 190, (-3, 3), (-0.3, 2.6))
    elements = [
        plot.band(-3, 0),
        *plot.axes((-3, -2, -1, 0, 1, 2, 3), (0, 1, 2), "$z$"),
        line(plot.at(-3, 0), plot.at(3, 0), "line thin soft"),
        *_pair(plot, activations.relu, activations.relu_prime, breaks=True),
        text(*plot.at(1.75, 2.1), "$ReLU(z)$", "c1", anchor="end"),
        text(*plot.at(1.6, 0.72), "$ReLU′(z)$", "c2", anchor="start"),
        text(*plot.at(-1.5, 1.2), "斜率为 0", "soft"),
    ]
    return Drawing(
        elements,
        240,
        "实线是 ReLU(z)：z 为负时是 0，z 为正时等于 z。虚线是它的导数：左边是 0，右边是 1，"
        "在 0 处断开；0 处没有导数，实心点是约定的值 0，空心点表示不取 1。",
    )


def leaky_relu() -> Drawing:
    plot = Plot(34, 26, 300, 190, (-3, 3), (-0.5, 2.6))
    g = partial(activations.leaky_relu, alpha=LEAK)
    slope = partial(activations.leaky_relu_prime, alpha=LEAK)
    left = float(slope(-np.ones(1))[0])
    elements = [
        *plot.axes((-3, -2, -1, 0, 1, 2, 3), (0, 1, 2), "$z$"),
        line(plot.at(-3, 0), plot.at(3, 0), "line thin soft"),
        *_pair(plot, g, slope, breaks=True),
        text(*plot.at(1.75, 2.1), "$LeakyReLU(z)$", "c1", anchor="end"),
        text(*plot.at(1.04, 0.72), "$LeakyReLU′(z)$", "c2", anchor="start"),
        text(*plot.at(-1.6, 0.28), f"斜率是 $α = {show(left)}$，不是 0", "c2"),
    ]
    return Drawing(
        elements,
        240,
        f"实线是 Leaky ReLU：z 为正时等于 z，z 为负时是 αz，图中 α = {show(LEAK)}。"
        f"虚线是它的导数：左边是 {show(left)}，右边是 1，没有斜率为 0 的地方。",
    )


def four_activations() -> Drawing:
    """四个函数并排，坐标相同，好比较。"""
    elements: list[svg.Element] = []
    shown: tuple[tuple[str, Function, Function, bool], ...] = (
        ("$σ(z)$", activations.sigmoid, activations.sigmoid_prime, False),
        ("$tanh z$", activations.tanh, activations.tanh_prime, False),
        ("$ReLU(z)$", activations.relu, activations.relu_prime, True),
        (
            f"$LeakyReLU(z)$，$α={show(LEAK)}$",
            partial(activations.leaky_relu, alpha=LEAK),
            partial(activations.leaky_relu_prime, alpha=LEAK),
            True,
        ),
    )
    for place, (name, g, slope, breaks) in enumerate(shown):
        row, column = divmod(place, 2)
        plot = Plot(26 + 180 * column, 30 + 190 * row, 148, 132, (-3, 3), (-1.2, 2))
        elements += [
            *plot.axes((-2, 0, 2), (-1, 0, 1, 2)),
            line(plot.at(-3, 0), plot.at(3, 0), "line thin soft"),
            *_pair(plot, g, slope, breaks),
            text(plot.left + 74, plot.top - 10, name),
        ]
    return Drawing(
        elements,
        376,
        "四个小图，坐标相同：sigmoid、tanh、ReLU、Leaky ReLU。实线是函数，虚线是导数。"
        "sigmoid 的导数最矮；tanh 的导数在 0 处到 1；ReLU 与 Leaky ReLU 的导数在右边恒为 1。",
    )


def losses() -> Drawing:
    plot = Plot(34, 26, 300, 200, (0, 1), (0, 5))
    a = np.linspace(0, 1, 2001)
    elements = [*plot.axes((0, 0.25, 0.5, 0.75, 1), (0, 1, 2, 3, 4, 5), "$a$", "$L$")]
    for y, names in ((1, "line c1"), (0, "line dash c2")):
        L = cross_entropy(a, np.full_like(a, y))
        elements.append(plot.curve(a[plot.y[1] >= L], L[plot.y[1] >= L], names))
    half = float(cross_entropy(np.array([0.5]), np.array([1.0]))[0])
    elements += [
        dot(plot.at(0.5, half), "dot"),
        text(*plot.at(0.5, half + 0.35), show(half)),
        text(*plot.at(0.09, 3.3), "$y=1$：$−ln a$", "c1", anchor="start"),
        text(*plot.at(0.91, 3.3), "$y=0$：$−ln(1−a)$", "c2", anchor="end"),
    ]
    return Drawing(
        elements,
        250,
        "横轴是预测的概率 a，纵轴是损失。"
        "标签为 1 时（实线）损失是 −ln a，a 越小损失越大，没有上限；"
        "标签为 0 时（虚线）损失是 −ln(1−a)，左右相反。"
        f"两条线在 a = 0.5 处相交，损失是 ln 2，约 {show(half)}。",
    )
