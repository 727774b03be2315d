"""课程第二门作业的流程：造数据，训练，看准确率。"""

import numpy as np

from derive.logistic import model

rng = np.random.default_rng(3)


def samples(m):
    """两团点：标签为 1 的在右上，标签为 0 的在左下，有一点重叠。"""
    Y = rng.integers(0, 2, (1, m))
    return rng.standard_normal((2, m)) + 2 * Y - 1, Y


X_train, Y_train = samples(200)
X_test, Y_test = samples(1000)
d = model(X_train, Y_train, X_test, Y_test, num_iterations=500, learning_rate=0.1)
for k, J in enumerate(d["costs"]):
    print(f"第 {100 * k:3d} 次迭代：J = {J:.4f}")
print(f"w = {d['w'][:, 0].round(4)}，b = {d['b']:.4f}")
print(f"训练集的准确率 {np.mean(d['Y_prediction_train'] == Y_train):.2%}")
print(f"测试集的准确率 {np.mean(d['Y_prediction_test'] == Y_test):.2%}")
