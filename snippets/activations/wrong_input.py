"""常见错误：把 a 当成 z 传给求导函数，或者把 z 当成 a 代进 a(1−a)。"""

from derive.activations import sigmoid, sigmoid_prime

z = 2.0
a = sigmoid(z)
print(f"对：sigmoid_prime(z) = {sigmoid_prime(z):.4f}")
print(f"对：a * (1 - a)      = {a * (1 - a):.4f}")
print(f"错：sigmoid_prime(a) = {sigmoid_prime(a):.4f}")
print(f"错：z * (1 - z)      = {z * (1 - z):.4f}")
