"""斜率乘步长，估计增量。步子缩小到十分之一，误差缩小到百分之一。"""

print("h       真正的增量    估计      误差")
for h in (0.1, 0.01, 0.001):
    true = (2 + h) ** 3 - 2**3
    guess = 12 * h
    print(f"{h:5.3f}   {true:.6f}   {guess:.6f}   {true - guess:.1e}")
