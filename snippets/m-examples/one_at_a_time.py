"""每看一个样本就更新一次，与看完全部样本再更新一次，不是同一种算法。"""

import numpy as np

from derive.logistic import propagate

X = np.array([[1.0, -1.0, 2.0, 0.0], [2.0, 1.0, -1.0, 1.0]])
Y = np.array([[1, 0, 1, 0]])
start_w, start_b, alpha = np.array([[0.5], [-0.25]]), 0.3, 0.5

grads, _ = propagate(start_w, start_b, X, Y)
w, b = start_w - alpha * grads["dw"], start_b - alpha * grads["db"]
print(f"看完全部再更新：w = {w[:, 0].round(4)}，b = {b:.4f}，J = {propagate(w, b, X, Y)[1]:.4f}")

w, b = start_w, start_b
for i in range(X.shape[1]):
    grads, _ = propagate(w, b, X[:, i : i + 1], Y[:, i : i + 1])
    w, b = w - alpha * grads["dw"], b - alpha * grads["db"]
print(f"看一个更新一次：w = {w[:, 0].round(4)}，b = {b:.4f}，J = {propagate(w, b, X, Y)[1]:.4f}")
