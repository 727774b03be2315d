# mypy: disable-error-code="no-any-return"
# （NumPy 的类型桩把每个 ufunc 的返回值都标成 Any。）
"""照抄课程的公式：训练基准的对照，一行公式一行 NumPy。

不检查输入，不复用内存，不改写公式：σ(z) = 1/(1+e^{−z})，代价从 A[L] 算起，tanh′ = 1 − A²，
所以预测十分肯定时会失去数字，以至得到 NaN。这里没有一行与 `derive.network`、`derive.trainer` 共用。
它与本站一样不算 dA[0]：更新参数用不到它，而算它要多花一次最贵的矩阵乘法。
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from derive.validation import Floats

__all__ = ["train"]


def sigmoid(Z: Floats) -> Floats:
    """σ(Z) = 1/(1+e^{−Z})。"""
    return 1 / (1 + np.exp(-Z))


def relu(Z: Floats) -> Floats:
    """ReLU(Z) = max(0, Z)。"""
    return np.maximum(0, Z)


def forward(X: Floats, parameters: Mapping[str, Floats], hidden: str) -> list[Floats]:
    """A[0] = X；A[l] = g(W[l]·A[l−1] + b[l])，l < L；A[L] = σ(W[L]·A[L−1] + b[L])。"""
    L = len(parameters) // 2
    g = np.tanh if hidden == "tanh" else relu
    A = [X]
    for l in range(1, L + 1):
        Z = parameters[f"W{l}"] @ A[l - 1] + parameters[f"b{l}"]
        A.append(g(Z) if l < L else sigmoid(Z))
    return A


def compute_cost(AL: Floats, Y: Floats) -> float:
    """J = −(1/m) Σᵢ (y⁽ⁱ⁾ ln a⁽ⁱ⁾ + (1−y⁽ⁱ⁾) ln(1−a⁽ⁱ⁾))。"""
    m = Y.shape[1]
    return float(-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m)


def backward(
    A: list[Floats], Y: Floats, parameters: Mapping[str, Floats], hidden: str
) -> dict[str, Floats]:
    """dZ[L] = A[L] − Y；dW[l] = dZ[l]·A[l−1]ᵀ/m，db[l] = (1/m) Σᵢ dZ[l]⁽ⁱ⁾；
    dZ[l−1] = W[l]ᵀ·dZ[l] ⊙ g′(Z[l−1])。

    tanh′(Z) = 1 − A²；ReLU′(Z) = 1（A > 0），0（A = 0）。
    """
    m = Y.shape[1]
    L = len(A) - 1
    grads = {}
    dZ = A[L] - Y
    for l in range(L, 0, -1):
        grads[f"dW{l}"] = dZ @ A[l - 1].T / m
        grads[f"db{l}"] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            slope = 1 - A[l - 1] ** 2 if hidden == "tanh" else A[l - 1] > 0
            dZ = parameters[f"W{l}"].T @ dZ * slope
    return grads


def train(
    X: Floats,
    Y: Floats,
    parameters: Mapping[str, Floats],
    hidden: str,
    learning_rate: float,
    steps: int,
) -> float:
    """重复 steps 次 W ← W − α dW，b ← b − α db，每次都算代价；返回更新之后的代价。

    hidden：隐藏层的激活函数，"relu" 或 "tanh"。
    """
    parameters = dict(parameters)
    costs = []
    for _ in range(steps):
        A = forward(X, parameters, hidden)
        costs.append(compute_cost(A[-1], Y))
        grads = backward(A, Y, parameters, hidden)
        for name in parameters:
            parameters[name] = parameters[name] - learning_rate * grads[f"d{name}"]
    costs.append(compute_cost(forward(X, parameters, hidden)[-1], Y))
    return costs[-1]
