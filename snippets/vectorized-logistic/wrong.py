"""向量化的梯度，写错的几种样子；最后一栏是与正确的梯度比较的结果。"""

import numpy as np

from derive.logistic import propagate

rng = np.random.default_rng(5)
n, m = 3, 5
X, Y = rng.standard_normal((n, m)), rng.integers(0, 2, (1, m))
w, b = rng.standard_normal((n, 1)), 0.1
A = 1 / (1 + np.exp(-(w.T @ X + b)))
dZ, right = A - Y, propagate(w, b, X, Y)[0]["dw"]


def attempt(code, run):
    try:
        got = run()
    except ValueError as error:
        print(f"{code:20s} 报错：{str(error).splitlines()[0][:48]}…")
        return
    if got.shape != right.shape:
        print(f"{code:20s} 形状是 {got.shape}，应是 {right.shape}")
    elif np.allclose(got, right):
        print(f"{code:20s} 对")
    else:
        print(f"{code:20s} 形状对，数不对：是正确值的 {(got / right)[0, 0]:.1f} 倍")


attempt("X @ dZ.T / m", lambda: X @ dZ.T / m)
attempt("X @ dZ.T", lambda: X @ dZ.T)
attempt("X @ dZ / m", lambda: X @ dZ / m)
attempt("X * dZ / m", lambda: X * dZ / m)
attempt("dZ @ X.T / m", lambda: dZ @ X.T / m)
