"""逻辑回归：看成只有一个单元的神经网络，从零写到训练与预测。"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]


def sigmoid(z: Array) -> Array:
    """σ(z) = 1/(1+e^{−z})，逐元素。

    z：数，或任意形状的数组。
    返回 s = σ(z)，形状与 z 相同。
    """
    return 1 / (1 + np.exp(-z))


def initialize_with_zeros(dim: int) -> tuple[Array, float]:
    """w = 0，b = 0。

    dim：w 有几个元素，就是特征的个数 n_x。
    返回 w, b。w：(dim, 1)，是一列；b：一个数。
    """
    w = np.zeros((dim, 1))
    b = 0.0
    return w, b


def propagate(w: Array, b: float, X: Array, Y: Array) -> tuple[dict[str, Any], float]:
    """J = −(1/m) Σᵢ [yᵢ ln aᵢ + (1−yᵢ) ln(1−aᵢ)]，dw = X(A−Y)ᵀ/m，db = (1/m) Σᵢ (aᵢ−yᵢ)。

    其中 A = σ(wᵀX + b)，m 是样本的个数，yᵢ、aᵢ 是第 i 个样本的标签与预测。
    w：(n_x, 1)；b：一个数；X：(n_x, m)，一列是一个样本；Y：(1, m)，标签 0 或 1。
    返回 grads, cost。grads 是字典，键是 dw、db；dw：(n_x, 1)，db：一个数；cost：一个数 J。
    """
    m = X.shape[1]
    Z = np.dot(w.T, X) + b
    A = sigmoid(Z)
    log_likelihood = Y * np.log(A) + (1 - Y) * np.log(1 - A)
    cost = -np.sum(log_likelihood) / m
    dZ = A - Y
    dw = np.dot(X, dZ.T) / m
    db = np.sum(dZ) / m
    grads = {"dw": dw, "db": db}
    return grads, cost


def optimize(
    w: Array,
    b: float,
    X: Array,
    Y: Array,
    num_iterations: int,
    learning_rate: float,
    print_cost: bool = False,
) -> tuple[dict[str, Any], dict[str, Any], list[float]]:
    """重复 num_iterations 次：w = w − α dw，b = b − α db，其中 α 是 learning_rate。

    w：(n_x, 1)；b：一个数；X：(n_x, m)；Y：(1, m)。每一次用 propagate 求梯度与代价。
    print_cost：为真时，每 100 次印出一次代价。
    返回 params, grads, costs。params 是字典，键是 w、b，最后的参数；grads 是字典，键是 dw、db，
    最后一次用到的梯度；costs 是代价的列表，第 0、100、200……次各记一个。
    """
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        dw = grads["dw"]
        db = grads["db"]
        w = w - learning_rate * dw
        b = b - learning_rate * db
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"第 {i} 次迭代的代价：{cost:.6f}")
    params = {"w": w, "b": b}
    grads = {"dw": dw, "db": db}
    return params, grads, costs


def predict(w: Array, b: float, X: Array) -> Array:
    """ŷ = 1（a > 1/2），0（a ≤ 1/2），其中 a = σ(wᵀx + b)。

    w：(n_x, 1)；b：一个数；X：(n_x, m)。
    返回 Y_prediction：(1, m)，元素是 0 或 1。
    """
    A = sigmoid(np.dot(w.T, X) + b)
    return (A > 0.5).astype(float)


def model(
    X_train: Array,
    Y_train: Array,
    X_test: Array,
    Y_test: Array,
    num_iterations: int = 2000,
    learning_rate: float = 0.5,
    print_cost: bool = False,
) -> dict[str, Any]:
    """把前面几个函数连起来：初始化，在训练集上优化，再在测试集与训练集上预测。

    X_train：(n_x, m_train)；Y_train：(1, m_train)；X_test：(n_x, m_test)；Y_test：(1, m_test)。
    num_iterations、learning_rate：迭代的次数与学习率，交给 optimize。
    print_cost：为真时，印出训练中的代价与最后的准确率。
    返回字典，键是 costs、Y_prediction_test、Y_prediction_train、w、b、learning_rate、
    num_iterations。
    """
    w, b = initialize_with_zeros(X_train.shape[0])
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w = params["w"]
    b = params["b"]
    Y_prediction_test = predict(w, b, X_test)
    Y_prediction_train = predict(w, b, X_train)
    if print_cost:
        print(f"训练集的准确率：{np.mean(Y_prediction_train == Y_train):.2%}")
        print(f"测试集的准确率：{np.mean(Y_prediction_test == Y_test):.2%}")
    return {
        "costs": costs,
        "Y_prediction_test": Y_prediction_test,
        "Y_prediction_train": Y_prediction_train,
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
