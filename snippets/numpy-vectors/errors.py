"""同样的错误，NumPy 的消息与本书函数的消息。"""

import numpy as np

from derive.logistic import propagate
from derive.losses import cost

X, Y = np.arange(12.0).reshape(3, 4), np.array([[1, 0, 1, 0]])
w, w_flat = np.zeros((3, 1)), np.zeros(3)


def attempt(code, run):
    print(code)
    try:
        result = run()
    except ValueError as error:
        print("  报错：", str(error).strip())
    else:
        print("  没有报错，得到的形状是", np.shape(result))


attempt("w @ X（忘了转置）", lambda: w @ X)
attempt("w_flat.T @ X（一维数组，转置不起作用）", lambda: w_flat.T @ X)
attempt("Y - Y.ravel()", lambda: Y - Y.ravel())
attempt("propagate(w_flat, 0.0, X, Y)", lambda: propagate(w_flat, 0.0, X, Y))
attempt("propagate(w, 0.0, X, Y.ravel())", lambda: propagate(w, 0.0, X, Y.ravel()))
attempt("cost(np.full(4, 0.5), Y)", lambda: cost(np.full(4, 0.5), Y))
attempt("cost(np.full((4, 1), 0.5), Y)", lambda: cost(np.full((4, 1), 0.5), Y))
