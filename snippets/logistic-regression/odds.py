"""第一个特征每加 1，几率就乘以 e 的 w₁ 次方，不管原来是多少。"""

import numpy as np

from derive.activations import sigmoid

w, b = np.array([[0.7], [-1.2]]), 0.3


def odds(x):
    a = sigmoid(w.T @ x + b).item()
    return a / (1 - a)


print(f"e 的 0.7 次方 = {np.exp(0.7):.4f}")
for x in (np.array([[0.0], [0.0]]), np.array([[2.0], [1.0]]), np.array([[-5.0], [3.0]])):
    more = x + np.array([[1.0], [0.0]])
    print(f"几率 {odds(x):.4f} 变成 {odds(more):.4f}，是 {odds(more) / odds(x):.4f} 倍")
