"""练习的答案。"""

import numpy as np

from derive.activations import sigmoid
from derive.losses import cross_entropy

x, w, b, y = np.array([[2.0], [-1.0]]), np.array([[1.0], [0.5]]), 0.0, 0
z = w.T @ x + b
a = sigmoid(z)
dz = a - y
print(f"练习一：z = {z.item():.4f}，a = {a.item():.4f}，dz = {dz.item():.4f}")
print(f"        dw = {(x @ dz)[:, 0].round(4)}，db = {dz.item():.4f}")
w_new, b_new = w - 0.1 * x @ dz, b - 0.1 * dz
a_new = sigmoid(w_new.T @ x + b_new)
print(f"练习二：w = {w_new[:, 0].round(4)}，b = {b_new.item():.4f}")
losses = [cross_entropy(value, y).item() for value in (a, a_new)]
print(f"        损失从 {losses[0]:.4f} 变成 {losses[1]:.4f}")
x_zero = np.array([[0.0], [-1.0]])
dw = x_zero @ (sigmoid(w.T @ x_zero + b) - y)
print(f"练习三：dw = {dw[:, 0].round(4)}")
