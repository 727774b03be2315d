# 两重循环，照第二周讲的算法写，还没有向量化
import numpy as np


def step(z):
    return 1 / (1 + np.exp(-z))


# 期望：right
# 提醒：(1, 1)
def propagate(w, b, X, Y):
    n, m = X.shape
    J = np.zeros((1, 1))
    dw = np.zeros((n, 1))
    db = np.zeros((1, 1))
    for i in range(m):
        z = b
        for j in range(n):
            z = z + w[j, 0] * X[j, i]
        a = step(z)
        J += -(Y[0, i] * np.log(a) + (1 - Y[0, i]) * np.log(1 - a))
        dz = a - Y[0, i]
        for j in range(n):
            dw[j] += X[j, i] * dz
        db += dz
    J /= m
    dw /= m
    db /= m
    return {"dw": dw, "db": db}, J


# 期望：right
def predict(w, b, X):
    answer = []
    for x in X.T:
        a = step(np.dot(w[:, 0], x) + b)
        answer.append(True if a >= 0.5 else False)
    return np.array([answer])
