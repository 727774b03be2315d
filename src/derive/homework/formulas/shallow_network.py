"""第三次作业：平面数据分类，一个隐藏层的网络。隐藏层用 tanh，输出层用 sigmoid。

样本排成列，n_x 个特征，隐藏层 n_h 个单元，输出 n_y 个（作业里是 1 个），m 个样本。
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]


def layer_sizes(X: Array, Y: Array) -> tuple[int, int, int]:
    """n_x = X 的行数，n_h = 4，n_y = Y 的行数。

    X：(n_x, m)，每一列是一个样本；Y：(n_y, m)，标签。
    返回 (n_x, n_h, n_y)，三个整数。
    """
    n_x = X.shape[0]
    n_h = 4
    n_y = Y.shape[0]
    return (n_x, n_h, n_y)


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


def forward_propagation(
    X: Array, parameters: Mapping[str, Array]
) -> tuple[Array, dict[str, Array]]:
    """Z1 = W1·X + b1，A1 = tanh(Z1)，Z2 = W2·A1 + b2，A2 = σ(Z2)。

    X：(n_x, m)；parameters：字典，W1：(n_h, n_x)，b1：(n_h, 1)，W2：(1, n_h)，b2：(1, 1)。
    返回 A2：(1, m)，和字典 cache：Z1、A1：(n_h, m)，Z2、A2：(1, m)。
    """
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    Z2 = W2 @ A1 + b2
    A2 = 1 / (1 + np.exp(-Z2))
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache


def compute_cost(A2: Array, Y: Array) -> float:
    """J = −(1/m) Σᵢ (y⁽ⁱ⁾ ln a⁽ⁱ⁾ + (1 − y⁽ⁱ⁾) ln(1 − a⁽ⁱ⁾))。

    A2：(1, m)，预测的概率；Y：(1, m)，标签 0 或 1。
    返回一个数：m 个样本的平均损失。
    """
    m = Y.shape[1]
    logprobs = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)
    cost: float = -np.sum(logprobs) / m
    return cost


def backward_propagation(
    parameters: Mapping[str, Array], cache: Mapping[str, Array], X: Array, Y: Array
) -> dict[str, Array]:
    """dZ2 = A2 − Y，dZ1 = W2ᵀ·dZ2 ⊙ (1 − A1²)；dW = dZ·（上一层的输出）ᵀ/m，db = dZ 每行的平均。

    parameters：字典，W1：(n_h, n_x)，b1：(n_h, 1)，W2：(1, n_h)，b2：(1, 1)；
    cache：forward_propagation 返回的字典，Z1、A1：(n_h, m)，Z2、A2：(1, m)；
    X：(n_x, m)；Y：(1, m)，标签。
    返回字典 dW1、db1、dW2、db2，形状分别与 W1、b1、W2、b2 相同。
    """
    m = X.shape[1]
    W2 = parameters["W2"]
    A1 = cache["A1"]
    A2 = cache["A2"]
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = W2.T @ dZ2
    dZ1 = dA1 * (1 - A1**2)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(
    parameters: Mapping[str, Array], grads: Mapping[str, Array], learning_rate: float = 1.2
) -> dict[str, Array]:
    """W1 ← W1 − α·dW1，b1 ← b1 − α·db1，W2 ← W2 − α·dW2，b2 ← b2 − α·db2。

    parameters：字典，W1：(n_h, n_x)，b1：(n_h, 1)，W2：(n_y, n_h)，b2：(n_y, 1)；
    grads：字典 dW1、db1、dW2、db2，形状与参数相同；learning_rate：学习率 α，一个数。
    返回更新后的字典 W1、b1、W2、b2。
    """
    W1 = parameters["W1"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"] - learning_rate * grads["db1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    b2 = parameters["b2"] - learning_rate * grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def nn_model(
    X: Array, Y: Array, n_h: int, num_iterations: int = 10000, print_cost: bool = False
) -> dict[str, Array]:
    """初始化之后，重复 num_iterations 次：前向、代价、反向、更新（学习率 1.2）。

    X：(n_x, m)；Y：(1, m)，标签；n_h：隐藏层的单元数；num_iterations：循环几次，一个整数；
    print_cost：是否每 1000 次印出代价。
    返回训练后的字典 parameters：W1、b1、W2、b2。
    """
    n_x = layer_sizes(X, Y)[0]
    n_y = layer_sizes(X, Y)[2]
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        if print_cost and i % 1000 == 0:
            print(f"第 {i} 次迭代的代价：{cost:.6f}")
    return parameters


def predict(parameters: Mapping[str, Array], X: Array) -> Array:
    """ŷ = 1（a2 > 0.5），0（a2 ≤ 0.5）。

    parameters：训练好的字典 W1、b1、W2、b2；X：(n_x, m)。
    返回 (1, m)：每个样本的预测，0 或 1。
    """
    A2, _ = forward_propagation(X, parameters)
    predictions = A2 > 0.5
    return predictions.astype(np.float64)
