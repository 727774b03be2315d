"""五层网络：反向传播的梯度，与中心差商相比。"""

import numpy as np

from derive.gradient_check import gradient_check
from derive.network import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters_deep,
)

rng = np.random.default_rng(3)
parameters = initialize_parameters_deep([4, 6, 5, 4, 3, 2], scale="fan_in", rng=rng)
parameters = {
    name: value + 0.1 * rng.standard_normal(value.shape) for name, value in parameters.items()
}
X, Y = rng.standard_normal((4, 7)), rng.integers(0, 2, (2, 7))


def cost(parameters):
    return compute_cost(L_model_forward(X, parameters)[0], Y)


AL, caches = L_model_forward(X, parameters)
grads = L_model_backward(AL, Y, caches)
report = gradient_check(cost, parameters, grads)
verdict = "通过" if report.passed else "未通过"
print(f"{verdict}：每个数组的相对差都不超过 {report.bound:.0e}")

broken = dict(grads, db3=np.sum(grads["db3"]) * np.ones_like(grads["db3"]))  # axis 弄错
print(f"弄错一个之后，最可疑的是 {gradient_check(cost, parameters, broken).worst}")
