"""链式法则的三段：分开算再相乘，与一步到位的 a − y 相比。"""

from derive.activations import sigmoid, sigmoid_prime
from derive.losses import cross_entropy_prime

y = 1
print("    z       da    da/dz   两段之积    a - y")
for z in (-4.0, 0.3, 4.0):
    a = sigmoid(z)
    da, slope = cross_entropy_prime(a, y), sigmoid_prime(z)
    print(f"{z:5.1f} {da:8.3f} {slope:8.4f} {da * slope:10.4f} {a - y:8.4f}")
