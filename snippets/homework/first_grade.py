"""一份错了一处的作业，交给 derive grade。"""

from pathlib import Path

from derive.cli import main

HOMEWORK = """
import numpy as np

def linear_forward(A, W, b):
    Z = np.dot(W, A) + b
    return Z, (A, W, b)

def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T)
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db
"""

Path("作业.py").write_text(HOMEWORK, encoding="utf-8")
main(["grade", "作业.py"], standalone_mode=False)
