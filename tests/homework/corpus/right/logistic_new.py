# 新版本的写法：deepcopy、默认的学习率、类型标注
from __future__ import annotations

import copy

import numpy as np


# 期望：right
def sigmoid(z: np.ndarray) -> np.ndarray:
    return np.where(z > 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))


# 期望：right
def initialize_with_zeros(dim: int):
    return np.zeros(dim).reshape(-1, 1), 0.0


# 期望：right
def propagate(w, b, X, Y):
    Z = w.T @ X + b
    A = sigmoid(Z)
    cost = np.mean(np.logaddexp(0, Z) - Y * Z)
    dZ = A - Y
    grads = {
        "dw": np.mean(X * dZ, axis=1, keepdims=True),
        "db": np.mean(dZ),
    }
    return grads, float(cost)


# 期望：right
def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    w = copy.deepcopy(w)
    b = copy.deepcopy(b)
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w -= learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"Cost after iteration {i}: {cost}")
    return {"w": w, "b": b}, grads, costs


# 期望：right
def predict(w, b, X):
    return (w.T @ X + b > 0).astype(int)


# 期望：right
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    return {
        **params,
        "costs": costs,
        "Y_prediction_test": predict(**params, X=X_test),
        "Y_prediction_train": predict(**params, X=X_train),
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
