"""常见错误：求和的方向反了，或者忘了 keepdims。"""

import numpy as np

dZ1 = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])  # 两个单元，三个样本
b1 = np.array([[0.5], [0.5]])
for code in ("axis=1, keepdims=True", "axis=0, keepdims=True", "axis=1"):
    options = {"axis": int(code[5]), "keepdims": "keepdims" in code}
    db1 = np.sum(dZ1, **options) / 3
    print(f"{code:22s} db1 {db1.shape}，更新后 b1 {(b1 - 0.1 * db1).shape}")
