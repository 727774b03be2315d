"""走许多步梯度下降：前向、代价、反向、更新，周而复始。"""

import numpy as np

from derive.network import initialize_parameters_deep
from derive.shallow import (
    backward_propagation,
    compute_cost,
    forward_propagation,
    update_parameters,
)

X = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([[0, 1, 1, 0]])  # 异或
parameters = initialize_parameters_deep((2, 4, 1), scale="fan_in")
for step in range(801):
    A2, cache = forward_propagation(X, parameters)
    if step % 200 == 0:
        print(f"第 {step:3d} 步：代价 {compute_cost(A2, Y):.4f}，预测 {np.round(A2.ravel(), 2)}")
    grads = backward_propagation(parameters, cache, X, Y)
    parameters = update_parameters(parameters, grads, learning_rate=1.2)
