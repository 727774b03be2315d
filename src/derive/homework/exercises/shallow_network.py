"""第三次作业的题目：平面数据分类，一个隐藏层。"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from derive import shallow
from derive.homework.exercise import (
    Case,
    Exercise,
    Misshapen,
    Parts,
    as_dict,
    as_one,
    as_tuple,
)
from derive.homework.exercises.cases import labels, numbers, smallest_first
from derive.homework.exercises.networks import (
    Network,
    decimals,
    given_parameters,
    gradients_of,
    parameters_of,
)
from derive.homework.exercises.shared import (
    AXIS_WHY,
    KEEPDIMS_WHY,
    MEAN_WHY,
    ONCE_WHY,
    ROWS_WHY,
    TRAINING_MISCONCEPTIONS,
    compute_cost,
    each,
    initialize_parameters,
    trained_parts,
)
from derive.homework.formulas import shallow_network

# ---- 试验 -------------------------------------------------------------------------

SHAPES = (
    (1, 1, 1),
    (1, 1, 2),
    (2, 1, 1),
    (1, 2, 1),
    (2, 1, 3),
    (1, 2, 2),
    (2, 2, 2),
    (2, 3, 1),
    (3, 2, 2),
    (2, 2, 3),
    (2, 3, 3),
    (3, 2, 3),
    (3, 3, 3),
    (3, 3, 4),
    (2, 4, 5),
    (4, 3, 6),
    (5, 4, 4),
    (2, 4, 12),
)
"""(n_x, n_h, m)；有些数相等，漏了转置也不报错，只是算错。"""


def tanh_network(rng: np.random.Generator, n_x: int, n_h: int, m: int) -> Network:
    """tanh 的隐藏层、一个 sigmoid 输出；|Z1| ≤ 4、|Z2| ≤ 3，不饱和，也不落在 0.5 上。"""
    while True:
        X, parameters = decimals(rng, n_x, m), parameters_of(rng, (n_x, n_h, 1))
        A2, cache = shallow_network.forward_propagation(X, parameters)
        Z1, Z2 = np.abs(cache["Z1"]), np.abs(cache["Z2"])
        if Z1.max() <= 4 and Z2.min() > 1e-3 and Z2.max() <= 3:
            return Network(X, labels(rng, m), parameters, A2, cache)


def networks(rng: np.random.Generator) -> Iterator[Network]:
    """一个好算的，其余随机。"""
    X, Y = np.array([[0.5]]), np.array([[1.0]])
    ones = {name: np.array([[1.0]]) for name in ("W1", "b1", "W2", "b2")}
    yield Network(X, Y, ones, *shallow_network.forward_propagation(X, ones))
    for shape in SHAPES:
        yield tanh_network(rng, *shape)


def sizes_cases(rng: np.random.Generator) -> list[Case]:
    shapes = ((1, 1, 2), (2, 1, 3), (3, 2, 5), (5, 2, 3), (6, 1, 4), (4, 3, 7))
    return smallest_first(
        Case({"X": numbers(rng, n_x, m), "Y": rng.integers(0, 2, (n_y, m))})
        for n_x, n_y, m in shapes
    )


def forward_cases(rng: np.random.Generator) -> list[Case]:
    return smallest_first(Case({"X": n.X, "parameters": n.parameters}) for n in networks(rng))


def backward_cases(rng: np.random.Generator) -> list[Case]:
    return smallest_first(
        Case({"parameters": n.parameters, "cache": n.caches, "X": n.X, "Y": n.Y})
        for n in networks(rng)
    )


def update_cases(rng: np.random.Generator) -> list[Case]:
    shapes = ((1, 1, 1), (2, 1, 1), (1, 2, 1), (2, 2, 2), (2, 4, 1), (3, 2, 2), (3, 5, 2))
    return smallest_first(
        Case(
            {
                "parameters": parameters_of(rng, shape),
                "grads": gradients_of(rng, shape),
                "learning_rate": rate,
            }
        )
        for shape, rate in zip(shapes, (0.5, 0.1, 1.2, 0.3, 1.2, 2.0, 0.01), strict=True)
    )


def training_cases(rng: np.random.Generator) -> list[Case]:
    """从给定的初始参数走几步；学习率是 1.2（有的版本把它当作参数）。"""
    shapes = ((1, 1, 1, 1), (1, 2, 2, 1), (2, 2, 3, 2), (2, 3, 4, 3), (2, 4, 6, 8))
    drawn = []
    for n_x, n_h, m, steps in shapes:
        n = tanh_network(rng, n_x, n_h, m)
        drawn.append(
            Case(
                {
                    "X": n.X,
                    "Y": n.Y,
                    "n_h": n_h,
                    "num_iterations": steps,
                    "print_cost": False,
                },
                given={"initialize_parameters": partial(given_parameters, n.parameters)},
                extra={"learning_rate": 1.2},
            )
        )
    return smallest_first(drawn)


def predict_cases(rng: np.random.Generator) -> list[Case]:
    return smallest_first(Case({"parameters": n.parameters, "X": n.X}) for n in networks(rng))


# ---- 拆开返回值 -------------------------------------------------------------------


def forward_parts(value: Any) -> Parts:
    """A2 与 cache；cache 里的各个量分开看，才说得出错在哪一步。"""
    pair = as_tuple("A2", "cache")(value)
    cache = pair["cache"]
    if not isinstance(cache, dict) or not {"Z1", "A1", "Z2", "A2"} <= set(cache):
        raise Misshapen('cache 应为字典 {"Z1": …, "A1": …, "Z2": …, "A2": …}')
    kept = {name: cache[name] for name in ("Z1", "A1", "Z2")}
    return {**kept, "A2": pair["A2"], 'cache["A2"]': cache["A2"]}


def trained(value: Any) -> Parts:
    return as_dict("W1", "b1", "W2", "b2")(dict(trained_parts(value)))


# ---- 题目 -------------------------------------------------------------------------

LAYER_SIZES = Exercise(
    reference=shallow_network.layer_sizes,
    cases=sizes_cases,
    parts=as_tuple("n_x", "n_h", "n_y"),
    laws={"n_x": "shape_of_x", "n_y": "shape_of_y"},
    answer=shallow.layer_sizes,
    misconceptions=(
        *each(
            "取了 shape[1]",
            "样本排成列：行数 shape[0] 是单元数，列数 shape[1] 是样本数 m。",
            ("X.shape[0]", "X.shape[1]"),
            ("Y.shape[0]", "Y.shape[1]"),
        ),
        *each(
            "X 与 Y 弄反了",
            "n_x 是输入 X 的行数，n_y 是标签 Y 的行数。",
            ("X.shape[0]", "Y.shape[0]"),
            ("Y.shape[0]", "X.shape[0]"),
        ),
        *each(
            "返回了形状而不是大小",
            "shape 是一对数；层的大小只是其中的 shape[0]。",
            ("X.shape[0]", "X.shape"),
            ("Y.shape[0]", "Y.shape"),
        ),
        *each(
            "n_h 不是 4",
            "隐藏层的单元数是自己定的，作业里定为 4，不由 X 得出。",
            ("n_h = 4\n", "n_h = n_x\n"),
        ),
    ),
)

INITIALIZE_PARAMETERS = initialize_parameters(shallow_network.initialize_parameters)

TANH_WHY = "隐藏层的激活函数是 tanh；sigmoid 只用在输出层，它给出概率。"
OUTPUT_WHY = "输出要当作概率，所以最后一层用 sigmoid，它的值在 0 与 1 之间。"
BIAS_WHY = "每一层都是 W·（上一层的输出）+ b，b 加到每一列上。"

FORWARD_PROPAGATION = Exercise(
    reference=shallow_network.forward_propagation,
    cases=forward_cases,
    parts=forward_parts,
    laws={
        "Z1": "forward_z1",
        "A1": "forward_a1",
        "Z2": "forward_z2",
        "A2": "forward_a2",
        'cache["A2"]': "forward_a2",
    },
    answer=shallow.forward_propagation,
    misconceptions=(
        *each("没有用 b", BIAS_WHY, ("W1 @ X + b1", "W1 @ X"), ("W2 @ A1 + b2", "W2 @ A1")),
        *each(
            "b 写成了减",
            "Z = W·A + b：偏置是加上去的。",
            ("W1 @ X + b1", "W1 @ X - b1"),
            ("W2 @ A1 + b2", "W2 @ A1 - b2"),
        ),
        *each(
            "多了转置",
            "W1 已经是 (n_h, n_x)，每一行是一个单元的权重，直接左乘 X；再转置，形状就对不上。",
            ("W1 @ X", "W1.T @ X"),
        ),
        *each(
            "乘的次序反了",
            "W 在左，样本（排成列）在右：W1·X。矩阵乘法不能交换。",
            ("W1 @ X", "X @ W1"),
        ),
        *each(
            "用了 * 而不是点积",
            "* 是逐元素相乘（还会广播），矩阵乘法要用 @ 或 np.dot。",
            ("W1 @ X", "W1 * X"),
            ("W2 @ A1", "W2 * A1"),
        ),
        *each("隐藏层用了 sigmoid", TANH_WHY, ("np.tanh(Z1)", "1 / (1 + np.exp(-Z1))")),
        *each("隐藏层用了 ReLU", TANH_WHY, ("np.tanh(Z1)", "np.maximum(0, Z1)")),
        *each(
            "cache 里 Z 与 A 弄混",
            "cache 里 Z 是激活之前的，A 是激活之后的，反向时各有各的用处。",
            ('"Z1": Z1', '"Z1": A1'),
            ('"A1": A1', '"A1": Z1'),
            ('"Z2": Z2', '"Z2": A2'),
            ('"A2": A2', '"A2": Z2'),
        ),
        *each(
            "用了 Z 而不是 A",
            "第二层的输入是第一层激活之后的 A1，不是激活之前的 Z1。",
            ("W2 @ A1", "W2 @ Z1"),
        ),
        *each(
            "漏了激活函数",
            "没有非线性的激活函数，几层合起来还是一个线性函数，学不了弯曲的边界。",
            ("np.tanh(Z1)", "Z1"),
            ("1 / (1 + np.exp(-Z2))", "Z2"),
        ),
        *each("输出层用了 tanh", OUTPUT_WHY, ("1 / (1 + np.exp(-Z2))", "np.tanh(Z2)")),
        *each("输出层用了 ReLU", OUTPUT_WHY, ("1 / (1 + np.exp(-Z2))", "np.maximum(0, Z2)")),
        *each(
            "exp 的符号反了",
            "指数是负的：1/(1+e^{z}) 是 σ(−z) = 1 − σ(z)，随 z 变大而变小。",
            ("np.exp(-Z2)", "np.exp(Z2)"),
        ),
        *each(
            "第二层的输入写成了 X",
            "第二层的输入是第一层的输出 A1；X 只进第一层。",
            ("W2 @ A1", "W2 @ X"),
        ),
        *each(
            "b1 与 b2 弄混",
            "每一层用自己的偏置：Z1 加 b1，Z2 加 b2。",
            ("W1 @ X + b1", "W1 @ X + b2"),
            ("W2 @ A1 + b2", "W2 @ A1 + b1"),
        ),
    ),
)

COMPUTE_COST = compute_cost(
    shallow_network.compute_cost, "A2", "network_cost", shallow.compute_cost
)

SIGN_WHY = "dZ2 = A2 − Y：猜大了为正，更新时减去它。反过来写 Y − A2，每一步都往更错的方向走。"
TANH_PRIME_WHY = "tanh′(Z1) = 1 − tanh²(Z1) = 1 − A1²，逐元素平方。"

BACKWARD_PROPAGATION = Exercise(
    reference=shallow_network.backward_propagation,
    cases=backward_cases,
    parts=as_dict("dW1", "db1", "dW2", "db2"),
    laws={
        "dW1": "backward_dw1",
        "db1": "backward_db1",
        "dW2": "backward_dw2",
        "db2": "backward_db2",
    },
    answer=shallow.backward_propagation,
    misconceptions=(
        *each(
            "少了 1/m",
            MEAN_WHY,
            ("dW2 = dZ2 @ A1.T / m", "dW2 = dZ2 @ A1.T"),
            (
                "db2 = np.sum(dZ2, axis=1, keepdims=True) / m",
                "db2 = np.sum(dZ2, axis=1, keepdims=True)",
            ),
            ("dW1 = dZ1 @ X.T / m", "dW1 = dZ1 @ X.T"),
            (
                "db1 = np.sum(dZ1, axis=1, keepdims=True) / m",
                "db1 = np.sum(dZ1, axis=1, keepdims=True)",
            ),
        ),
        *each(
            "多除了 1/m",
            "除以 m 只做一次，在 dW 与 db 里；dZ 是每个样本各自的，不除。",
            ("dZ2 = A2 - Y", "dZ2 = (A2 - Y) / m"),
            ("dA1 = W2.T @ dZ2", "dA1 = W2.T @ dZ2 / m"),
        ),
        *each("m 取成了特征的个数", ROWS_WHY, ("X.shape[1]", "X.shape[0]")),
        *each(
            "导数多了负号",
            TANH_PRIME_WHY + "tanh 是增函数，导数恒为正。",
            ("1 - A1**2", "A1**2 - 1"),
        ),
        *each("符号反了", SIGN_WHY, ("A2 - Y", "Y - A2")),
        *each(
            "没有减去 Y",
            "dZ2 是预测与标签之差。没有标签，网络就不知道该学什么。",
            ("A2 - Y", "A2"),
        ),
        *each(
            "dZ 写成了 sigmoid 的导数",
            "a(1−a) 只是链式法则的后一个因子；乘上 dA2 = (a−y)/(a(1−a)) 之后，正好是 a − y。",
            ("A2 - Y", "A2 * (1 - A2)"),
        ),
        *each(
            "多乘了 sigmoid 的导数",
            "交叉熵配 sigmoid，σ′ 已经约去，dZ2 就是 A2 − Y；再乘 σ′ 是平方误差的式子。",
            ("A2 - Y", "(A2 - Y) * A2 * (1 - A2)"),
        ),
        *each(
            "把 dA 当成了 dZ",
            "−Y/A + (1−Y)/(1−A) 是 dA2；还要乘 σ′(Z2)，才是 dZ2 = A2 − Y。",
            ("A2 - Y", "-Y / A2 + (1 - Y) / (1 - A2)"),
        ),
        *each(
            "漏了转置",
            "看形状：dW 与 W 同形，dZ 的 m 列要与上一层输出的 m 列相乘相加，所以右边要转置；"
            "dA1 = W2ᵀ·dZ2，从 n_y 行回到 n_h 行，左边要转置。",
            ("dZ2 @ A1.T", "dZ2 @ A1"),
            ("W2.T @ dZ2", "W2 @ dZ2"),
            ("dZ1 @ X.T", "dZ1 @ X"),
        ),
        *each(
            "用了 Z 而不是 A",
            "W2 左乘的是 A1，所以 dW2 里是 A1；tanh′ 用 A1 写是 1 − A1²。Z1 是激活之前的。",
            ("A1.T / m", 'cache["Z1"].T / m'),
            ("1 - A1**2", '1 - cache["Z1"] ** 2'),
        ),
        *each(
            "第二层的输入写成了 X",
            "dW2 = dZ2·A1ᵀ/m：第二层的输入是 A1，不是 X。",
            ("dZ2 @ A1.T", "dZ2 @ X.T"),
        ),
        *each(
            "用了本层的激活值",
            "dW[l] = dZ[l]·A[l−1]ᵀ/m：右边是这一层的输入，不是它的输出。",
            ("dZ2 @ A1.T", "dZ2 @ A2.T"),
            ("dZ1 @ X.T", "dZ1 @ A1.T"),
        ),
        *each(
            "axis 弄反",
            AXIS_WHY,
            ("np.sum(dZ2, axis=1", "np.sum(dZ2, axis=0"),
            ("np.sum(dZ1, axis=1", "np.sum(dZ1, axis=0"),
        ),
        *each(
            "没有 keepdims",
            KEEPDIMS_WHY,
            ("np.sum(dZ1, axis=1, keepdims=True)", "np.sum(dZ1, axis=1)"),
        ),
        *each(
            "没有写 axis",
            "不写 axis，求的是整个矩阵的和，只有一个数；db 是每个单元（每一行）各一个。",
            ("np.sum(dZ1, axis=1, keepdims=True)", "np.sum(dZ1)"),
        ),
        *each(
            "W1 与 W2 弄混",
            "误差经第二层传回来，乘的是第二层的权重 W2ᵀ。",
            ("W2.T @ dZ2", 'parameters["W1"] @ dZ2'),
        ),
        *each(
            "权重写成了它的梯度",
            "dA1 = W2ᵀ·dZ2：误差经权重 W2 传回来，不是经 dW2。",
            ("W2.T @ dZ2", "dW2.T @ dZ2"),
        ),
        *each(
            "dA 当成了 dZ",
            "dW1、db1 由 dZ1 得来：dA1 还要乘 tanh′(Z1)。",
            ("dW1 = dZ1", "dW1 = dA1"),
            ("db1 = np.sum(dZ1", "db1 = np.sum(dA1"),
        ),
        *each(
            "漏了激活函数的导数",
            "dZ1 = dA1 ⊙ tanh′(Z1)。少了这个因子，就当隐藏层是线性的了。",
            ("dA1 * (1 - A1**2)", "dA1"),
        ),
        *each("忘了平方", TANH_PRIME_WHY, ("1 - A1**2", "1 - A1")),
        *each("平方写成了乘 2", TANH_PRIME_WHY, ("1 - A1**2", "1 - A1 * 2")),
        *each("漏了 1", TANH_PRIME_WHY, ("1 - A1**2", "-(A1**2)")),
        *each("1−a² 写成了 1+a²", TANH_PRIME_WHY, ("1 - A1**2", "1 + A1**2")),
        *each(
            "隐藏层用了 sigmoid 的导数",
            "前向用的是 tanh，反向就要用 tanh′ = 1 − A1²；A1(1−A1) 是 sigmoid 的导数。",
            ("1 - A1**2", "A1 * (1 - A1)"),
        ),
        *each(
            "隐藏层用了 ReLU 的导数",
            "前向用的是 tanh，反向就要用 tanh′ = 1 − A1²。",
            ("(1 - A1**2)", "(A1 > 0)"),
        ),
        *each(
            "用了函数值而不是导数",
            "链式法则乘的是导数 tanh′(Z1) = 1 − A1²，不是函数值 A1。",
            ("(1 - A1**2)", "A1"),
        ),
        *each(
            "用了 @ 而不是 *",
            "dA1 与 tanh′(Z1) 同形，逐元素相乘，用 *。@ 是矩阵乘法。",
            ("dA1 * (1", "dA1 @ (1"),
        ),
        *each(
            "dZ1 与 dZ2 弄混",
            "每一层用自己的 dZ：dW1、db1 由 dZ1 得来。",
            ("dW1 = dZ1", "dW1 = dZ2"),
            ("db1 = np.sum(dZ1", "db1 = np.sum(dZ2"),
        ),
    ),
)

STEP_WHY = "梯度指向代价增大最快的方向，所以要减去 α 乘梯度。"

NAMES = ("W1", "b1", "W2", "b2")

UPDATE_PARAMETERS = Exercise(
    reference=shallow_network.update_parameters,
    cases=update_cases,
    parts=as_dict(*NAMES),
    laws={"W1": "update_w1", "b1": "update_b1", "W2": "update_w2", "b2": "update_b2"},
    answer=shallow.update_parameters,
    misconceptions=(
        *each(
            "往梯度的方向走",
            STEP_WHY,
            *((f'parameters["{n}"] -', f'parameters["{n}"] +') for n in NAMES),
        ),
        *each(
            "没有乘学习率",
            "每一步走 α 乘梯度那么远；不乘 α，一步走得太远，代价会来回跳。",
            *((f'learning_rate * grads["d{n}"]', f'grads["d{n}"]') for n in NAMES),
        ),
        *each(
            "参数没有更新",
            "算出梯度之后，要把每个参数（W 与 b 都要）减去 α 乘它的梯度。",
            *((f' - learning_rate * grads["d{n}"]', "") for n in NAMES),
        ),
        *each(
            "丢了原来的参数",
            "新的参数是旧的参数减去一步，不是那一步自己。",
            *((f'parameters["{n}"] - learning_rate', "learning_rate") for n in NAMES),
        ),
        *each(
            "除以了学习率",
            "一步的长短是 α 乘梯度；α 小，走得就短。",
            *((f'learning_rate * grads["d{n}"]', f'grads["d{n}"] / learning_rate') for n in NAMES),
        ),
        *each(
            "乘了参数自己",
            "减去的是 α 乘梯度，里面没有参数自己。",
            *(
                (f'learning_rate * grads["d{n}"]', f'learning_rate * parameters["{n}"]')
                for n in NAMES
            ),
        ),
        *each(
            "两层弄混",
            "每个参数用自己那一层的梯度：W1 减 α·dW1，W2 减 α·dW2。",
            ('parameters["W1"]', 'parameters["W2"]'),
            ('parameters["W2"]', 'parameters["W1"]'),
            ('grads["db1"]', 'grads["db2"]'),
            ('grads["db2"]', 'grads["db1"]'),
        ),
        *each(
            "学习率写死了",
            "learning_rate 是参数，传进来多少就用多少；1.2 只是它的缺省值。",
            *((f'learning_rate * grads["d{n}"]', f'1.2 * grads["d{n}"]') for n in NAMES),
        ),
    ),
    mutates=frozenset({"parameters"}),
)

NN_MODEL = Exercise(
    reference=shallow_network.nn_model,
    cases=training_cases,
    parts=trained,
    laws={"W1": "update_w1", "b1": "update_b1", "W2": "update_w2", "b2": "update_b2"},
    misconceptions=(
        *TRAINING_MISCONCEPTIONS,
        *each(
            "只迭代了一次",
            ONCE_WHY,
            ("    if print_cost", "    return parameters\n        if print_cost"),
        ),
        *each(
            "梯度只算了一次",
            "参数每变一次，前向与反向都要重算；一直用第一次的梯度，就不是梯度下降了。",
            (
                "grads = backward_propagation(parameters, cache, X, Y)",
                "grads = grads if i else backward_propagation(parameters, cache, X, Y)",
            ),
        ),
    ),
    also=(("X", "Y", "n_h", "learning_rate", "num_iterations", "print_cost"),),
)

PREDICT = Exercise(
    reference=shallow_network.predict,
    cases=predict_cases,
    parts=as_one("predictions"),
    laws={"predictions": "predict_one"},
    answer=shallow.predict,
    misconceptions=(
        *each(
            "没有取阈值",
            "A2 是概率，预测要的是 0 或 1：概率超过 0.5 就猜 1。",
            ("A2 > 0.5", "A2"),
        ),
        *each("阈值的方向反了", "概率超过 0.5 才猜 1，不到 0.5 猜 0。", ("A2 > 0.5", "A2 < 0.5")),
        *each(
            "阈值取成了 0",
            "与 0 比较的是 Z2；概率 A2 总是正的，要与 0.5 比较。",
            ("A2 > 0.5", "A2 > 0"),
        ),
        *each(
            "与 1 比较",
            "概率总小于 1，与 1 比较永远不成立；分界是 0.5。",
            ("A2 > 0.5", "A2 >= 1"),
        ),
        *each(
            "与 0.5 比的是 z",
            "0.5 是概率的分界，与它比较的是 A2；Z2 的分界是 0。",
            (
                "A2, _ = forward_propagation(X, parameters)",
                'A2 = forward_propagation(X, parameters)[1]["Z2"]',
            ),
        ),
    ),
)

EXERCISES: tuple[Exercise, ...] = (
    LAYER_SIZES,
    INITIALIZE_PARAMETERS,
    FORWARD_PROPAGATION,
    COMPUTE_COST,
    BACKWARD_PROPAGATION,
    UPDATE_PARAMETERS,
    NN_MODEL,
    PREDICT,
)
