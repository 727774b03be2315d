"""ReLU 在 0 处：从右边量是 1，从左边量是 0，从两边对称地量是 1/2。"""

from derive.activations import relu, relu_prime

for h in (0.1, 0.001, 0.00001):
    right = (relu(h) - relu(0.0)) / h
    left = (relu(0.0) - relu(-h)) / h
    both = (relu(h) - relu(-h)) / (2 * h)
    print(f"h = {h:g}   右 {right:.4f}   左 {left:.4f}   对称 {both:.4f}")
print(f"约定：relu_prime(0) = {relu_prime(0.0):.0f}")
