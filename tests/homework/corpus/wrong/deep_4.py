import numpy as np
from dnn_utils import sigmoid, relu, sigmoid_backward


# 期望：wrong 修改了输入
def relu_backward(dA, cache):
    dA[cache <= 0] = 0
    return dA


# 期望：wrong 没有 keepdims
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m
    db = np.sum(dZ, axis=1) / m
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db


# 期望：wrong caches 少存一层
def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A, cache = linear_activation_forward(A, parameters["W" + str(l)], parameters["b" + str(l)], "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters["W" + str(L)], parameters["b" + str(L)], "sigmoid")
    return AL, caches


# 期望：right
def linear_activation_forward(A_prev, W, b, activation):
    Z = np.dot(W, A_prev) + b
    if activation == "sigmoid":
        A, Z_cache = sigmoid(Z)
    elif activation == "relu":
        A, Z_cache = relu(Z)
    return A, ((A_prev, W, b), Z_cache)


# 期望：wrong 多除了 1/m
def compute_cost(AL, Y):
    m = Y.shape[1]
    losses = -(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
    return np.mean(losses) * (1 / m)


# 期望：wrong 用了 np.random.rand
def initialize_parameters(n_x, n_h, n_y):
    W1 = np.random.rand(n_h, n_x) * 0.01
    W2 = np.random.rand(n_y, n_h) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


# 期望：wrong 一维数组
def initialize_parameters_deep(layer_dims):
    parameters = {}
    for l, (n_prev, n) in enumerate(zip(layer_dims, layer_dims[1:]), start=1):
        parameters["W" + str(l)] = 0.01 * np.random.standard_normal((n, n_prev))
        parameters["b" + str(l)] = np.zeros(n)
    return parameters


# 期望：wrong 每层都用了最后一层的 dA
def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    A, B, C = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads["dA" + str(L)], grads["dW" + str(L)], grads["db" + str(L)] = A, B, C
    for l in reversed(range(L - 1)):
        A, B, C = linear_activation_backward(grads["dA" + str(L)], caches[l], "relu")
        grads["dA" + str(l + 1)], grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = A, B, C
    return grads


# 期望：right
def linear_activation_backward(dA, cache, activation):
    linear_cache, Z = cache
    back = {"sigmoid": sigmoid_backward, "relu": relu_backward}[activation]
    return linear_backward(back(dA, Z), linear_cache)


# 期望：error KeyError
def update_parameters(parameters, grads, learning_rate):
    L = len(parameters)
    for l in range(L):
        parameters["W" + str(l + 1)] = parameters["W" + str(l + 1)] - learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] = parameters["b" + str(l + 1)] - learning_rate * grads["db" + str(l + 1)]
    return parameters
