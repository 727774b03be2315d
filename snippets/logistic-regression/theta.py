"""两种记号：(w, b) 与 θ，算出同一个 z。"""

import numpy as np

w, b = np.array([[0.8], [-0.5]]), 0.1
x = np.array([[2.0], [1.0]])
theta = np.vstack([[[b]], w])  # (n_x + 1, 1)
x_with_one = np.vstack([[[1.0]], x])
print("θ 的形状", theta.shape)
print(f"wᵀx + b = {(w.T @ x + b).item():.4f}   θᵀx̃ = {(theta.T @ x_with_one).item():.4f}")
