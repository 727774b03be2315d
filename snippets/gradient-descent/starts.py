"""代价是凸的：从哪里出发，都走到同一处。"""

import numpy as np

from derive.logistic import optimize, propagate

X = np.array([[0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0]])
Y = np.array([[0, 0, 0, 1, 0, 1, 1, 1]])
for w, b in ((0.0, 0.0), (-4.0, 6.0), (8.0, -1.0)):
    params, _, _ = optimize([[w]], b, X, Y, num_iterations=20000, learning_rate=0.5)
    _, cost = propagate(params["w"], params["b"], X, Y)
    reached = f"{params['w'].item():.4f}，{params['b']:.4f}"
    print(f"从 {w:4.1f}，{b:4.1f} 到 {reached}，代价 {cost:.4f}")
