"""一个隐藏层的神经网络：第三门作业里的函数，名字与参数都照课程。

样本排成列：X：(n_x, m)，Y：(n_y, m)；W1：(n_h, n_x)，b1：(n_h, 1)，W2：(n_y, n_h)，b2：(n_y, 1)。
隐藏层用 tanh，输出层用 sigmoid 与交叉熵。约定 dZ = m·∂J/∂Z。
缓存是字典 {"Z1", "A1", "Z2", "A2"}；参数与梯度是字典，"W1"、"b1"、"dW1"……

错误：不是二维、形状不对、没有样本、有 NaN 或 ∞、概率不在 [0, 1]、标签不是 0 或 1、
学习率为负，一律 ValueError；类型不对 TypeError。
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from derive import network
from derive.activations import sigmoid, tanh, tanh_prime
from derive.losses import cross_entropy, cross_entropy_from_logits_prime
from derive.network import initialize_parameters
from derive.trainer import Network
from derive.validation import (
    Diverged,
    Floats,
    Size,
    as_count,
    as_labels,
    as_learning_rate,
    as_matrix,
    as_parameters,
    as_predictions,
    require_equal,
)

__all__ = [
    "backward_propagation",
    "compute_cost",
    "forward_propagation",
    "initialize_parameters",
    "layer_sizes",
    "nn_model",
    "predict",
    "update_parameters",
]

Parameters: TypeAlias = dict[str, Floats]


def layer_sizes(X: ArrayLike, Y: ArrayLike, n_h: int = 4) -> tuple[int, int, int]:
    """(n_x, n_h, n_y)：X 的行数、隐藏层的宽度（课程里是 4）、Y 的行数。"""
    X = as_matrix(X, "X", ("n_x", "m"))
    Y = as_labels(Y, X.shape[1])
    return X.shape[0], as_count(n_h, "n_h"), Y.shape[0]


def forward_propagation(
    X: ArrayLike, parameters: Mapping[str, ArrayLike]
) -> tuple[Floats, dict[str, Floats]]:
    """Z1 = W1·X + b1，A1 = tanh(Z1)，Z2 = W2·A1 + b2，A2 = σ(Z2)。

    X：(n_x, m)。返回 A2：(n_y, m)，缓存 {"Z1", "A1", "Z2", "A2"}。
    """
    W1, b1, W2, b2 = as_parameters(parameters, 2).values()
    X = as_matrix(X, "X", (Size("n_x", W1.shape[1]), "m"))
    Z1 = W1 @ X + b1
    A1 = tanh(Z1)
    Z2 = W2 @ A1 + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(A2: ArrayLike, Y: ArrayLike) -> float:
    """J = −(1/m) Σᵢ (y⁽ⁱ⁾ ln a⁽ⁱ⁾ + (1−y⁽ⁱ⁾) ln(1−a⁽ⁱ⁾))；有几个输出就对它们求和。

    A2：(n_y, m)，概率；Y：(n_y, m)，标签 0 或 1。返回 Python 的 float。
    某个样本完全猜错（a = 0 而 y = 1，或反之）时 J = +∞，不发警告。
    """
    A2, Y = as_predictions(A2, "A2", Y)
    return float(np.sum(cross_entropy(A2.astype(np.float64), Y)) / A2.shape[1])


def backward_propagation(
    parameters: Mapping[str, ArrayLike],
    cache: Mapping[str, ArrayLike],
    X: ArrayLike,
    Y: ArrayLike,
) -> dict[str, Floats]:
    """dZ2 = A2 − Y，dZ1 = W2ᵀ·dZ2 ⊙ tanh′(Z1)；dW = dZ·A_prevᵀ/m，db = (1/m) Σᵢ dZ⁽ⁱ⁾。

    cache：`forward_propagation` 的缓存；X：(n_x, m)；Y：(n_y, m)。
    返回 {"dW1", "db1", "dW2", "db2"}，形状与参数相同。
    A2 − Y 与 tanh′ 由 Z 算出，不经过舍入成 ±1 的 A，所以不丢数字。

    错误：A1、A2 不等于 tanh(Z1)、σ(Z2) 也是 ValueError。
    """
    parameters = as_parameters(parameters, 2)
    W1, W2 = parameters["W1"], parameters["W2"]
    X = as_matrix(X, "X", (Size("n_x", W1.shape[1]), "m"))
    m = X.shape[1]
    Y = as_labels(Y, m, Size("n_y", W2.shape[0]))
    Z1, A1, Z2 = _as_cache(cache, W2, m)

    dZ2 = cross_entropy_from_logits_prime(Z2, Y)  # A2 − Y
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = W2.T @ dZ2 * tanh_prime(Z1)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(
    parameters: Mapping[str, ArrayLike],
    grads: Mapping[str, ArrayLike],
    learning_rate: float = 1.2,
) -> Parameters:
    """W1 ← W1 − α dW1，b1 ← b1 − α db1，W2 ← W2 − α dW2，b2 ← b2 − α db2。

    learning_rate：学习率 α ≥ 0。返回新的字典与新的数组，不改动传进来的 parameters。
    """
    return network.update_parameters(as_parameters(parameters, 2), grads, learning_rate)


def nn_model(
    X: ArrayLike,
    Y: ArrayLike,
    n_h: int,
    num_iterations: int = 10000,
    print_cost: bool = False,
    *,
    learning_rate: float = 1.2,
    rng: int | np.random.Generator | None = 0,
) -> Parameters:
    """从随机的初始值开始，重复 num_iterations 次：前向、代价、反向、更新。返回最后的参数。

    X：(n_x, m)；Y：(n_y, m)；n_h：隐藏层的宽度；rng：见 `initialize_parameters`。
    print_cost 时每 1000 次印出代价。代价不再有限时抛出 `Diverged`，说明是第几步、学习率是多少。
    每一步与上面四个函数的结果相同，由 `derive.trainer.Network` 走：输入只检查一次，不重复分配内存。
    """
    n_x, n_h, n_y = layer_sizes(X, Y, n_h)
    learning_rate = as_learning_rate(learning_rate)
    parameters = initialize_parameters(n_x, n_h, n_y, rng=rng)
    net = Network(X, Y, parameters, "tanh")
    with np.errstate(all="ignore"):  # 发散由代价发现，不必再发警告
        for i in range(as_count(num_iterations, "num_iterations")):
            cost = net.forward()
            if not math.isfinite(cost):
                raise Diverged(i, learning_rate, cost)
            net.backward()
            net.update(learning_rate)
            if print_cost and i % 1000 == 0:
                print(f"第 {i} 次迭代的代价：{cost:.6f}")
    return net.parameters


def predict(parameters: Mapping[str, ArrayLike], X: ArrayLike) -> Floats:
    """ŷ = 1（a2 > 1/2），0（a2 ≤ 1/2）；a2 > 1/2 就是 z2 > 0。

    X：(n_x, m)。返回 (n_y, m)，元素是 0.0 或 1.0。
    """
    _, cache = forward_propagation(X, parameters)
    return (cache["Z2"] > 0).astype(np.float64)


def _as_cache(cache: Mapping[str, ArrayLike], W2: Floats, m: int) -> tuple[Floats, Floats, Floats]:
    """缓存里的 Z1、A1、Z2；A1、A2 必须与 Z1、Z2 相符。"""
    names = ("Z1", "A1", "Z2", "A2")
    if not isinstance(cache, Mapping) or not set(names) <= set(cache):
        found = "、".join(map(str, cache)) if isinstance(cache, Mapping) else type(cache).__name__
        raise ValueError(
            f"cache 应含 {'、'.join(names)}，得到的是 {found or '空字典'}。"
            "请原样传入 forward_propagation 返回的 cache。"
        )
    n_y, n_h = W2.shape
    hidden, output = (Size("n_h", n_h), Size("m", m)), (Size("n_y", n_y), Size("m", m))
    Z1, A1 = (as_matrix(cache[name], name, hidden) for name in ("Z1", "A1"))
    Z2, A2 = (as_matrix(cache[name], name, output) for name in ("Z2", "A2"))
    mend = "请原样传入同一次 forward_propagation 返回的 cache"
    require_equal(A1, "A1", tanh(Z1), "tanh(Z1)", mend)
    require_equal(A2, "A2", sigmoid(Z2), "σ(Z2)", mend)
    return Z1, A1, Z2
