"""一维数组：转置之后不变，与自己的“转置”相乘只得到一个数。"""

import numpy as np

rng = np.random.default_rng(0)
a = rng.standard_normal(5)
print("a       ", a.round(4), "形状", a.shape)
print("a.T     ", a.T.round(4), "形状", a.T.shape)
print(f"np.dot(a, a.T) = {np.dot(a, a.T):.4f}，np.dot(a.T, a) = {np.dot(a.T, a):.4f}")
