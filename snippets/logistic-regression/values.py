"""两个特征的样本：先求加权和 z，再过 σ，得到概率。"""

import numpy as np

from derive.activations import sigmoid

w = np.array([[0.8], [-0.5]])  # (n_x, 1)
b = 0.1
for features in ([2.0, 1.0], [0.0, 0.0], [-3.0, 2.0], [10.0, 0.0]):
    x = np.array(features).reshape(-1, 1)  # (n_x, 1)
    z = w.T @ x + b  # (1, 1)
    print(f"{features}：z = {z.item():.4f}，ŷ = {sigmoid(z).item():.4f}")
