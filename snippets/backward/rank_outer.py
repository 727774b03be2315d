"""常见错误：dW = dz · a 漏了转置。一个样本时，形状就对不上。"""

import numpy as np

dz = np.array([[1.0], [2.0], [3.0]])  # (3, 1)
a_prev = np.array([[10.0], [20.0]])  # (2, 1)
print("对：dz @ a_prev.T 的形状", (dz @ a_prev.T).shape)
try:
    dz @ a_prev
except ValueError:
    print("错：dz @ a_prev 算不出来，(3, 1) 与 (2, 1) 不能相乘")
dz, a_prev = np.array([[1.0], [2.0]]), np.array([[10.0], [20.0]])
print("单元数相等时，* 不报错，却只有一列：", (dz * a_prev).shape, "应为", (dz @ a_prev.T).shape)
