"""常见错误：db 求和漏了 axis=1 或 keepdims=True。"""

import numpy as np

dZ = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])  # 两个单元，三个样本
m = dZ.shape[1]
print("对：", (np.sum(dZ, axis=1, keepdims=True) / m).tolist())
print("漏了 axis：", np.sum(dZ) / m, "（两个单元的混在一起）")
print("axis=0：", np.sum(dZ, axis=0, keepdims=True).tolist(), "（每个样本一个，不是每个单元一个）")
print("漏了 keepdims：形状", (np.sum(dZ, axis=1) / m).shape, "（一维数组，以后会广播错）")
try:
    np.sum(dZ, axis=1, keepdims=true)
except NameError as error:
    print("照抄 keepdims = true：", type(error).__name__)
