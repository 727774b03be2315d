"""逐个样本算，与把样本排成列一次算完：预测相同。"""

import numpy as np

from derive.activations import sigmoid, tanh
from derive.shallow import forward_propagation, initialize_parameters

p = initialize_parameters(3, 4, 1)
W1, b1, W2, b2 = 100 * p["W1"], p["b1"], 100 * p["W2"], p["b2"]
X = np.random.default_rng(1).standard_normal((3, 5))  # 五个样本，每列一个
m = X.shape[1]

one_by_one = np.zeros((1, m))
for i in range(m):
    x = X[:, i : i + 1]  # 第 i 列，(3, 1)
    z1 = W1 @ x + b1
    a1 = tanh(z1)
    z2 = W2 @ a1 + b2
    one_by_one[:, i : i + 1] = sigmoid(z2)

A2, cache = forward_propagation(X, {"W1": W1, "b1": b1, "W2": W2, "b2": b2})
print("逐个算", np.round(one_by_one, 4))
print("一起算", np.round(A2, 4))
for name, value in cache.items():
    print(f"{name}：形状 {value.shape}")
