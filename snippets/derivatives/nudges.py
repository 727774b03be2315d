"""a 向右挪 0.001，四个函数各增加多少；增量除以 0.001，就是斜率的近似。"""

import math

h = 0.001
functions = {
    "3a": lambda a: 3 * a,
    "a²": lambda a: a**2,
    "a³": lambda a: a**3,
    "ln a": math.log,
}
print("函数   a     原来的值   挪动以后     增量    增量/0.001")
for name, f in functions.items():
    for a in (2, 5):
        before, after = f(a), f(a + h)
        row = f"{before:10.6f} {after:10.6f} {after - before:9.6f} {(after - before) / h:9.4f}"
        print(f"{name:4s}  {a}  {row}")
