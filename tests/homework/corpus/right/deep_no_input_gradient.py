# 输入的梯度 dA0 用不着，就不存
import numpy as np
from dnn_utils import sigmoid_backward, relu_backward


# 期望：right
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, dZ.sum(1, keepdims=True) / m


# 期望：right
def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    dA = np.where(Y == 1, -1 / AL, 1 / (1 - AL))
    for l in range(L, 0, -1):
        linear_cache, Z = caches[l - 1]
        dZ = sigmoid_backward(dA, Z) if l == L else relu_backward(dA, Z)
        dA, grads["dW" + str(l)], grads["db" + str(l)] = linear_backward(dZ, linear_cache)
        if l > 1:
            grads["dA" + str(l - 1)] = dA
    return grads
