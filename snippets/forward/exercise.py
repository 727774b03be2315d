"""练习的答案。"""

import numpy as np

from derive.activations import relu, sigmoid
from derive.network import L_model_forward, initialize_parameters_deep

x = np.array([[2.0], [1.0]])
W1, b1 = np.array([[1.0, -1.0], [0.0, 2.0]]), np.array([[0.0], [-3.0]])
W2, b2 = np.array([[1.0, 4.0]]), np.array([[-1.0]])
z1 = W1 @ x + b1
a1 = relu(z1)
z2 = W2 @ a1 + b2
print(f"练习一：z1 = {z1.ravel()}，a1 = {a1.ravel()}，z2 = {z2.item():.1f}")
print(f"        ŷ = {sigmoid(z2).item():.4f}")
parameters = initialize_parameters_deep([4, 8, 8, 8, 2])
AL, caches = L_model_forward(np.zeros((4, 10)), parameters)
print(f"练习二：循环 {len(caches)} 次，AL 的形状 {AL.shape}")
print(f"练习三：X 与 b 全是 0 时，AL 最小 {AL.min():.1f}，最大 {AL.max():.1f}")
