"""梯度检查：六个式子算出的梯度，与挪一小步量出来的相比。"""

import numpy as np

from derive.gradient_check import gradient_check
from derive.shallow import (
    backward_propagation,
    compute_cost,
    forward_propagation,
    initialize_parameters,
)

rng = np.random.default_rng(1)
X, Y = rng.standard_normal((3, 10)), rng.integers(0, 2, (1, 10))
parameters = initialize_parameters(3, 4, 1)
_, cache = forward_propagation(X, parameters)
grads = backward_propagation(parameters, cache, X, Y)


def cost(p):
    return compute_cost(forward_propagation(X, p)[0], Y)


print(f"对的梯度通过检查：{gradient_check(cost, parameters, grads).passed}")
grads["dW2"] = grads["dW2"] * X.shape[1]  # 忘了除以 m
checked = gradient_check(cost, parameters, grads)
print(f"改坏之后通过检查：{checked.passed}，最可疑的是 {checked.worst}")
