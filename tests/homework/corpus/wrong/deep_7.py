import numpy as np
from dnn_utils import sigmoid, relu, sigmoid_backward, relu_backward

lr = 0.0075


# 期望：wrong 少了 1/m、axis 弄反
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = dZ.shape[1]
    dW = dZ.dot(A_prev.T)
    db = dZ.sum(axis=0, keepdims=True) / m
    dA_prev = W.T.dot(dZ)
    return dA_prev, dW, db


# 期望：wrong 两项之间的符号反了
def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    dAL = -(Y / AL) - (1 - Y) / (1 - AL)
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = linear_activation_backward(
        dAL, caches[L - 1], "sigmoid"
    )
    for l in reversed(range(L - 1)):
        grads["dA" + str(l)], grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = linear_activation_backward(
            grads["dA" + str(l + 1)], caches[l], "relu"
        )
    return grads


# 期望：right
def linear_activation_backward(dA, cache, activation):
    linear_cache, activation_cache = cache
    if activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
    else:
        dZ = relu_backward(dA, activation_cache)
    return linear_backward(dZ, linear_cache)


# 期望：wrong 键的名字不对
def initialize_parameters(n_x, n_h, n_y):
    w1 = np.random.randn(n_h, n_x) * 0.01
    w2 = np.random.randn(n_y, n_h) * 0.01
    return {"w1": w1, "B1": np.zeros((n_h, 1)), "w2": w2, "B2": np.zeros((n_y, 1))}


# 期望：wrong 没有返回值
def linear_forward(A, W, b):
    Z = np.dot(W, A) + b
    cache = (A, W, b)
    print("Z =", Z)


# 期望：wrong 依赖全局变量
def update_parameters(parameters, grads, learning_rate):
    global lr
    new = {}
    for key in parameters:
        new[key] = parameters[key] - lr * grads["d" + key]
    lr = lr * 0.9
    return new
