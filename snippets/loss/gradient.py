"""∂L/∂z = a − y，与走一小步量出来的斜率。"""

from derive.activations import sigmoid
from derive.losses import cross_entropy_from_logits

h = 1e-5  # 一小步
for y in (1, 0):
    for z in (-2.0, 0.0, 2.0):
        up, down = cross_entropy_from_logits(z + h, y), cross_entropy_from_logits(z - h, y)
        measured = (up - down) / (2 * h)
        print(f"y = {y}   z = {z:4.1f}   a - y = {sigmoid(z) - y:7.4f}   量得 {measured:7.4f}")
