"""每列各算各的：一次算 100 个样本，与一个一个地算，结果相同。"""

import numpy as np

from derive.network import L_model_forward, initialize_parameters_deep

rng = np.random.default_rng(0)
parameters = initialize_parameters_deep([3, 5, 5, 3, 1], scale="fan_in")
X = rng.standard_normal((3, 100))
together, _ = L_model_forward(X, parameters)
one_by_one = np.hstack([L_model_forward(X[:, [i]], parameters)[0] for i in range(100)])
print(f"形状 {together.shape} 与 {one_by_one.shape}")
print(f"处处相同：{np.allclose(together, one_by_one, rtol=1e-13, atol=0)}")
