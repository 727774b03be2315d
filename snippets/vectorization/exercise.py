"""练习的答案。"""

import numpy as np

A, v = np.array([[1, 2], [3, 4], [5, 6]]), np.array([[1], [-1]])
print(f"练习一：A @ v = {(A @ v)[:, 0]}，形状 {(A @ v).shape}")

x = np.array([[3.0], [-4.0]])
print(f"练习二：各数的平方和 {np.sum(x**2):.0f}，x.T @ x = {(x.T @ x).item():.0f}")

rng = np.random.default_rng(0)
X, dZ = rng.standard_normal((3, 5)), rng.standard_normal((1, 5))
loop = sum(X[:, i : i + 1] * dZ[0, i] for i in range(5)) / 5
print(f"练习三：两种写法相同吗？{np.allclose(loop, X @ dZ.T / 5)}，形状 {loop.shape}")

M = np.array([[1.0, -2.0], [0.5, 3.0]])
squares = 0.0
for i in range(2):
    for j in range(2):
        if M[i, j] > 0:
            squares += M[i, j] ** 2
print(f"练习四：循环 {squares:.4f}，向量化 {np.sum(np.maximum(M, 0) ** 2):.4f}")
