"""练习的答案。"""

a, b, c = 1.0, -2.0, 4.0
u = b * c
v = a + u
print(f"练习一：u = {u}，v = {v}，J = {3 * v}；db = {3 * c}，dc = {3 * b}")

x, y = 3.0, 2.0
s, d = x + y, x - y
ds, dd = d, s
print(f"练习二：J = {s * d}，dx = {ds * 1 + dd * 1}，dy = {ds * 1 + dd * -1}")

w, x, b, y = 2.0, 3.0, -5.0, 0.0
z = w * x + b
dz = z - y
print(f"练习三：z = {z}，J = {(z - y) ** 2 / 2}，dz = {dz}，dw = {dz * x}，db = {dz}")
print(f"练习五：{64 * 64 * 3 + 1 + 1} 遍")
