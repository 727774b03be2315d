import numpy as np


# 期望：right
def sigmoid(z):
    return np.reciprocal(1 + np.exp(-z))


# 期望：wrong 符号反了
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = np.sum(-Y * np.log(A) - (1 - Y) * np.log(1 - A)) / m
    dZ = Y - A
    dw = np.matmul(X, dZ.T) / m
    db = np.sum(dZ) / m
    return {"dw": dw, "db": db}, np.squeeze(cost)


# 期望：wrong 参数没有更新
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w_new = w - learning_rate * grads["dw"]
        b_new = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    params = {"w": w, "b": b}
    return params, grads, costs


# 期望：wrong 阈值的方向反了
def predict(w, b, X):
    A = sigmoid(np.dot(w.T, X) + b)
    return np.where(A > 0.5, 0, 1)
