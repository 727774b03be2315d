"""练习的答案。"""

import numpy as np

print(f"练习一：P = {0.9 * (1 - 0.2) * 0.7:.4f}，J = {-np.log(0.9 * 0.8 * 0.7) / 3:.4f}")
print(f"练习二：J = {np.log(2):.4f}，m = 100 时 P = {0.5**100:.2e}")
print(f"练习三：似然之比 {np.exp(-100 * 0.30) / np.exp(-100 * 0.35):.4f}")
