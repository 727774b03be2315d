from math import exp

import numpy as np

print("开始做作业")


# 期望：wrong 忘了取倒数
def basic_sigmoid(x):
    return 1 + exp(-x)


# 期望：wrong exp 的符号反了
def sigmoid(x):
    t = np.exp(x)
    return np.ones_like(t) / (t + 1)


# 期望：wrong 符号反了
def sigmoid_derivative(x):
    s = 1 / (1 + np.exp(-x))
    return np.square(s) - s


# 期望：wrong 像素的次序乱了
def image2vector(image):
    v = image.T.flatten()
    return v[:, np.newaxis]


# 期望：wrong 范数用了 ord=1
def normalizeRows(x):
    lengths = np.sum(np.abs(x), axis=1)
    return x / lengths[:, None]


# 期望：wrong axis 弄反
def softmax(x):
    x_exp = np.exp(x)
    s = x_exp / x_exp.sum(axis=0)
    return s


# 期望：wrong 多除了 1/m
def L1(yhat, y):
    return np.mean(np.absolute(yhat - y))


# 期望：wrong 忘了平方
def L2(yhat, y):
    loss = 0.0
    for a, b in zip(yhat, y):
        loss += abs(a - b)
    return loss
