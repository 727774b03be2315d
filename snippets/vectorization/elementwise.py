"""逐元素的函数：一次作用于整个数组，形状不变。"""

import math

import numpy as np

v = np.array([[1.0], [2.0], [-0.5]])
u = np.zeros(v.shape)
for i in range(v.shape[0]):
    u[i] = math.exp(v[i].item())
print("循环写的 exp     ", u[:, 0].round(4))
for name, result in (
    ("np.exp(v)", np.exp(v)),
    ("np.log(np.abs(v))", np.log(np.abs(v))),
    ("np.abs(v)", np.abs(v)),
    ("np.maximum(v, 0)", np.maximum(v, 0)),
    ("v**2", v**2),
    ("1 / v", 1 / v),
):
    print(f"{name:17s}", result[:, 0].round(4), "形状", result.shape)
