"""出题用的网络：参数都是两位小数，离 ReLU 的转折、0.5 的分界都足够远。"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from derive.homework.exercises import cases
from derive.homework.formulas import deep_network
from derive.homework.formulas.deep_network import Array

Parameters = dict[str, Array]


class Network(NamedTuple):
    """一个网络与一批样本，连同前向传播的结果。"""

    X: Array
    Y: cases.Array
    parameters: Parameters
    output: Array
    caches: Any


def decimals(rng: np.random.Generator, *shape: int, largest: float = 2.0) -> Array:
    """正负都有的两位小数，绝对值不超过 largest，不是 0。"""
    size = np.round(rng.uniform(0.02, largest, shape), 2)
    return size * rng.choice([-1.0, 1.0], shape)


def parameters_of(rng: np.random.Generator, dims: Sequence[int]) -> Parameters:
    """各层的 W[l]：(n[l], n[l−1])，b[l]：(n[l], 1)；偏置不是零，漏了它才看得出来。"""
    parameters = {}
    for l in range(1, len(dims)):
        largest = 2.0 / np.sqrt(dims[l - 1])
        parameters[f"W{l}"] = decimals(rng, dims[l], dims[l - 1], largest=largest)
        parameters[f"b{l}"] = decimals(rng, dims[l], 1, largest=1.0)
    return parameters


def gradients_of(rng: np.random.Generator, dims: Sequence[int]) -> Parameters:
    """与参数形状相同的 dW[l]、db[l]。"""
    return {f"d{name}": value for name, value in parameters_of(rng, dims).items()}


def relu_network(rng: np.random.Generator, dims: Sequence[int], m: int) -> Network:
    """前面用 ReLU、最后用 sigmoid 的网络。

    Z 离 0 足够远：舍入不同，也不会落到 ReLU 的另一边、0.5 的另一边；|Z[L]| ≤ 3，代价不相消。
    每一层都有走得通的单元，后面的梯度才不全是零。
    """
    while True:
        X, parameters = decimals(rng, dims[0], m), parameters_of(rng, dims)
        AL, caches = deep_network.L_model_forward(X, parameters)
        Zs = [Z for _, Z in caches]
        clear = all(np.abs(Z).min() > 1e-3 for Z in Zs) and np.abs(Zs[-1]).max() <= 3
        if clear and all((Z > 0).any() for Z in Zs[:-1]):
            return Network(X, cases.labels(rng, m), parameters, AL, caches)


def given_parameters(parameters: Parameters, *sizes: Any, **more: Any) -> Parameters:
    """顶替 initialize_parameters(_deep)：不论要多大，都返回给定的初始值（每次一份新的）。"""
    return {name: value.copy() for name, value in parameters.items()}
