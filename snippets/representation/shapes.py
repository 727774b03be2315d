"""3-4-1 网络：每个参数的形状，和一共有多少个数。"""

import numpy as np

from derive.shallow import initialize_parameters, layer_sizes

X, Y = np.zeros((3, 10)), np.zeros((1, 10))  # 十个样本，三个特征，一个标签
n_x, n_h, n_y = layer_sizes(X, Y, n_h=4)
print(f"n[0] = {n_x}，n[1] = {n_h}，n[2] = {n_y}")
parameters = initialize_parameters(n_x, n_h, n_y)
for name, value in parameters.items():
    print(f"{name}：形状 {value.shape}，{value.size} 个数")
print(f"一共 {sum(value.size for value in parameters.values())} 个数")
