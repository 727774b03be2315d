# mypy: disable-error-code="no-any-return"
# （NumPy 的类型桩把每个 ufunc 的返回值都标成 Any。）
"""训练：任意深度、每层任选激活函数的网络，全批量梯度下降。

公式与 `derive.network` 逐条相同，差别只在写法：
- 输入只在开头检查一次；中间的数组每层只分配一次，每一步都写进同一块内存；
- g 与 g′ 一起算，共用一个指数；
- 激活下面添一行 1，偏置就是权重的最后一列，不必另加、另求和；
- 不算 dA[0]：没有谁用它，而它与 dW[1] 一样贵。

输出层用 sigmoid 与交叉熵，代价与 dZ[L] 从 Z[L] 算起，不会因为预测十分肯定而变成无穷大。
一律用 float64 计算。

错误：形状不对、没有样本、有 NaN 或 ∞、标签不是 0 或 1、不认识的激活函数、
只有一层的 layer_dims、学习率为负，一律 ValueError；类型不对 TypeError；发散时 `Diverged`。
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from derive.activations import sigmoid
from derive.network import ACTIVATIONS, initialize_parameters_deep, linear_activation_forward
from derive.validation import (
    Diverged,
    Floats,
    Size,
    as_count,
    as_labels,
    as_layer_dims,
    as_learning_rate,
    as_matrix,
    as_parameters,
)

__all__ = ["Network", "Trained", "train"]

Float64s = NDArray[np.float64]


# ── 激活函数：就地把 Z 变成 A = g(Z)，同时写下 slope = g′(Z) ──────────────


def _sigmoid(Z: Float64s, slope: Float64s) -> None:
    """E = e^z，r = 1/(1+E)：σ = E·r，σ′ = σ·r。"""
    np.minimum(Z, 709.0, out=Z)  # 截断只为 e^z 不溢出
    E = np.exp(Z, out=Z)
    np.add(E, 1.0, out=slope)
    r = np.divide(1.0, slope, out=slope)
    A = np.multiply(E, r, out=Z)
    np.multiply(A, r, out=slope)


def _tanh(Z: Float64s, slope: Float64s) -> None:
    """tanh′ z = 1/cosh² z，不是 1 − tanh² z：那样在 |z| 大时会相消。"""
    np.cosh(Z, out=slope)
    np.square(slope, out=slope)
    np.divide(1.0, slope, out=slope)
    np.tanh(Z, out=Z)


def _relu(Z: Float64s, slope: Float64s) -> None:
    """ReLU′(z) = 1（z > 0），0（z ≤ 0）。"""
    np.greater(Z, 0.0, out=slope)
    np.maximum(Z, 0.0, out=Z)


def _leaky_relu(Z: Float64s, slope: Float64s) -> None:
    """LeakyReLU′(z) = 1（z > 0），0.01（z ≤ 0）；LeakyReLU(z) = LeakyReLU′(z)·z。"""
    np.greater(Z, 0.0, out=slope)
    np.maximum(slope, 0.01, out=slope)
    np.multiply(slope, Z, out=Z)


def _identity(Z: Float64s, slope: Float64s) -> None:
    """g(z) = z，g′(z) = 1。"""
    slope.fill(1.0)


_IN_PLACE: dict[str, Callable[[Float64s, Float64s], None]] = {
    "sigmoid": _sigmoid,
    "tanh": _tanh,
    "relu": _relu,
    "leaky_relu": _leaky_relu,
    "identity": _identity,
}


# ── 网络 ──────────────────────────────────────────────────────────────


class _Layer:
    """第 l 层：Θ = [W b] 与 dΘ = [dW db]（都是整个网络的 θ、dθ 里的一段），和 m 个样本上的缓冲区。

    A 的下面添一行 1，记作 Ã：Θ·Ã_prev 就是 W·A_prev + b，dZ·Ã_prevᵀ 就是 m·[dW db]，
    偏置不必另算。
    """

    def __init__(self, theta: Float64s, dtheta: Float64s, m: int) -> None:
        self.theta, self.dtheta = theta, dtheta
        self.W, self.b = theta[:, :-1], theta[:, -1:]
        self.dW, self.db = dtheta[:, :-1], dtheta[:, -1:]
        n = len(theta)
        self.A_tilde = np.ones((n + 1, m))
        self.A = self.A_tilde[:-1]
        self.slope, self.dZ = np.empty((n, m)), np.empty((n, m))

    def linear_forward(self, A_prev: Float64s) -> Float64s:
        """Z = Θ·Ã_prev，写在 A 的位置上；激活函数再就地把它变成 A。"""
        return np.matmul(self.theta, A_prev, out=self.A)

    def linear_backward(self, A_prev: Float64s) -> None:
        """m·dΘ = dZ·Ã_prevᵀ；除以 m 由网络对整个 dθ 做一次。"""
        np.matmul(self.dZ, A_prev.T, out=self.dtheta)

    def activation_backward(self, following: _Layer) -> None:
        """dA[l] = W[l+1]ᵀ·dZ[l+1]，dZ[l] = dA[l] ⊙ g′(Z[l])。"""
        dA = np.matmul(following.W.T, following.dZ, out=self.dZ)
        np.multiply(dA, self.slope, out=self.dZ)


class Network:
    """一个网络和一批数据：`forward`、`backward`、`update` 依次走一步，缓冲区反复使用。

    X：(n[0], m)；Y：(n[L], m)；parameters：W[l]：(n[l], n[l−1])，b[l]：(n[l], 1)，会复制一份；
    activations：隐藏层的激活函数，一个名字（各层相同）或 L−1 个名字。
    参数大到溢出时 NumPy 会发警告，代价变成 inf 或 nan；`train` 关掉警告，并在那时停下。
    """

    def __init__(
        self,
        X: ArrayLike,
        Y: ArrayLike,
        parameters: Mapping[str, ArrayLike],
        activations: str | Sequence[str] = "relu",
    ) -> None:
        arrays = as_parameters(parameters)
        L = len(arrays) // 2
        X = as_matrix(X, "X", (Size("n[0]", arrays["W1"].shape[1]), "m"))
        Y = as_labels(Y, X.shape[1], Size(f"n[{L}]", arrays[f"b{L}"].shape[0]))
        self.activations = _as_activations(activations, L)
        self._g = [_IN_PLACE[name] for name in self.activations]
        m = X.shape[1]
        self._X = np.vstack([X, np.ones((1, m))], dtype=np.float64)
        self._signs = 1.0 - 2.0 * Y.astype(np.float64)
        # 全部参数排成一个向量 θ，各层的 [W b] 是它的一段：除以 m 与更新各只要一次运算
        layers = [np.hstack([arrays[f"W{l}"], arrays[f"b{l}"]]) for l in range(1, L + 1)]
        self._theta = np.concatenate([each.ravel() for each in layers]).astype(np.float64)
        self._dtheta = np.zeros_like(self._theta)
        thetas, dthetas = _split(self._theta, layers), _split(self._dtheta, layers)
        self._layers = [_Layer(*pair, m) for pair in zip(thetas, dthetas, strict=True)]

    @property
    def parameters(self) -> dict[str, Floats]:
        """现在的参数 {"W1", "b1", …}，是副本。"""
        return {
            name: value.copy()
            for l, layer in enumerate(self._layers, 1)
            for name, value in ((f"W{l}", layer.W), (f"b{l}", layer.b))
        }

    @property
    def grads(self) -> dict[str, Floats]:
        """上一次 `backward` 的梯度 {"dW1", "db1", …}，是副本；`update` 之后不再有意义。"""
        return {
            name: value.copy()
            for l, layer in enumerate(self._layers, 1)
            for name, value in ((f"dW{l}", layer.dW), (f"db{l}", layer.db))
        }

    def forward(self) -> float:
        """A[0] = X，A[l] = g(W[l]·A[l−1] + b[l])；返回 J，并写下 dZ[L] = A[L] − Y。

        令 u = (1−2y)z，把标签为 1 的样本变号：L = softplus(u)，∂L/∂z = (1−2y)·σ(u)。
        两者共用 E = e^{−|u|}：softplus(u) = max(u, 0) + ln(1+E)，
        σ(u) = 1/(1+E)（u > 0），E/(1+E)（u ≤ 0），都没有相消。
        """
        *hidden, last = self._layers
        A = self._X
        for layer, g in zip(hidden, self._g, strict=True):
            Z = layer.linear_forward(A)
            g(Z, layer.slope)
            A = layer.A_tilde
        U = self._signs * last.linear_forward(A)
        E = np.exp(np.copysign(U, -1.0))
        loss = np.maximum(U, 0.0) + np.log1p(E)
        np.multiply(self._signs, np.maximum(E, np.sign(U)) / (1.0 + E), out=last.dZ)
        return float(loss.sum()) / loss.shape[1]

    def backward(self) -> None:
        """从 dZ[L] 起，l = L, …, 1 逐层得出 dW[l]、db[l] 与 dZ[l−1]。"""
        for l in range(len(self._layers) - 1, 0, -1):
            layer, previous = self._layers[l], self._layers[l - 1]
            layer.linear_backward(previous.A_tilde)
            previous.activation_backward(layer)
        self._layers[0].linear_backward(self._X)
        self._dtheta /= self._X.shape[1]

    def update(self, learning_rate: float) -> None:
        """θ ← θ − α dθ，θ 是全部 W[l] 与 b[l]；α dθ 就写在 dθ 的位置上。"""
        self._theta -= np.multiply(learning_rate, self._dtheta, out=self._dtheta)


def _split(vector: Float64s, like: Sequence[Floats]) -> list[Float64s]:
    """把向量切成几段，形状与 like 里的数组相同；不复制，改动任何一边都看得见。"""
    ends = np.cumsum([array.size for array in like])[:-1]
    parts = np.split(vector, ends)
    return [part.reshape(array.shape) for part, array in zip(parts, like, strict=True)]


# ── 训练 ──────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Trained:
    """训练的结果。"""

    parameters: dict[str, Floats]
    activations: tuple[str, ...]
    """隐藏层的激活函数，L−1 个。"""
    costs: Float64s
    """(steps+1,)：costs[k] 是更新 k 次之后的代价，最后一个属于 parameters。"""

    def probabilities(self, X: ArrayLike) -> Floats:
        """A[L]：每个样本标签为 1 的概率。X：(n[0], m)；返回 (n[L], m)。"""
        return sigmoid(self._logits(X))

    def predict(self, X: ArrayLike) -> Floats:
        """ŷ = 1（z[L] > 0），0（z[L] ≤ 0）。X：(n[0], m)；返回 (n[L], m)。"""
        return (self._logits(X) > 0).astype(np.float64)

    def _logits(self, X: ArrayLike) -> Floats:
        A = as_matrix(X, "X", (Size("n[0]", self.parameters["W1"].shape[1]), "m"))
        for l, activation in enumerate((*self.activations, "identity"), 1):
            W, b = self.parameters[f"W{l}"], self.parameters[f"b{l}"]
            A, _ = linear_activation_forward(A, W, b, activation)
        return A


def train(
    X: ArrayLike,
    Y: ArrayLike,
    layer_dims: Sequence[int],
    activations: str | Sequence[str] = "relu",
    *,
    learning_rate: float,
    steps: int,
    scale: float | Literal["fan_in"] = "fan_in",
    rng: int | np.random.Generator | None = 0,
    parameters: Mapping[str, ArrayLike] | None = None,
    progress: bool | None = None,
) -> Trained:
    """重复 steps 次：前向得 J，反向得梯度，W[l] ← W[l] − α dW[l]，b[l] ← b[l] − α db[l]。

    X：(n[0], m)；Y：(n[L], m)，标签 0 或 1；layer_dims：[n[0], …, n[L]]。
    activations：隐藏层的激活函数，一个名字（各层相同）或 L−1 个名字；输出层总是 sigmoid。
    scale、rng：初始值，见 `initialize_parameters_deep`；同一个种子总得到同样的结果。
    parameters：从这些参数开始（例如接着上一次训练），不再随机取初始值；不会被改动。
    progress：是否显示进度条；None 时只在终端里显示。
    代价不再有限时抛出 `Diverged`，说明是第几步、学习率是多少。
    """
    n = as_layer_dims(layer_dims)
    learning_rate = as_learning_rate(learning_rate)
    steps = as_count(steps, "steps")
    if parameters is None:
        parameters = initialize_parameters_deep(n, scale=scale, rng=rng)
    network = Network(X, Y, _as_parameters_of(n, parameters), activations)
    costs = np.empty(steps + 1)
    with np.errstate(all="ignore"):  # 发散由代价发现，不必再发警告
        for k in _with_progress(steps, costs, progress):
            costs[k] = _finite(network.forward(), k, learning_rate)
            network.backward()
            network.update(learning_rate)
        costs[steps] = _finite(network.forward(), steps, learning_rate)
    return Trained(network.parameters, network.activations, costs)


def _finite(cost: float, step: int, learning_rate: float) -> float:
    if not math.isfinite(cost):
        raise Diverged(step, learning_rate, cost)
    return cost


def _with_progress(steps: int, costs: Float64s, progress: bool | None) -> Iterator[int]:
    """0, 1, …, steps−1；显示进度条时附上最近的代价。"""
    if progress is None:
        progress = sys.stderr is not None and sys.stderr.isatty()
    if not progress:
        yield from range(steps)
        return
    from tqdm import tqdm  # 用到时才导入，免得拖慢 import derive.trainer

    with tqdm(total=steps, desc="训练", unit="步") as bar:
        for k in range(steps):
            yield k
            if bar.update():  # 只在进度条真正重画时才写代价
                bar.set_postfix_str(f"代价 {costs[k]:.6f}", refresh=False)


def _as_activations(activations: str | Sequence[str], L: int) -> tuple[str, ...]:
    """隐藏层的 L−1 个激活函数。"""
    one_for_all = isinstance(activations, str)
    if not one_for_all and not isinstance(activations, list | tuple):
        raise TypeError(
            f"activations 应为一个名字或名字的列表，得到的是 {type(activations).__name__}。"
            '请写成 "relu" 或 ["tanh", "relu"]。'
        )
    for name in [activations] if one_for_all else activations:
        if name not in list(ACTIVATIONS):
            raise ValueError(
                f"activations 应为 {'、'.join(ACTIVATIONS)} 之一，得到的是 {name!r}。请检查拼写。"
            )
    names = (str(activations),) * (L - 1) if one_for_all else tuple(activations)
    if len(names) != L - 1:
        raise ValueError(
            f"activations 应为隐藏层的 L−1 = {L - 1} 个名字，得到的是 {len(names)} 个：{names!r}。"
            "输出层总是 sigmoid，不必写出。"
        )
    return names


def _as_parameters_of(n: list[int], parameters: Mapping[str, ArrayLike]) -> dict[str, Floats]:
    """形状与 layer_dims 一致的参数。"""
    arrays = as_parameters(parameters, len(n) - 1)
    for l in range(1, len(n)):
        rows, columns = Size(f"n[{l}]", n[l]), Size(f"n[{l - 1}]", n[l - 1])
        as_matrix(arrays[f"b{l}"], f"b{l}", (rows, 1))
        as_matrix(arrays[f"W{l}"], f"W{l}", (rows, columns))
    return arrays
