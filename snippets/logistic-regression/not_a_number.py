"""常见错误：w * x 是逐元素相乘，不是加权和；w @ x 的形状对不上。"""

import numpy as np

w, x = np.array([[0.8], [-0.5]]), np.array([[2.0], [1.0]])
print("w.T @ x 的形状", (w.T @ x).shape, "值", (w.T @ x).item())
print("w * x   的形状", (w * x).shape, "值", (w * x).ravel().tolist())
try:
    w @ x
except ValueError:
    print("w @ x   形状 (2, 1) 与 (2, 1) 不能相乘")
