# 全用循环写的第一次作业
import math
import numpy as np


# 期望：right
def basic_sigmoid(x):
    return math.pow(math.e, x) / (math.pow(math.e, x) + 1)


# 期望：right
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    s = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    for v in it:
        s[it.multi_index] = basic_sigmoid(float(v))
    return s


# 期望：right
def sigmoid_derivative(x):
    e = np.exp(-np.abs(x))
    return e / (1 + e) ** 2


# 期望：right
def image2vector(image):
    out = []
    for row in image:
        for pixel in row:
            for channel in pixel:
                out.append([channel])
    return np.array(out)


# 期望：right
def normalizeRows(x):
    rows = []
    for row in x:
        length = 0
        for v in row:
            length += v * v
        rows.append([v / math.sqrt(length) for v in row])
    return rows


# 期望：right
def softmax(x):
    s = np.empty(x.shape)
    for i in range(x.shape[0]):
        e = np.exp(x[i] - x[i].max())
        s[i, :] = e / e.sum()
    return s


# 期望：right
def L1(yhat, y):
    return sum(abs(y[i] - yhat[i]) for i in range(len(y)))


# 期望：right
def L2(yhat, y):
    return sum((y - yhat) ** 2)
