"""离 0 越远，sigmoid 与 tanh 的斜率越小；ReLU 在正半轴始终是 1。"""

from derive.activations import relu_prime, sigmoid_prime, tanh_prime

print("    z    sigmoid'      tanh'    ReLU'")
for z in (0.0, 1.0, 2.0, 5.0, 10.0):
    print(f"{z:5.1f}  {sigmoid_prime(z):10.2e} {tanh_prime(z):10.2e} {relu_prime(z):8.0f}")
