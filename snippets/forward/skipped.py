"""常见错误：把 Z 当成 A 传给下一层，隐藏层就白加了。"""

import numpy as np

from derive.network import initialize_parameters_deep, linear_forward

parameters = initialize_parameters_deep([3, 5, 5, 1], scale="fan_in")
X = np.random.default_rng(2).standard_normal((3, 4))
Z = X
W, b = np.eye(3), np.zeros((3, 1))
for l in (1, 2, 3):
    Wl, bl = parameters[f"W{l}"], parameters[f"b{l}"]
    Z, _ = linear_forward(Z, Wl, bl)  # 忘了激活函数
    W, b = Wl @ W, Wl @ b + bl  # 三层合成的一层
print("三层，忘了激活函数：", Z.round(4).tolist())
print("合成的一层：        ", (W @ X + b).round(4).tolist(), "权重的形状", W.shape)
