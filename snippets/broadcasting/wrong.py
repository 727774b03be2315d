"""百分比表里容易错的三处：sum 之后的形状、axis 的方向、悄悄得到别的形状。"""

import numpy as np

A = np.array([[56.0, 0.0, 4.4, 68.0], [1.2, 104.0, 52.0, 8.0], [1.8, 135.0, 99.0, 0.9]])
print("A.sum(axis=0) 的形状            ", A.sum(axis=0).shape)
print("A.sum(axis=0, keepdims=True)    ", A.sum(axis=0, keepdims=True).shape)
print("A.sum(axis=1)                   ", A.sum(axis=1).shape, "：每种营养一个数")

try:
    A / A.sum(axis=1)
except ValueError as error:
    print("A / A.sum(axis=1) 报错：", str(error).strip())

B = A[:, :3]  # 三行三列时不再报错，却是错的
print("B / B.sum(axis=1) 的各列之和    ", (B / B.sum(axis=1)).sum(axis=0).round(4))
print("B / B.sum(axis=0) 的各列之和    ", (B / B.sum(axis=0)).sum(axis=0).round(4))

column, row = np.array([[1.0], [2.0], [3.0]]), np.array([[1.0, 2.0, 3.0]])
print("(3, 1) 减 (1, 3) 得到的形状     ", (column - row).shape)
