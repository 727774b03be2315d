"""异或：隐藏层用恒等函数，永远猜一半；换成 tanh，就学会了。"""

import numpy as np

from derive.network import linear_activation_forward
from derive.trainer import train

X = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([[0, 1, 1, 0]])
for g in ("identity", "tanh"):
    trained = train(X, Y, (2, 4, 1), g, learning_rate=1.0, steps=5000, progress=False)
    p = trained.parameters
    A1, _ = linear_activation_forward(X, p["W1"], p["b1"], g)
    A2, _ = linear_activation_forward(A1, p["W2"], p["b2"], "sigmoid")
    print(f"{g:8s} 代价 {trained.costs[-1]:.4f}   预测 {np.round(A2.ravel(), 2)}")
