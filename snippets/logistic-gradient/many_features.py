"""n 个特征：x、w、dw 都是 (n, 1) 的列，z、a、dz 是 (1, 1)。"""

import numpy as np

from derive.activations import sigmoid

rng = np.random.default_rng(1)
n = 4
x, w, b, y = rng.standard_normal((n, 1)), rng.standard_normal((n, 1)), 0.5, 0
z = w.T @ x + b
a = sigmoid(z)
dz = a - y
dw, db = x @ dz, dz
for name, value in (("x", x), ("w", w), ("z", z), ("dz", dz), ("dw", dw), ("db", db)):
    print(f"{name:2s} 形状 {value.shape}")
print("dw 的各个分量：", " ".join(f"{value:.4f}" for value in dw[:, 0]))
print("x 乘以 dz    ：", " ".join(f"{value:.4f}" for value in x[:, 0] * dz.item()))
