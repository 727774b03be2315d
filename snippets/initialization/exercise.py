"""练习的答案。"""

import numpy as np

from derive.activations import sigmoid
from derive.network import initialize_parameters_deep

a1 = sigmoid(np.zeros((3, 1)))
print(f"练习一：全零、隐藏层用 sigmoid，a1 = {a1.ravel()}")
W = initialize_parameters_deep((400, 50, 1), scale="fan_in")["W1"]
print(f"练习三：1/√n = {400**-0.5:.4f}，W1 的标准差 {W.std():.4f}")
