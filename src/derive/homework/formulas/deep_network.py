"""第四次作业：逐步搭建深层网络，再拿它分类。前 L − 1 层用 ReLU，最后一层用 sigmoid。

样本排成列，m 个样本；第 l 层有 n[l] 个单元，W[l]：(n[l], n[l−1])，b[l]：(n[l], 1)。
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
LinearCache: TypeAlias = tuple[Array, Array, Array]
Cache: TypeAlias = tuple[LinearCache, Array]


def sigmoid(Z: Array) -> tuple[Array, Array]:
    """A = σ(Z) = 1/(1 + e^(−Z))，逐元素。

    Z：(n, m)。返回 A：(n, m)，和 cache：就是 Z，反向时用。
    """
    A = 1 / (1 + np.exp(-Z))
    cache = Z
    return A, cache


def relu(Z: Array) -> tuple[Array, Array]:
    """A = ReLU(Z) = max(0, Z)，逐元素。

    Z：(n, m)。返回 A：(n, m)，和 cache：就是 Z，反向时用。
    """
    A = np.maximum(0, Z)
    cache = Z
    return A, cache


def sigmoid_backward(dA: Array, cache: Array) -> Array:
    """dZ = dA ⊙ σ′(Z)，其中 σ′(Z) = σ(Z)(1 − σ(Z))。

    dA：(n, m)；cache：sigmoid 存下的 Z，(n, m)。
    返回 dZ：(n, m)。
    """
    Z = cache
    s = 1 / (1 + np.exp(-Z))
    s_prime = s * (1 - s)
    return dA * s_prime


def relu_backward(dA: Array, cache: Array) -> Array:
    """dZ = dA ⊙ ReLU′(Z)，其中 ReLU′(Z) = 1（Z > 0），0（Z ≤ 0）。

    dA：(n, m)；cache：relu 存下的 Z，(n, m)。
    返回 dZ：(n, m)。不要改动 dA。
    """
    Z = cache
    dZ = np.array(dA, copy=True)
    dZ[Z <= 0] = 0
    return dZ


def initialize_parameters(n_x: int, n_h: int, n_y: int) -> dict[str, Array]:
    """W1、W2 = 0.01·N(0, 1) 的随机数，b1 = b2 = 0。

    n_x、n_h、n_y：输入层、隐藏层、输出层的单元数。
    返回字典：W1：(n_h, n_x)，b1：(n_h, 1)，W2：(n_y, n_h)，b2：(n_y, 1)。
    """
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def initialize_parameters_deep(layer_dims: Sequence[int]) -> dict[str, Array]:
    """W[l] = 0.01·N(0, 1) 的随机数（除以 √n[l−1] 也可以），b[l] = 0，l = 1, …, L。

    layer_dims：各层的单元数 [n[0], n[1], …, n[L]]。
    返回字典 W1、b1、…、WL、bL：W[l]：(n[l], n[l−1])，b[l]：(n[l], 1)。
    """
    parameters = {}
    L = len(layer_dims) - 1
    for l in range(1, L + 1):
        parameters[f"W{l}"] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01
        parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))
    return parameters


def linear_forward(A: Array, W: Array, b: Array) -> tuple[Array, LinearCache]:
    """Z = W·A + b，A 是上一层的输出。

    A：(n[l−1], m)；W：(n[l], n[l−1])；b：(n[l], 1)，加到每一列上。
    返回 Z：(n[l], m)，和 cache：(A, W, b)，反向时用。
    """
    Z = W @ A + b
    cache = (A, W, b)
    return Z, cache


def linear_activation_forward(
    A_prev: Array, W: Array, b: Array, activation: str
) -> tuple[Array, Cache]:
    """A = g(W·A_prev + b)，g 是 sigmoid 或 ReLU。

    A_prev：(n[l−1], m)；W：(n[l], n[l−1])；b：(n[l], 1)；activation："sigmoid" 或 "relu"。
    返回 A：(n[l], m)，和 cache：(linear_cache, activation_cache)，就是 ((A_prev, W, b), Z)。
    """
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "sigmoid":
        A, activation_cache = sigmoid(Z)
    else:
        A, activation_cache = relu(Z)
    cache = (linear_cache, activation_cache)
    return A, cache


def L_model_forward(X: Array, parameters: Mapping[str, Array]) -> tuple[Array, list[Cache]]:
    """A[0] = X；A[l] = ReLU(W[l]·A[l−1] + b[l])，l < L；A[L] = σ(W[L]·A[L−1] + b[L])。

    X：(n[0], m)；parameters：字典 W1、b1、…、WL、bL，W[l]：(n[l], n[l−1])，b[l]：(n[l], 1)。
    返回 AL：(n[L], m)，和 caches：列表，依次是第 1 层到第 L 层的 cache。
    """
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A_prev = A
        W = parameters[f"W{l}"]
        b = parameters[f"b{l}"]
        A, cache = linear_activation_forward(A_prev, W, b, "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
    caches.append(cache)
    return AL, caches


def compute_cost(AL: Array, Y: Array) -> float:
    """J = −(1/m) Σᵢ (y⁽ⁱ⁾ ln a⁽ⁱ⁾ + (1 − y⁽ⁱ⁾) ln(1 − a⁽ⁱ⁾))。

    AL：(1, m)，预测的概率；Y：(1, m)，标签 0 或 1。
    返回一个数：m 个样本的平均损失。
    """
    m = Y.shape[1]
    logprobs = Y * np.log(AL) + (1 - Y) * np.log(1 - AL)
    cost: float = -np.sum(logprobs) / m
    return cost


def linear_backward(dZ: Array, cache: LinearCache) -> tuple[Array, Array, Array]:
    """dW = dZ·A_prevᵀ/m，db = dZ 每行的平均，dA_prev = Wᵀ·dZ。

    dZ：(n[l], m)；cache：linear_forward 存下的 (A_prev, W, b)。
    返回 dA_prev：(n[l−1], m)，dW：(n[l], n[l−1])，db：(n[l], 1)。
    """
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    dW = dZ @ A_prev.T / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = W.T @ dZ
    return dA_prev, dW, db


def linear_activation_backward(
    dA: Array, cache: Cache, activation: str
) -> tuple[Array, Array, Array]:
    """dZ = dA ⊙ g′(Z)，再由 linear_backward 得到 dA_prev、dW、db。

    dA：(n[l], m)；cache：linear_activation_forward 存下的 ((A_prev, W, b), Z)；
    activation：g 的名字，"sigmoid" 或 "relu"。
    返回 dA_prev：(n[l−1], m)，dW：(n[l], n[l−1])，db：(n[l], 1)。
    """
    linear_cache, activation_cache = cache
    if activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
    else:
        dZ = relu_backward(dA, activation_cache)
    dA_prev, dW, db = linear_backward(dZ, linear_cache)
    return dA_prev, dW, db


def L_model_backward(AL: Array, Y: Array, caches: Sequence[Cache]) -> dict[str, Array]:
    """dA[L] = −Y/A[L] + (1 − Y)/(1 − A[L])，然后从第 L 层（sigmoid）到第 1 层（ReLU）逐层反向。

    AL：(1, m)，预测的概率；Y：(1, m)，标签；caches：L_model_forward 返回的列表，
    caches[l − 1] 是第 l 层的 ((A_prev, W, b), Z)。
    返回字典 grads：每一层的 dA[l−1]、dW[l]、db[l]，键是 "dA0"、"dW1"、"db1"、……
    """
    grads = {}
    L = len(caches)
    dAL = -(Y / AL) + (1 - Y) / (1 - AL)
    dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads[f"dA{L - 1}"] = dA_prev
    grads[f"dW{L}"] = dW
    grads[f"db{L}"] = db
    for l in reversed(range(L - 1)):
        dA = grads[f"dA{l + 1}"]
        current_cache = caches[l]
        dA_prev, dW, db = linear_activation_backward(dA, current_cache, "relu")
        grads[f"dA{l}"] = dA_prev
        grads[f"dW{l + 1}"] = dW
        grads[f"db{l + 1}"] = db
    return grads


def update_parameters(
    parameters: Mapping[str, Array], grads: Mapping[str, Array], learning_rate: float
) -> dict[str, Array]:
    """W[l] ← W[l] − α·dW[l]，b[l] ← b[l] − α·db[l]，l = 1, …, L。

    parameters：字典 W1、b1、…、WL、bL，W[l]：(n[l], n[l−1])，b[l]：(n[l], 1)；
    grads：字典 dW1、db1、…，形状与参数相同；learning_rate：学习率 α，一个数。
    返回更新后的字典，键与 parameters 相同。
    """
    parameters = dict(parameters)
    L = len(parameters) // 2
    for l in range(1, L + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
    return parameters


def two_layer_model(
    X: Array,
    Y: Array,
    layers_dims: Sequence[int],
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    print_cost: bool = False,
) -> tuple[dict[str, Array], list[float]]:
    """两层网络（ReLU、sigmoid）：初始化之后，重复 num_iterations 次：前向、代价、反向、更新。

    X：(n_x, m)；Y：(1, m)，标签；layers_dims：(n_x, n_h, n_y)；learning_rate：学习率，一个数；
    num_iterations：循环几次；print_cost：是否每 100 次印出代价。
    返回训练后的字典 parameters，和每 100 次记一个的代价 costs。
    """
    costs = []
    n_x, n_h, n_y = layers_dims
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(num_iterations):
        W1 = parameters["W1"]
        b1 = parameters["b1"]
        W2 = parameters["W2"]
        b2 = parameters["b2"]
        A1, cache1 = linear_activation_forward(X, W1, b1, "relu")
        A2, cache2 = linear_activation_forward(A1, W2, b2, "sigmoid")
        cost = compute_cost(A2, Y)
        dA2 = -(Y / A2) + (1 - Y) / (1 - A2)
        dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")
        _, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")
        grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"第 {i} 次迭代的代价：{cost:.6f}")
    return parameters, costs


def L_layer_model(
    X: Array,
    Y: Array,
    layers_dims: Sequence[int],
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    print_cost: bool = False,
) -> tuple[dict[str, Array], list[float]]:
    """L 层网络（ReLU、……、sigmoid）：初始化之后，重复 num_iterations 次：前向、代价、反向、更新。

    X：(n_x, m)；Y：(1, m)，标签；layers_dims：各层的单元数 [n[0], n[1], …, n[L]]；
    learning_rate：学习率，一个数；num_iterations：循环几次；print_cost：是否每 100 次印出代价。
    返回训练后的字典 parameters，和每 100 次记一个的代价 costs。
    """
    costs = []
    parameters = initialize_parameters_deep(layers_dims)
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"第 {i} 次迭代的代价：{cost:.6f}")
    return parameters, costs


def predict(X: Array, y: Array, parameters: Mapping[str, Array]) -> Array:
    """ŷ = 1（a[L] > 0.5），0（a[L] ≤ 0.5）。

    X：(n[0], m)；y：(1, m)，真正的标签，可以用来印出准确率；parameters：训练好的字典。
    返回 p：(1, m)，每个样本的预测，0 或 1。
    """
    AL, _ = L_model_forward(X, parameters)
    p = AL > 0.5
    return p.astype(np.float64)
