"""把异或树搭成一个真的网络：8 个输入，三层 ReLU，对 256 个输入逐一核对。"""

from itertools import product

import numpy as np

from derive.network import predict

PAIR = np.array([[1.0, 1.0], [1.0, 1.0]])  # 两个输入之和，送给两个 ReLU 单元
XOR = np.array([[1.0, -2.0]])  # 一个单元减去另一个的两倍，就是异或
parameters, W, wires = {}, np.eye(8), 8
for l in (1, 2, 3):
    pairs = wires // 2
    parameters[f"W{l}"] = np.kron(np.eye(pairs), PAIR) @ W
    parameters[f"b{l}"] = np.tile([[0.0], [-1.0]], (pairs, 1))  # ReLU(s) 与 ReLU(s − 1)
    W, wires = np.kron(np.eye(pairs), XOR), pairs  # 减法并进下一层的权重
parameters["W4"], parameters["b4"] = W, np.array([[-0.5]])  # 大于一半就判为 1

X = np.array(list(product((0.0, 1.0), repeat=8))).T
hidden = [parameters[f"b{l}"].shape[0] for l in (1, 2, 3)]
right = np.all(predict(X, parameters) == X.sum(axis=0, keepdims=True) % 2)
print(f"隐藏单元 {hidden}，共 {sum(hidden)} 个；{X.shape[1]} 个输入全对：{right}")
