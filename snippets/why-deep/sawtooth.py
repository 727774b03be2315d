"""对折 k 次：每层只有两个 ReLU 单元，折线的段数却翻 k 番。"""

import numpy as np

from derive.activations import relu

x = np.linspace(0, 1, 2**12 + 1)  # 网格取二的幂，折点都落在格点上
t = x
for k in range(1, 11):
    t = 2 * relu(t) - 4 * relu(t - 0.5)  # 再加一层
    pieces = 1 + np.count_nonzero(np.diff(t, 2))  # 二阶差分不为零处，就是折点
    if k in (1, 2, 3, 5, 10):
        print(
            f"{k:2d} 层，{2 * k:2d} 个单元：{pieces:4d} 段；只用一层至少要 {pieces - 1:4d} 个单元"
        )
