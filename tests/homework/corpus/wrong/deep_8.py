# 网上抄来、改过几遍的写法
import numpy as np
from dnn_utils import sigmoid, relu, sigmoid_backward


# 期望：wrong 写成了 ReLU 自己
def relu_backward(dA, cache):
    out = np.zeros_like(dA)
    for i in range(cache.shape[0]):
        for j in range(cache.shape[1]):
            if cache[i][j] > 0:
                out[i][j] = cache[i][j]
    return out


# 期望：wrong 精度太低
def compute_cost(AL, Y):
    eps = 1e-5
    m = Y.shape[1]
    return -np.sum(Y * np.log(AL + eps) + (1 - Y) * np.log(1 - AL + eps)) / m


# 期望：wrong m 取成了特征的个数
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = len(A_prev)
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, np.sum(dZ, axis=1, keepdims=True) / m


# 期望：wrong 每层都用了最后一层的 dA、用错了层的 cache
def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    dA, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads["dA%d" % (L - 1)], grads["dW%d" % L], grads["db%d" % L] = dA, dW, db
    first = dA
    k = 0
    for l in range(L - 1, 0, -1):
        dA, dW, db = linear_activation_backward(first, caches[k], "relu")
        grads["dA%d" % (l - 1)], grads["dW%d" % l], grads["db%d" % l] = dA, dW, db
        k = k + 1
    return grads


# 期望：wrong 除以了 n 而不是 √n
def initialize_parameters_deep(layer_dims):
    parameters = {}
    for l in range(1, len(layer_dims)):
        n_in, n_out = layer_dims[l - 1], layer_dims[l]
        parameters["W" + str(l)] = np.random.normal(0, 1 / n_in, (n_out, n_in))
        parameters["b" + str(l)] = np.zeros((n_out, 1))
    return parameters


# 期望：wrong 只迭代了一次
def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    costs = []
    for i in range(num_iterations):
        parameters = initialize_parameters_deep(layers_dims)
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
    return parameters, costs


# 期望：wrong 阈值的方向反了
def predict(X, y, parameters):
    p, _ = L_model_forward(X, parameters)
    for i in range(p.shape[1]):
        p[0, i] = 0 if p[0, i] > 0.5 else 1
    return p


# 期望：wrong 漏了激活函数
def linear_activation_forward(A_prev, W, b, activation):
    Z = np.dot(W, A_prev) + b
    if activation == "sigmoid":
        A, _ = sigmoid(Z)
    else:
        A = Z
    return A, ((A_prev, W, b), Z)
