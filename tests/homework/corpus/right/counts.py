# 返回值的类型五花八门：整数、列表、0 维数组、float32 之外的都算数
import numpy as np


# 期望：right
def layer_sizes(X, Y):
    return np.shape(X)[0], np.int64(4), len(Y)


# 期望：right
def L1(yhat, y):
    return np.array(np.abs(yhat - y).sum())


# 期望：right
def L2(yhat, y):
    d = np.matrix(yhat - y)
    return d @ d.T


# 期望：right
def image2vector(image):
    return [[v] for v in image.reshape(-1).tolist()]


# 期望：right
def predict(parameters, X):
    A1 = np.tanh(parameters["W1"] @ X + parameters["b1"])
    z = parameters["W2"] @ A1 + parameters["b2"]
    return [[1 if v > 0 else 0 for v in z.ravel()]]
