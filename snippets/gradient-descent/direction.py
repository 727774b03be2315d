"""在同一点，朝各个方向走同样短的一小步，代价各变多少。"""

import numpy as np

from derive.logistic import propagate

X = np.array([[0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0]])
Y = np.array([[0, 0, 0, 1, 0, 1, 1, 1]])
w, b, step = np.zeros((1, 1)), 0.0, 0.01
grads, cost = propagate(w, b, X, Y)
gradient = np.array([grads["dw"].item(), grads["db"]])
down = -gradient / np.linalg.norm(gradient)
print(f"梯度 ({gradient[0]:.4f}, {gradient[1]:.4f})，长度 {np.linalg.norm(gradient):.4f}")
for degrees in (0, 30, 60, 90, 120, 180):
    t = np.radians(degrees)
    u = np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]]) @ down
    _, after = propagate(w + step * u[0], b + step * u[1], X, Y)
    print(f"偏离梯度的反方向 {degrees:3d} 度：代价变化 {after - cost:8.5f}")
