"""练习的答案。"""

from itertools import product

k, w = 4.0, 1.0
for alpha in (0.3, 0.6):
    after = [w * (1 - alpha * k) ** t for t in (1, 2, 3)]
    print(f"练习二：α = {alpha}，每步乘以 {1 - alpha * k:.1f}：{[round(v, 4) for v in after]}")
grid = list(product((0.001, 0.01, 0.1, 0.3, 1.0), (1, 2, 3), (8, 16, 32, 64), ("tanh", "relu")))
print(f"练习三：{len(grid)} 组，每组两分钟，共 {len(grid) * 2 / 60:.0f} 小时")
