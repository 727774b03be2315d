"""隐藏单元的值不在数据里：换一换单元的次序，隐藏层变了，预测没有变。"""

import numpy as np

from derive.shallow import forward_propagation, initialize_parameters

p = initialize_parameters(3, 4, 1)
p["W1"] *= 100  # 放大一些，数字好看
x = np.array([[1.0], [0.5], [-1.0]])
order = [2, 0, 3, 1]
q = {"W1": p["W1"][order], "b1": p["b1"][order], "W2": p["W2"][:, order], "b2": p["b2"]}
for parameters in (p, q):
    A2, cache = forward_propagation(x, parameters)
    print(f"a1 = {np.round(cache['A1'].ravel(), 4)}   a2 = {A2.item():.4f}")
