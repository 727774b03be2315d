import numpy as np


# 期望：right
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# 期望：wrong 用了 Z 而不是 A
def propagate(w, b, X, Y):
    m = X.shape[1]
    Z = np.dot(w.T, X) + b
    A = sigmoid(Z)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dw = np.dot(X, (Z - Y).T) / m
    db = np.sum(Z - Y) / m
    return {"dw": dw, "db": db}, cost


# 期望：wrong 每次都记了代价
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for _ in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        costs.append(cost)
    return {"w": w, "b": b}, grads, costs


# 期望：wrong 没有用 b
def predict(w, b, X):
    A = sigmoid(np.dot(w.T, X))
    return np.round(A)
