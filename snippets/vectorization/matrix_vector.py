"""u = Av：两层循环与一次矩阵乘法。"""

import numpy as np

A = np.array([[1.0, 2, 0], [3, -1, 2], [0, 4, 1], [2, 2, -3]])
v = np.array([[2.0], [1], [3]])
n, p = A.shape

u = np.zeros((n, 1))  # 形状要写成一个元组
for i in range(n):
    for k in range(p):
        u[i] += A[i, k] * v[k]

print("两层循环", u[:, 0])
print("A @ v   ", (A @ v)[:, 0])
