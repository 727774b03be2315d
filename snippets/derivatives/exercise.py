"""练习的答案。"""

import math

h = 0.001
print(f"练习一：量得 {((4 + h) ** 2 - 4**2) / h:.4f}，公式 {2 * 4:.4f}")
print(f"练习二：量得 {(math.log(10 + h) - math.log(10)) / h:.4f}，公式 {1 / 10:.4f}")
print(f"练习三：估计 {5**3 + 75 * 0.01:.4f}，真正的值 {5.01**3:.4f}")
left, right = (abs(0 - h) - 0) / (-h), (abs(0 + h) - 0) / h
print(f"练习四：从左边 {left:.4f}，从右边 {right:.4f}")
