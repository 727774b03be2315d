# 改掉 NumPy、改掉当前文件夹、到处乱写，都影响不到别的函数
import os
import numpy as np


# 期望：wrong 不符合任何已知错误
def softmax(x):
    np.exp = np.sin
    return np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)


# 期望：right
def L1(yhat, y):
    for name in os.listdir("."):
        if os.path.isfile(name):
            os.remove(name)
    np.random.seed(0)
    return np.sum(np.abs(y - yhat))


# 期望：wrong 依赖全局变量
def L2(yhat, y):
    L2.calls = getattr(L2, "calls", 0) + 1
    return np.sum((y - yhat) ** 2) * L2.calls


# 期望：wrong 每次调用结果不同
def normalizeRows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True) + np.random.rand()


# 期望：wrong
def sigmoid_derivative(x):
    return "s * (1 - s)"


# 期望：wrong 出现 NaN
def basic_sigmoid(x):
    return float("nan")
