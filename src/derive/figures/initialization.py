"""初始化：相同的单元一直相同；初始值的大小决定信号能传多深。都是真实算出来的。"""

from __future__ import annotations

from typing import Literal

import numpy as np
import svg

from derive.figures.canvas import Drawing, Plot, show, text
from derive.network import initialize_parameters_deep, linear_activation_forward
from derive.trainer import Network
from derive.validation import Floats

UNITS, STEPS, RATE = 4, 60, 1.0
DEPTH, WIDE, SAMPLES = 10, 100, 200
STUCK = 0.99
"""tanh 的输出绝对值超过它，就算饱和。"""


# ---- 对称 ---------------------------------------------------------------------


def weights_over_time(equal: bool) -> Floats:
    """2-4-1 的网络（tanh）每个隐藏单元的第一个权重，每一步记一次：(步数+1, 4)。"""
    rng = np.random.default_rng(3)
    X = rng.standard_normal((2, 100))
    Y = (X[:1] + X[1:] ** 2 > 0.5).astype(float)
    parameters = initialize_parameters_deep([2, UNITS, 1], scale=0.5, rng=3)
    if equal:  # 每个隐藏单元都从第一个单元的值开始
        parameters["W1"] = np.repeat(parameters["W1"][:1], UNITS, axis=0)
        parameters["W2"] = np.repeat(parameters["W2"][:, :1], UNITS, axis=1)
    network = Network(X, Y, parameters, "tanh")
    seen = [network.parameters["W1"][:, 0]]
    for _ in range(STEPS):
        network.forward()
        network.backward()
        network.update(RATE)
        seen.append(network.parameters["W1"][:, 0])
    return np.array(seen)


def symmetry() -> Drawing:
    elements: list[svg.Element] = []
    runs = [weights_over_time(equal) for equal in (True, False)]
    low, high = min(run.min() for run in runs), max(run.max() for run in runs)
    room = 0.08 * (high - low)
    names = ("line c1", "line dash c2", "line c3", "line dash c4")
    for place, (title, run) in enumerate(
        zip(("从相同的值开始", "从随机的值开始"), runs, strict=True)
    ):
        plot = Plot(30 + 174 * place, 34, 148, 180, (0, STEPS), (low - room, high + room))
        elements += [
            *plot.axes((0, 20, 40, 60), (-1, 0, 1)),
            text(plot.left + 74, 20, title),
        ]
        for unit in range(UNITS):
            elements.append(plot.curve(np.arange(STEPS + 1), run[:, unit], names[unit]))
    elements.append(text(178, 250, "更新的次数", "soft"))
    gap = float(np.ptp(runs[0][-1]))
    spread = "、".join(show(value, 3) for value in np.sort(runs[1][-1]))
    return Drawing(
        elements,
        258,
        f"{UNITS} 个隐藏单元的第一个权重随训练的变化。左图从相同的值开始，{UNITS} 条线始终重合，"
        f"最后相差 {show(gap)}；右图从随机的值开始，各走各的，最后是 {spread}。",
    )


# ---- 大小 ---------------------------------------------------------------------


def outputs_by_depth(scale: float | Literal["fan_in"]) -> list[Floats]:
    """各层的输出，从输入起；每一层 WIDE 个单元、SAMPLES 个样本。"""
    rng = np.random.default_rng(0)
    A: Floats = rng.standard_normal((WIDE, SAMPLES))
    parameters = initialize_parameters_deep([WIDE] * (DEPTH + 1), scale=scale, rng=rng)
    outputs = [A]
    for l in range(1, DEPTH + 1):
        A, _ = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "tanh")
        outputs.append(A)
    return outputs


def init_scale() -> Drawing:
    plot = Plot(58, 34, 280, 220, (0, DEPTH), (1e-11, 10), log_y=True)
    elements: list[svg.Element] = [
        *plot.axes((0, 2, 4, 6, 8, 10)),
        text(4, 16, "输出的标准差，对数刻度", "soft", anchor="start"),
        text(plot.left + 140, plot.bottom + 36, "第几层", "soft"),
    ]
    for power in (-10, -8, -6, -4, -2, 0):
        x, y = plot.at(0, 10.0**power)
        elements.append(
            text(x - 7, y + 4, f"$10^{{{power}}}$".replace("-", "−"), "soft", anchor="end", size=12)
        )
    told = []
    cases: tuple[tuple[float | Literal["fan_in"], str, str, int], ...] = (
        (1.0, "$1$", "line dash c4", -14),
        ("fan_in", "$1/√n$", "line c1", 22),
        (0.01, "$0.01$", "line c2", -12),
    )
    for scale, name, names, above in cases:
        outputs = outputs_by_depth(scale)
        spreads = [float(A.std()) for A in outputs]
        stuck = float((np.abs(outputs[-1]) > STUCK).mean())
        elements.append(plot.curve(np.arange(DEPTH + 1), spreads, names))
        x, y = plot.at(6, spreads[6])
        label = f"乘 {name}" + (f"：{stuck:.0%} 的 $|a|>{STUCK}$" if stuck > 0.5 else "")
        elements.append(text(x, y + above, label, names.split()[-1]))
        told.append(
            f"乘 {name.strip('$')} 时第 {DEPTH} 层是 {show(spreads[-1], 2)}，"
            f"{stuck:.0%} 的输出绝对值大于 {STUCK}"
        )
    return Drawing(
        elements,
        300,
        f"{DEPTH} 层的 tanh 网络，每层 {WIDE} 个单元，权重取标准正态的数再乘一个系数。"
        f"各层输出的标准差：{'；'.join(told)}。"
        "系数太小，信号一层层消失；太大，大半输出贴在 ±1 附近，也就是饱和；1/√n 两头不靠。",
    )
