# mypy: disable-error-code="no-any-return"
# （NumPy 的类型桩把每个 ufunc 的返回值都标成 Any。）
"""L 层神经网络：第四门作业里的函数，名字与参数都照课程。

样本排成列：X：(n[0], m)，Y：(n[L], m)；第 l 层有 W[l]：(n[l], n[l−1])，b[l]：(n[l], 1)。
前 L−1 层用 ReLU，输出层用 sigmoid 与交叉熵；一层一层调用时，任何一种激活函数都可以。
约定 dZ = m·∂J/∂Z，dA = m·∂J/∂A：除以 m 的只有 dW 与 db。
缓存是 ((A_prev, W, b), Z)；参数与梯度是字典，"W1"、"b1"、"dW1"……
任意深度、每层任选激活函数的训练在 `derive.trainer`，它还省去了中间的数组。

错误：不是二维、形状不对、没有样本、有 NaN 或 ∞、概率不在 [0, 1]、标签不是 0 或 1、
不认识的激活函数、只有一层的 layer_dims、学习率为负，一律 ValueError；类型不对 TypeError。
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from derive.activations import (
    identity,
    identity_prime,
    leaky_relu,
    leaky_relu_prime,
    relu,
    relu_prime,
    sigmoid,
    sigmoid_prime,
    tanh,
    tanh_prime,
)
from derive.losses import cross_entropy, cross_entropy_from_logits_prime
from derive.validation import (
    Floats,
    Size,
    as_count,
    as_generator,
    as_gradients,
    as_layer_dims,
    as_learning_rate,
    as_matrix,
    as_number,
    as_parameters,
    as_predictions,
    require_equal,
)

__all__ = [
    "ACTIVATIONS",
    "L_model_backward",
    "L_model_forward",
    "compute_cost",
    "initialize_parameters",
    "initialize_parameters_deep",
    "linear_activation_backward",
    "linear_activation_forward",
    "linear_backward",
    "linear_forward",
    "predict",
    "update_parameters",
]

Parameters: TypeAlias = dict[str, Floats]
LinearCache: TypeAlias = tuple[Floats, Floats, Floats]
Cache: TypeAlias = tuple[LinearCache, Floats]

ACTIVATIONS: dict[str, tuple[Callable[..., Floats], Callable[..., Floats]]] = {
    "sigmoid": (sigmoid, sigmoid_prime),
    "tanh": (tanh, tanh_prime),
    "relu": (relu, relu_prime),
    "leaky_relu": (leaky_relu, leaky_relu_prime),
    "identity": (identity, identity_prime),
}
"""激活函数 g 与它的导数 g′，按名字。"""


# ── 初始化 ─────────────────────────────────────────────────────────────


def initialize_parameters(
    n_x: int, n_h: int, n_y: int, *, rng: int | np.random.Generator | None = 0
) -> Parameters:
    """W[l] ~ 0.01·N(0, 1)，b[l] = 0，两层。

    返回 W1：(n_h, n_x)，b1：(n_h, 1)，W2：(n_y, n_h)，b2：(n_y, 1)。
    rng：种子或 NumPy 的 Generator；同一个种子总得到同样的数。None 则每次不同。
    """
    sizes = {"n_x": n_x, "n_h": n_h, "n_y": n_y}
    dims = [as_count(size, name) for name, size in sizes.items()]
    return initialize_parameters_deep(dims, rng=rng)


def initialize_parameters_deep(
    layer_dims: Sequence[int],
    *,
    scale: float | Literal["fan_in"] = 0.01,
    rng: int | np.random.Generator | None = 0,
) -> Parameters:
    """W[l] ~ scale·N(0, 1)，b[l] = 0，l = 1, …, L。

    layer_dims：[n[0], …, n[L]]，至少两个数。返回 W[l]：(n[l], n[l−1])，b[l]：(n[l], 1)。
    scale：一个数；或 "fan_in"，即 1/√n[l−1]，网络深时信号才不会一层层缩小。
    W 必须随机：一层里相同的单元会得到相同的梯度，从此一直相同。b 取零没有这个问题。
    rng：种子或 NumPy 的 Generator；同一个种子总得到同样的数。None 则每次不同。
    """
    n = as_layer_dims(layer_dims)
    if isinstance(scale, str) and scale != "fan_in":
        raise ValueError(
            f'scale 应为一个数或 "fan_in"，得到的是 {scale!r}。请写 scale=0.01 或 scale="fan_in"。'
        )
    factor = None if isinstance(scale, str) else as_number(scale, "scale", 0)
    generator = as_generator(rng)
    parameters: Parameters = {}
    for l in range(1, len(n)):
        parameters[f"W{l}"] = generator.standard_normal((n[l], n[l - 1]))
        parameters[f"W{l}"] *= n[l - 1] ** -0.5 if factor is None else factor
        parameters[f"b{l}"] = np.zeros((n[l], 1))
    return parameters


# ── 前向 ──────────────────────────────────────────────────────────────


def linear_forward(A_prev: ArrayLike, W: ArrayLike, b: ArrayLike) -> tuple[Floats, LinearCache]:
    """Z = W·A_prev + b。

    A_prev：(n[l−1], m)；W：(n[l], n[l−1])；b：(n[l], 1)，加到每一列上。
    返回 Z：(n[l], m)，缓存 (A_prev, W, b)。
    """
    A_prev, W, b = _as_linear(A_prev, W, b)
    Z = W @ A_prev + b
    return Z, (A_prev, W, b)


def linear_activation_forward(
    A_prev: ArrayLike, W: ArrayLike, b: ArrayLike, activation: str
) -> tuple[Floats, Cache]:
    """A = g(W·A_prev + b)。

    形状同 `linear_forward`；activation：g 的名字，见 `ACTIVATIONS`。
    返回 A：(n[l], m)，缓存 ((A_prev, W, b), Z)。
    """
    g, _ = _activation(activation)
    Z, linear_cache = linear_forward(A_prev, W, b)
    A = g(Z)
    return A, (linear_cache, Z)


def L_model_forward(
    X: ArrayLike, parameters: Mapping[str, ArrayLike]
) -> tuple[Floats, list[Cache]]:
    """A[0] = X；A[l] = ReLU(W[l]·A[l−1] + b[l])，l < L；A[L] = σ(W[L]·A[L−1] + b[L])。

    X：(n[0], m)。返回 AL：(n[L], m)，L 个缓存。
    """
    X, parameters = _as_network(X, parameters)
    L = len(parameters) // 2
    caches = []
    A = X
    for l in range(1, L + 1):
        activation = "relu" if l < L else "sigmoid"
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        A, cache = linear_activation_forward(A, W, b, activation)
        caches.append(cache)
    return A, caches


def compute_cost(AL: ArrayLike, Y: ArrayLike) -> float:
    """J = −(1/m) Σᵢ (y⁽ⁱ⁾ ln a⁽ⁱ⁾ + (1−y⁽ⁱ⁾) ln(1−a⁽ⁱ⁾))；有几个输出就对它们求和。

    AL：(n[L], m)，概率；Y：(n[L], m)，标签 0 或 1。返回 Python 的 float。
    某个样本完全猜错（a = 0 而 y = 1，或反之）时 J = +∞，不发警告。
    """
    AL, Y = as_predictions(AL, "AL", Y)
    return float(np.sum(cross_entropy(AL.astype(np.float64), Y)) / AL.shape[1])


def predict(X: ArrayLike, parameters: Mapping[str, ArrayLike]) -> Floats:
    """ŷ = 1（a[L] > 1/2），0（a[L] ≤ 1/2）；a[L] > 1/2 就是 z[L] > 0。

    X：(n[0], m)。返回 (n[L], m)，元素是 0.0 或 1.0。
    """
    _, caches = L_model_forward(X, parameters)
    _, ZL = caches[-1]
    return (ZL > 0).astype(np.float64)


# ── 反向 ──────────────────────────────────────────────────────────────


def linear_backward(dZ: ArrayLike, cache: LinearCache) -> tuple[Floats, Floats, Floats]:
    """dW = dZ·A_prevᵀ/m，db = (1/m) Σᵢ dZ⁽ⁱ⁾，dA_prev = Wᵀ·dZ。

    dZ：(n[l], m)；cache：(A_prev, W, b)。
    返回 dA_prev：(n[l−1], m)，dW：(n[l], n[l−1])，db：(n[l], 1)。
    """
    A_prev, W, _ = _as_linear(*_unpacked(cache, "A_prev, W, b"))
    m = A_prev.shape[1]
    dZ = as_matrix(dZ, "dZ", (Size("n[l]", W.shape[0]), Size("m", m)))
    dW = dZ @ A_prev.T / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = W.T @ dZ
    return dA_prev, dW, db


def linear_activation_backward(
    dA: ArrayLike, cache: Cache, activation: str
) -> tuple[Floats, Floats, Floats]:
    """dZ = dA ⊙ g′(Z)，再由 `linear_backward` 得 dA_prev、dW、db。

    dA：(n[l], m)；cache：((A_prev, W, b), Z)；activation：g 的名字，见 `ACTIVATIONS`。
    导数由 Z 而不由 A 算出：A 舍入成 ±1 之后，1 − A² 已经没有有效数字。
    """
    _, g_prime = _activation(activation)
    linear_cache, Z = _as_cache(cache)
    dA = as_matrix(dA, "dA", (Size("n[l]", Z.shape[0]), Size("m", Z.shape[1])))
    dZ = dA * g_prime(Z)
    return linear_backward(dZ, linear_cache)


def L_model_backward(AL: ArrayLike, Y: ArrayLike, caches: list[Cache]) -> dict[str, Floats]:
    """dZ[L] = A[L] − Y，然后 l = L, …, 1 逐层反向。

    AL：(n[L], m)，与 caches 出自同一次 `L_model_forward`；Y：(n[L], m)。
    返回 {"dA0", "dW1", "db1", "dA1", …, "dWL", "dbL"}。
    不从 dA[L] = −Y/A + (1−Y)/(1−A) 出发：A 舍入成 0 或 1 时它是无穷大，乘 σ′ = 0 得 NaN。
    A[L] − Y 由 Z[L] 算出，见 `cross_entropy_from_logits_prime`，十分肯定的预测也不丢数字。

    错误：AL 不在 [0, 1] 之内，或不等于最后一个缓存的 σ(Z[L])，也是 ValueError。
    """
    if not isinstance(caches, list) or not caches:
        raise ValueError(
            f"caches 应为每一层的缓存的列表，得到的是{'空的' if caches == [] else ' '}"
            f"{type(caches).__name__}。请把 L_model_forward 返回的 caches 原样传进来。"
        )
    L = len(caches)
    linear_cache, ZL = _as_cache(caches[-1])
    AL, Y = as_predictions(AL, "AL", Y)
    AL = as_matrix(AL, "AL", (Size("n[L]", ZL.shape[0]), Size("m", ZL.shape[1])))
    mend = "请传入同一次 L_model_forward 返回的 AL 与 caches"
    require_equal(AL, "AL", sigmoid(ZL), "σ(Z[L])", mend)

    grads = {}
    dZL = cross_entropy_from_logits_prime(ZL, Y)  # A[L] − Y
    grads[f"dA{L - 1}"], grads[f"dW{L}"], grads[f"db{L}"] = linear_backward(dZL, linear_cache)
    for l in range(L - 1, 0, -1):
        grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = linear_activation_backward(
            grads[f"dA{l}"], caches[l - 1], "relu"
        )
    return grads


def update_parameters(
    parameters: Mapping[str, ArrayLike], grads: Mapping[str, ArrayLike], learning_rate: float
) -> Parameters:
    """W[l] ← W[l] − α dW[l]，b[l] ← b[l] − α db[l]。

    learning_rate：学习率 α ≥ 0。返回新的字典与新的数组，不改动传进来的 parameters。
    """
    parameters = as_parameters(parameters)
    grads = as_gradients(grads, parameters)
    learning_rate = as_learning_rate(learning_rate)
    updated = {}
    for name, value in parameters.items():
        gradient = grads[f"d{name}"]
        updated[name] = value - learning_rate * gradient
    return updated


# ── 检查 ──────────────────────────────────────────────────────────────


def _activation(name: str) -> tuple[Callable[..., Floats], Callable[..., Floats]]:
    if name not in list(ACTIVATIONS):
        raise ValueError(
            f"activation 应为 {'、'.join(ACTIVATIONS)} 之一，得到的是 {name!r}。请检查拼写。"
        )
    return ACTIVATIONS[name]


def _as_linear(A_prev: ArrayLike, W: ArrayLike, b: ArrayLike) -> LinearCache:
    A_prev = as_matrix(A_prev, "A_prev", ("n[l-1]", "m"))
    W = as_matrix(W, "W", ("n[l]", Size("n[l-1]", A_prev.shape[0])))
    return A_prev, W, as_matrix(b, "b", (Size("n[l]", W.shape[0]), 1))


def _as_network(
    X: ArrayLike, parameters: Mapping[str, ArrayLike]
) -> tuple[Floats, dict[str, Floats]]:
    parameters = as_parameters(parameters)
    return as_matrix(X, "X", (Size("n[0]", parameters["W1"].shape[1]), "m")), parameters


def _unpacked(cache: Any, form: str) -> Any:
    if not isinstance(cache, tuple) or len(cache) != form.count(",") + 1:
        raise ValueError(
            f"cache 应为 ({form})，得到的是 {type(cache).__name__}。"
            "请原样传入前向函数返回的缓存；L 层的 caches 要先取出其中一个。"
        )
    return cache


def _as_cache(cache: Any) -> Cache:
    linear_cache, Z = _unpacked(cache, "linear_cache, Z")
    A_prev, W, b = _as_linear(*_unpacked(linear_cache, "A_prev, W, b"))
    Z = as_matrix(Z, "Z", (Size("n[l]", W.shape[0]), Size("m", A_prev.shape[1])))
    return (A_prev, W, b), Z
