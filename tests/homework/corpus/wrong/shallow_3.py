import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# 期望：wrong 用了 np.random.rand
def initialize_parameters(n_x, n_h, n_y):
    W1 = np.random.rand(n_h, n_x) * 0.01
    W2 = np.random.rand(n_y, n_h) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


# 期望：wrong cache 里 Z 与 A 弄混
def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = sigmoid(Z2)
    cache = {"Z1": A1, "A1": A1, "Z2": A2, "A2": A2}
    return A2, cache


# 期望：wrong 少了负号
def compute_cost(A2, Y):
    m = Y.shape[1]
    return np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m


# 期望：wrong 符号反了
def backward_propagation(parameters, cache, X, Y):
    m = Y.shape[1]
    A1, A2, W2 = cache["A1"], cache["A2"], parameters["W2"]
    dZ2 = Y - A2
    dW2 = dZ2.dot(A1.T) / m
    db2 = dZ2.sum(axis=1, keepdims=True) / m
    dZ1 = W2.T.dot(dZ2) * (1 - A1 * A1)
    dW1 = dZ1.dot(X.T) / m
    db1 = dZ1.sum(axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


# 期望：wrong 参数没有更新
def update_parameters(parameters, grads, learning_rate=1.2):
    parameters = dict(parameters)
    for l in range(1, 3):
        parameters["W%d" % l] = parameters["W%d" % l] - learning_rate * grads["dW%d" % l]
    return parameters
