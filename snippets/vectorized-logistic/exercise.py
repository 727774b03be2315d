"""练习的答案。"""

import numpy as np

from derive.logistic import predict, propagate

X, Y = np.array([[1.0, 2.0, 3.0]]), np.array([[0, 1, 1]])
grads, J = propagate(np.zeros((1, 1)), 0.0, X, Y)
print(f"练习一：J = {J:.4f}，dw = {grads['dw'].item():.4f}，db = {grads['db']:.4f}")

w, b = np.array([[2.0], [-1.0]]), -1.0
X = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 3.0]])
print(f"练习二：wᵀX + b = {(w.T @ X + b)[0]}，预测 {predict(w, b, X)[0]}")

stacked = np.array([[1.0, 2.0], [1.0, 1.0]])
slopes = np.array([[0.25, 0.25]])
H = (stacked * slopes) @ stacked.T / 2
print(f"练习四：Hessian 的两行 {H[0]}、{H[1]}，行列式 {np.linalg.det(H):.6f}")
