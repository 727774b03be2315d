"""常见错误：1/m 除了两次。样本越多，梯度越小，训练越慢。"""

import numpy as np

rng = np.random.default_rng(0)
for m in (10, 1000):
    dZ, A_prev = rng.standard_normal((1, m)) + 1, np.ones((1, m))
    right = dZ @ A_prev.T / m
    twice = (dZ / m) @ A_prev.T / m
    print(f"m = {m:4d}  对 {right.item():.4f}   除了两次 {twice.item():.6f}")
