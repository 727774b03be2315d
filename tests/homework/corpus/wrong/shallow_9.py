import numpy as np


# 期望：wrong 用了 Z 而不是 A
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    W2 = parameters["W2"]
    Z1, A1, A2 = cache["Z1"], cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, Z1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(W2.T, dZ2) * (1 - A1**2)
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


# 期望：wrong loss 未取平均
# 两个参数的版本，另一种写法
def compute_cost(A2, Y):
    cost = -np.dot(Y, np.log(A2).T) - np.dot(1 - Y, np.log(1 - A2).T)
    return np.squeeze(cost)


# 期望：wrong 学习率写死了
def update_parameters(parameters, grads, learning_rate=1.2):
    out = {}
    for k, v in parameters.items():
        out[k] = v - 1.2 * grads["d" + k]
    return out
