"""权重太大，tanh 一开始就饱和：斜率几乎是零。"""

import numpy as np

from derive.activations import tanh_prime

rng = np.random.default_rng(0)
X, W1 = rng.standard_normal((2, 1000)), rng.standard_normal((4, 2))
for scale in (0.01, 1.0, 100.0):
    slope = tanh_prime(scale * W1 @ X)
    flat = np.mean(slope < 0.001)
    print(f"乘以 {scale:6.2f}：斜率的中位数 {np.median(slope):.4f}，{flat:.1%} 的地方几乎是平的")
