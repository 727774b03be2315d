# mypy: disable-error-code="no-any-return"
# （NumPy 的类型桩把每个 ufunc 的返回值都标成 Any。）
"""逻辑回归的损失函数：一个样本的交叉熵、它的导数，以及 m 个样本的代价。

除 `cost` 外都是逐元素函数，规矩同 `derive.activations`。标签 y 通常取 0 或 1；
0 < y < 1 的软标签也可以。整数标签不影响精度：a 是 float32，结果就是 float32。
本模块只依赖 NumPy。
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from derive.activations import sigmoid
from derive.validation import (
    Floats,
    as_matrix,
    elementwise,
    require_labels,
    require_probabilities,
    require_same_shape,
)

__all__ = [
    "cost",
    "cross_entropy",
    "cross_entropy_from_logits",
    "cross_entropy_from_logits_prime",
    "cross_entropy_prime",
]


def _times(weight: Floats, value: Floats) -> Floats:
    """weight · value，约定 0 · (±∞) = 0。

    依据：t → 0⁺ 时 t·ln t → 0。只去掉权重为 0 的无穷大；NaN 仍然传下去。
    """
    return np.where((weight == 0.0) & np.isinf(value), 0.0, weight * value)


@elementwise
def cross_entropy(a: Floats, y: Floats) -> Floats:
    """L(a, y) = −(y ln a + (1−y) ln(1−a))，约定 0·ln 0 = 0。

    a：预测的概率，0 ≤ a ≤ 1；y：标签，0 ≤ y ≤ 1；两者形状相同或可广播。值域 [0, ∞]。
    误差不超过 2 ULP（a 视为精确；软标签不超过 3 ULP）。
    完全猜错时（a = 0 而 y = 1，或 a = 1 而 y = 0）得 +∞；a 在 [0, 1] 之外得 NaN；都不发警告。

    ln(1−a) 写成 log1p(−a)：a 很小时，1−a 会把 a 的有效数字舍掉。
    """
    return _times(y, -np.log(a)) + _times(1.0 - y, -np.log1p(-a))


@elementwise
def cross_entropy_prime(a: Floats, y: Floats) -> Floats:
    """∂L/∂a = −y/a + (1−y)/(1−a) = (a − y)/(a(1−a))。

    a：预测的概率，0 ≤ a ≤ 1；y：标签；两者形状相同或可广播。误差不超过 4 ULP（a 视为精确）。
    两端取极限：完全猜错时，a = 0、y = 1 得 −∞，a = 1、y = 0 得 +∞；
    完全猜对时 0/0 那一项不计（同 0·ln 0 = 0），a = y = 0 得 1，a = y = 1 得 −1。

    通分之后只剩一次减法 a − y，它在 a 接近 y 时没有舍入误差；分开写的两项在那里会相消。
    """
    spread = a * (1.0 - a) + 0.0  # 加 0.0 把 a = −0.0 变成 +0.0，免得 −∞ 变成 +∞
    certain = (spread == 0.0) & (a == y)
    return np.where(certain, 1.0 - 2.0 * y, (a - y) / spread)


@elementwise
def cross_entropy_from_logits(z: Floats, y: Floats) -> Floats:
    """L(σ(z), y) = softplus(z) − yz = (1−y)·max(z, 0) + y·max(−z, 0) + ln(1+e^{−|z|})。

    z：线性部分 wᵀx + b；y：标签，0 ≤ y ≤ 1；两者形状相同或可广播。值域 [0, ∞]。
    误差不超过 2 ULP。

    先算 a = σ(z) 再取对数，|z| 大时 a 舍入为 0 或 1，损失就成了 0 或 ∞；
    softplus(z) − yz 在 z 大、y = 1 时相消。右边三项都不为负，相加不会相消。
    """
    wrong = _times(1.0 - y, np.maximum(z, 0.0)) + _times(y, np.maximum(-z, 0.0))
    return wrong + np.log1p(np.exp(-np.abs(z)))


@elementwise
def cross_entropy_from_logits_prime(z: Floats, y: Floats) -> Floats:
    """∂L/∂z = σ(z) − y = (1−y)·σ(z) − y·σ(−z)。

    z：线性部分；y：标签，0 ≤ y ≤ 1；两者形状相同或可广播。值域 [−1, 1]。
    误差不超过 4 ULP（y 为 0 或 1 时）。软标签在 σ(z) ≈ y 处必然相消，绝对误差仍不超过 2⁻⁵²。

    z 大、y = 1 时 σ(z) 舍入为 1，照抄 σ(z) − y 得 0。由 1 − σ(z) = σ(−z) 改写后，
    y 取 0 或 1 时只剩一项，没有减法。
    """
    return (1.0 - y) * sigmoid(z) - y * sigmoid(-z)


def cost(A: ArrayLike, Y: ArrayLike) -> float:
    """J = (1/m) Σᵢ L(a⁽ⁱ⁾, y⁽ⁱ⁾)。

    A：(1, m)，预测的概率；Y：(1, m)，标签 0 或 1；m ≥ 1。返回 Python 的 float，求和用 float64。
    某个样本完全猜错（a = 0 而 y = 1，或反之）时 J = +∞，不发警告。

    错误：不是二维、形状不同、没有样本、有 NaN 或 ∞、概率不在 [0, 1]、标签不是 0 或 1，
    一律 ValueError；类型不对 TypeError。
    """
    A = as_matrix(A, "A", (1, "m"))
    Y = as_matrix(Y, "Y", (1, "m"))
    require_same_shape(A, "A", Y, "Y")
    require_probabilities(A, "A")
    require_labels(Y, "Y")
    return float(np.mean(cross_entropy(A.astype(np.float64), Y)))
