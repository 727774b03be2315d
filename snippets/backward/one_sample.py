"""一个样本，2-2-1 网络：四条式子，一步一步。"""

import numpy as np

from derive.activations import relu, relu_prime, sigmoid

x, y = np.array([[2.0], [1.0]]), 1
W1, b1 = np.array([[1.0, -1.0], [0.0, 1.0]]), np.array([[0.0], [-2.0]])
W2, b2 = np.array([[2.0, -1.0]]), np.array([[-2.0]])
z1 = W1 @ x + b1
a1 = relu(z1)
z2 = W2 @ a1 + b2
a2 = sigmoid(z2)
print(f"前向  z1 {z1.ravel()}  a1 {a1.ravel()}  z2 {z2.ravel()}  ŷ {a2.item():.2f}")

dz2 = a2 - y  # 起点
print(f"l = 2  dz2 {dz2.ravel()}  dW2 {dz2 @ a1.T}  db2 {dz2.ravel()}")
da1 = W2.T @ dz2
dz1 = da1 * relu_prime(z1)
print(f"l = 1  da1 {da1.ravel()}  dz1 {dz1.ravel()}  dW1 {(dz1 @ x.T).tolist()}")
