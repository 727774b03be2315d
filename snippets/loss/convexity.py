"""凸函数的弦总不低于曲线。拿 z = -4 与 z = 0 连一条弦，看中点。"""

from derive.activations import sigmoid
from derive.losses import cross_entropy_from_logits


def squared_loss(z, y):
    return 0.5 * (sigmoid(z) - y) ** 2


for name, loss in (("交叉熵", cross_entropy_from_logits), ("平方损失", squared_loss)):
    chord = (loss(-4.0, 1) + loss(0.0, 1)) / 2
    curve = loss(-2.0, 1)
    where = "上方" if chord > curve else "下方"
    print(f"{name}：弦的中点 {chord:.4f}，曲线 {curve:.4f}，弦在曲线{where}")
