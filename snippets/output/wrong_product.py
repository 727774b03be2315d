"""常见错误：* 是逐元素乘，@ 才是矩阵乘；一维的 x 会让偏置悄悄广播成矩阵。"""

import numpy as np

W1, b1 = np.ones((4, 3)), np.zeros((4, 1))
x = np.array([[1.0], [2.0], [3.0]])
print(f"对：(W1 @ x + b1).shape = {(W1 @ x + b1).shape}")
try:
    W1 * x
except ValueError:
    print(f"错：W1 * x，{W1.shape} 与 {x.shape} 不能逐元素相乘")
flat = x.ravel()  # 一维数组
print(f"错：(W1 @ flat + b1).shape = {(W1 @ flat + b1).shape}")
