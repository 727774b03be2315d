"""三层网络 2-2-2-1，两个样本，每一层的 Z 与 A。"""

import numpy as np

from derive.network import L_model_forward

parameters = {
    "W1": np.array([[1.0, 1.0], [1.0, -1.0]]),
    "b1": np.array([[0.0], [-1.0]]),
    "W2": np.array([[1.0, 2.0], [-1.0, 1.0]]),
    "b2": np.array([[-2.0], [1.0]]),
    "W3": np.array([[1.0, -2.0]]),
    "b3": np.array([[0.5]]),
}
X = np.array([[3.0, 1.0], [1.0, 0.0]])  # 样本是列：(3, 1) 与 (1, 0)
AL, caches = L_model_forward(X, parameters)
outputs = [A_prev for (A_prev, W, b), Z in caches[1:]] + [AL]  # 下一层的输入就是这一层的输出
for l, A in enumerate(outputs, 1):
    _, Z = caches[l - 1]
    g = "ReLU" if l < len(caches) else "sigmoid"
    print(f"Z{l} = {Z.tolist()}  {g} 之后  A{l} = {A.round(4).tolist()}")
