"""一个样本，两个特征：前向算出损失，反向算出梯度，再走一步。变量名照课程。"""

from derive.activations import sigmoid
from derive.losses import cross_entropy

x1, x2, y = 1.0, 2.0, 1  # 样本
w1, w2, b = 0.5, -0.25, 0.3  # 参数
alpha = 0.5  # 学习率

z = w1 * x1 + w2 * x2 + b  # 前向
a = sigmoid(z)
print(f"前向：z = {z:.4f}   a = {a:.4f}   损失 = {cross_entropy(a, y):.4f}")

dz = a - y  # 反向
dw1, dw2, db = x1 * dz, x2 * dz, dz
print(f"反向：dz = {dz:.4f}   dw1 = {dw1:.4f}   dw2 = {dw2:.4f}   db = {db:.4f}")

w1, w2, b = w1 - alpha * dw1, w2 - alpha * dw2, b - alpha * db  # 走一步
z = w1 * x1 + w2 * x2 + b
print(f"更新：w1 = {w1:.4f}   w2 = {w2:.4f}   b = {b:.4f}")
print(f"再前向：z = {z:.4f}   损失 = {cross_entropy(sigmoid(z), y):.4f}")
