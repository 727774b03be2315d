"""常见错误：漏了转置。形状不合就报错；恰好合得上，就悄悄给错的梯度。"""

import numpy as np

rng = np.random.default_rng(0)
for n_h, m in ((4, 10), (4, 4)):  # 隐藏单元数、样本数
    A1, dZ2 = rng.standard_normal((n_h, m)), rng.standard_normal((1, m))
    right = dZ2 @ A1.T / m
    try:
        wrong = dZ2 @ A1 / m
    except ValueError:
        print(f"m = {m}：dZ2 {dZ2.shape} 与 A1 {A1.shape} 不能相乘")
    else:
        print(f"m = {m}：形状都是 {wrong.shape}，对 {np.round(right, 2)}，错 {np.round(wrong, 2)}")
