"""真正的逻辑回归：八个学生，复习几小时，考过没有。"""

import numpy as np

from derive.activations import sigmoid
from derive.logistic import initialize_with_zeros, propagate

X = np.array([[0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0]])
Y = np.array([[0, 0, 0, 1, 0, 1, 1, 1]])
w, b = initialize_with_zeros(1)
alpha = 0.5
print("   步    代价        w        b")
for i in range(3001):
    grads, cost = propagate(w, b, X, Y)
    if i in (0, 1, 2, 10, 100, 1000, 3000):
        print(f"{i:5d}  {cost:.4f}  {w.item():7.4f}  {b:7.4f}")
    w = w - alpha * grads["dw"]
    b = b - alpha * grads["db"]
print(f"复习 2.75 小时，及格的概率 {sigmoid(w.T @ [[2.75]] + b).item():.4f}")
