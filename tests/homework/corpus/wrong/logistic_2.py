import numpy as np


# 期望：right
def sigmoid(z):
    s = np.exp(z) / (1 + np.exp(z))
    return s


# 期望：wrong 结果转置了
def initialize_with_zeros(dim):
    return np.zeros((1, dim)), 0.0


# 期望：wrong loss 未取平均
def propagate(w, b, X, Y):
    m = Y.size
    z = w.T @ X + b
    a = sigmoid(z)
    cost = 0
    for i in range(m):
        cost += -(Y[0, i] * np.log(a[0, i]) + (1 - Y[0, i]) * np.log(1 - a[0, i]))
    dz = a - Y
    grads = {}
    grads["dw"] = X @ dz.T / m
    grads["db"] = np.mean(dz)
    return grads, cost


# 期望：wrong 往梯度的方向走
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        dw, db = grads["dw"], grads["db"]
        w = w + learning_rate * dw
        b = b + learning_rate * db
        if i % 100 == 0:
            costs.append(cost)
    params = dict(w=w, b=b)
    return params, grads, costs


# 期望：wrong 与 0.5 比的是 z
def predict(w, b, X):
    z = np.dot(w.T, X) + b
    p = np.zeros((1, X.shape[1]))
    for i in range(X.shape[1]):
        if z[0][i] > 0.5:
            p[0][i] = 1
    return p
