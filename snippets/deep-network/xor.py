"""异或：逻辑回归学不会，加一个隐藏层就学会了。"""

import numpy as np

from derive.trainer import train

X = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])  # 四个样本，每列一个
Y = np.array([[0, 1, 1, 0]])
for layer_dims in ([2, 1], [2, 4, 1]):
    trained = train(X, Y, layer_dims, "tanh", learning_rate=1.0, steps=2000)
    print(f"{layer_dims}  代价 {trained.costs[-1]:.4f}  概率 {trained.probabilities(X).round(2)}")
