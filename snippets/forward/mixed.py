"""每一层可以用不同的激活函数：一层一层地调用 linear_activation_forward。"""

import numpy as np

from derive.network import initialize_parameters_deep, linear_activation_forward

n = [3, 5, 5, 3, 1]
activations = ["relu", "tanh", "relu", "sigmoid"]  # 第 1 层到第 4 层
parameters = initialize_parameters_deep(n, scale="fan_in")
A = np.random.default_rng(1).standard_normal((n[0], 2))  # A[0] = X，两个样本
for l, activation in enumerate(activations, 1):
    A, _ = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], activation)
    print(f"A{l}  {activation:8s} 形状 {A.shape}  最小 {A.min():7.4f}  最大 {A.max():7.4f}")
