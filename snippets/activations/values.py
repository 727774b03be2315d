"""四个激活函数在几个点上的值。"""

import numpy as np

from derive.activations import leaky_relu, relu, sigmoid, tanh

print("     z    sigmoid       tanh       ReLU  LeakyReLU")
for z in np.array([-3.0, -1.0, 0.0, 1.0, 3.0]):
    row = (sigmoid(z), tanh(z), relu(z), leaky_relu(z, 0.01))
    print(f"{z:6.1f}" + "".join(f"{value:11.4f}" for value in row))
