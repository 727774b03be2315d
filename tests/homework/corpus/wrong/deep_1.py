# 第四周：逐步搭建
import numpy as np
from dnn_utils_v2 import sigmoid, sigmoid_backward, relu, relu_backward

np.random.seed(1)


# 期望：wrong W 的形状写反
def initialize_parameters_deep(layer_dims):
    p = {}
    for l in range(1, len(layer_dims)):
        p["W" + str(l)] = np.random.randn(layer_dims[l - 1], layer_dims[l]) * 0.01
        p["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return p


# 期望：wrong 没有用 b
def linear_forward(A, W, b):
    Z = np.matmul(W, A)
    return Z, (A, W, b)


# 期望：wrong 用了 A 而不是 Z
def linear_activation_forward(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "relu":
        A, _ = relu(Z)
    else:
        A, _ = sigmoid(Z)
    return A, (linear_cache, A)


# 期望：wrong 最后一层也用了 ReLU
def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L + 1):
        A, cache = linear_activation_forward(A, parameters["W%d" % l], parameters["b%d" % l], "relu")
        caches.append(cache)
    return A, caches


# 期望：wrong loss 未取平均
def compute_cost(AL, Y):
    cost = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
    return cost


# 期望：wrong 少了 1/m
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    dW = np.dot(dZ, A_prev.T)
    db = np.mean(dZ, axis=1, keepdims=True)
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db


# 期望：wrong 漏了激活函数的导数
def linear_activation_backward(dA, cache, activation):
    linear_cache, activation_cache = cache
    return linear_backward(dA, linear_cache)


# 期望：wrong 符号反了
def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    dA = np.divide(Y, AL) - np.divide(1 - Y, 1 - AL)
    activation = "sigmoid"
    for l in range(L, 0, -1):
        dA, dW, db = linear_activation_backward(dA, caches[l - 1], activation)
        grads["dA" + str(l - 1)] = dA
        grads["dW" + str(l)] = dW
        grads["db" + str(l)] = db
        activation = "relu"
    return grads


# 期望：wrong 往梯度的方向走
def update_parameters(parameters, grads, learning_rate):
    result = {}
    for key in parameters:
        result[key] = parameters[key] + learning_rate * grads["d" + key]
    return result
