"""从 dA 出发：预测舍入成 0 或 1 时，无穷大乘 0，得到 NaN。"""

import numpy as np

from derive.activations import sigmoid

for z in (2.0, 800.0):
    y, a = 0.0, sigmoid(z)
    with np.errstate(divide="ignore", invalid="ignore"):
        dA = -(y / a - np.divide(1 - y, 1 - a))
        by_dA = dA * (a * (1 - a))
    print(f"z = {z:5.1f}  经过 dA：{by_dA:.4f}   直接 a − y：{a - y:.4f}")
