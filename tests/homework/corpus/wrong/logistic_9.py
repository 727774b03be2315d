import numpy as np


# 期望：right
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# 期望：wrong 键的名字不对
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    return {"dW": np.dot(X, (A - Y).T) / m, "dB": np.sum(A - Y) / m}, cost


# 期望：right
def initialize_with_zeros(dim):
    return np.zeros((dim, 1)), 0


# 期望：wrong 没有返回值
def predict(w, b, X):
    Y_prediction = np.round(sigmoid(np.dot(w.T, X) + b))
    print(Y_prediction)


# 期望：wrong 训练集与测试集弄混
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    parameters, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w, b = parameters["w"], parameters["b"]
    return {
        "costs": costs,
        "Y_prediction_test": predict(w, b, X_train),
        "Y_prediction_train": predict(w, b, X_test),
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }


# 期望：wrong 返回值的次序颠倒
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return grads, {"w": w, "b": b}, costs
