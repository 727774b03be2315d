"""练习的答案。"""

import numpy as np

from derive.logistic import propagate

X, Y = np.array([[1.0, 3.0]]), np.array([[0, 1]])  # 一个特征，两个样本
grads, J = propagate(np.zeros((1, 1)), 0.0, X, Y)
print(f"练习一：J = {J:.4f}，dw = {grads['dw'].item():.4f}，db = {grads['db']:.4f}")

X_twice, Y_twice = np.tile(X, 2), np.tile(Y, 2)
grads_twice, J_twice = propagate(np.zeros((1, 1)), 0.0, X_twice, Y_twice)
print(f"练习二：J = {J_twice:.4f}，dw = {grads_twice['dw'].item():.4f}")

n, m = 12288, 209
print(f"练习三：{n} × {m} = {n * m:,} 次乘加")
