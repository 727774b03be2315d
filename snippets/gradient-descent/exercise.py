"""练习的答案。"""

w, alpha = 5.0, 0.25
new = w - alpha * 2 * (w - 3)
print(f"练习一：斜率 {2 * (w - 3):.4f}，新的 w = {new:.4f}")
print(f"练习一：代价从 {(w - 3) ** 2:.4f} 到 {(new - 3) ** 2:.4f}")
w, b, dw, db = 0.4, -0.2, 1.5, -0.5
print(f"练习二：w = {w - 0.1 * dw:.4f}，b = {b - 0.1 * db:.4f}")
for alpha in (0.25, 0.75):
    w, seen = 0.0, []
    for _ in range(4):
        w = w - alpha * 2 * (w - 3)
        seen.append(f"{w:.4f}")
    print(f"练习三：α = {alpha} 时", "、".join(seen))
