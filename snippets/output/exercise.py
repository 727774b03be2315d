"""练习的答案。"""

import numpy as np

from derive.activations import relu, sigmoid

W1 = np.array([[1.0, 0.0, 2.0], [0.0, -1.0, 1.0]])
b1 = np.array([[1.0], [-1.0]])
W2, b2 = np.array([[2.0, -1.0]]), np.array([[-3.0]])
x = np.array([[1.0], [2.0], [0.5]])
z1 = W1 @ x + b1
a1 = relu(z1)
z2 = W2 @ a1 + b2
print(f"练习一：z1 = {z1.ravel()}，a1 = {a1.ravel()}")
print(f"        z2 = {z2.item():.4f}，a2 = {sigmoid(z2).item():.4f}")
print(f"练习三：乘法 {W1.size + W2.size} 次")
