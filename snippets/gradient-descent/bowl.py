"""J(w) = (w − 3)²，从两边各走六步：每一步减去 0.1 倍的斜率。"""

alpha = 0.1
for start in (0.0, 6.0):
    w = start
    print("步    w       斜率      代价")
    for step in range(7):
        slope = 2 * (w - 3)
        print(f"{step}  {w:7.4f}  {slope:7.4f}  {(w - 3) ** 2:7.4f}")
        w = w - alpha * slope
