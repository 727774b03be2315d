"""常见错误：b 是一维数组。样本数恰好等于单元数时，广播不报错，却加错了方向。"""

import numpy as np

from derive.network import linear_forward

W, A_prev = np.zeros((2, 3)), np.zeros((3, 2))  # 两个单元，两个样本
b = np.array([[10.0], [20.0]])
print("对：b 是一列，每行加同一个数", (W @ A_prev + b).tolist())
print("错：b 是一维，加到了每一列上", (W @ A_prev + b.ravel()).tolist())
try:
    linear_forward(A_prev, W, b.ravel())
except ValueError as error:
    print(error)
