import math

import numpy as np


# 期望：wrong 没有返回值
def basic_sigmoid(x):
    s = 1 / (1 + math.exp(-x))
    print(s)


# 期望：wrong 精度太低
def sigmoid(x):
    return np.round(1 / (1 + np.exp(-x)), 4)


# 期望：wrong 没有求导
def sigmoid_derivative(x):
    s = 1 / (1 + np.exp(-x))
    ds = s
    return ds


# 期望：wrong 一维数组
def image2vector(image):
    return image.flatten()


# 期望：wrong 忘了开方
def normalizeRows(x):
    squares = x ** 2
    return x / squares.sum(axis=1, keepdims=True)


# 期望：wrong 没有按行
def softmax(x):
    e = np.exp(x)
    return e / np.sum(e)


# 期望：wrong 符号反了
def L1(yhat, y):
    return -np.sum(np.abs(y - yhat))


# 期望：wrong 差一个固定的倍数
def L2(yhat, y):
    d = yhat - y
    return 3 * np.sum(d * d)
