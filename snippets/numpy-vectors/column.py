"""列向量：转置之后是行向量；两种相乘，一种得 (1, 1)，一种得 (5, 5)。"""

import numpy as np

rng = np.random.default_rng(0)
a = rng.standard_normal((5, 1))
print("a.T =", a.T.round(4), "形状", a.T.shape)
print(f"a.T @ a 的形状 {(a.T @ a).shape}，值 {(a.T @ a).item():.4f}")
print("a @ a.T 的形状", (a @ a.T).shape)
print((a @ a.T).round(4))
