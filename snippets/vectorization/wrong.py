"""向量化时常见的几处错误，和它们各得到什么。"""

import numpy as np

w, x = np.array([[1.0], [2.0], [3.0]]), np.array([[4.0], [5.0], [6.0]])


def attempt(code, run):
    try:
        result = run()
    except (TypeError, ValueError) as error:
        print(f"{code:20s} {type(error).__name__}：{str(error).splitlines()[0]}")
    else:
        print(f"{code:20s} 得到形状 {np.shape(result)}：{np.asarray(result).ravel()}")


attempt("np.zeros(3, 1)", lambda: np.zeros(3, 1))  # type: ignore[call-overload]
attempt("np.zeros((3, 1))", lambda: np.zeros((3, 1)))
attempt("np.dot(w, x)", lambda: np.dot(w, x))
attempt("np.dot(w.T, x)", lambda: np.dot(w.T, x))
attempt("w * x", lambda: w * x)
attempt("np.max(-w)", lambda: np.max(-w))
attempt("np.maximum(-w, 0)", lambda: np.maximum(-w, 0))
