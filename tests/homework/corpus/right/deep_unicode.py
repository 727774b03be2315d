# 变量名是中文；每个函数都打印；层数从 caches 里数
import numpy as np


# 期望：right
def linear_forward(A, W, b):
    线性 = np.dot(W, A) + b
    缓存 = (A, W, b)
    print("线性部分的形状", 线性.shape)
    return 线性, 缓存


# 期望：right
def compute_cost(AL, Y):
    样本数 = Y.shape[1]
    总和 = 0
    for 第几个 in range(样本数):
        if Y[0, 第几个] == 1:
            总和 += np.log(AL[0, 第几个])
        else:
            总和 += np.log(1 - AL[0, 第几个])
    return np.array([[-总和 / 样本数]])


# 期望：right
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.zeros(W.shape)
    db = np.zeros(b.shape)
    for i in range(m):
        dW += np.outer(dZ[:, i], A_prev[:, i]) / m
        db += dZ[:, [i]] / m
    dA_prev = np.transpose(np.dot(np.transpose(dZ), W))
    print(dW, db)
    return dA_prev, np.matrix(dW), db
