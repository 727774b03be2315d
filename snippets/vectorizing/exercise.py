"""练习的答案。"""

import numpy as np

W1, b1 = np.array([[1.0, -1.0], [2.0, 0.0]]), np.array([[0.0], [1.0]])
X = np.array([[1.0, 0.0, 2.0], [3.0, 1.0, 2.0]])
Z1 = W1 @ X + b1
print(Z1)
print(f"练习一：形状 {Z1.shape}，第二个单元对第三个样本的 z 是 {Z1[1, 2]:.1f}")
