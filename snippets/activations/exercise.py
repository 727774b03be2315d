"""练习的答案：tanh 与 sigmoid 的换算，以及 Leaky ReLU 的斜率。"""

import numpy as np

from derive.activations import leaky_relu_prime, sigmoid, sigmoid_prime, tanh

print(f"练习一：2 sigmoid(2) - 1 = {2 * sigmoid(2.0) - 1:.4f}，tanh(1) = {tanh(1.0):.4f}")
a = 0.9
print(f"练习二：a = 0.9 时斜率是 {a * (1 - a):.4f}")
z = np.log(a / (1 - a))  # 反过来求 z，再用公式核对
print(f"        z = {z:.4f}，sigmoid_prime(z) = {sigmoid_prime(z):.4f}")
z = np.array([-2.0, 0.0, 3.0])
print(f"练习三：Leaky ReLU 的导数 {leaky_relu_prime(z, 0.1)}")
