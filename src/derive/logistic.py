"""逻辑回归：第二门作业里的函数，名字与参数都照课程。

样本排成列：X：(n_x, m)，Y：(1, m)；w：(n_x, 1)，b 是一个数。约定 dZ = m·∂J/∂Z。
代价与梯度都从线性部分 Z 算起，不经过会舍入成 0 或 1 的概率，所以预测再肯定，代价也不会变成无穷大。
每个公开的函数都检查输入；`optimize` 只在开头检查一次。

错误：不是二维、形状不对、没有样本、有 NaN 或 ∞、标签不是 0 或 1、学习率为负，
一律 ValueError；类型不对 TypeError。
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from derive.losses import cross_entropy_from_logits, cross_entropy_from_logits_prime
from derive.validation import (
    Diverged,
    Floats,
    Labels,
    Size,
    as_count,
    as_labels,
    as_learning_rate,
    as_matrix,
    as_number,
)

__all__ = ["initialize_with_zeros", "model", "optimize", "predict", "propagate"]


def initialize_with_zeros(dim: int) -> tuple[Floats, float]:
    """w = 0，b = 0。

    dim：特征的个数 n_x。返回 w：(dim, 1)，b：数 0.0。
    J 是 (w, b) 的凸函数，没有别的谷，所以这里可以取零；有隐藏层时不行。
    """
    return np.zeros((as_count(dim, "dim"), 1)), 0.0


def propagate(w: ArrayLike, b: float, X: ArrayLike, Y: ArrayLike) -> tuple[dict[str, Any], float]:
    """J = (1/m) Σᵢ L(a⁽ⁱ⁾, y⁽ⁱ⁾)，dw = X(A − Y)ᵀ/m，db = (1/m) Σᵢ (a⁽ⁱ⁾ − y⁽ⁱ⁾)。

    w：(n_x, 1)；b：数；X：(n_x, m)；Y：(1, m)。其中 A = σ(wᵀX + b)。
    返回 ({"dw": (n_x, 1), "db": 数}, J)。
    """
    w, b, X, Y = _checked(w, b, X, Y)
    return _propagate(w, b, X, Y)


def optimize(
    w: ArrayLike,
    b: float,
    X: ArrayLike,
    Y: ArrayLike,
    num_iterations: int,
    learning_rate: float,
    print_cost: bool = False,
) -> tuple[dict[str, Any], dict[str, Any], list[float]]:
    """重复 num_iterations 次：w ← w − α dw，b ← b − α db。

    返回 ({"w", "b"}, {"dw", "db"}, costs)：最后的参数，最后一次用到的梯度，每 100 次记一个的代价。
    不改动传进来的 w。代价不再有限时抛出 `Diverged`，说明是第几步、学习率是多少。
    """
    w, b, X, Y = _checked(w, b, X, Y)
    learning_rate = as_learning_rate(learning_rate)
    grads: dict[str, Any] = {}
    costs = []
    with np.errstate(all="ignore"):  # 发散由代价发现，不必再发警告
        for i in range(as_count(num_iterations, "num_iterations")):
            grads, cost = _propagate(w, b, X, Y)
            if not math.isfinite(cost):
                raise Diverged(i, learning_rate, cost)
            dw: Floats = grads["dw"]
            db: float = grads["db"]
            w = w - learning_rate * dw
            b = b - learning_rate * db
            if i % 100 == 0:
                costs.append(cost)
                if print_cost:
                    print(f"第 {i} 次迭代的代价：{cost:.6f}")
    return {"w": w, "b": b}, grads, costs


def predict(w: ArrayLike, b: float, X: ArrayLike) -> Floats:
    """ŷ = 1（a > 1/2），0（a ≤ 1/2）；a > 1/2 就是 wᵀx + b > 0。

    w：(n_x, 1)；b：数；X：(n_x, m)。返回 (1, m)，元素是 0.0 或 1.0。
    """
    w, b, X = _as_linear(w, b, X)
    return (w.T @ X + b > 0).astype(np.float64)


def model(
    X_train: ArrayLike,
    Y_train: ArrayLike,
    X_test: ArrayLike,
    Y_test: ArrayLike,
    num_iterations: int = 2000,
    learning_rate: float = 0.5,
    print_cost: bool = False,
) -> dict[str, Any]:
    """从零开始训练，再在训练集与测试集上预测。

    X_train：(n_x, m)；Y_train：(1, m)；X_test：(n_x, m′)；Y_test：(1, m′)。
    返回课程的那个字典：costs、Y_prediction_train、Y_prediction_test、w、b、learning_rate、
    num_iterations。print_cost 时还印出两个准确率。
    """
    X_train = as_matrix(X_train, "X_train", ("n_x", "m"))
    w, b = initialize_with_zeros(X_train.shape[0])
    X_test = as_matrix(X_test, "X_test", (Size("n_x", X_train.shape[0]), "m"))
    Y_train = as_labels(Y_train, X_train.shape[1], 1, "Y_train")
    Y_test = as_labels(Y_test, X_test.shape[1], 1, "Y_test")
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    Y_prediction_train = predict(params["w"], params["b"], X_train)
    Y_prediction_test = predict(params["w"], params["b"], X_test)
    if print_cost:
        print(f"训练集的准确率：{np.mean(Y_prediction_train == Y_train):.2%}")
        print(f"测试集的准确率：{np.mean(Y_prediction_test == Y_test):.2%}")
    return {
        "costs": costs,
        "Y_prediction_test": Y_prediction_test,
        "Y_prediction_train": Y_prediction_train,
        "w": params["w"],
        "b": params["b"],
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }


def _checked(
    w: ArrayLike, b: float, X: ArrayLike, Y: ArrayLike
) -> tuple[Floats, float, Floats, Labels]:
    w, b, X = _as_linear(w, b, X)
    return w, b, X, as_labels(Y, X.shape[1], 1)


def _as_linear(w: ArrayLike, b: float, X: ArrayLike) -> tuple[Floats, float, Floats]:
    X = as_matrix(X, "X", ("n_x", "m"))
    return as_matrix(w, "w", (Size("n_x", X.shape[0]), 1)), as_number(b, "b"), X


def _propagate(w: Floats, b: float, X: Floats, Y: Labels) -> tuple[dict[str, Any], float]:
    """`propagate` 的公式，不检查输入。"""
    m = X.shape[1]
    Z = w.T @ X + b
    cost = float(np.sum(cross_entropy_from_logits(Z.astype(np.float64), Y)) / m)
    dZ = cross_entropy_from_logits_prime(Z, Y)  # A − Y
    dw = X @ dZ.T / m
    db = float(np.sum(dZ) / m)
    return {"dw": dw, "db": db}, cost
