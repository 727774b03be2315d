"""形状不对时，程序说出期望什么、得到什么。"""

import numpy as np

from derive.network import linear_backward, linear_forward

A_prev, W, b = np.ones((3, 10)), np.ones((5, 3)), np.ones((5, 1))
for call in (
    lambda: linear_forward(A_prev, W.T, b),
    lambda: linear_forward(A_prev, W, np.ones((5, 10))),
    lambda: linear_backward(np.ones((3, 10)), (A_prev, W, b)),
):
    try:
        call()
    except ValueError as error:
        print(error)
