"""常见错误：第二层又拿 x 当输入。两层的宽度不同时会报错；相同时，悄悄算出另一个数。"""

import numpy as np

from derive.activations import sigmoid, tanh

x = np.array([[1.0], [2.0]])
W1, b1 = np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([[0.0], [1.0]])
W2, b2 = np.array([[1.0, -2.0]]), np.array([[0.5]])
a1 = tanh(W1 @ x + b1)
print(f"对 {sigmoid(W2 @ a1 + b2).item():.4f}   错 {sigmoid(W2 @ x + b2).item():.4f}")

W2 = np.array([[1.0, -2.0, 3.0, 0.5]])  # 换成四个隐藏单元
try:
    W2 @ x + b2
except ValueError:
    print(f"W2 {W2.shape} 与 x {x.shape} 不能相乘")
