import numpy as np


# 期望：right
def update_parameters(parameters, grads, learning_rate=1.2):
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    W1 -= learning_rate * grads["dW1"]
    b1 -= learning_rate * grads["db1"]
    W2 -= learning_rate * grads["dW2"]
    b2 -= learning_rate * grads["db2"]
    parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    return parameters


# 期望：right
# 自己起了别的名字的辅助函数
def forward_propagation(X, parameters):
    Z1, A1 = _layer(X, parameters["W1"], parameters["b1"], np.tanh)
    Z2, A2 = _layer(A1, parameters["W2"], parameters["b2"], _sig)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def _layer(A, W, b, g):
    Z = W.dot(A) + b
    return Z, g(Z)


def _sig(z):
    return ONE / (ONE + np.exp(-z))


ONE = 1.0


# 期望：right
# 提醒：一维
def predict(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    return np.array([0 if a <= 0.5 else 1 for a in A2[0]])
