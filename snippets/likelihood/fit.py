"""八个学生：训练前后，真实发生的这组标签的概率各是多少。"""

import numpy as np

from derive.activations import sigmoid
from derive.logistic import initialize_with_zeros, optimize, propagate

X = np.array([[0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0]])
Y = np.array([[0, 0, 0, 1, 0, 1, 1, 1]])
zero = initialize_with_zeros(1)
params, _, _ = optimize(*zero, X, Y, num_iterations=20000, learning_rate=0.5)
best = (params["w"], params["b"])
steeper = (2 * best[0], 2 * best[1])
for name, (w, b) in (("全取零", zero), ("训练之后", best), ("参数再大一倍", steeper)):
    A = sigmoid(w.T @ X + b)
    P = np.prod(np.where(Y == 1, A, 1 - A))
    _, J = propagate(w, b, X, Y)
    print(f"{name}：似然 {P:.4f}，代价 {J:.4f}，exp(-mJ) = {np.exp(-8 * J):.4f}")
