"""练习的答案。"""

import numpy as np

from derive.activations import relu_prime

a1, x = np.array([[2.0], [0.0]]), np.array([[1.0], [-1.0], [3.0]])
z1, W2, dz2 = np.array([[2.0], [-1.0]]), np.array([[0.5, 4.0]]), np.array([[-0.2]])
print(f"练习一：dW2 = {dz2 @ a1.T}，db2 = {dz2}")
dz1 = W2.T @ dz2 * relu_prime(z1)
print(f"练习二：da1 = {(W2.T @ dz2).ravel()}，dz1 = {dz1.ravel() + 0.0}")
print(f"练习三：dW1 的两行是 {(dz1 @ x.T)[0]} 与 {(dz1 @ x.T)[1]}")
