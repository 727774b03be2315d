"""一到六层的网络：反向传播的梯度，与中心差商相比。"""

import numpy as np

from derive.gradient_check import gradient_check
from derive.network import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters_deep,
)

n, m = [4, 6, 5, 7, 3, 4, 2], 9
rng = np.random.default_rng(3)


def cost(parameters):
    return compute_cost(L_model_forward(X, parameters)[0], Y)


for L in range(1, 7):
    parameters = initialize_parameters_deep(n[: L + 1], scale="fan_in", rng=rng)
    for l in range(1, L + 1):
        parameters[f"b{l}"] = 0.3 * rng.standard_normal((n[l], 1))
    X, Y = rng.standard_normal((n[0], m)), rng.integers(0, 2, (n[L], m))
    AL, caches = L_model_forward(X, parameters)
    grads = L_model_backward(AL, Y, caches)
    report = gradient_check(cost, parameters, grads)
    print(f"L = {L}：{len(report.differences)} 个梯度，{'全都相符' if report.passed else '不符'}")

broken = dict(grads, dW3=grads["dW3"] * m)  # 忘了 1/m
print(f"弄错一个之后，最可疑的是 {gradient_check(cost, parameters, broken).worst}")
