import numpy as np


# 期望：right
def sigmoid(Z):
    A = 1 / (1 + np.exp(-Z))
    return A, Z


# 期望：wrong 用了 A 而不是 Z
def relu(Z):
    A = Z * (Z > 0)
    cache = A
    return A, cache


# 期望：wrong sigmoid 求导写成 z(1−z)
def sigmoid_backward(dA, cache):
    Z = cache
    dZ = dA * Z * (1 - Z)
    return dZ


# 期望：wrong 漏了激活函数的导数
def relu_backward(dA, cache):
    dZ = np.array(dA, copy=True)
    return dZ


# 期望：wrong 全零初始化
def initialize_parameters(n_x, n_h, n_y):
    return {
        "W1": np.zeros((n_h, n_x)),
        "b1": np.zeros((n_h, 1)),
        "W2": np.zeros((n_y, n_h)),
        "b2": np.zeros((n_y, 1)),
    }


# 期望：wrong 全零初始化
def initialize_parameters_deep(layer_dims):
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters[f"W{l}"] = np.zeros((layer_dims[l], layer_dims[l - 1]))
        parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))
    return parameters


# 期望：error 乘的次序反了
def linear_forward(A, W, b):
    Z = np.dot(A, W) + b
    cache = (A, W, b)
    return Z, cache


# 期望：wrong 隐藏层也用了 sigmoid
def linear_activation_forward(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, activation_cache = sigmoid(Z)
    return A, (linear_cache, activation_cache)


# 期望：wrong 隐藏层也用了 sigmoid
def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L + 1):
        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "sigmoid")
        caches.append(cache)
    return A, caches


# 期望：wrong 少了负号
def compute_cost(AL, Y):
    m = Y.shape[1]
    cost = (1 / m) * np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
    return np.squeeze(cost)


# 期望：wrong axis 弄反
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = dZ @ A_prev.T / m
    db = np.sum(dZ, axis=0, keepdims=True) / m
    dA_prev = W.T @ dZ
    return dA_prev, dW, db


# 期望：wrong 每层都从 dAL 开始、隐藏层用了 sigmoid 的导数
def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    dAL = -np.divide(Y, AL) + np.divide(1 - Y, 1 - AL)
    last = caches[L - 1]
    dA_prev, dW, db = linear_backward(sigmoid_backward(dAL, last[1]), last[0])
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = dA_prev, dW, db
    for l in range(L - 2, -1, -1):
        current = caches[l]
        dA_prev, dW, db = linear_backward(sigmoid_backward(dAL, current[1]), current[0])
        grads["dA" + str(l)] = dA_prev
        grads["dW" + str(l + 1)] = dW
        grads["db" + str(l + 1)] = db
    return grads


# 期望：wrong 没有乘学习率
def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    new = {}
    for l in range(1, L + 1):
        new["W" + str(l)] = parameters["W" + str(l)] - grads["dW" + str(l)]
        new["b" + str(l)] = parameters["b" + str(l)] - grads["db" + str(l)]
    return new
