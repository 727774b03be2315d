"""在开发集上挑超参数：几种结构与学习率各训练一遍，选没参加训练的样本上最好的。"""

import numpy as np

from derive.trainer import train

rng = np.random.default_rng(1)
X = rng.standard_normal((2, 120))
Y = (np.sum(X**2, axis=0, keepdims=True) > 1.4) ^ (rng.random((1, 120)) < 0.1)  # 一成的标签是错的
Y = Y.astype(float)
train_X, dev_X, train_Y, dev_Y = X[:, :60], X[:, 60:], Y[:, :60], Y[:, 60:]
print("结构            α     训练集   开发集")
for layer_dims in ([2, 1], [2, 4, 1], [2, 32, 32, 1]):
    for alpha in (0.03, 0.3):
        trained = train(train_X, train_Y, layer_dims, "tanh", learning_rate=alpha, steps=3000)
        scores = [np.mean(trained.predict(A) == B) for A, B in ((train_X, train_Y), (dev_X, dev_Y))]
        print(f"{layer_dims!s:14s} {alpha:.2f}  {scores[0]:7.1%}  {scores[1]:7.1%}")
