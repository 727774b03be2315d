"""练习的答案。"""

import numpy as np

W1, b1 = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0], [-1.0]])
W2, b2 = np.array([[3.0, -1.0]]), np.array([[2.0]])
W, b = W2 @ W1, W2 @ b1 + b2
print(f"练习一：合并后的权重 {W.ravel()}，偏置 {b.item():.1f}")
x = np.array([[1.0], [1.0]])
print(f"        两层 {(W2 @ (W1 @ x + b1) + b2).item():.1f}，一层 {(W @ x + b).item():.1f}")
rank = np.linalg.matrix_rank(np.ones((5, 1)) @ np.ones((1, 4)))
print(f"练习三：中间只有一个单元，合并后的 5×4 矩阵的秩是 {rank}")
