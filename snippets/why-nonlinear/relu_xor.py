"""手工写下的两个 ReLU 单元：正好算出异或。"""

import numpy as np

from derive.activations import relu

X = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
W1, b1 = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[0.0], [-1.0]])
W2 = np.array([[1.0, -2.0]])
A1 = relu(W1 @ X + b1)
print(A1)
print("输出", (W2 @ A1).ravel())
