"""三种情形：一个数、一行、一列，各被复制成什么。"""

import numpy as np

column = np.array([[1], [2], [3], [4]])
print("(4, 1) 加一个数：", (column + 100)[:, 0])

A = np.array([[1, 2, 3], [4, 5, 6]])
print("(2, 3) 加 (1, 3)：")
print(A + np.array([[100, 200, 300]]))
print("(2, 3) 加 (2, 1)：")
print(A + np.array([[100], [200]]))
print("(3, 2) 除以 (3, 1)：")
print(np.array([[2, 4], [9, 3], [5, 10]]) / np.array([[2], [3], [5]]))
