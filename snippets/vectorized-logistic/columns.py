"""一次算出的 Z、A，每一列都与单独算那个样本相同。"""

import numpy as np

from derive.activations import sigmoid

rng = np.random.default_rng(0)
n, m = 3, 4
X, w, b = rng.standard_normal((n, m)), rng.standard_normal((n, 1)), 0.5
A = sigmoid(w.T @ X + b)
for i in range(m):
    x = X[:, i : i + 1]
    a = sigmoid(w.T @ x + b)
    print(f"第 {i + 1} 列：A 里是 {A[0, i]:.4f}，单独算是 {a.item():.4f}")
