"""常见错误：减号写成加号，代价一路上升。"""

import numpy as np

from derive.logistic import propagate

X = np.array([[0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0]])
Y = np.array([[0, 0, 0, 1, 0, 1, 1, 1]])
for sign, name in ((-1, "减"), (1, "加")):
    w, b, costs = np.zeros((1, 1)), 0.0, []
    for _ in range(4):
        grads, cost = propagate(w, b, X, Y)
        costs.append(f"{cost:.4f}")
        w, b = w + sign * 0.5 * grads["dw"], b + sign * 0.5 * grads["db"]
    print(f"{name}：", " → ".join(costs))
