"""前向四式、反向六式走一遍：每个梯度与它的参数形状相同。"""

import numpy as np

from derive.shallow import backward_propagation, forward_propagation, initialize_parameters

rng = np.random.default_rng(1)
X, Y = rng.standard_normal((3, 10)), rng.integers(0, 2, (1, 10))
parameters = initialize_parameters(3, 4, 1)
A2, cache = forward_propagation(X, parameters)
grads = backward_propagation(parameters, cache, X, Y)
print(f"A1 {cache['A1'].shape}，A2 {A2.shape}")
for name, value in parameters.items():
    print(f"{name} {value.shape}   d{name} {grads[f'd{name}'].shape}")
