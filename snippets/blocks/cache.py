"""缓存里有什么：3-5-5-3-1 网络，10 个样本。"""

import numpy as np

from derive.network import L_model_backward, L_model_forward, initialize_parameters_deep

parameters = initialize_parameters_deep([3, 5, 5, 3, 1])
X = np.random.default_rng(0).standard_normal((3, 10))
AL, caches = L_model_forward(X, parameters)
for l, ((A_prev, W, b), Z) in enumerate(caches, 1):
    print(f"l = {l}  A_prev {A_prev.shape}  W {W.shape}  b {b.shape}  Z {Z.shape}")
grads = L_model_backward(AL, np.ones((1, 10)), caches)
print("梯度：", "、".join(f"{name} {value.shape}" for name, value in grads.items()))
