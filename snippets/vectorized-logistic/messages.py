"""形状不对时，propagate 说清楚哪个数组、期望什么、怎么改。"""

import numpy as np

from derive.logistic import propagate

X, Y, w = np.zeros((3, 5)), np.array([[1, 0, 1, 0, 1]]), np.zeros((3, 1))
cases = {
    "w 是一维数组": (w[:, 0], X, Y),
    "Y 写成了一列": (w, X, Y.T),
    "标签是 -1 与 1": (w, X, 2 * Y - 1),
}
for name, (w_, X_, Y_) in cases.items():
    try:
        propagate(w_, 0.0, X_, Y_)
    except ValueError as error:
        print(f"{name}：\n  {error}")
