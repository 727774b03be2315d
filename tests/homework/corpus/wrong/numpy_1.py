# 第二周 第一次作业  小王
import math

import numpy as np


# 期望：wrong exp 的符号反了
def basic_sigmoid(x):
    e = math.exp(x)
    return 1.0 / (1.0 + e)


# 期望：wrong 用了整数除法
def sigmoid(x):
    bottom = 1 + np.exp(-x)
    return 1 // bottom


# 期望：wrong sigmoid 求导写成 z(1−z)
def sigmoid_derivative(x):
    ds = x - np.power(x, 2)
    return ds


# 期望：wrong 结果转置了
def image2vector(image):
    l, h, d = image.shape
    v = image.reshape((1, l * h * d))
    return v


# 期望：wrong axis 弄反
def normalizeRows(x):
    n = np.linalg.norm(x, axis=0, keepdims=True)
    return np.divide(x, n)


# 期望：wrong 没有 keepdims
def softmax(x):
    e = np.exp(x)
    total = e.sum(axis=1)
    return e / total


# 期望：wrong 忘了绝对值
def L1(yhat, y):
    loss = 0
    for i in range(len(y)):
        loss = loss + (y[i] - yhat[i])
    return loss


# 期望：wrong 多了开方
def L2(yhat, y):
    d = y - yhat
    return np.sqrt(np.dot(d, d))
