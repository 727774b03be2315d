"""一维数组从哪里来，怎样写才得到二维的。"""

import numpy as np

rng = np.random.default_rng(0)
X = rng.standard_normal((3, 4))
print("rng.standard_normal(5)        ", rng.standard_normal(5).shape)
print("rng.standard_normal((5, 1))   ", rng.standard_normal((5, 1)).shape)
print("X[:, 0]                       ", X[:, 0].shape)
print("X[:, 0:1]                     ", X[:, 0:1].shape)
print("X.sum(axis=1)                 ", X.sum(axis=1).shape)
print("X.sum(axis=1, keepdims=True)  ", X.sum(axis=1, keepdims=True).shape)
print("np.array([1, 0, 1])           ", np.array([1, 0, 1]).shape)
print("np.array([[1, 0, 1]])         ", np.array([[1, 0, 1]]).shape)
