"""只用一个隐藏层：8 个 ReLU 单元也能算 8 个输入的奇偶。"""

from itertools import product

import numpy as np

from derive.network import L_model_forward, predict

n = 8
parameters = {
    "W1": np.ones((n, n)),  # 每个单元都数 1 的个数 s
    "b1": -np.arange(n, dtype=float).reshape(n, 1),  # 第 k 个单元是 ReLU(s − k)
    "W2": np.array([[1.0] + [2.0 * (-1) ** k for k in range(1, n)]]),  # 1, −2, 2, −2, …
    "b2": np.array([[-0.5]]),
}
X = np.array(list(product((0.0, 1.0), repeat=n))).T
_, caches = L_model_forward(X, parameters)
zigzag = caches[1][1] + 0.5  # 输出层的线性部分，去掉偏置
by_count = [zigzag[0, X.sum(axis=0) == s][0] for s in range(n + 1)]
print(f"s = 0 到 {n} 时：{[int(v) for v in by_count]}")
right = np.all(predict(X, parameters) == X.sum(axis=0, keepdims=True) % 2)
print(f"{X.shape[1]} 个输入全对：{right}")
