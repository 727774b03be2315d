"""十次里三次是 1：只数次数，与写明是哪三次，概率差一个倍数，最大值却在同一处。"""

from math import comb

import numpy as np

grid = np.linspace(0.05, 0.95, 19)
sequence = grid**3 * (1 - grid) ** 7  # 写明哪三次：0–1 分布连乘
count = comb(10, 3) * sequence  # 只数次数：二项分布
print(f"选法有 {comb(10, 3)} 种")
print(f"写明次序，最大在 {grid[sequence.argmax()]:.2f}，概率 {sequence.max():.6f}")
print(f"只数次数，最大在 {grid[count.argmax()]:.2f}，概率 {count.max():.6f}")
