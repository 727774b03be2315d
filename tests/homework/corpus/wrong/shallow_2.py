import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# 期望：wrong 忘了乘 0.01
def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    W1 = np.random.randn(n_h, n_x)
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h)
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


# 期望：wrong 输出层用了 tanh
def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = np.tanh(Z2)
    cache = dict(Z1=Z1, A1=A1, Z2=Z2, A2=A2)
    return A2, cache


# 期望：wrong 少了 1−y 那一项
def compute_cost(A2, Y, parameters):
    m = Y.shape[1]
    logprobs = np.multiply(np.log(A2), Y)
    cost = -np.sum(logprobs) / m
    return float(np.squeeze(cost))


# 期望：wrong axis 弄反
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    W2 = parameters["W2"]
    A1 = cache["A1"]
    A2 = cache["A2"]
    dZ2 = A2 - Y
    dW2 = 1 / m * np.dot(dZ2, A1.T)
    db2 = 1 / m * np.sum(dZ2, axis=0, keepdims=True)
    dZ1 = np.multiply(np.dot(W2.T, dZ2), 1 - np.power(A1, 2))
    dW1 = 1 / m * np.dot(dZ1, X.T)
    db1 = 1 / m * np.sum(dZ1, axis=0, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


# 期望：wrong 没有乘学习率
def update_parameters(parameters, grads, learning_rate=1.2):
    W1 = parameters["W1"] - grads["dW1"]
    b1 = parameters["b1"] - grads["db1"]
    W2 = parameters["W2"] - grads["dW2"]
    b2 = parameters["b2"] - grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


# 期望：wrong 阈值的方向反了
def predict(parameters, X):
    A2, _ = forward_propagation(X, parameters)
    return A2 < 0.5
