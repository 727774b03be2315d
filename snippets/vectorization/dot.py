"""z = wᵀx + b：循环写四行，NumPy 写一行，结果相同。"""

import numpy as np

rng = np.random.default_rng(0)
n = 1000
w, x, b = rng.standard_normal((n, 1)), rng.standard_normal((n, 1)), 0.5

z = 0.0
for j in range(n):
    z += w[j, 0] * x[j, 0]
z += b

z_vectorized = np.dot(w.T, x) + b  # 也可以写 w.T @ x + b
print(f"循环   {z:.4f}")
print(f"向量化 {z_vectorized.item():.4f}，形状 {z_vectorized.shape}")
