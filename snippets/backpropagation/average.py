"""m 个样本的 dW，就是每个样本各算一遍再取平均。"""

import numpy as np

from derive.shallow import backward_propagation, forward_propagation, initialize_parameters

rng = np.random.default_rng(0)
X, Y = rng.standard_normal((3, 4)), np.array([[1, 0, 1, 1]])
parameters = {k: 50 * v for k, v in initialize_parameters(3, 2, 1).items()}


def gradient(X, Y):
    _, cache = forward_propagation(X, parameters)
    return backward_propagation(parameters, cache, X, Y)["dW2"]


each = [gradient(X[:, i : i + 1], Y[:, i : i + 1]) for i in range(4)]
for i, dW2 in enumerate(each, 1):
    print(f"样本 {i}：{np.round(dW2.ravel(), 4)}")
print(f"平均　：{np.round(np.mean(each, axis=0).ravel(), 4)}")
print(f"一起算：{np.round(gradient(X, Y).ravel(), 4)}")
