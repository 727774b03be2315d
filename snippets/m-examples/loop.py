"""逻辑回归的一次迭代，用两层循环写：外层走过 m 个样本，内层走过 n 个特征。"""

import numpy as np

from derive.activations import sigmoid
from derive.losses import cross_entropy

X = np.array([[1.0, -1.0, 2.0, 0.0], [2.0, 1.0, -1.0, 1.0]])  # 样本是列：(n, m) = (2, 4)
Y = np.array([[1, 0, 1, 0]])
w, b, alpha = [0.5, -0.25], 0.3, 0.5
n, m = X.shape

J, dw, db = 0.0, [0.0] * n, 0.0  # 一、累加器清零
for i in range(m):  # 二、逐个样本
    z = b
    for j in range(n):
        z += w[j] * X[j, i]
    a = sigmoid(z)
    J += cross_entropy(a, Y[0, i])
    dz = a - Y[0, i]
    for j in range(n):
        dw[j] += X[j, i] * dz
    db += dz
    print(f"第 {i + 1} 个样本：z = {z:7.4f}   a = {a:.4f}   dz = {dz:7.4f}")
J, dw, db = J / m, [d / m for d in dw], db / m  # 三、除以 m
print(f"J = {J:.4f}   dw1 = {dw[0]:.4f}   dw2 = {dw[1]:.4f}   db = {db:.4f}")
w, b = [w[j] - alpha * dw[j] for j in range(n)], b - alpha * db  # 四、更新
print(f"w1 = {w[0]:.4f}   w2 = {w[1]:.4f}   b = {b:.4f}")
