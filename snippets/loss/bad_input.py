"""形状不对时，cost 说清楚该怎么改，而不是悄悄广播出一个错的数。"""

import numpy as np

from derive.losses import cost

A = np.array([0.9, 0.2, 0.8])  # 一维数组：既不是行也不是列
Y = np.array([[1, 0, 1]])
try:
    cost(A, Y)
except ValueError as error:
    print(error)
