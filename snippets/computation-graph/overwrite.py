"""常见错误：第二条路径的导数把第一条的盖掉了。应当累加。"""

x = 2.0
p, q = x**2, 3 * x
dp, dq = q, p
dx = dp * 2 * x
dx = dq * 3  # 错：盖掉了上一行
print(f"盖掉：dx = {dx:.4f}")
dx = 0.0
dx += dp * 2 * x
dx += dq * 3
print(f"累加：dx = {dx:.4f}")
