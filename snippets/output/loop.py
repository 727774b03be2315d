"""逐个单元算，与一次矩阵乘法：同样的四个数。"""

import numpy as np

from derive.activations import sigmoid

rng = np.random.default_rng(0)
W1, b1 = rng.standard_normal((4, 3)), rng.standard_normal((4, 1))
x = np.array([[1.0], [0.5], [-1.0]])

for j in range(4):  # 一个单元一个单元地算
    w = W1[j : j + 1].T  # 第 j 个单元的权重，写成一列：(3, 1)
    z = (w.T @ x + b1[j]).item()
    print(f"单元 {j + 1}：z = {z:7.4f}   a = {sigmoid(z):.4f}")

z1 = W1 @ x + b1  # 一次算完
print(f"一起算：z = {np.round(z1.ravel(), 4)}")
