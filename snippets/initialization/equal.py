"""两个隐藏单元从同样的数开始：走一千步，仍是同一个单元。"""

import numpy as np

from derive.shallow import backward_propagation, forward_propagation, update_parameters

X = np.array([[1.0, 2.0, -1.0, 0.5], [0.0, 1.0, 3.0, -2.0]])
Y = np.array([[1, 1, 0, 1]])
parameters = {
    "W1": np.full((2, 2), 0.5),  # 两行相同
    "b1": np.zeros((2, 1)),
    "W2": np.full((1, 2), 0.5),  # 两列相同
    "b2": np.zeros((1, 1)),
}
for step in range(1001):
    if step in (0, 1, 1000):
        print(f"第 {step:4d} 步：W1 的两行 {np.round(parameters['W1'], 4).tolist()}")
    _, cache = forward_propagation(X, parameters)
    grads = backward_propagation(parameters, cache, X, Y)
    parameters = update_parameters(parameters, grads, 1.0)
