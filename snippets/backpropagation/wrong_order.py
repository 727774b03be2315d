"""常见错误：先更新了 W2，再拿新的 W2 去算 dz1。"""

import numpy as np

from derive.activations import sigmoid, tanh, tanh_prime

x, y = np.array([[1.0], [2.0]]), 1
W1, W2 = np.array([[0.5, -0.5], [1.0, 0.0]]), np.array([[1.0, -1.0]])
z1 = W1 @ x
a1 = tanh(z1)
dz2 = sigmoid(W2 @ a1) - y
right = W2.T @ dz2 * tanh_prime(z1)
W2 = W2 - 1.0 * (dz2 @ a1.T)  # 太早了
wrong = W2.T @ dz2 * tanh_prime(z1)
print(f"对 dz1 = {np.round(right.ravel(), 4)}")
print(f"错 dz1 = {np.round(wrong.ravel(), 4)}")
