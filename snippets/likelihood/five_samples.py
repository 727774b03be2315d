"""五个样本：似然连乘，代价取平均，两者说的是同一件事。"""

import numpy as np

from derive.losses import cost

Y = np.array([[1, 0, 1, 1, 0]])
for name, Y_hat in (
    ("认真学过", np.array([[0.9, 0.2, 0.8, 0.7, 0.1]])),
    ("总猜一半", np.full((1, 5), 0.5)),
):
    P = np.prod(Y_hat**Y * (1 - Y_hat) ** (1 - Y))
    J = cost(Y_hat, Y)
    print(f"{name}：似然 P = {P:.4f}   代价 J = {J:.4f}   -ln(P)/m = {-np.log(P) / 5:.4f}")
