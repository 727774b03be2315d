"""z = 5 处的斜率是最大斜率的百分之几。"""

from derive.activations import sigmoid_prime

print(f"斜率 {sigmoid_prime(5.0):.4f}，最大斜率 {sigmoid_prime(0.0):.4f}")
print(f"比值 {sigmoid_prime(5.0) / sigmoid_prime(0.0):.2%}")
