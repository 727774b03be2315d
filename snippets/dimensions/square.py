"""形状对了，不等于算对了：两层一样大时，漏了转置也看不出来。"""

import numpy as np

W, dZ = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0], [10.0]])
print("对：", (W.T @ dZ).ravel(), " 漏了转置：", (W @ dZ).ravel(), " 形状都是", (W @ dZ).shape)
