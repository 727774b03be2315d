"""一个样本穿过两层：每一层都是“加权求和，再激活”。"""

import numpy as np

from derive.activations import sigmoid, tanh
from derive.losses import cross_entropy

x, y = np.array([[1.0], [2.0]]), 1
W1, b1 = np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([[0.0], [1.0]])
W2, b2 = np.array([[1.0, -2.0]]), np.array([[0.5]])

z1 = W1 @ x + b1
a1 = tanh(z1)
z2 = W2 @ a1 + b2  # 第二层的输入是 a1，不是 x
a2 = sigmoid(z2)
for name, value in (("z1", z1), ("a1", a1), ("z2", z2), ("a2", a2)):
    print(f"{name}：形状 {value.shape}，值 {np.round(value.ravel(), 4)}")
print(f"损失 {cross_entropy(a2.item(), y):.4f}")
