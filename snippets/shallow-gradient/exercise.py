"""练习的答案。"""

import numpy as np

A1 = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]])
dZ2 = np.array([[0.5, -0.5]])
print(f"练习一：dW2 = {dZ2 @ A1.T / 2}，db2 = {np.sum(dZ2, axis=1, keepdims=True) / 2}")
W, dW = np.array([[0.2, -0.4]]), np.array([[0.5, -1.0]])
print(f"练习二：W2 = {W - 0.1 * dW}")
