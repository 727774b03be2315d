"""梯度下降：斜率是什么，从两边走向最低点，代价的等高线，凸与非凸，学习率的大小。"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import svg

from derive.activations import sigmoid, sigmoid_prime
from derive.figures.canvas import Drawing, Plot, arrow, dot, line, path, show, simplified, text
from derive.logistic import propagate
from derive.losses import cross_entropy_from_logits, cross_entropy_from_logits_prime
from derive.network import initialize_parameters_deep
from derive.theory.derivatives import SQUARE_SLOPE_AT_TWO
from derive.trainer import Network
from derive.validation import Floats

X = np.array([[-2.0, -1.0, -0.5, 0.5, 1.0, 2.0]])
Y = np.array([[0.0, 0.0, 1.0, 0.0, 1.0, 1.0]])
"""一个特征、六个样本的小数据集；两类有交错，所以代价有最低点。"""


# ---- 斜率 ---------------------------------------------------------------------


def slope() -> Drawing:
    """割线的斜率随 h 变小，趋于切线的斜率。"""
    plot = Plot(30, 34, 226, 224, (0.8, 3.4), (0, 10.5))
    a = np.linspace(0.8, math.sqrt(10.5), 200)
    steps = (1.0, 0.5, 0.1)
    slopes = [((2 + h) ** 2 - 2**2) / h for h in steps]
    tangent = float(SQUARE_SLOPE_AT_TWO.steps[-1].expr)
    elements: list[svg.Element] = [
        *plot.axes((1, 2, 3), (0, 4, 9), "$a$"),
        text(8, 20, "$f(a)=a^2$", "c1", anchor="start"),
        plot.curve(a, a**2, "line c1"),
    ]
    for h, k, names in zip(
        steps[:2], slopes[:2], ("line thin dash c2", "line thin dash c3"), strict=True
    ):
        low, high = 2 - 4 / k, 2 + 6.5 / k
        elements.append(line(plot.at(low, 0), plot.at(high, 4 + k * (high - 2)), names))
        elements.append(dot(plot.at(2 + h, (2 + h) ** 2), f"dot {names[-2:]}"))
    elements.append(line(plot.at(2 - 4 / tangent, 0), plot.at(3.4, 4 + tangent * 1.4), "line c4"))
    elements.append(dot(plot.at(2, 4), "dot"))
    rows = [
        ("$h$", "斜率", "soft"),
        *(
            (show(h), show(k), c)
            for h, k, c in zip(steps, slopes, ("c2", "c3", "soft"), strict=True)
        ),
        ("→ 0", show(tangent), "c4"),
    ]
    for place, (h_text, k_text, names) in enumerate(rows):
        y = 120 + 24 * place
        elements.append(text(292, y, h_text, names))
        elements.append(text(336, y, k_text, names))
    elements.append(line((272, 129), (356, 129), "line thin soft"))
    listed = "，".join(f"h = {show(h)} 时 {show(k)}" for h, k in zip(steps, slopes, strict=True))
    return Drawing(
        elements,
        286,
        "抛物线 f(a) = a²。过 a = 2 与 a = 2 + h 两点的割线（虚线），斜率是 "
        f"{listed}；h 趋于 0 时，割线转到切线（实线），斜率是 {show(tangent)}。",
    )


# ---- 从两边走向最低点 -----------------------------------------------------------


def cost_of(w: float, b: float) -> tuple[float, float, float]:
    """小数据集上的代价 J(w, b)，与它对 w、b 的导数。"""
    grads, cost = propagate(np.array([[w]]), b, X, Y)
    return cost, float(grads["dw"][0, 0]), grads["db"]


def descend(start: float, rate: float, steps: int) -> list[float]:
    """b = 0 不动，只更新 w。"""
    w = [start]
    for _ in range(steps):
        w.append(w[-1] - rate * cost_of(w[-1], 0)[1])
    return w


def descent_1d() -> Drawing:
    plot = Plot(30, 24, 300, 190, (-2, 5), (0.2, 1.8))
    rate = 1.2
    w = np.linspace(*plot.x, 201)
    J = np.array([cost_of(value, 0)[0] for value in w])
    elements: list[svg.Element] = [
        *plot.axes((-2, -1, 0, 1, 2, 3, 4, 5), (), "$w$", "$J(w)$"),
        plot.curve(w[plot.y[1] >= J], J[plot.y[1] >= J], "line soft"),
    ]
    starts, ends = (-1.5, 4.8), []
    for start, names in zip(starts, ("c1", "c2"), strict=True):
        walked = descend(start, rate, 9)
        ends.append(walked[-1])
        points = [plot.at(value, cost_of(value, 0)[0]) for value in walked]
        elements.append(path(points, f"line {names}"))
        elements += [dot(point, f"dot {names}", 3.5 if k else 5) for k, point in enumerate(points)]
    (x1, _), (x2, _) = plot.at(starts[0], 1), plot.at(starts[1], 1)
    slopes = [cost_of(start, 0)[1] for start in starts]
    elements += [
        text(x1 + 24, 30, f"$dw={slopes[0]:.2f}<0$".replace("-", "−"), "c1", anchor="start"),
        text(x1 + 24, 48, "$w$ 变大，往右走", "c1", anchor="start"),
        text(x2 + 8, 92, f"$dw={slopes[1]:.2f}>0$", "c2", anchor="end"),
        text(x2 + 8, 110, "$w$ 变小，往左走", "c2", anchor="end"),
    ]
    return Drawing(
        elements,
        244,
        f"一个特征的逻辑回归，代价 J 随 w 的曲线像一只碗。从左边 w = {show(starts[0])} 出发，"
        f"斜率 {slopes[0]:.2f} 是负的，w 一步步变大；从右边 w = {show(starts[1])} 出发，"
        f"斜率 {slopes[1]:.2f} 是正的，w 一步步变小。两边都走向最低点。".replace("-", "−"),
    )


# ---- 等高线 -------------------------------------------------------------------


def cost_bowl() -> Drawing:
    """J(w, b) 的等高线，与梯度下降走过的点。"""
    plot = Plot(36, 20, 300, 270, (-4, 6), (-4.5, 4.5))
    w, b = np.linspace(*plot.x, 61), np.linspace(*plot.y, 61)
    z = w[np.newaxis, :, np.newaxis] * X[0] + b[:, np.newaxis, np.newaxis]
    J = cross_entropy_from_logits(z, Y[0]).mean(axis=-1)
    rate, steps = 1.0, 24
    walked = [(-3.0, 3.0)]
    for _ in range(steps):
        x, y = walked[-1]
        _, dw, db = cost_of(x, y)
        walked.append((x - rate * dw, y - rate * db))
    levels = (0.5, 0.6, 0.8, 1.1, 1.5, 2, 3, 4)
    elements: list[svg.Element] = [
        *plot.axes((-4, -2, 0, 2, 4, 6), (-4, -2, 0, 2, 4), "$w$", "$b$")
    ]
    for level in levels:
        elements += contour(plot, w, b, J, level)
    points = [plot.at(*place) for place in walked]
    elements.append(path(points, "line c2"))
    elements += [dot(point, "dot c2", 2.5) for point in points[1:-1]]
    (x0, y0), (x1, y1) = points[0], points[-1]
    first, last = cost_of(*walked[0])[0], cost_of(*walked[-1])[0]
    elements += [
        dot(points[0], "dot c2", 5),
        dot(points[-1], "dot c4", 5),
        text(x0 + 8, y0 - 8, f"起点 $J={first:.2f}$", "c2 halo", anchor="start"),
        text(x1 + 9, y1 + 16, f"$J={last:.3f}$", "c4 halo", anchor="start"),
    ]
    return Drawing(
        elements,
        320,
        "横轴 w，纵轴 b，曲线是逻辑回归代价 J 的等高线，一圈套一圈，像一只碗。"
        f"梯度下降从左上方出发，代价 {first:.2f}，走 {steps} 步，到碗底附近，代价 {last:.3f}；"
        "每一步都与等高线垂直。",
    )


def contour(plot: Plot, x: Floats, y: Floats, z: Floats, level: float) -> Iterator[svg.Element]:
    """z 的一条等高线，z[i, j] 是 (x[j], y[i]) 处的值。"""
    from skimage.measure import find_contours  # 用到时才导入

    for rows in find_contours(z, level):  # type: ignore[no-untyped-call]
        xs = np.interp(rows[:, 1], np.arange(len(x)), x)
        ys = np.interp(rows[:, 0], np.arange(len(y)), y)
        points = [plot.at(*place) for place in zip(xs, ys, strict=True)]
        yield path(simplified(points, 0.2), "line thin c1")


# ---- 凸与非凸 -----------------------------------------------------------------

X_STEP = np.array([1.2, 1.2, 1.2, 6.0, 0.25, 0.25])
Y_STEP = np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0])
"""六个样本：用平方误差时，代价有两个谷。"""


def mean_cross_entropy(w: Floats) -> tuple[Floats, Floats]:
    """J(w) 与它的导数；w 可以是一个数，也可以是一列。"""
    z = np.multiply.outer(w, X_STEP)
    J = cross_entropy_from_logits(z, Y_STEP).mean(axis=-1)
    return J, (cross_entropy_from_logits_prime(z, Y_STEP) * X_STEP).mean(axis=-1)


def mean_square(w: Floats) -> tuple[Floats, Floats]:
    """平方误差的 J(w) 与它的导数。"""
    z = np.multiply.outer(w, X_STEP)
    error = sigmoid(z) - Y_STEP
    return (error**2).mean(axis=-1) / 2, (error * sigmoid_prime(z) * X_STEP).mean(axis=-1)


def walk(J: Callable[[Floats], tuple[Floats, Floats]], start: float, rate: float) -> float:
    """从 start 出发走 400 步，停在哪里。"""
    w = start
    for _ in range(400):
        w -= rate * float(J(np.array(w))[1])
    return w


def convex() -> Drawing:
    elements: list[svg.Element] = []
    found: list[list[float]] = []
    panels = (
        ("交叉熵：凸", mean_cross_entropy, (0.4, 3.2), (-1.5, 1.7), 0.3),
        ("平方误差：非凸", mean_square, (0.1, 0.22), (-1.5, 3.6), 2.0),
    )
    for place, (name, J, heights, starts, rate) in enumerate(panels):
        plot = Plot(16 + 178 * place, 44, 150, 150, (-2, 4), heights)
        w = np.linspace(*plot.x, 241)
        cost = J(w)[0]
        seen = heights[1] >= cost
        elements += [
            *plot.axes((-2, 0, 2, 4), ()),
            text(plot.left + 75, 18, name),
            plot.curve(w[seen], cost[seen], "line c1"),
        ]
        ends = []
        for start, names, radius in zip(starts, ("c2", "c3"), (4, 6.5), strict=True):
            ends.append(walk(J, start, rate))
            first, last = (plot.at(v, float(J(np.array(v))[0])) for v in (start, ends[-1]))
            ahead = 1 if ends[-1] > start else -1
            elements += [
                *arrow(
                    (first[0] + 6 * ahead, first[1] - 10),
                    (first[0] + 32 * ahead, first[1] - 10),
                    f"line {names}",
                ),
                dot(first, f"dot {names}", 4),
                dot(last, f"ring {names}", radius),
            ]
        found.append(ends)
        elements.append(text(plot.left + 75, 232, "$w$", "soft"))
    return Drawing(
        elements,
        240,
        "同样六个样本，同样的模型 σ(wx)。左边用交叉熵，代价是凸的，从两边出发都到同一个最低点 "
        f"w = {found[0][0]:.2f}。右边用平方误差，代价有两个谷，"
        f"从左边出发停在 w = {found[1][0]:.2f}，"
        f"从右边出发停在 w = {found[1][1]:.2f}，那里的代价更高。".replace("-", "−"),
    )


# ---- 学习率 -------------------------------------------------------------------


def costs_of_run(learning_rate: float, steps: int) -> Floats:
    """2-8-8-1 的网络（Leaky ReLU）在同一批数据、同样的初始值上训练；不再有限就停下。"""
    rng = np.random.default_rng(0)
    points = rng.standard_normal((2, 200))
    labels = (points[:1] * points[1:] > 0).astype(float)
    parameters = initialize_parameters_deep([2, 8, 8, 1], scale="fan_in", rng=1)
    network = Network(points, labels, parameters, "leaky_relu")
    costs = []
    with np.errstate(all="ignore"):
        for _ in range(steps + 1):
            costs.append(network.forward())
            if not math.isfinite(costs[-1]):
                break
            network.backward()
            network.update(learning_rate)
    return np.array(costs)


def learning_rates() -> Drawing:
    steps = 200
    plot = Plot(40, 34, 296, 220, (0, steps), (0.01, 100), log_y=True)
    rates = ((0.01, "line dash c2", "太小"), (0.2, "line c1", "合适"), (10.0, "line c4", "太大"))
    elements: list[svg.Element] = [
        *plot.axes((0, 50, 100, 150, 200), (0.01, 0.1, 1, 10, 100)),
        text(4, 16, "代价，对数刻度", "soft", anchor="start"),
        text(plot.right - 8, plot.bottom + 34, "更新的次数", "soft", anchor="end"),
    ]
    told = []
    for rate, names, word in rates:
        J = costs_of_run(rate, steps)
        color = names.split()[-1]
        diverged = not math.isfinite(J[-1])
        seen = int(np.argmax(plot.y[1] < J)) if diverged else len(J)
        elements.append(plot.curve(np.arange(seen), J[:seen], names))
        if diverged:
            x, y = plot.at(seen - 1, J[seen - 1])
            elements += arrow((x, y), (x + 3, plot.top - 2), names)
            elements += [
                text(x + 14, 52, f"$α={show(rate)}$：{word}", color, anchor="start"),
                text(x + 14, 70, f"第 {len(J) - 1} 步已不是有限的数", color, anchor="start"),
            ]
            told.append(f"α = {show(rate)} 太大，代价越来越高，第 {len(J) - 1} 步溢出")
        else:
            x, y = plot.at(steps * 0.62, J[int(steps * 0.62)])
            elements.append(text(x, y - 12, f"$α={show(rate)}$：{word}", color))
            told.append(f"α = {show(rate)} {word}，{steps} 步后代价 {J[-1]:.3f}")
    return Drawing(
        elements, 296, f"同一个网络、同样的起点，三种学习率的代价曲线：{'；'.join(told)}。"
    )
