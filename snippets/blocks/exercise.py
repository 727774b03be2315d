"""练习的答案。"""

from itertools import pairwise

import numpy as np

from derive.network import L_model_forward, initialize_parameters_deep

n = [4, 6, 6, 6, 2]
_, caches = L_model_forward(np.zeros((4, 30)), initialize_parameters_deep(n))
(A_prev, W, b), Z = caches[2]
print(f"练习一：{len(caches)} 份缓存；第 3 份 A_prev {A_prev.shape}，W {W.shape}，Z {Z.shape}")
forward = sum(n_l * n_prev * 30 for n_prev, n_l in pairwise(n))
print(
    f"练习二：前向 {forward} 次，反向 {2 * forward} 次，不算 dA0 则 {2 * forward - 4 * 6 * 30} 次"
)
