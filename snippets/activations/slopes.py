"""公式给出的导数，与走一小步量出来的斜率。"""

import numpy as np

from derive.activations import sigmoid, sigmoid_prime, tanh, tanh_prime

h = 1e-5  # 一小步
for name, g, g_prime in (("sigmoid", sigmoid, sigmoid_prime), ("tanh", tanh, tanh_prime)):
    for z in (-2.0, 0.0, 2.0):
        measured = (g(z + h) - g(z - h)) / (2 * h)
        print(f"{name:8s} z = {z:4.1f}   公式 {g_prime(z):.4f}   量得 {measured:.4f}")
    assert np.isclose(g_prime(2.0), (g(2.0 + h) - g(2.0 - h)) / (2 * h))
