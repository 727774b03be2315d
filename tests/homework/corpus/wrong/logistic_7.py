import numpy as np


# 期望：right
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# 期望：wrong 少了负号
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    likelihood = np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T)
    cost = np.squeeze(likelihood) / m
    dZ = A - Y
    return {"dw": X.dot(dZ.T) / m, "db": dZ.mean()}, cost


# 期望：wrong 迭代次数少一次
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(1, num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs


# 期望：wrong 返回值的次序颠倒
def initialize_with_zeros(dim):
    w = np.zeros((dim, 1))
    b = 0.0
    return b, w
