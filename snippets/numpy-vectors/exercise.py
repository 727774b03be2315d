"""练习的答案。"""

import numpy as np

c = np.array([[1], [2], [3]])
print(f"练习一：cᵀc 的形状 {(c.T @ c).shape}，值 {(c.T @ c).item()}；ccᵀ 的形状 {(c @ c.T).shape}")
print(f"        c + c.T 的形状 {(c + c.T).shape}，第一行 {(c + c.T)[0]}")

X = np.zeros((4, 6))
print(f"练习二：{X[0].shape} {X[0:1].shape} {X[:, 2].shape} {X[:, [2]].shape} {X.mean().shape}")

A, Y = np.array([0.5, 0.5, 0.5, 0.5]), np.array([[1], [0], [1], [0]])
print(f"练习三：(A - Y).shape = {(A - Y).shape}")
