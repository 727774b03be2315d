"""练习的答案。"""

import numpy as np

from derive.activations import sigmoid
from derive.losses import cost, cross_entropy

print(f"练习一：L(0.8, 1) = {cross_entropy(0.8, 1):.4f}，L(0.8, 0) = {cross_entropy(0.8, 0):.4f}")
A, Y = np.array([[0.8, 0.3]]), np.array([[1, 0]])
print(f"练习二：J = {cost(A, Y):.4f}")
z, y = 1.5, 1
print(f"练习三：∂L/∂z = {sigmoid(z) - y:.4f}")
