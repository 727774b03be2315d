"""练习的答案。"""

import numpy as np

from derive.network import linear_activation_backward, linear_backward

dZ = np.array([[1.0, -2.0], [0.0, 4.0]])
A_prev = np.array([[1.0, 3.0], [2.0, 0.0], [0.0, 1.0]])
W, b = np.array([[1.0, 0.0, 2.0], [-1.0, 1.0, 0.0]]), np.zeros((2, 1))
dA_prev, dW, db = linear_backward(dZ, (A_prev, W, b))
print(f"练习一：dW = {dW.tolist()}")
print(f"        db = {db.tolist()}")
print(f"        dA_prev = {dA_prev.tolist()}")
Z, dA = np.array([[2.0, -1.0]]), np.array([[5.0, 7.0]])
_, _, db = linear_activation_backward(
    dA, ((np.ones((1, 2)), np.ones((1, 1)), np.zeros((1, 1))), Z), "relu"
)
print(f"练习二：dZ = {(dA * (Z > 0)).tolist()}，db = {db.item():.1f}")
