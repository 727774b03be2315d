"""一圈围着一圈的数据：直线分不开，四个隐藏单元就分得开。"""

import numpy as np

from derive.shallow import nn_model, predict
from derive.trainer import train

rng = np.random.default_rng(0)
m = 400
Y = (np.arange(m) % 2)[None, :]  # 内圈是 0，外圈是 1
radius, angle = 1 + Y + 0.2 * rng.standard_normal((1, m)), rng.uniform(0, 2 * np.pi, (1, m))
X = np.vstack([radius * np.cos(angle), radius * np.sin(angle)])

logistic = train(X, Y, (2, 1), learning_rate=1.2, steps=2000, progress=False).parameters
guess = logistic["W1"] @ X + logistic["b1"] > 0
print(f"逻辑回归   训练集上答对 {np.mean(guess == Y):.1%}")
for n_h in (1, 2, 3, 4):
    parameters = nn_model(X, Y, n_h, num_iterations=2000)
    print(f"隐藏单元 {n_h} 个，训练集上答对 {np.mean(predict(parameters, X) == Y):.1%}")
