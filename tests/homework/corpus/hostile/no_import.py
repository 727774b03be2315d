# 忘了导入 numpy


# 期望：error import numpy as np
def softmax(x):
    x_exp = np.exp(x)
    return x_exp / np.sum(x_exp, axis=1, keepdims=True)


# 期望：right
def L2(yhat, y):
    return sum((y - yhat) ** 2)
