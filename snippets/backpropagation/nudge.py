"""把一个权重挪一小步，量一量损失变了多少：与反向传播算出的相同。"""

import numpy as np

from derive.activations import sigmoid, tanh, tanh_prime
from derive.losses import cross_entropy

x, y = np.array([[1.0], [2.0]]), 1
W1, b1 = np.array([[0.5, -0.5], [1.0, 0.0]]), np.array([[0.0], [0.0]])
W2, b2 = np.array([[1.0, -1.0]]), np.array([[0.0]])


def loss(W1):
    a2 = sigmoid(W2 @ tanh(W1 @ x + b1) + b2)
    return cross_entropy(a2.item(), y)


z1 = W1 @ x + b1
dz2 = sigmoid(W2 @ tanh(z1) + b2) - y
dW1 = (W2.T @ dz2 * tanh_prime(z1)) @ x.T
h = 1e-6
for j, k in ((0, 0), (0, 1), (1, 0), (1, 1)):
    step = np.zeros_like(W1)
    step[j, k] = h
    measured = (loss(W1 + step) - loss(W1 - step)) / (2 * h)
    print(f"dW1[{j}, {k}]：算得 {dW1[j, k]:7.4f}   量得 {measured:7.4f}")
