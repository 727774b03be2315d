"""循环里几处容易写错的地方，各得到什么。"""

import numpy as np

from derive.activations import sigmoid
from derive.logistic import propagate
from derive.losses import cross_entropy

X = np.array([[1.0, -1.0, 2.0, 0.0], [2.0, 1.0, -1.0, 1.0]])
Y = np.array([[1, 0, 1, 0]])
w, b = np.array([[0.5], [-0.25]]), 0.3
n, m = X.shape
A = sigmoid(w.T @ X + b)
losses = [cross_entropy(A[0, i], Y[0, i]) for i in range(m)]

J_assigned = 0.0
for loss in losses:
    J_assigned = loss  # 应是 +=
print(f"对：J = {sum(losses) / m:.4f}   错：J = L 而不是 J += L，得 {J_assigned / m:.4f}")

dZ = A - Y
right = propagate(w, b, X, Y)[0]["dw"][0, 0]
dw1 = 0.0
for i in range(m):
    dw1 += X[0, i] * dZ[0, i]
print(f"对：dw1 = {right:.4f}   错：忘了除以 m，得 {dw1:.4f}")

dw1 = 0.0
for i in range(m):
    dw1 = (dw1 + X[0, i] * dZ[0, i]) / m  # 应在循环之后除
print(f"对：dw1 = {right:.4f}   错：在循环里除以 m，得 {dw1:.4f}")

for epoch in range(2):
    if epoch == 0:
        dw1 = 0.0  # 应在每次迭代开头清零
    for i in range(m):
        dw1 += X[0, i] * dZ[0, i] / m
print(f"对：dw1 = {right:.4f}   错：第二次迭代没有清零，得 {dw1:.4f}")
