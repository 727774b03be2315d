"""四种食物每 100 克的热量（千卡）：每一列除以这一列的和，就是百分比。"""

import numpy as np

A = np.array(
    [
        [56.0, 0.0, 4.4, 68.0],  # 碳水化合物
        [1.2, 104.0, 52.0, 8.0],  # 蛋白质
        [1.8, 135.0, 99.0, 0.9],  # 脂肪
    ]
)  # 列：苹果、牛肉、鸡蛋、土豆
cal = A.sum(axis=0, keepdims=True)  # 竖着加，每列得一个数：(1, 4)
percentage = 100 * A / cal  # (3, 4) 除以 (1, 4)
print("总热量", cal[0].round(1))
for name, row in zip(("碳水化合物", "蛋白质", "脂肪"), percentage, strict=True):
    print(" ".join(f"{value:5.1f}%" for value in row), name)
print("每列之和", percentage.sum(axis=0).round(1))
