import numpy as np


# 期望：error np.int
def predict(w, b, X):
    p = np.zeros((1, X.shape[1]), dtype=np.int)
    A = 1 / (1 + np.exp(-(w.T @ X + b)))
    p[A > 0.5] = 1
    return p
