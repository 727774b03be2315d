"""四种常见的写法，与量出来的 dw2 相比。"""

from derive.activations import sigmoid
from derive.losses import cross_entropy_from_logits

x1, x2, y = 1.0, 2.0, 1
w1, w2, b = 0.5, -0.25, 0.3
z = w1 * x1 + w2 * x2 + b
a, h = sigmoid(z), 1e-5
up = cross_entropy_from_logits(z + h * x2, y)  # w2 挪 h，z 就挪 h·x2
down = cross_entropy_from_logits(z - h * x2, y)
print(f"量得                    {(up - down) / (2 * h):8.4f}")
print(f"对：x2 * (a - y)        {x2 * (a - y):8.4f}")
print(f"错：x2 * (y - a)        {x2 * (y - a):8.4f}")
print(f"错：x2*(a-y)*a*(1-a)    {x2 * (a - y) * a * (1 - a):8.4f}")
print(f"错：a - y（忘了乘 x2）  {a - y:8.4f}")
print(f"错：w2 * (a - y)        {w2 * (a - y):8.4f}")
