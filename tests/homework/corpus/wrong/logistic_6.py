import numpy as np


# 期望：right
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# 期望：wrong 用了 log10
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log10(A) + (1 - Y) * np.log10(1 - A)) / m
    dw = np.dot(X, (A - Y).T) / m
    db = np.sum(A - Y) / m
    return {"dw": dw, "db": db}, cost


# 期望：wrong 只迭代了一次
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
        return {"w": w, "b": b}, grads, costs


# 期望：wrong 不符合任何已知错误
def predict(w, b, X):
    A = sigmoid(np.dot(w.T, X) + b)
    return (A > 0.9) + 0
