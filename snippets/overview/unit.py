"""同一个单元，同一套两步：逻辑回归是只有一个单元的网络。"""

import numpy as np

from derive.activations import sigmoid
from derive.losses import cross_entropy

x, y = np.array([[1.0], [2.0]]), 1
w, b = np.array([[0.5], [-1.0]]), 1.0
z = (w.T @ x + b).item()
a = sigmoid(z)
print(f"z = {z:.4f}   a = {a:.4f}   损失 = {cross_entropy(a, y):.4f}")
