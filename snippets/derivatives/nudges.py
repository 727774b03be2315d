"""a 向右挪 0.001，四个函数各增加多少；增量除以 0.001，就是斜率的近似。"""

import math

h = 0.001
functions = {
    "3a": lambda a: 3 * a,
    "a²": lambda a: a**2,
    "a³": lambda a: a**3,
    "ln a": math.log,
}
print("函数   a   挪动以后      增量   除以 0.001")
for name, f in functions.items():
    for a in (2, 5):
        after, rise = f(a + h), f(a + h) - f(a)
        print(f"{name:4s}  {a} {after:10.6f}  {rise:.6f}  {rise / h:10.4f}")
