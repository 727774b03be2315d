"""一个样本，两个隐藏单元：前向四步，反向六步，每一步都印出来。"""

import numpy as np

from derive.activations import sigmoid, tanh, tanh_prime

x, y = np.array([[1.0], [2.0]]), 1
W1, b1 = np.array([[0.5, -0.5], [1.0, 0.0]]), np.array([[0.0], [0.0]])
W2, b2 = np.array([[1.0, -1.0]]), np.array([[0.0]])

z1 = W1 @ x + b1
a1 = tanh(z1)
z2 = W2 @ a1 + b2
a2 = sigmoid(z2)

dz2 = a2 - y
dW2, db2 = dz2 @ a1.T, dz2
da1 = W2.T @ dz2
dz1 = da1 * tanh_prime(z1)
dW1, db1 = dz1 @ x.T, dz1
for name, value in (("a1", a1), ("a2", a2), ("dz2", dz2), ("dW2", dW2), ("da1", da1), ("dz1", dz1)):
    print(f"{name:4s}{value.shape!s:7s} {np.round(value.ravel(), 4)}")
print("dW1", dW1.shape)
print(np.round(dW1, 4))
