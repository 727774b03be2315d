"""同样的数据、同样的网络，三种初始值。"""

import numpy as np

from derive.network import initialize_parameters_deep
from derive.shallow import predict
from derive.trainer import train

rng = np.random.default_rng(0)
m = 400
Y = (np.arange(m) % 2)[None, :]  # 内圈是 0，外圈是 1
radius, angle = 1 + Y + 0.2 * rng.standard_normal((1, m)), rng.uniform(0, 2 * np.pi, (1, m))
X = np.vstack([radius * np.cos(angle), radius * np.sin(angle)])

random = initialize_parameters_deep((2, 4, 1))
starts = {
    "全零": {name: np.zeros_like(value) for name, value in random.items()},
    "全相同": {name: np.full_like(value, 0.01) for name, value in random.items()},
    "随机": random,
}
for name, start in starts.items():
    options = {"learning_rate": 0.6, "steps": 2000, "progress": False}
    trained = train(X, Y, (2, 4, 1), "tanh", parameters=start, **options)
    right = np.mean(predict(trained.parameters, X) == Y)
    print(f"{name}：代价 {trained.costs[-1]:.4f}，答对 {right:.1%}")
