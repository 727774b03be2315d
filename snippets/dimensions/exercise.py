"""练习的答案。"""

import numpy as np

from derive.network import L_model_forward, initialize_parameters_deep

n, m = [12288, 20, 7, 5, 1], 209
parameters = initialize_parameters_deep(n)
_, caches = L_model_forward(np.zeros((n[0], m)), parameters)
(A_prev, W, b), Z = caches[1]
print(f"练习一：W2 {W.shape}，b2 {b.shape}，A1 {A_prev.shape}，Z2 {Z.shape}")
print(f"练习三：第一层 {parameters['W1'].size + 20:,} 个，占 {(12288 * 20 + 20) / 245973:.2%}")
doubled = [12288, 40, 14, 10, 1]
total = sum(array.size for array in initialize_parameters_deep(doubled).values())
print(f"        隐藏层都加倍，共 {total:,} 个，是原来的 {total / 245973:.3f} 倍")
