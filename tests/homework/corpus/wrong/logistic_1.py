import matplotlib.pyplot as plt
import numpy as np
from lr_utils import load_dataset

train_set_x_orig, train_set_y, test_set_x_orig, test_set_y, classes = load_dataset()
train_set_x = train_set_x_orig.reshape(train_set_x_orig.shape[0], -1).T / 255


# 期望：right
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# 期望：wrong 一维数组
def initialize_with_zeros(dim):
    w = np.zeros(dim)
    b = 0
    return w, b


# 期望：wrong 少了 1/m
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    error = A - Y
    dw = np.dot(X, error.T)
    db = 1 / m * error.sum()
    return {"dw": dw, "db": db}, cost


# 期望：wrong 没有更新 b
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print("第 %d 次：%f" % (i, cost))
    return {"w": w, "b": b}, grads, costs


# 期望：wrong 没有取阈值
def predict(w, b, X):
    Y_prediction = sigmoid(w.T.dot(X) + b)
    return Y_prediction


d = optimize(np.zeros((2, 1)), 0, train_set_x, train_set_y, 2000, 0.005)
plt.plot(d[2])
plt.show()
