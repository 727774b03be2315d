"""广播的日常用途：把每个特征减去平均、除以标准差（样本是列，所以沿 axis=1 求）。"""

import numpy as np

X = np.array([[1.0, 2.0, 3.0, 4.0], [100.0, 300.0, 200.0, 400.0]])
mean, deviation = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
standard = (X - mean) / deviation  # (2, 4) 减 (2, 1)，再除以 (2, 1)
print("平均", mean[:, 0], "标准差", deviation[:, 0].round(4))
print(standard.round(4))
