"""练习的答案。"""

from itertools import product

from derive.activations import relu
from derive.network import initialize_parameters_deep

n = [12288, 20, 7, 5, 1]
W3 = initialize_parameters_deep(n)["W3"]
print(f"练习一：L = {len(n) - 1}，隐藏层 {len(n) - 2} 个，n[0] = {n[0]}，n[2] = {n[2]}")
print(f"练习二：W3 的形状 {W3.shape}")
for x1, x2 in product((0.0, 1.0), repeat=2):
    h1, h2 = relu(x1 + x2), relu(x1 + x2 - 1)
    print(f"练习三：x = ({x1:.0f}, {x2:.0f})，h = ({h1:.0f}, {h2:.0f})，输出 {h1 - 2 * h2:.0f}")
