"""十层，每层一百个单元，tanh：信号的大小（均方根）一层一层怎样变，最后一层还有多少斜率。"""

import numpy as np

from derive.activations import tanh_prime
from derive.network import initialize_parameters_deep, linear_activation_forward

X = np.random.default_rng(1).standard_normal((100, 200))
for name, scale in (("0.01", 0.01), ("1/√n", "fan_in"), ("1", 1.0)):
    parameters = initialize_parameters_deep((100,) * 11, scale=scale)
    A, sizes = X, []
    for l in range(1, 11):
        A, (_, Z) = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "tanh")
        sizes.append(np.sqrt(np.mean(A**2)))
    print(f"s = {name}")
    print(f"  大小：第 1 层 {sizes[0]:.1e}，第 5 层 {sizes[4]:.1e}，第 10 层 {sizes[9]:.1e}")
    print(f"  第 10 层斜率的中位数 {np.median(tanh_prime(Z)):.1e}")
