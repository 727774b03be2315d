"""由概率到答案：概率过半就答 1。z 的正负已经说明了一切，不必算 σ。"""

import numpy as np

from derive.activations import sigmoid
from derive.logistic import predict

w, b = np.array([[0.8], [-0.5]]), 0.1
X = np.array([[2.0, 0.0, -3.0, 10.0], [1.0, 0.0, 2.0, 0.0]])  # 四个样本，各占一列
print("z     ", np.round(w.T @ X + b, 4))
print("ŷ     ", np.round(sigmoid(w.T @ X + b), 4))
print("答案  ", predict(w, b, X))
