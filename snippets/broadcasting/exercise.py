"""练习的答案。"""

import numpy as np

for first, second in (((5, 1), (1, 4)), ((5, 4), (5, 1)), ((5, 4), (1, 5)), ((1, 1), (7, 2))):
    try:
        print(f"练习一：{first} 与 {second} → {np.broadcast_shapes(first, second)}")
    except ValueError:
        print(f"练习一：{first} 与 {second} → 不行")

A = np.array([[1.0, 3.0], [2.0, 6.0]])
print(f"练习二：{(A / A.sum(axis=1, keepdims=True)).round(4).tolist()}")

x = np.arange(1, 10)
table = x[:, np.newaxis] * x[np.newaxis, :]
print(f"练习三：形状 {table.shape}，第 7 行第 8 列是 {table[6, 7]}")

Z, b = np.zeros((4, 10)), np.zeros(4)
try:
    Z + b
except ValueError:
    print(f"练习四：(4, 10) 加 (4,) 不行；(4, 10) 加 (4, 1) 得 {(Z + b[:, np.newaxis]).shape}")
