import numpy as np
import time


# 期望：timeout
def softmax(x):
    i = 0
    while i < x.shape[0]:
        x_exp = np.exp(x)
    return x_exp


# 期望：timeout
def L1(yhat, y):
    time.sleep(3600)
    return 0


# 期望：right
def L2(yhat, y):
    return np.sum((y - yhat) ** 2)
