"""同一个公式，照抄与改写之后，在浮点数里差多少。"""

import numpy as np

from derive.activations import sigmoid, sigmoid_prime


def textbook_sigmoid(z):
    return 1 / (1 + np.exp(-z))


def textbook_sigmoid_prime(z):
    s = textbook_sigmoid(z)
    return s * (1 - s)


with np.errstate(over="ignore"):  # 照抄的写法在 z = -720 处溢出
    for z in (2.0, 40.0, -40.0, -720.0):
        print(f"z = {z:6.1f}")
        print(f"  sigmoid   照抄 {textbook_sigmoid(z):.4e}   本书 {sigmoid(z):.4e}")
        print(f"  sigmoid'  照抄 {textbook_sigmoid_prime(z):.4e}   本书 {sigmoid_prime(z):.4e}")
