"""抛物线 J = ½k(w − c)²，k = 1，c = 0：离最低点的距离每步乘以 1 − αk。"""

k, c = 1.0, 0.0
for alpha in (0.1, 1.0, 1.9, 2.1):
    w = 1.0
    path = [w]
    for _ in range(5):
        w -= alpha * k * (w - c)
        path.append(w)
    print(f"α = {alpha:.1f}  因子 {1 - alpha * k:5.1f}  " + "  ".join(f"{v:7.4f}" for v in path))
