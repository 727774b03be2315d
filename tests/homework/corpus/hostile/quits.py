import os
import sys
import numpy as np


# 期望：error 退出
def softmax(x):
    sys.exit(0)


# 期望：error
def L1(yhat, y):
    os._exit(3)


# 期望：error KeyboardInterrupt
def normalizeRows(x):
    raise KeyboardInterrupt


# 期望：error input
def image2vector(image):
    n = int(input("请输入边长："))
    return image.reshape(n, 1)


# 期望：right
def L2(yhat, y):
    return np.sum((y - yhat) ** 2)
