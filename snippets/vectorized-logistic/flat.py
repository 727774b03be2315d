"""只是凸，不一定只有一个最低点：两个特征成比例时，有一个方向是平的。"""

import numpy as np

from derive.logistic import propagate

X = np.array([[1.0, -1.0, 2.0, 0.5], [2.0, -2.0, 4.0, 1.0]])  # 第二行是第一行的两倍
Y = np.array([[1, 0, 0, 1]])
for t in (0.0, 1.0, 5.0):
    w = np.array([[0.3 + 2 * t], [0.1 - t]])  # 这样挪动，每个样本的 z 都不变
    print(f"w = ({w[0, 0]:5.2f}, {w[1, 0]:5.2f})   J = {propagate(w, 0.2, X, Y)[1]:.6f}")
