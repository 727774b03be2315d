"""循环的结果，与 derive.logistic.propagate 相同；也与量出来的斜率相同。"""

import numpy as np

from derive.activations import sigmoid
from derive.logistic import propagate

X = np.array([[1.0, -1.0, 2.0, 0.0], [2.0, 1.0, -1.0, 1.0]])
Y = np.array([[1, 0, 1, 0]])
w, b = np.array([[0.5], [-0.25]]), 0.3
n, m = X.shape

dw = np.zeros((n, 1))
for i in range(m):
    x, y = X[:, i : i + 1], Y[0, i]
    dw += x * (sigmoid(w.T @ x + b) - y)
dw /= m

grads, J = propagate(w, b, X, Y)
h = 1e-5
for j in range(n):
    step = np.zeros((n, 1))
    step[j] = h
    up, down = propagate(w + step, b, X, Y)[1], propagate(w - step, b, X, Y)[1]
    measured = (up - down) / (2 * h)
    print(
        f"dw{j + 1}：循环 {dw[j, 0]:.6f}   propagate {grads['dw'][j, 0]:.6f}   量得 {measured:.6f}"
    )
