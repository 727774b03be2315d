# mypy: disable-error-code="no-any-return"
# （NumPy 的类型桩把每个 ufunc 的返回值都标成 Any。）
"""激活函数及其导数。

每个函数都是逐元素的：标量、列表与任意形状的数组都可以，float32 进则 float32 出，
±∞ 与 NaN 按 NumPy 的规矩，类型不对时 TypeError（见 `derive.validation.elementwise`）。
误差以 ULP 计，界对整个有限范围成立，包括下溢到次正规数的深尾。本模块只依赖 NumPy。
"""

from __future__ import annotations

import numpy as np

from derive.validation import Floats, elementwise

__all__ = [
    "identity",
    "identity_prime",
    "leaky_relu",
    "leaky_relu_prime",
    "relu",
    "relu_prime",
    "sigmoid",
    "sigmoid_prime",
    "softplus",
    "tanh",
    "tanh_prime",
]


@elementwise
def sigmoid(z: Floats) -> Floats:
    """σ(z) = 1/(1+e^{−z}) = E/(1+E)，其中 E = e^z。

    z：任意形状；值域 [0, 1]。误差不超过 2 ULP。

    照抄 1/(1+e^{−z}) 时，z < −709 会使 e^{−z} 溢出，深尾的有效数字全部丢失。
    E/(1+E) 没有这个问题，但 1+E 与除法各舍入一次，最坏超过 2 ULP。
    令 n = min(E, 1)，则 σ = n − n·n/(1+E) 恰好成立：
    E ≤ 1 时是 E − E²/(1+E)，E > 1 时是 1 − 1/(1+E)。
    减去的一项不到 n 的一半，它带来的舍入误差也就缩小了。
    """
    E = np.exp(np.minimum(z, 700.0))  # z 再大，σ(z) 也已舍入为 1；截断只为不溢出
    n = np.minimum(E, 1.0)
    return n - n * (n / (1.0 + E))


@elementwise
def sigmoid_prime(z: Floats) -> Floats:
    """σ′(z) = σ(z)(1 − σ(z))。

    z：任意形状；值域 [0, 1/4]。误差不超过 4 ULP。

    z > 37 时 σ(z) 已舍入为 1，照抄公式得 0。σ′ 是偶函数，所以改在 −|z| 处取值：
    p = σ(−|z|) ≤ 1/2，p − p² 不会相消。
    """
    p = sigmoid(-np.abs(z))
    return p - p * p


@elementwise
def tanh(z: Floats) -> Floats:
    """tanh z = (e^z − e^{−z})/(e^z + e^{−z}) = h/(1+h)，其中 h = (e^{2z} − 1)/2（z ≥ 0）。

    z：任意形状；值域 [−1, 1]。误差不超过 2 ULP。

    照抄公式时，|z| 大则 ∞/∞，|z| 小则分子相消；expm1 直接给出 e^{2z} − 1，不相消。
    负数由奇函数 tanh(−z) = −tanh z 得到。h/(1+h) 的写法与 `sigmoid` 相同。
    不用 np.tanh：在没有 FMA 指令的机器上，它的误差超过 2 ULP。
    """
    h = np.expm1(2.0 * np.minimum(np.abs(z), 20.0)) / 2.0  # |z| ≥ 20 时 tanh 已舍入为 ±1
    n = np.minimum(h, 1.0)
    return np.copysign(n - n * (n / (1.0 + h)), z)


@elementwise
def tanh_prime(z: Floats) -> Floats:
    """tanh′(z) = 1 − tanh² z = 4σ′(2z)。

    z：任意形状；值域 [0, 1]。误差不超过 4 ULP。

    |z| > 19 时 tanh² z 已舍入为 1，照抄公式得 0；由 tanh z = 2σ(2z) − 1 求导，就不必相减。
    """
    return 4.0 * sigmoid_prime(2.0 * np.minimum(np.abs(z), 400.0))  # 截断只为 2z 不溢出


@elementwise
def relu(z: Floats) -> Floats:
    """ReLU(z) = max(0, z)。

    z：任意形状；值域 [0, ∞)。没有舍入误差。
    """
    return np.maximum(0.0, z)


@elementwise
def relu_prime(z: Floats) -> Floats:
    """ReLU′(z) = 1（z > 0），0（z ≤ 0）。

    z：任意形状；值为 0 或 1。ReLU 在 0 处不可导，本书约定 ReLU′(0) = 0。
    """
    return np.heaviside(z, 0.0)  # 第二个参数就是 z = 0 处的值；NaN 仍是 NaN


@elementwise
def leaky_relu(z: Floats, alpha: Floats | float = 0.01) -> Floats:
    """LeakyReLU(z) = z（z > 0），αz（z ≤ 0）。

    z：任意形状；alpha：负半轴的斜率 α，标量或可广播的数组。只有 αz 一次舍入。
    """
    return np.where(z > 0.0, z, alpha * z)


@elementwise
def leaky_relu_prime(z: Floats, alpha: Floats | float = 0.01) -> Floats:
    """LeakyReLU′(z) = 1（z > 0），α（z ≤ 0）。

    z：任意形状；alpha：负半轴的斜率 α。在 0 处不可导（α ≠ 1），本书约定取 α。
    """
    step = np.heaviside(z, 0.0)
    return step + (1.0 - step) * alpha  # NaN 仍是 NaN，np.where 做不到


@elementwise
def softplus(z: Floats) -> Floats:
    """softplus(z) = ln(1+e^z) = max(z, 0) + ln(1+e^{−|z|})。

    z：任意形状；值域 [0, ∞)。误差不超过 2 ULP。

    照抄 ln(1+e^z) 时，z > 709 溢出，z < −37 得 0。提出 max(z, 0) 之后指数不为正，
    log1p 保住 1+e^{−|z|} 中被 1 淹没的数字；两项都不为负，相加不会相消。
    """
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


@elementwise
def identity(z: Floats) -> Floats:
    """g(z) = z。

    z：任意形状。线性的输出层用它；返回的是副本，改动它不影响 z。
    """
    return np.positive(z)


@elementwise
def identity_prime(z: Floats) -> Floats:
    """g′(z) = 1。

    z：任意形状；NaN 处仍是 NaN。
    """
    return np.where(np.isnan(z), z, 1.0)
