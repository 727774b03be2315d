# 各处的返回值形状都宽一点：db 是 (1,)，b 是 np.float64
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# 期望：right
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    cost = -np.nansum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    return {"dw": X @ (A - Y).T / m, "db": np.sum(A - Y, axis=1) / m}, cost


# 期望：right
def initialize_with_zeros(dim):
    return np.zeros([dim, 1]), np.float64(0)


# 期望：right
def predict(w, b, X):
    Y_prediction = np.zeros((1, X.shape[1]), dtype=int)
    Y_prediction[0] = np.round(sigmoid(w.T @ X + b))
    return Y_prediction
