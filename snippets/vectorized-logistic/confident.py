"""预测十分肯定时：照抄公式的代价成了 nan，由 Z 算的代价仍是对的。"""

import numpy as np

from derive.logistic import propagate

X, Y, w, b = np.array([[50.0, -3.0]]), np.array([[1, 0]]), np.array([[1.0]]), 0.0
with np.errstate(all="ignore"):
    A = 1 / (1 + np.exp(-(w.T @ X + b)))
    J = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
print(f"照抄公式：J = {J:.4f}")
print(f"propagate：J = {propagate(w, b, X, Y)[1]:.4f}")
