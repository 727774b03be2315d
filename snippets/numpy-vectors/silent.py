"""形状不合却不报错：预测是一行，标签是一列，误差成了一张表。"""

import numpy as np

A = np.array([[0.9, 0.2, 0.8]])  # (1, 3)
Y_row, Y_column, Y_flat = np.array([[1, 0, 1]]), np.array([[1], [0], [1]]), np.array([1, 0, 1])
for name, Y in (("(1, 3)", Y_row), ("(3, 1)", Y_column), ("(3,)  ", Y_flat)):
    error = A - Y
    print(f"Y 是 {name}：A - Y 的形状 {error.shape}，平方的平均 {np.mean(error**2):.4f}")
