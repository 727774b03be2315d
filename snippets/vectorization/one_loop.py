"""去掉内层循环：dw 从 n 个数变成一列，一次累加整列。"""

import numpy as np

from derive.activations import sigmoid

rng = np.random.default_rng(2)
n, m = 5, 6
X, Y = rng.standard_normal((n, m)), rng.integers(0, 2, (1, m))
w, b = rng.standard_normal((n, 1)), 0.1

dw_entries = [0.0] * n  # 两层循环：逐个样本，逐个特征
dw = np.zeros((n, 1))  # 一层循环：逐个样本
for i in range(m):
    x = X[:, i : i + 1]  # 取一列，仍是 (n, 1)
    dz = (sigmoid(w.T @ x + b) - Y[0, i]).item()
    for j in range(n):
        dw_entries[j] += X[j, i] * dz
    dw += x * dz
print("两层循环", (np.array(dw_entries) / m).round(4))
print("一层循环", (dw / m)[:, 0].round(4))
