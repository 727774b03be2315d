import numpy as np
from dnn_utils import sigmoid, relu


# 期望：wrong ReLU 的导数在 z<0 处写成 1
def relu_backward(dA, cache):
    Z = cache
    return np.where(Z > 0, dA, 1)


# 期望：wrong 忘了乘 dA
def sigmoid_backward(dA, cache):
    s = 1 / (1 + np.exp(-cache))
    return s * (1 - s)


# 期望：wrong 结果转置了
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.dot(A_prev, dZ.T) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db


# 期望：wrong loss 未取平均
def compute_cost(AL, Y):
    return np.squeeze(-np.dot(Y, np.log(AL).T) - np.dot(1 - Y, np.log(1 - AL).T))


# 期望：wrong b 也随机
def initialize_parameters_deep(layer_dims):
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01
        parameters["b" + str(l)] = np.random.randn(layer_dims[l], 1) * 0.01
    return parameters


# 期望：wrong 不符合任何已知错误
def linear_forward(A, W, b):
    Z = np.dot(W, A) + b
    cache = Z
    return Z, cache


# 期望：wrong 不符合任何已知错误
def update_parameters(parameters, grads, learning_rate):
    new = {}
    for key in parameters:
        new[key] = parameters[key] - learning_rate * (grads["d" + key] + 3 * parameters[key] ** 2)
    return new


# 期望：wrong 不符合任何已知错误
def relu(Z):
    A = np.maximum(0.37 * Z, Z)
    return A, Z
