import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# 期望：wrong W 的形状写反
def initialize_parameters(n_x, n_h, n_y):
    W1 = np.random.randn(n_x, n_h) * 0.01
    W2 = np.random.randn(n_h, n_y) * 0.01
    b1 = np.zeros((n_h, 1))
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


# 期望：wrong 没有用 b
def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X)
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1)
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


# 期望：wrong 用了 log2
def compute_cost(A2, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log2(A2) + (1 - Y) * np.log2(1 - A2)) / m


# 期望：wrong 漏了激活函数的导数
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = np.dot(parameters["W2"].T, dZ2)
    grads = {}
    grads["dW2"] = np.dot(dZ2, cache["A1"].T) / m
    grads["db2"] = np.sum(dZ2, axis=1, keepdims=True) / m
    grads["dW1"] = np.dot(dZ1, X.T) / m
    grads["db1"] = np.sum(dZ1, axis=1, keepdims=True) / m
    return grads


# 期望：wrong 参数没有更新
def update_parameters(parameters, grads, learning_rate=1.2):
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    W1_new = W1 - learning_rate * grads["dW1"]
    b1_new = b1 - learning_rate * grads["db1"]
    W2_new = W2 - learning_rate * grads["dW2"]
    b2_new = b2 - learning_rate * grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
