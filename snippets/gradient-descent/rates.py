"""同一个碗，从 w = 0 出发走十步，学习率不同。"""

print("α     每步乘以        w       代价")
for alpha in (0.01, 0.1, 0.5, 0.9, 1.0, 1.1):
    w = 0.0
    for _ in range(10):
        w = w - alpha * 2 * (w - 3)
    factor, cost = 1 - 2 * alpha, (w - 3) ** 2
    print(f"{alpha:4.2f}  {factor:8.2f}  {w:9.4f}  {cost:9.4f}")
