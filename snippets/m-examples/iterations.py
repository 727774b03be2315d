"""同一批样本上反复迭代：代价一路下降。"""

import numpy as np

from derive.logistic import optimize, propagate

X = np.array([[1.0, -1.0, 2.0, 0.0], [2.0, 1.0, -1.0, 1.0]])
Y = np.array([[1, 0, 1, 0]])
w, b = np.array([[0.5], [-0.25]]), 0.3
print(f"更新   0 次之后：J = {propagate(w, b, X, Y)[1]:.4f}")
for steps in (1, 10, 100):
    params, _, _ = optimize(w, b, X, Y, num_iterations=steps, learning_rate=0.5)
    print(f"更新 {steps:3d} 次之后：J = {propagate(params['w'], params['b'], X, Y)[1]:.4f}")
