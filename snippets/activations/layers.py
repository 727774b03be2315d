"""梯度每穿过一层，就乘上那一层的导数：十层之后还剩多少？"""

import numpy as np

from derive.activations import relu_prime, sigmoid_prime, tanh_prime

rng = np.random.default_rng(0)
z = rng.standard_normal((10, 1000))  # 十层，每层 1000 条路径，z 取自标准正态分布
for name, g_prime in (("sigmoid", sigmoid_prime), ("tanh", tanh_prime), ("ReLU", relu_prime)):
    product = np.prod(g_prime(z), axis=0)  # 每条路径上十个导数的积
    alive = np.mean(product > 1e-3)
    print(f"{name:8s} 最大的积 {product.max():.2e}   大于 0.001 的路径占 {alive:.1%}")
