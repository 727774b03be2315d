"""同一个网络、同样的初值，只换学习率。"""

import numpy as np

from derive.trainer import train

rng = np.random.default_rng(0)
X = rng.standard_normal((2, 200))
Y = (X[:1] * X[1:] > 0).astype(float)  # 两个特征同号为 1
for alpha in (0.001, 0.01, 0.1, 1.0):
    costs = train(X, Y, [2, 8, 8, 1], learning_rate=alpha, steps=500).costs
    print(f"α = {alpha:5.3f}  500 步：{costs[0]:.4f} → {costs[-1]:.4f}，最大 {costs.max():.4f}")
costs = train(X, Y, [2, 8, 8, 1], learning_rate=10.0, steps=3).costs
print("α = 10     头 3 步：" + " → ".join(f"{J:.4f}" for J in costs))
