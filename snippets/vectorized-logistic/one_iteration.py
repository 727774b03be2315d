"""逻辑回归的一次迭代：前向、代价、反向、更新，没有一个对样本或特征的循环。"""

import numpy as np

from derive.activations import sigmoid
from derive.losses import cost

X = np.array([[1.0, -1.0, 2.0, 0.0], [2.0, 1.0, -1.0, 1.0]])
Y = np.array([[1, 0, 1, 0]])
w, b, alpha = np.array([[0.5], [-0.25]]), 0.3, 0.5
m = X.shape[1]

Z = w.T @ X + b  # (1, m)；b 是一个数，广播到每一列
A = sigmoid(Z)  # (1, m)
J = cost(A, Y)
dZ = A - Y  # (1, m)
dw = X @ dZ.T / m  # (n, 1)
db = np.sum(dZ) / m  # 一个数
print(f"J = {J:.4f}   dw = {dw[:, 0].round(4)}   db = {db:.4f}")
w = w - alpha * dw
b = b - alpha * db
print(f"w = {w[:, 0].round(4)}   b = {b:.4f}")
for name, value in (("Z", Z), ("A", A), ("dZ", dZ), ("dw", dw)):
    print(f"{name:2s} 形状 {value.shape}")
