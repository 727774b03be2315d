"""三张 2×2 的小图：每张排成一列，并排成 X。"""

import numpy as np

images = np.arange(3 * 2 * 2 * 3).reshape(3, 2, 2, 3)  # (m, 高, 宽, 通道)
Y = np.array([[1, 0, 1]])
m = images.shape[0]
X = images.reshape(m, -1).T
print(f"X 的形状 {X.shape}，Y 的形状 {Y.shape}")
for i in range(m):
    same = np.array_equal(X[:, i], images[i].reshape(-1))
    print(f"第 {i + 1} 列就是第 {i + 1} 张图：{same}，标签 {Y[0, i]}")
print("X / 255 之后，最大的数", f"{(X / 255).max():.4f}")
