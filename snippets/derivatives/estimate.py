"""斜率乘步长，估计增量。步子缩小到十分之一，误差缩小到百分之一。"""

for h in (0.1, 0.01, 0.001):
    true = (2 + h) ** 3 - 2**3
    guess = 12 * h
    print(f"h = {h:5.3f}   真正的增量 {true:.6f}   估计 {guess:.6f}   误差 {true - guess:.1e}")
