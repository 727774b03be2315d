"""常见错误：以为步子越小越准。浮点数相减会丢掉有效数字。这里量 a³ 在 2 处的斜率 12。"""


def cube(a):
    return a * a * a


print("    h      单侧的误差   两侧的误差")
for k in (1, 3, 5, 7, 9, 11, 13, 15):
    h = float(f"1e-{k}")
    one_sided = (cube(2 + h) - cube(2)) / h
    two_sided = (cube(2 + h) - cube(2 - h)) / (2 * h)
    print(f"1e-{k:02d}  {abs(one_sided - 12):12.0e} {abs(two_sided - 12):12.0e}")
