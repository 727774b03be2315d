"""同一个碗，从 w = 0 出发走十步，学习率不同。"""

for alpha in (0.01, 0.1, 0.5, 0.9, 1.0, 1.1):
    w = 0.0
    for _ in range(10):
        w = w - alpha * 2 * (w - 3)
    factor, cost = 1 - 2 * alpha, (w - 3) ** 2
    print(f"α = {alpha:4.2f}   每步乘以 {factor:5.2f}   w = {w:8.4f}   代价 {cost:8.4f}")
