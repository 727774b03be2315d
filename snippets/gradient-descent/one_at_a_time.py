"""常见错误：改完 w 再用新的 w 算 db。两个导数应在同一点上算。"""

import numpy as np

from derive.logistic import propagate

X = np.array([[0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0]])
Y = np.array([[0, 0, 0, 1, 0, 1, 1, 1]])
w, b, alpha = np.zeros((1, 1)), 0.5, 0.5
grads, _ = propagate(w, b, X, Y)
print(f"对：db = {grads['db']:.4f}，新的 b = {b - alpha * grads['db']:.4f}")
new_w = w - alpha * grads["dw"]
late, _ = propagate(new_w, b, X, Y)
print(f"错：db = {late['db']:.4f}，新的 b = {b - alpha * late['db']:.4f}")
