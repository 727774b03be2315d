"""似然与代价：同一批标签，一条曲线在哪里最高，另一条就在哪里最低。"""

from __future__ import annotations

import numpy as np
import svg

from derive.figures.canvas import Drawing, Plot, dot, line, show, text
from derive.losses import cost
from derive.validation import Floats

Y = np.array([[1, 0, 0, 1, 0, 0, 0, 1, 0, 0]])
"""十个标签，三个是 1。"""
POWER = 3
"""似然太小，画出来要乘以 10 的这么多次方。"""


def likelihood_of(prediction: Floats) -> Floats:
    """对每个样本都给出同一个预测时，全部标签的似然：一个一个地乘。"""
    each = np.where(Y == 1, prediction[:, np.newaxis], 1 - prediction[:, np.newaxis])
    return np.asarray(each.prod(axis=1))


def cost_of(prediction: Floats) -> Floats:
    """对每个样本都给出同一个预测时的代价。"""
    return np.array([cost(np.full(Y.shape, p), Y) for p in prediction])


def likelihood_and_cost() -> Drawing:
    best = float(Y.mean())
    inside = np.linspace(0.005, 0.995, 397)
    scaled = likelihood_of(inside) * 10**POWER
    J = cost_of(inside)
    at_best = np.array([best])
    top_P, least_J = float(likelihood_of(at_best)[0]), float(cost_of(at_best)[0])
    above = Plot(44, 26, 290, 110, (0, 1), (0, 2.6))
    below = Plot(44, 186, 290, 110, (0, 1), (0.4, 2))
    ticks = (0, best, 0.5, 1)
    low = below.y[1] >= J
    elements: list[svg.Element] = [
        *above.axes(ticks, (0, 1, 2), "", f"$P×10^{POWER}$"),
        above.curve(inside, scaled, "line c1"),
        *below.axes(ticks, (0.5, 1, 1.5, 2), "$ŷ$", "$J$"),
        below.curve(inside[low], J[low], "line c2"),
        *(
            line(plot.at(best, plot.y[1]), plot.at(best, plot.y[0]), "line thin dash soft")
            for plot in (above, below)
        ),
        dot(above.at(best, top_P * 10**POWER), "dot c1"),
        dot(below.at(best, least_J), "dot c2"),
        text(*above.at(0.52, 2.0), "似然最大", "c1", anchor="start"),
        text(*below.at(0.36, 1.1), "代价最小", "c2", anchor="start"),
    ]
    return Drawing(
        elements,
        330,
        f"十个标签里有 {int(Y.sum())} 个是 1，对每个样本都预测同一个概率 ŷ。"
        f"上图是似然，在 ŷ = {show(best)} 处最大，为 {show(top_P)}；"
        f"下图是代价，在同一处最小，为 {show(least_J)}。",
    )
