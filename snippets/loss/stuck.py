"""又自信又错（y = 1，z 很小）时，两种损失各给多大的梯度。"""

from derive.activations import sigmoid, sigmoid_prime
from derive.losses import cross_entropy_from_logits_prime

print("    z      交叉熵     平方损失")
for z in (-1.0, -3.0, -10.0, -30.0):
    squared = (sigmoid(z) - 1) * sigmoid_prime(z)
    print(f"{z:5.1f}  {cross_entropy_from_logits_prime(z, 1):10.2e}  {squared:11.2e}")
