import math

import numpy as np


# 期望：wrong 不符合任何已知错误
def basic_sigmoid(x):
    return 0.5 + x / 4 - x ** 3 / 48


# 期望：wrong 不符合任何已知错误
def sigmoid(x):
    return np.arctan(x) / math.pi + 0.5


# 期望：wrong 不符合任何已知错误
def sigmoid_derivative(x):
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s) ** 3


# 期望：error ZeroDivisionError
def normalizeRows(x):
    n = 1 / (3 - 3)
    return x / n


# 期望：error NameError
def softmax(x):
    x_exp = np.exp(x)
    return x_exp / x_summ


# 期望：missing
def L1(yhat, y):
    # 还没想好
    pass


# 期望：missing
def L2(yhat, y):
    """L2 损失"""
    raise NotImplementedError
