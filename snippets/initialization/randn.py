"""常见错误：randn 的参数不是元组；W2 的形状不是 (2, 2)。"""

import numpy as np

rng = np.random.RandomState(0)  # 与 np.random.randn 同一套函数，带着自己的种子
try:
    rng.randn((2, 2))
except TypeError:
    print("randn((2, 2))：TypeError，要写 randn(2, 2)")
print(f"randn(2, 2) 的形状 {rng.randn(2, 2).shape}")

A1 = np.ones((2, 5))  # 两个隐藏单元，五个样本
for shape in ((2, 2), (1, 2)):
    Z2 = rng.randn(*shape) * 0.01 @ A1
    print(f"W2 {shape}：Z2 {Z2.shape}，应是 (1, 5)")
