"""sigmoid 与 ReLU 的斜率：z 大起来以后，一个消失，一个不变。"""

from derive.activations import relu_prime, sigmoid_prime

print("   z   sigmoid 的斜率   ReLU 的斜率")
for z in (-5.0, -2.0, 0.5, 2.0, 5.0, 10.0):
    print(f"{z:5.1f} {sigmoid_prime(z):14.4f} {relu_prime(z):13.4f}")
