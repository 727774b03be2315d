"""常见错误：更新了参数，却还用旧的缓存。"""

import numpy as np

from derive.network import (
    L_model_backward,
    L_model_forward,
    initialize_parameters_deep,
    update_parameters,
)

rng = np.random.default_rng(0)
X, Y = rng.standard_normal((2, 50)), rng.integers(0, 2, (1, 50))
parameters = initialize_parameters_deep([2, 4, 1], scale="fan_in")
AL, caches = L_model_forward(X, parameters)
grads = L_model_backward(AL, Y, caches)
parameters = update_parameters(parameters, grads, learning_rate=1.0)

stale = L_model_backward(AL, Y, caches)  # 旧的 AL 与旧的缓存
AL, caches = L_model_forward(X, parameters)
fresh = L_model_backward(AL, Y, caches)
print("旧缓存的 dW2", stale["dW2"].round(4))
print("新缓存的 dW2", fresh["dW2"].round(4))
