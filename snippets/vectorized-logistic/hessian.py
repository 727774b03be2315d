"""Hessian 的特征值都不小于 0；沿任何方向量出来的弯曲，都与公式相同。"""

import numpy as np

from derive.activations import sigmoid_prime
from derive.logistic import propagate

rng = np.random.default_rng(4)
n, m = 3, 8
X, Y = rng.standard_normal((n, m)), rng.integers(0, 2, (1, m))
w, b = rng.standard_normal((n, 1)), 0.5

stacked = np.vstack([X, np.ones((1, m))])  # 最下面添一行 1，b 就成了第 n + 1 个权重
H = (stacked * sigmoid_prime(w.T @ X + b)) @ stacked.T / m
print("特征值", np.linalg.eigvalsh(H).round(4))

direction, h = rng.standard_normal((n + 1, 1)), 1e-3
u, c = direction[:n], direction[n].item()
J = [propagate(w + t * u, b + t * c, X, Y)[1] for t in (-h, 0.0, h)]
measured = (J[0] - 2 * J[1] + J[2]) / h**2
print(f"公式 {(direction.T @ H @ direction).item():.4f}   量得 {measured:.4f}")
