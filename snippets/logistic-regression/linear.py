"""复习几小时，考过没有（1 或 0）。直线与逻辑回归各拟合一次。"""

import numpy as np

from derive.activations import sigmoid
from derive.logistic import initialize_with_zeros, optimize

X = np.array([[0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0]])
Y = np.array([[0, 0, 0, 1, 0, 1, 1, 1]])
slope, start = np.polyfit(X[0], Y[0], 1)  # 最小二乘的直线
w, b = initialize_with_zeros(1)
params, _, _ = optimize(w, b, X, Y, num_iterations=20000, learning_rate=0.5)
w, b = params["w"], params["b"]
print("小时    直线   逻辑回归")
for x in (0.0, 1.0, 2.25, 4.0, 6.0):
    print(f"{x:4.2f} {slope * x + start:7.4f} {sigmoid(w.T @ [[x]] + b).item():10.4f}")
