"""浅层网络里也可能太小：异或的四个样本，从 0.01 出发，四千步还没有离开起点。"""

import numpy as np

from derive.trainer import train

X = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([[0, 1, 1, 0]])
for name, scale in (("0.01", 0.01), ("1/√n", "fan_in")):
    options = {"learning_rate": 1.2, "steps": 4000, "progress": False}
    trained = train(X, Y, (2, 4, 1), "tanh", scale=scale, **options)
    print(f"s = {name:5s}代价：开始 {trained.costs[0]:.4f}，四千步之后 {trained.costs[-1]:.4f}")
