"""常见错误：样本排成了行。函数停下来，说清楚期望什么、得到什么。"""

import numpy as np

from derive.logistic import initialize_with_zeros, propagate

X_rows = np.ones((3, 12))  # 3 个样本，一行一个
Y = np.array([[1, 0, 1]])
w, b = initialize_with_zeros(12)
try:
    propagate(w, b, X_rows, Y)
except ValueError as error:
    print(error)
_, cost = propagate(w, b, X_rows.T, Y)
print(f"转置以后：代价 {cost:.4f}")
