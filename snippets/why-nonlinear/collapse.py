"""两层恒等激活的网络，与合并成一层之后：输出相同，参数少了。"""

import numpy as np

rng = np.random.default_rng(0)
W1, b1 = rng.standard_normal((4, 3)), rng.standard_normal((4, 1))
W2, b2 = rng.standard_normal((2, 4)), rng.standard_normal((2, 1))
X = rng.standard_normal((3, 5))

two_layers = W2 @ (W1 @ X + b1) + b2
W, b = W2 @ W1, W2 @ b1 + b2  # 合并
print(f"两层与一层的最大差别小于 1e-12：{np.abs(two_layers - (W @ X + b)).max() < 1e-12}")
print(f"两层 {W1.size + b1.size + W2.size + b2.size} 个参数，一层 {W.size + b.size} 个")
