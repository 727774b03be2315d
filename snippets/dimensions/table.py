"""2-3-5-4-2-1 网络，10 个样本：每一层的每个数组有多大。"""

import numpy as np

from derive.network import L_model_backward, L_model_forward, initialize_parameters_deep

n, m = [2, 3, 5, 4, 2, 1], 10
parameters = initialize_parameters_deep(n)
X = np.random.default_rng(0).standard_normal((n[0], m))
AL, caches = L_model_forward(X, parameters)
grads = L_model_backward(AL, np.ones(AL.shape), caches)
print("l  W, dW    b, db    Z        前一层的 A, dA")
for l, ((A_prev, W, b), Z) in enumerate(caches, 1):
    assert grads[f"dW{l}"].shape == W.shape == (n[l], n[l - 1])
    assert grads[f"db{l}"].shape == b.shape == (n[l], 1)
    assert grads[f"dA{l - 1}"].shape == A_prev.shape == (n[l - 1], m)
    assert Z.shape == (n[l], m)
    print(f"{l}  {W.shape!s:8s} {b.shape!s:8s} {Z.shape!s:8s} {A_prev.shape}")
