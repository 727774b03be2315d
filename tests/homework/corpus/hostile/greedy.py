import numpy as np


# 期望：error 内存
def softmax(x):
    huge = np.ones((200000, 200000))
    return huge[:2, :2] * np.exp(x).sum()


# 期望：error 递归
def L1(yhat, y):
    return abs(yhat[0] - y[0]) + L1(yhat, y)


# 期望：right
def L2(yhat, y):
    print("很多很多字" * 200000)
    return np.sum((y - yhat) ** 2)
