"""一个单元由面积估房价：先算线性函数，再与 0 取大。"""

import numpy as np

from derive.activations import relu

w, b = 0.8, -20.0  # 万元每平方米，万元
area = np.array([10.0, 25.0, 50.0, 100.0, 150.0])
price = relu(w * area + b)
for x, y in zip(area, price, strict=True):
    print(f"{x:5.0f} 平方米：线性部分 {w * x + b:6.1f}，估价 {y:6.1f} 万元")
