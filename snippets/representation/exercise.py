"""练习的答案。"""

from math import factorial

from derive.shallow import initialize_parameters

for dims in ((2, 3, 1), (5, 4, 2)):
    parameters = initialize_parameters(*dims)
    shapes = "，".join(f"{name} {value.shape}" for name, value in parameters.items())
    print(f"{dims}：{shapes}，共 {sum(v.size for v in parameters.values())} 个数")
print(f"四个单元的次序：{factorial(4)} 种")
