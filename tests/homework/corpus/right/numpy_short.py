from numpy import *


# 期望：right
def basic_sigmoid(x):
    return 1. / (1. + exp(-x))


# 期望：right
sigmoid = lambda x: 1 / (1 + exp(-x))


# 期望：right
def sigmoid_derivative(x): s = sigmoid(x); return s - s * s


# 期望：right
def image2vector(image):
    return ravel(image)[:, None]


# 期望：right
def normalize_rows(x):
    x /= sqrt(sum(square(x), axis=1, keepdims=True))
    return x


# 期望：right
def softmax(x):
    return (exp(x).T / exp(x).sum(axis=1)).T


# 期望：right
def L1(yhat, y):
    return linalg.norm(y - yhat, ord=1)


# 期望：right
def L2(yhat, y):
    return linalg.norm(y - yhat) ** 2
