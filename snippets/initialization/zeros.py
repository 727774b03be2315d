"""全部初始化为零：除了 b2，没有一个参数会动。"""

import numpy as np

from derive.shallow import backward_propagation, forward_propagation, update_parameters

X = np.array([[1.0, 2.0, -1.0, 0.5], [0.0, 1.0, 3.0, -2.0]])
Y = np.array([[1, 1, 0, 1]])
parameters = {
    "W1": np.zeros((2, 2)),
    "b1": np.zeros((2, 1)),
    "W2": np.zeros((1, 2)),
    "b2": np.zeros((1, 1)),
}
for _ in range(1000):
    A2, cache = forward_propagation(X, parameters)
    grads = backward_propagation(parameters, cache, X, Y)
    parameters = update_parameters(parameters, grads, 1.0)
for name in ("W1", "b1", "W2"):
    print(f"{name} 还是全零：{not parameters[name].any()}")
print(f"b2 = {parameters['b2'].item():.4f}，预测 {np.round(A2, 4)}，标签的平均 {Y.mean():.4f}")
