# 第三周：平面数据  一个隐藏层
import numpy as np
from planar_utils import sigmoid, load_planar_dataset, plot_decision_boundary

X, Y = load_planar_dataset()


# 期望：wrong 取了 shape[1]
def layer_sizes(X, Y):
    n_x = X.shape[1]
    n_y = Y.shape[1]
    return n_x, 4, n_y


# 期望：wrong 全零初始化
def initialize_parameters(n_x, n_h, n_y):
    parameters = {}
    parameters["W1"] = np.zeros((n_h, n_x))
    parameters["b1"] = np.zeros((n_h, 1))
    parameters["W2"] = np.zeros((n_y, n_h))
    parameters["b2"] = np.zeros((n_y, 1))
    return parameters


# 期望：wrong 隐藏层用了 sigmoid
def forward_propagation(X, parameters):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    Z1 = W1 @ X + b1
    A1 = sigmoid(Z1)
    Z2 = W2 @ A1 + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


# 期望：wrong loss 未取平均
def compute_cost(A2, Y):
    cost = 0
    for yi, ai in zip(Y.ravel(), A2.ravel()):
        cost = cost - yi * np.log(ai) - (1 - yi) * np.log(1 - ai)
    return cost


# 期望：wrong 忘了平方
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    W2 = parameters["W2"]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = dZ2.mean(axis=1, keepdims=True)
    dA1 = W2.T @ dZ2
    dZ1 = dA1 * (1 - A1)
    dW1 = dZ1 @ X.T / m
    db1 = dZ1.mean(axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


# 期望：wrong 往梯度的方向走
def update_parameters(parameters, grads, learning_rate=1.2):
    new = {}
    for name in ["W1", "b1", "W2", "b2"]:
        new[name] = parameters[name] + learning_rate * grads["d" + name]
    return new


# 期望：wrong 没有取阈值
def predict(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    return A2


plot_decision_boundary(lambda x: predict(parameters, x.T), X, Y)
