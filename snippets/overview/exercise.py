"""练习的答案。"""

import numpy as np

from derive.shallow import forward_propagation

parameters = {
    "W1": np.array([[1.0, 1.0], [1.0, 1.0]]),
    "b1": np.array([[0.0], [-1.0]]),
    "W2": np.array([[1.0, -2.0]]),
    "b2": np.array([[0.0]]),
}
A2, cache = forward_propagation(np.array([[1.0], [0.0]]), parameters)
print(f"练习一：z1 = {cache['Z1'].ravel()}，z2 = {cache['Z2'].item():.4f}，a2 = {A2.item():.4f}")
