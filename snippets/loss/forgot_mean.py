"""常见错误：忘了 1/m。样本复制十份，正确的代价不变，忘了 1/m 的变成十倍。"""

import numpy as np

from derive.losses import cost, cross_entropy

Y = np.array([[1, 0, 1]])
A = np.array([[0.8, 0.3, 0.6]])
for copies in (1, 10):
    A_many, Y_many = np.tile(A, copies), np.tile(Y, copies)
    total = np.sum(cross_entropy(A_many, Y_many))
    print(f"m = {Y_many.shape[1]:2d}   对 {cost(A_many, Y_many):.4f}   忘了 1/m {total:.4f}")
