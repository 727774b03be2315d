"""常见错误：直接把几千个概率乘起来，结果下溢成 0；取对数再相加就没事。"""

import numpy as np

P = np.full(2000, 0.5)
print("连乘：", np.prod(P))
print(f"对数相加：{np.sum(np.log(P)):.4f}，代价 {-np.mean(np.log(P)):.4f}")
