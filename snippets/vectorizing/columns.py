"""样本排成列，W 左乘之后，结果也是一列一列的。"""

import numpy as np

W = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.0]])
b = np.array([[10.0], [20.0], [30.0]])
X = np.array([[1.0, 2.0, 0.0], [1.0, 0.0, 4.0]])
for i in range(3):
    print(f"样本 {i + 1}：W x + b = {(W @ X[:, i : i + 1] + b).ravel()}")
print(W @ X + b)
