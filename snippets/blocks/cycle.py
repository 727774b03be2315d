"""训练的一个循环：前向、代价、反向、更新。重复它，代价就下降。"""

import numpy as np

from derive.network import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters_deep,
    update_parameters,
)

rng = np.random.default_rng(0)
X = rng.standard_normal((2, 200))
Y = (X[:1] * X[1:] > 0).astype(float)  # 两个特征同号为 1
parameters = initialize_parameters_deep([2, 8, 8, 1], scale="fan_in")
for k in range(2001):
    AL, caches = L_model_forward(X, parameters)
    if k % 500 == 0:
        print(f"第 {k:4d} 步  J = {compute_cost(AL, Y):.4f}")
    grads = L_model_backward(AL, Y, caches)
    parameters = update_parameters(parameters, grads, learning_rate=0.5)
