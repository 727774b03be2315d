"""练习的答案。"""

import numpy as np

from derive.activations import sigmoid

w, b = np.array([[1.0], [-2.0], [0.5]]), -0.5
x = np.array([[2.0], [1.0], [3.0]])
z = w.T @ x + b
print(f"练习二：z = {z.item():.4f}，ŷ = {sigmoid(z).item():.4f}")
print(f"练习三：几率 {0.8 / 0.2:.4f}，z = {np.log(0.8 / 0.2):.4f}")
print(f"练习四：(1, {w.shape[0]}) 乘 {(3, 50)}，得到 {(w.T @ np.zeros((3, 50))).shape}")
