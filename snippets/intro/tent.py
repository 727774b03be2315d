"""几个 ReLU 单元相加，能折好几下：搭出一个帐篷。"""

import numpy as np

from derive.activations import relu

x = np.linspace(-1, 3, 9)
tent = relu(x) - 2 * relu(x - 1) + relu(x - 2)
print("x    ", *(f"{value:5.1f}" for value in x))
print("tent ", *(f"{value:5.1f}" for value in tent))
