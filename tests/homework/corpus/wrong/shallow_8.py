import numpy as np


# 期望：wrong 用了 Z 而不是 A
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - np.square(cache["Z1"]))
    return {
        "dW1": np.dot(dZ1, X.T) / m,
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
        "dW2": np.dot(dZ2, cache["A1"].T) / m,
        "db2": np.sum(dZ2, axis=1, keepdims=True) / m,
    }


# 期望：wrong 不符合任何已知错误
def compute_cost(A2, Y):
    m = Y.shape[1]
    return np.sum((A2 - Y) ** 2) / (3 * m)


# 期望：wrong 不符合任何已知错误
def layer_sizes(X, Y):
    return (X.shape[0], 4, Y.shape[0] + 1)
