"""W1 全零，可是 W2 的两列不同：一步之后，两个隐藏单元就不一样了。"""

import numpy as np

from derive.shallow import backward_propagation, forward_propagation

X, Y = np.array([[1.0]]), np.array([[1]])
parameters = {
    "W1": np.zeros((2, 1)),
    "b1": np.zeros((2, 1)),
    "W2": np.array([[1.0, 2.0]]),
    "b2": np.zeros((1, 1)),
}
_, cache = forward_propagation(X, parameters)
grads = backward_propagation(parameters, cache, X, Y)
print(f"dW1 的两行：{grads['dW1'].ravel()}")
