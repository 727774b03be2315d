import numpy as np


def my_sigmoid(t):
    return 1 / (1 + np.exp(-t))


# 期望：wrong 少了 1−y 那一项
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = my_sigmoid(np.dot(w.T, X) + b)
    cost = -(1 / m) * np.sum(np.multiply(Y, np.log(A)))
    dw = (1 / m) * np.dot(X, (A - Y).T)
    db = (1 / m) * np.sum(A - Y)
    return {"dw": dw, "db": db}, cost


# 期望：wrong 没有乘学习率
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    i = 0
    while i < num_iterations:
        grads, cost = propagate(w, b, X, Y)
        w = w - grads["dw"]
        b = b - grads["db"]
        if i % 100 == 0:
            costs += [cost]
        i += 1
    return {"w": w, "b": b}, grads, costs


# 期望：wrong 阈值取成了 0
def predict(w, b, X):
    A = my_sigmoid(np.dot(w.T, X) + b)
    return (A > 0).astype(int)
