"""练习的答案。"""

import numpy as np

gray = np.zeros((28, 28))
color = np.zeros((32, 32, 3))
print(f"练习一：灰度图 {gray.size} 个，彩色图 {color.size} 个")
images = np.zeros((209, 64, 64, 3), dtype=np.uint8)
X = images.reshape(209, -1).T
print(f"练习二：X {X.shape}，x⁽⁷⁾ {X[:, 6:7].shape}，X[:, 6] {X[:, 6].shape}")
row, column, channel = 2, 5, 1
pixels = np.arange(64 * 64 * 3).reshape(64, 64, 3)
print(f"练习三：排在第 {pixels[row, column, channel] + 1} 个")
