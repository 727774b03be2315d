"""把一维数组改成列或行；再用断言守住形状。"""

import numpy as np

a = np.arange(5.0)
print("a.reshape(5, 1)    ", a.reshape(5, 1).shape)
print("a.reshape(-1, 1)   ", a.reshape(-1, 1).shape, "，-1 表示由别的数算出")
print("a.reshape(1, -1)   ", a.reshape(1, -1).shape)
print("a[:, np.newaxis]   ", a[:, np.newaxis].shape)
print("reshape 共用内存：", np.shares_memory(a, a.reshape(5, 1)))

column = a.reshape(5, 1)
assert column.shape == (5, 1)  # 成立，什么也不发生
try:
    assert a.shape == (5, 1), f"a 应是 (5, 1)，实际是 {a.shape}"
except AssertionError as error:
    print("断言不成立：", error)
