# 前面是练习，写错了；最后一次才是交的（与笔记本一样，后写的算数）
import numpy as np


def softmax(x):
    return x / x.sum()


def L2(yhat, y):
    return 0


# 期望：right
def softmax(x):
    e = np.exp(x)
    s = np.zeros_like(e)
    for i, row in enumerate(e):
        s[i] = row / sum(row)
    return s


x = np.array([[9, 2, 5, 0, 0], [7, 5, 0, 0, 0]])
print("softmax(x) = " + str(softmax(x)))


# 期望：right
def L2(yhat, y):
    return np.inner(yhat - y, yhat - y)
