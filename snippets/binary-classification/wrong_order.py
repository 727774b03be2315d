"""常见错误：直接 reshape 成 (n_x, m)。形状对了，每一列却混着几张图的像素。"""

import numpy as np

images = np.repeat([10, 20, 30], 12).reshape(3, 2, 2, 3)  # 每张图只有一种颜色，好认
right = images.reshape(3, -1).T
wrong = images.reshape(-1, 3)
print("对：", right.shape, "第 1 列", right[:, 0].tolist())
print("错：", wrong.shape, "第 1 列", wrong[:, 0].tolist())
