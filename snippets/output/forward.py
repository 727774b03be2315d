"""四行程序，走完整个网络；形状在每一步都对得上。"""

import numpy as np

from derive.activations import sigmoid

rng = np.random.default_rng(0)
W1, b1 = rng.standard_normal((4, 3)), np.zeros((4, 1))
W2, b2 = rng.standard_normal((1, 4)), np.zeros((1, 1))
x = np.array([[1.0], [0.5], [-1.0]])

z1 = W1 @ x + b1
a1 = sigmoid(z1)
z2 = W2 @ a1 + b2
a2 = sigmoid(z2)
print(f"z1 {z1.shape} -> a1 {a1.shape} -> z2 {z2.shape} -> a2 {a2.shape}")
print(f"预测 {a2.item():.4f}")
