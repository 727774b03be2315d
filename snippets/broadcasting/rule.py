"""一般的规则：右对齐，逐个方向比，相等或有一个是 1 才行。"""

import numpy as np

pairs = [
    ((2, 3), (1, 3)),
    ((2, 3), (2, 1)),
    ((4, 1), (1, 3)),
    ((3, 4), ()),
    ((3, 4), (4,)),
    ((3, 4), (3,)),
    ((2, 3), (3, 2)),
]
for first, second in pairs:
    try:
        result = str(np.broadcast_shapes(first, second))
    except ValueError:
        result = "不行"
    print(f"{first!s:7s} 与 {second!s:7s} → {result}")
