"""预测房价：输出层用恒等函数可能给出负的价格，用 ReLU 就不会。"""

import numpy as np

from derive.activations import identity, relu

area = np.array([[20.0, 60.0, 100.0]])  # 面积，平方米
z = 1.5 * area - 45.0  # 万元
print("恒等", identity(z).ravel())
print("ReLU", relu(z).ravel())
