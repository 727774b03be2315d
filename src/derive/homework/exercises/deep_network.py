"""第四次作业的题目：逐步搭建深层网络，以及它的应用。"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from derive import activations, network
from derive.homework.exercise import (
    Case,
    Exercise,
    Function,
    Misconception,
    Misshapen,
    Parts,
    as_one,
    as_tuple,
)
from derive.homework.exercises.cases import smallest_first
from derive.homework.exercises.networks import (
    Network,
    Parameters,
    decimals,
    given_parameters,
    gradients_of,
    parameters_of,
    relu_network,
)
from derive.homework.exercises.shared import (
    ACTIVATION_WHY,
    AXIS_WHY,
    KEEPDIMS_WHY,
    MEAN_WHY,
    ONCE_WHY,
    ROWS_WHY,
    TRAINING_MISCONCEPTIONS,
    compute_cost,
    each,
    initial_parts,
    initialize_parameters,
    parameters_parts,
    trained_parts,
)
from derive.homework.formulas import deep_network
from derive.homework.formulas.deep_network import Array, Cache, LinearCache

Cases = Callable[[np.random.Generator], list[Case]]

# ---- 试验 -------------------------------------------------------------------------

LAYERS = (
    (1, 1, 1),
    (1, 1, 2),
    (2, 1, 1),
    (1, 2, 1),
    (2, 1, 2),
    (1, 2, 2),
    (2, 2, 2),
    (3, 2, 2),
    (2, 3, 2),
    (2, 3, 3),
    (3, 2, 3),
    (3, 3, 2),
    (3, 3, 3),
    (4, 3, 5),
    (3, 4, 5),
    (5, 4, 4),
    (4, 4, 6),
)
"""一层：(n[l−1], n[l], m)；有些数相等，漏了转置也不报错，只是算错。"""

DEPTHS = (
    ((1, 1), 1),
    ((2, 1), 3),
    ((1, 1, 1), 2),
    ((2, 2, 1), 2),
    ((2, 3, 1), 1),
    ((3, 2, 1), 4),
    ((2, 1, 1, 1), 3),
    ((2, 2, 2, 1), 2),
    ((3, 3, 3, 1), 3),
    ((3, 4, 2, 1), 5),
    ((4, 4, 4, 1), 4),
    ((2, 3, 4, 3, 1), 6),
    ((3, 3, 3, 3, 1), 5),
)
"""各层的单元数与样本数；从一层到四层，有的各层一样宽，用错了层也不报错，只是算错。"""


def networks(rng: np.random.Generator) -> Iterator[Network]:
    for dims, m in DEPTHS:
        yield relu_network(rng, dims, m)


def z_cases(rng: np.random.Generator) -> list[Case]:
    """只有一个参数 Z；最后几个大得 e^(−Z) 会溢出。"""
    drawn = [Case({"Z": np.array([[1.0]])}), Case({"Z": np.array([[-1.0, 2.0]])})]
    drawn += [Case({"Z": decimals(rng, n, m, largest=5.0)}) for _, n, m in LAYERS]
    drawn.append(Case({"Z": np.linspace(-30.0, 30.0, 40).reshape(4, 10)}))
    drawn.append(Case({"Z": np.array([[-800.0, 40.0, 800.0]])}, extreme=True))
    return smallest_first(drawn)


def slope_cases(rng: np.random.Generator) -> list[Case]:
    """dA 与 cache = Z；Z 里没有 0，ReLU 在那里取几都是约定。"""
    drawn = [
        Case({"dA": np.array([[1.0]]), "cache": np.array([[0.5]])}),
        Case({"dA": np.array([[1.0, -2.0]]), "cache": np.array([[-1.0, 2.0]])}),
    ]
    for _, n, m in LAYERS:
        drawn.append(Case({"dA": decimals(rng, n, m), "cache": decimals(rng, n, m, largest=4.0)}))
    return smallest_first(drawn)


def deep_sizes(rng: np.random.Generator) -> Iterator[Case]:
    """形状从小到大；最后一个大得看得出平均与标准差。"""
    for dims in ([1, 1], [2, 1], [2, 3, 1], [5, 4, 3], [4, 3, 2, 1], [2, 4, 4, 3, 1]):
        yield Case({"layer_dims": dims})
    yield Case({"layer_dims": [60, 50, 45, 30, 50]})


def linear_inputs(rng: np.random.Generator) -> Iterator[LinearCache]:
    """(A_prev, W, b)。"""
    yield np.array([[2.0]]), np.array([[3.0]]), np.array([[1.0]])
    for n_prev, n, m in LAYERS:
        yield decimals(rng, n_prev, m), decimals(rng, n, n_prev), decimals(rng, n, 1)


def clear_inputs(rng: np.random.Generator) -> Iterator[LinearCache]:
    """(A_prev, W, b)，Z 离 0 足够远，舍入不同也不会落到 ReLU 的另一边。"""
    for n_prev, n, m in LAYERS:
        while True:
            A_prev, W, b = decimals(rng, n_prev, m), decimals(rng, n, n_prev), decimals(rng, n, 1)
            if np.abs(W @ A_prev + b).min() > 1e-3:
                yield A_prev, W, b
                break


def linear_cases(rng: np.random.Generator) -> list[Case]:
    return smallest_first(Case({"A": A, "W": W, "b": b}) for A, W, b in linear_inputs(rng))


def activation_cases(rng: np.random.Generator) -> list[Case]:
    return smallest_first(
        Case({"A_prev": A_prev, "W": W, "b": b, "activation": activation})
        for A_prev, W, b in clear_inputs(rng)
        for activation in ("sigmoid", "relu")
    )


def forward_cases(rng: np.random.Generator) -> list[Case]:
    return smallest_first(Case({"X": n.X, "parameters": n.parameters}) for n in networks(rng))


def linear_backward_cases(rng: np.random.Generator) -> list[Case]:
    return smallest_first(
        Case({"dZ": decimals(rng, len(cache[1]), cache[0].shape[1]), "cache": cache})
        for cache in linear_inputs(rng)
    )


def activation_backward_cases(rng: np.random.Generator) -> list[Case]:
    drawn = []
    for linear_cache in clear_inputs(rng):
        A_prev, W, b = linear_cache
        Z: Array = W @ A_prev + b
        cache: Cache = (linear_cache, Z)
        for activation in ("sigmoid", "relu"):
            dA = decimals(rng, *Z.shape)
            drawn.append(Case({"dA": dA, "cache": cache, "activation": activation}))
    return smallest_first(drawn)


def backward_cases(rng: np.random.Generator) -> list[Case]:
    return smallest_first(
        Case({"AL": n.output, "Y": n.Y, "caches": n.caches}) for n in networks(rng)
    )


def update_cases(rng: np.random.Generator) -> list[Case]:
    shapes = ((1, 1), (2, 1), (1, 1, 1), (2, 2, 1), (2, 2, 2), (3, 2, 2, 1), (2, 3, 3, 3, 1))
    rates = (0.5, 0.1, 2.0, 0.3, 0.0075, 1.2, 0.01)
    return smallest_first(
        Case(
            {
                "parameters": parameters_of(rng, dims),
                "grads": gradients_of(rng, dims),
                "learning_rate": rate,
            }
        )
        for dims, rate in zip(shapes, rates, strict=True)
    )


def training_cases(initializer: str, *shapes: tuple[tuple[int, ...], int, int]) -> Cases:
    """从给定的初始参数走几步；shapes 是各层的单元数、样本数、步数。"""

    def cases(rng: np.random.Generator) -> list[Case]:
        drawn = []
        for dims, m, steps in shapes:
            n = relu_network(rng, dims, m)
            arguments = {
                "X": n.X,
                "Y": n.Y,
                "layers_dims": dims,
                "learning_rate": 0.1,
                "num_iterations": steps,
                "print_cost": False,
            }
            given = {initializer: partial(given_parameters, n.parameters)}
            drawn.append(Case(arguments, given=given))
        return smallest_first(drawn)

    return cases


def predict_cases(rng: np.random.Generator) -> list[Case]:
    return smallest_first(
        Case({"X": n.X, "y": n.Y, "parameters": n.parameters}) for n in networks(rng)
    )


# ---- 答案与拆开返回值 --------------------------------------------------------------


def sigmoid_answer(Z: Array) -> tuple[Any, Array]:
    return activations.sigmoid(Z), Z


def relu_answer(Z: Array) -> tuple[Any, Array]:
    return activations.relu(Z), Z


def slope_answer(prime: Function) -> Function:
    """dA ⊙ g′(Z)。"""

    def answer(dA: Array, cache: Array) -> Any:
        return dA * prime(cache)

    return answer


def predict_answer(X: Array, y: Array, parameters: Parameters) -> Any:
    return network.predict(X, parameters)


def grads_parts(value: Any) -> Parts:
    """各层的 dW、db；dA 可以不要。

    旧版把第一步的结果存作 dA[L]，每个 dA 的号都多 1（没有 dA0）：减去 1 再比。
    """
    if not isinstance(value, dict):
        raise Misshapen('应返回字典 {"dW1": …, "db1": …, …}')
    weights = {key: grad for key, grad in value.items() if re.fullmatch(r"d[Wb]\d+", str(key))}
    if not weights:
        raise Misshapen(
            f"字典里没有 dW1、db1……（有的是：{'、'.join(map(str, value)) or '没有键'}）"
        )
    L = max(int(key[2:]) for key in weights)
    shift = 1 if f"dA{L}" in value and "dA0" not in value else 0
    inputs = {f"dA{l}": f"dA{l + shift}" for l in range(L)}
    return {**weights, **{name: value[key] for name, key in inputs.items() if key in value}}


def of_layers(depth: int, **laws: str) -> dict[str, str]:
    """每一层的部分凭的都是同一条定律：W → W1、W2、……。"""
    return {f"{kind}{l}": law for kind, law in laws.items() for l in range(1, depth + 1)}


# ---- 激活函数 ---------------------------------------------------------------------

CACHE_WHY = "反向时要的是 Z：g′ 在 Z 处取值。cache 里存的应是 Z，不是 A。"

SIGMOID = Exercise(
    reference=deep_network.sigmoid,
    cases=z_cases,
    parts=as_tuple("A", "cache"),
    laws={"A": "sigmoid"},
    answer=sigmoid_answer,
    misconceptions=(
        *each("用了 A 而不是 Z", CACHE_WHY, ("cache = Z", "cache = A")),
        *each(
            "exp 的符号反了",
            "指数是负的：1/(1+e^{z}) 是 σ(−z) = 1 − σ(z)，随 z 变大而变小。",
            ("np.exp(-Z)", "np.exp(Z)"),
        ),
        *each(
            "少了括号",
            "整个 1+e^{−z} 都在分母里，要加括号；不加就成了 1/1 + e^{−z}。",
            ("1 / (1 + np.exp(-Z))", "1 / 1 + np.exp(-Z)"),
        ),
        *each(
            "写成了 tanh",
            "tanh 的值在 −1 与 1 之间；sigmoid 的值在 0 与 1 之间，σ(0) = 1/2。",
            ("1 / (1 + np.exp(-Z))", "np.tanh(Z)"),
        ),
    ),
)

RELU = Exercise(
    reference=deep_network.relu,
    cases=z_cases,
    parts=as_tuple("A", "cache"),
    laws={"A": "relu"},
    answer=relu_answer,
    misconceptions=(
        *each("用了 A 而不是 Z", CACHE_WHY, ("cache = Z", "cache = A")),
        *each(
            "max 写成了 min",
            "ReLU(z) = max(0, z)：正的留下，负的变成 0。",
            ("np.maximum(0, Z)", "np.minimum(0, Z)"),
        ),
        *each(
            "写成了导数",
            "ReLU(z) 在 z > 0 处是 z 自己；1 是它的导数。",
            ("np.maximum(0, Z)", "(Z > 0) * 1.0"),
        ),
        *each(
            "写成了绝对值",
            "负的变成 0，不是变成正的。",
            ("np.maximum(0, Z)", "np.abs(Z)"),
        ),
        *each(
            "写成了 Leaky ReLU",
            "ReLU 在 z < 0 处是 0，不是 0.01z。",
            ("np.maximum(0, Z)", "np.maximum(0.01 * Z, Z)"),
        ),
        *each(
            "整个矩阵取了最大值",
            "np.maximum(0, Z) 逐元素地比；np.max(Z) 是整个矩阵里最大的一个数。",
            ("np.maximum(0, Z)", "np.max(Z)"),
        ),
    ),
)

SIGMOID_BACKWARD = Exercise(
    reference=deep_network.sigmoid_backward,
    cases=slope_cases,
    parts=as_one("dZ"),
    laws={"dZ": "layer_dz"},
    answer=slope_answer(activations.sigmoid_prime),
    misconceptions=(
        *each(
            "sigmoid 求导写成 z(1−z)",
            "σ′ = σ(1−σ) 里的 σ 是函数值：先由 Z 求 s = σ(Z)，再算 s(1−s)；cache 里是 Z，不是 A。",
            ("s * (1 - s)", "Z * (1 - Z)"),
        ),
        *each("漏了激活函数的导数", ACTIVATION_WHY, ("dA * s_prime", "dA")),
        *each(
            "忘了乘 dA",
            "dZ = dA ⊙ σ′(Z)：上面传下来的 dA 也是链式法则的一个因子。",
            ("dA * s_prime", "s_prime"),
        ),
        *each(
            "用了函数值而不是导数",
            "链式法则乘的是导数 σ′(Z) = s(1−s)，不是函数值 s。",
            ("s * (1 - s)", "s"),
        ),
        *each("少了因子 s", "σ′ = s(1−s) 是两个因子的积，前面还有 s。", ("s * (1 - s)", "1 - s")),
        *each(
            "1−s 写成了 1+s",
            "σ′ = s(1−s)，第二个因子是减：s 接近 1 时曲线变平，导数趋于 0。",
            ("(1 - s)", "(1 + s)"),
        ),
        *each(
            "导数多了负号",
            "σ 是增函数，导数处处为正：s(1−s)，不是 s(s−1)。",
            ("s * (1 - s)", "s * (s - 1)"),
        ),
        *each(
            "写成了 tanh 的导数",
            "1 − a² 是 tanh 的导数；sigmoid 的导数是 a(1−a)。",
            ("s * (1 - s)", "1 - s**2"),
        ),
        *each(
            "写成了 ReLU 的导数",
            "sigmoid 的导数是 s(1−s)；Z > 0 处为 1 的是 ReLU 的导数。",
            ("s * (1 - s)", "(Z > 0)"),
        ),
        *each(
            "多套了一次 sigmoid",
            "cache 里是 Z，只求一次 σ；把 σ(Z) 又交给 sigmoid，求的就是另一点的导数。",
            ("Z = cache", "Z = 1 / (1 + np.exp(-cache))"),
        ),
        *each(
            "用了 @ 而不是 *",
            "dA 与 σ′(Z) 同形，逐元素相乘，用 *。@ 是矩阵乘法。",
            ("dA * s_prime", "dA @ s_prime"),
        ),
    ),
)

RELU_BACKWARD = Exercise(
    reference=deep_network.relu_backward,
    cases=slope_cases,
    parts=as_one("dZ"),
    laws={"dZ": "layer_dz"},
    answer=slope_answer(activations.relu_prime),
    misconceptions=(
        *each(
            "漏了激活函数的导数",
            ACTIVATION_WHY + "ReLU′ 在 Z < 0 处是 0，那里的 dZ 要变成 0。",
            ("    dZ[Z <= 0] = 0\n", ""),
        ),
        *each(
            "看了 dA 的正负",
            "关掉的单元由 Z ≤ 0 判断，与 dA 的正负无关。",
            ("Z <= 0", "dZ <= 0"),
        ),
        *each(
            "正负弄反了",
            "Z > 0 处导数是 1，dA 原样传过去；Z ≤ 0 处才变成 0。",
            ("Z <= 0", "Z > 0"),
        ),
        *each(
            "写成了 ReLU 自己",
            "反向传过去的是 dA（Z > 0 处），不是 Z。",
            ("np.array(dA, copy=True)", "np.array(Z, copy=True)"),
        ),
        *each(
            "忘了乘 dA",
            "dZ = dA ⊙ ReLU′(Z)：上面传下来的 dA 也是链式法则的一个因子。",
            ("np.array(dA, copy=True)", "np.ones_like(dA)"),
        ),
        *each(
            "ReLU 的导数在 z<0 处写成 1",
            "Z ≤ 0 处函数恒为 0，导数也是 0，乘上去得 0。",
            ("dZ[Z <= 0] = 0", "dZ[Z <= 0] = 1"),
        ),
        *each(
            "写成了 Leaky ReLU 的导数",
            "ReLU 在 Z < 0 处的导数是 0，不是 0.01。",
            ("dZ[Z <= 0] = 0", "dZ[Z <= 0] *= 0.01"),
        ),
        *each(
            "用了函数值而不是导数",
            "链式法则乘的是导数（0 或 1），不是 ReLU(Z)。",
            ("np.array(dA, copy=True)", "dA * Z"),
        ),
        *each(
            "阈值写成了 1",
            "ReLU 在 0 处转折：Z ≤ 0 的变成 0。",
            ("Z <= 0", "Z <= 1"),
        ),
    ),
)

# ---- 初始化 -----------------------------------------------------------------------

INITIALIZE_PARAMETERS = initialize_parameters(deep_network.initialize_parameters)

RANDN = "np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01"

INITIALIZE_PARAMETERS_DEEP = Exercise(
    reference=deep_network.initialize_parameters_deep,
    cases=deep_sizes,
    parts=partial(initial_parts, scales=("0.01", "1/√n[l−1]")),
    laws={
        **of_layers(4, W="symmetric_dw1"),
        **{f"W{l}.shape": "shape_of_w" for l in range(1, 5)},
        **{f"b{l}.shape": "shape_of_b" for l in range(1, 5)},
    },
    random=True,
    misconceptions=(
        *each(
            "全零初始化",
            "权重全是 0，一层里的单元算的都一样，梯度也一样，永远分不开。要用随机数。",
            (RANDN, "np.zeros((layer_dims[l], layer_dims[l - 1]))"),
        ),
        *each(
            "各行相同",
            "各行相同的权重，等于同一个单元抄了几遍：梯度也相同，永远分不开。每个数都要独立地随机。",
            (RANDN, "np.ones((layer_dims[l], layer_dims[l - 1])) * 0.01"),
        ),
        *each(
            "忘了乘 0.01",
            "权重大，Z 就大，sigmoid 落在平缓的地方，梯度小，学得慢。乘 0.01，或除以 √n[l−1]。",
            (" * 0.01", ""),
        ),
        *each(
            "用了 np.random.rand",
            "rand 是 0 到 1 之间的均匀分布，全是正数；要的是平均为 0 的正态分布 randn。",
            ("np.random.randn(", "np.random.rand("),
        ),
        *each(
            "除以了 n 而不是 √n",
            "要让 Z 的大小与输入差不多，标准差是 1/√n[l−1]；除以 n，信号会一层层缩小。",
            (RANDN, "np.random.randn(layer_dims[l], layer_dims[l - 1]) / layer_dims[l - 1]"),
        ),
        *each(
            "W 的形状写反",
            "W 的每一行是一个单元的权重：行数是这一层的单元数，列数是上一层的。",
            ("randn(layer_dims[l], layer_dims[l - 1])", "randn(layer_dims[l - 1], layer_dims[l])"),
        ),
        *each(
            "b 也随机",
            "打破对称靠 W 就够了，b 从 0 开始。",
            ("np.zeros((layer_dims[l], 1))", "np.random.randn(layer_dims[l], 1)"),
        ),
        *each(
            "一维数组",
            "b 是一列 (n, 1)。一维的 (n,) 与 (n, m) 相加时被当作一行。",
            ("np.zeros((layer_dims[l], 1))", "np.zeros(layer_dims[l])"),
        ),
        *each(
            "b 的形状写反",
            "b 是一列 (n, 1)，与 Z 的行数相同，加到每一列上。",
            ("np.zeros((layer_dims[l], 1))", "np.zeros((1, layer_dims[l]))"),
        ),
        *each(
            "b 的大小用错了层",
            "b[l] 的行数是第 l 层的单元数，与 W[l] 的行数相同。",
            ("np.zeros((layer_dims[l], 1))", "np.zeros((layer_dims[l - 1], 1))"),
        ),
        *each(
            "循环少了一层",
            "layer_dims 有 L + 1 个数（从第 0 层起），l 要从 1 走到 L。",
            ("range(1, L + 1)", "range(1, L)"),
        ),
    ),
)

# ---- 前向 ------------------------------------------------------------------------

LINEAR_FORWARD = Exercise(
    reference=deep_network.linear_forward,
    cases=linear_cases,
    parts=as_tuple("Z", "cache"),
    laws={"Z": "layer_z"},
    answer=network.linear_forward,
    also=(("A_prev", "W", "b"),),
    misconceptions=(
        *each("没有用 b", "每一层都是 W·A + b，b 加到每一列上。", ("W @ A + b", "W @ A")),
        *each("b 写成了减", "Z = W·A + b：偏置是加上去的。", ("W @ A + b", "W @ A - b")),
        *each(
            "b 多了转置",
            "b 是一列 (n, 1)，广播到每一列（每个样本）上；转置成一行，就加错了方向。",
            ("W @ A + b", "W @ A + b.T"),
        ),
        *each(
            "多了转置",
            "W 已经是 (n[l], n[l−1])，每一行是一个单元的权重，直接左乘 A；再转置，形状就对不上。",
            ("W @ A", "W.T @ A"),
        ),
        *each(
            "乘的次序反了",
            "W 在左，样本（排成列）在右：W·A。矩阵乘法不能交换。",
            ("W @ A", "A @ W"),
        ),
        *each(
            "用了 * 而不是点积",
            "* 是逐元素相乘（还会广播），矩阵乘法要用 @ 或 np.dot。",
            ("W @ A", "W * A"),
        ),
        *each(
            "cache 的次序不对",
            "反向时按 A_prev, W, b = cache 取出来，存的次序要相同。",
            ("cache = (A, W, b)", "cache = (W, A, b)"),
        ),
        *each(
            "cache 里存了 Z",
            "linear_backward 要的是这一层的输入 A；Z 由激活函数那一步存。",
            ("cache = (A, W, b)", "cache = (Z, W, b)"),
        ),
    ),
)

STORED = "cache = (linear_cache, activation_cache)"
RIGHT_ACTIVATION_WHY = 'activation 是 "sigmoid" 就用 sigmoid，是 "relu" 就用 relu。'

LINEAR_ACTIVATION_FORWARD = Exercise(
    reference=deep_network.linear_activation_forward,
    cases=activation_cases,
    parts=as_tuple("A", "cache"),
    laws={"A": "layer_a"},
    answer=network.linear_activation_forward,
    misconceptions=(
        *each(
            "两种激活函数弄反了",
            RIGHT_ACTIVATION_WHY,
            ('activation == "sigmoid"', 'activation == "relu"'),
        ),
        *each("隐藏层也用了 sigmoid", RIGHT_ACTIVATION_WHY, ("relu(Z)", "sigmoid(Z)")),
        *each("最后一层也用了 ReLU", RIGHT_ACTIVATION_WHY, ("= sigmoid(Z)", "= relu(Z)")),
        *each(
            "漏了激活函数",
            "A = g(Z)。没有非线性的激活函数，几层合起来还是一个线性函数。",
            ("= sigmoid(Z)", "= Z, Z"),
            ("= relu(Z)", "= Z, Z"),
        ),
        *each(
            "用了 A 而不是 Z",
            CACHE_WHY,
            (STORED, "cache = (linear_cache, A)"),
        ),
        *each(
            "cache 的次序不对",
            "反向时按 linear_cache, activation_cache = cache 取出来，存的次序要相同。",
            (STORED, "cache = (activation_cache, linear_cache)"),
        ),
        *each(
            "cache 里少了 Z",
            "反向时既要 (A_prev, W, b)，也要 Z：cache 是 (linear_cache, activation_cache)。",
            (STORED, "cache = linear_cache"),
        ),
    ),
)

CACHES_WHY = "每一层都要把自己的 cache 存进 caches，共 L 个，最后一层的也要。"

L_MODEL_FORWARD = Exercise(
    reference=deep_network.L_model_forward,
    cases=forward_cases,
    parts=as_tuple("AL", "caches"),
    laws={"AL": "last_a"},
    answer=network.L_model_forward,
    misconceptions=(
        *each(
            "循环少了一层",
            "前 L − 1 层用 ReLU：l 从 1 走到 L − 1，range(1, L) 正好不含 L。",
            ("range(1, L)", "range(1, L - 1)"),
            ("range(1, L)", "range(2, L)"),
        ),
        *each(
            "循环多了一层",
            "前 L − 1 层用 ReLU，range(1, L) 不含 L；第 L 层在循环之后，用 sigmoid，只算一次。",
            ("range(1, L)", "range(1, L + 1)"),
        ),
        *each(
            "每层都从 X 开始",
            "第 l 层的输入是上一层的输出：每次循环先把 A 记作 A_prev。",
            ("A_prev = A\n", "A_prev = X\n"),
            ("linear_activation_forward(A, ", "linear_activation_forward(X, "),
        ),
        *each(
            "隐藏层也用了 sigmoid",
            "前 L − 1 层用 ReLU，只有最后一层用 sigmoid。",
            ('b, "relu")', 'b, "sigmoid")'),
        ),
        *each(
            "最后一层也用了 ReLU",
            "最后一层要给出概率，用 sigmoid。",
            ('parameters[f"b{L}"], "sigmoid")', 'parameters[f"b{L}"], "relu")'),
        ),
        *each(
            "caches 少存一层",
            CACHES_WHY,
            ("        caches.append(cache)\n", ""),
            ("    caches.append(cache)\n    return", "    return"),
        ),
        *each(
            "caches 里存的是 A",
            "反向要的是每一层的 cache，不是输出。",
            ("        caches.append(cache)", "        caches.append(A)"),
        ),
        *each(
            "返回了上一层的 A",
            "返回的是最后一层的输出 AL，不是循环里最后的 A。",
            ("return AL,", "return A,"),
        ),
        *each(
            "caches 的次序反了",
            "caches[0] 是第 1 层的：依次接在列表的末尾，用 append。",
            ("        caches.append(cache)", "        caches.insert(0, cache)"),
        ),
    ),
)

COMPUTE_COST = compute_cost(deep_network.compute_cost, "AL", "deep_cost", network.compute_cost)

# ---- 反向 ------------------------------------------------------------------------

LINEAR_BACKWARD = Exercise(
    reference=deep_network.linear_backward,
    cases=linear_backward_cases,
    parts=as_tuple("dA_prev", "dW", "db"),
    laws={"dA_prev": "layer_da", "dW": "layer_dw", "db": "layer_db"},
    answer=network.linear_backward,
    misconceptions=(
        *each(
            "少了 1/m",
            MEAN_WHY,
            ("dZ @ A_prev.T / m", "dZ @ A_prev.T"),
            ("keepdims=True) / m", "keepdims=True)"),
        ),
        *each(
            "多除了 1/m",
            "dA 是每个样本各自的，不求平均：除以 m 的只有 dW 与 db。",
            ("W.T @ dZ\n", "W.T @ dZ / m\n"),
        ),
        *each("m 取成了特征的个数", ROWS_WHY, ("A_prev.shape[1]", "A_prev.shape[0]")),
        *each(
            "漏了转置",
            "看形状：dW 与 W 同形，dZ 的 m 列要与 A_prev 的 m 列相乘相加，所以右边要转置；"
            "dA_prev = Wᵀ·dZ，从 n[l] 行回到 n[l−1] 行，左边要转置。",
            ("dZ @ A_prev.T", "dZ @ A_prev"),
            ("dA_prev = W.T @ dZ", "dA_prev = W @ dZ"),
        ),
        *each(
            "转置了别的那个",
            "看形状：dW 是 (n[l], n[l−1])，dZ 在左，不转置；A_prev 在右，转置。",
            ("dZ @ A_prev.T", "dZ.T @ A_prev"),
        ),
        *each(
            "乘的次序反了",
            "dW = dZ·A_prevᵀ，dA_prev = Wᵀ·dZ，矩阵乘法不能交换。",
            ("dZ @ A_prev.T", "A_prev.T @ dZ"),
            ("dA_prev = W.T @ dZ", "dA_prev = dZ @ W.T"),
        ),
        *each(
            "用了 * 而不是点积",
            "* 是逐元素相乘（还会广播），矩阵乘法要用 @ 或 np.dot。",
            ("dZ @ A_prev.T", "dZ * A_prev.T"),
            ("dA_prev = W.T @ dZ", "dA_prev = W.T * dZ"),
        ),
        *each("axis 弄反", AXIS_WHY, ("axis=1", "axis=0")),
        *each("没有 keepdims", KEEPDIMS_WHY, ("axis=1, keepdims=True", "axis=1")),
        *each(
            "没有写 axis",
            "不写 axis，求的是整个矩阵的和，只有一个数；db 是每个单元（每一行）各一个。",
            ("np.sum(dZ, axis=1, keepdims=True)", "np.sum(dZ)"),
        ),
        *each(
            "权重写成了它的梯度",
            "dA_prev = Wᵀ·dZ：误差经权重 W 传回来，不是经 dW。",
            ("dA_prev = W.T @ dZ", "dA_prev = dW.T @ dZ"),
        ),
        *each(
            "W 与 A_prev 弄混",
            "Z = W·A_prev + b：对 W 求导留下 A_prev，对 A_prev 求导留下 W。",
            ("dZ @ A_prev.T", "dZ @ W.T"),
            ("dA_prev = W.T @ dZ", "dA_prev = A_prev.T @ dZ"),
        ),
        *each(
            "cache 的次序不对",
            "cache 是 linear_forward 存下的 (A_prev, W, b)，按这个次序取出来。",
            ("A_prev, W, _ = cache", "W, A_prev, _ = cache"),
        ),
        *each(
            "db 用了 b",
            "Z = W·A_prev + b 里 b 的系数是 1，所以 db 就是 dZ 每行的平均，里面没有 b。",
            (
                "np.sum(dZ, axis=1, keepdims=True) / m",
                "np.sum(dZ * cache[2], axis=1, keepdims=True) / m",
            ),
        ),
    ),
)

BACK_WHY = "前向用的哪个激活函数，反向就乘哪一个的导数。"

LINEAR_ACTIVATION_BACKWARD = Exercise(
    reference=deep_network.linear_activation_backward,
    cases=activation_backward_cases,
    parts=as_tuple("dA_prev", "dW", "db"),
    laws={"dA_prev": "layer_da", "dW": "layer_dw", "db": "layer_db"},
    answer=network.linear_activation_backward,
    misconceptions=(
        *each("两种激活函数弄反了", BACK_WHY, ('activation == "sigmoid"', 'activation == "relu"')),
        *each("隐藏层用了 sigmoid 的导数", BACK_WHY, ("relu_backward(", "sigmoid_backward(")),
        *each("输出层用了 ReLU 的导数", BACK_WHY, ("sigmoid_backward(", "relu_backward(")),
        *each(
            "漏了激活函数的导数",
            ACTIVATION_WHY,
            ("sigmoid_backward(dA, activation_cache)", "dA"),
            ("relu_backward(dA, activation_cache)", "dA"),
            ("linear_backward(dZ, linear_cache)", "linear_backward(dA, linear_cache)"),
        ),
        *each(
            "用了 A 而不是 Z",
            "sigmoid_backward 与 relu_backward 要的是 Z，它们自己会由 Z 算出 g′。",
            (
                "sigmoid_backward(dA, activation_cache)",
                "sigmoid_backward(dA, sigmoid(activation_cache)[0])",
            ),
        ),
        *each(
            "返回值的次序颠倒",
            "依次返回 dA_prev、dW、db。",
            ("return dA_prev, dW, db", "return dW, db, dA_prev"),
        ),
    ),
)


def of_output_gradient(A: str) -> tuple[Misconception, ...]:
    """反向的起点 dA = −Y/A + (1−Y)/(1−A) 写错了；A 是 AL 或 A2。"""
    right = f"-(Y / {A}) + (1 - Y) / (1 - {A})"
    return (
        *each(
            "符号反了",
            "dA = −Y/A + (1−Y)/(1−A)。少了前面的负号，梯度处处反号，每一步都往更错的方向走。",
            (right, f"Y / {A} - (1 - Y) / (1 - {A})"),
        ),
        *each(
            "两项之间的符号反了",
            "ln(1−A) 对 A 求导，里层的 −1 与外面的负号相抵：第一项是负的，第二项是正的。",
            (right, f"-(Y / {A}) - (1 - Y) / (1 - {A})"),
            (right, f"Y / {A} + (1 - Y) / (1 - {A})"),
        ),
        *each(
            "少了 1−y 那一项",
            "标签为 0 的样本，梯度在 (1−Y)/(1−A) 里；少了它，这些样本学不到。",
            (right, f"-(Y / {A})"),
        ),
        *each(
            "少了 y 那一项",
            "标签为 1 的样本，梯度在 −Y/A 里；少了它，这些样本学不到。",
            (right, f"(1 - Y) / (1 - {A})"),
        ),
        *each(
            "把 dZ 当成了 dA",
            "A − Y 是最后一层的 dZ，已经乘过 σ′；再交给 sigmoid 的反向，就多乘了一次 σ′。",
            (right, f"{A} - Y"),
        ),
        *each(
            "除写成了乘",
            "ln A 的导数是 1/A：要除以 A 与 1 − A。",
            (right, f"-(Y * {A}) + (1 - Y) * (1 - {A})"),
        ),
        *each(
            "多除了 1/m",
            "除以 m 只做一次，在 linear_backward 里；dA 是每个样本各自的，不除。",
            (right, f"({right}) / Y.shape[1]"),
        ),
    )


HIDDEN_STEP = 'linear_activation_backward(dA, current_cache, "relu")'

L_MODEL_BACKWARD = Exercise(
    reference=deep_network.L_model_backward,
    cases=backward_cases,
    parts=grads_parts,
    laws={
        **of_layers(4, dW="layer_dw", db="layer_db"),
        **{f"dA{l}": "layer_da" for l in range(4)},
    },
    answer=network.L_model_backward,
    optional=frozenset(f"dA{l}" for l in range(4)),
    misconceptions=(
        *of_output_gradient("AL"),
        *each(
            "隐藏层用了 sigmoid 的导数",
            "隐藏层前向用的是 ReLU，反向也要用 ReLU 的导数；sigmoid 只在最后一层。",
            (HIDDEN_STEP, HIDDEN_STEP.replace("relu", "sigmoid")),
        ),
        *each(
            "输出层用了 ReLU 的导数",
            "最后一层前向用的是 sigmoid，反向也要用 sigmoid 的导数。",
            ('caches[L - 1], "sigmoid")', 'caches[L - 1], "relu")'),
        ),
        *each(
            "每层都从 dAL 开始",
            "第 l 层要的是上一步得到的 dA[l]；dAL 只用在最后一层。",
            (HIDDEN_STEP, HIDDEN_STEP.replace("(dA,", "(dAL,")),
        ),
        *each(
            "每层都从 dAL 开始、隐藏层用了 sigmoid 的导数",
            "流传很广的一份答案就是这样：隐藏层要用上一步得到的 dA[l] 与 ReLU 的导数。",
            (HIDDEN_STEP, 'linear_activation_backward(dAL, current_cache, "sigmoid")'),
        ),
        *each(
            "每层都用了最后一层的 dA",
            "循环里的下标要跟着 l 变：第 l + 1 层的输入 dA[l+1] 是上一步刚得到的。",
            ('dA = grads[f"dA{l + 1}"]', 'dA = grads[f"dA{L - 1}"]'),
        ),
        *each(
            "用错了层的 cache",
            "第 l + 1 层（l 从 0 数起）的 cache 是 caches[l]。",
            ("caches[l]\n", "caches[l + 1]\n"),
            ("caches[l]\n", "caches[L - 2 - l]\n"),
            ('caches[L - 1], "sigmoid")', 'caches[0], "sigmoid")'),
        ),
        *each(
            "循环少了一层",
            "隐藏层有 L − 1 个，l 从 L − 2 走到 0，都要走到。",
            ("range(L - 1)", "range(1, L - 1)"),
            ("range(L - 1)", "range(L - 2)"),
        ),
        *each(
            "层数弄错",
            "caches 里每层一个，层数就是 len(caches)；要除以 2 的是 parameters。",
            ("len(caches)", "len(caches) // 2"),
        ),
        *each(
            "反向忘了倒着走",
            "反向从最后一层走回第 1 层：第 l 层要等第 l + 1 层的 dA，所以用 reversed。",
            ("reversed(range(L - 1))", "range(L - 1)"),
        ),
        *each(
            "存错了层",
            "caches[l] 是第 l + 1 层的，算出的是 dW[l+1]、db[l+1]。",
            ('grads[f"dW{l + 1}"] = dW', 'grads[f"dW{l}"] = dW'),
            ('grads[f"db{l + 1}"] = db', 'grads[f"db{l}"] = db'),
        ),
        *each(
            "dW 与 db 弄混",
            "linear_activation_backward 依次返回 dA_prev、dW、db。",
            ('grads[f"dW{l + 1}"] = dW', 'grads[f"dW{l + 1}"] = db'),
            ('grads[f"db{l + 1}"] = db', 'grads[f"db{l + 1}"] = dW'),
        ),
    ),
)

# ---- 更新与训练 --------------------------------------------------------------------

STEP_WHY = "梯度指向代价增大最快的方向，所以要减去 α 乘梯度。"


def of_updates(name: str, why: str, before: str, after: str) -> tuple[Misconception, ...]:
    """W 与 b 各错一次；before、after 里的 ? 代表 W 或 b。"""
    return each(name, why, *((before.replace("?", n), after.replace("?", n)) for n in "Wb"))


UPDATE_PARAMETERS = Exercise(
    reference=deep_network.update_parameters,
    cases=update_cases,
    parts=parameters_parts,
    laws=of_layers(4, W="update_wl", b="update_bl"),
    answer=network.update_parameters,
    also=(("params", "grads", "learning_rate"),),
    mutates=frozenset({"parameters"}),
    misconceptions=(
        *of_updates(
            "往梯度的方向走",
            STEP_WHY,
            'parameters[f"?{l}"] - learning_rate',
            'parameters[f"?{l}"] + learning_rate',
        ),
        *of_updates(
            "没有乘学习率",
            "每一步走 α 乘梯度那么远；不乘 α，一步走得太远，代价会来回跳。",
            'learning_rate * grads[f"d?{l}"]',
            'grads[f"d?{l}"]',
        ),
        *of_updates(
            "参数没有更新",
            "算出梯度之后，要把每个参数（W 与 b 都要）减去 α 乘它的梯度。",
            ' - learning_rate * grads[f"d?{l}"]',
            "",
        ),
        *of_updates(
            "丢了原来的参数",
            "新的参数是旧的参数减去一步，不是那一步自己。",
            'parameters[f"?{l}"] - learning_rate',
            "learning_rate",
        ),
        *of_updates(
            "除以了学习率",
            "一步的长短是 α 乘梯度；α 小，走得就短。",
            'learning_rate * grads[f"d?{l}"]',
            'grads[f"d?{l}"] / learning_rate',
        ),
        *of_updates(
            "学习率写死了",
            "learning_rate 是参数，传进来多少就用多少；0.0075 只是训练时给的值。",
            'learning_rate * grads[f"d?{l}"]',
            '0.0075 * grads[f"d?{l}"]',
        ),
        *each(
            "循环少了一层",
            "l 从 1 走到 L，range(1, L + 1) 才含 L；从 0 数起时，键里要写 l + 1。",
            ("range(1, L + 1)", "range(1, L)"),
            ("range(1, L + 1)", "range(2, L + 1)"),
        ),
    ),
)


ONE_STEP = each(
    "只迭代了一次",
    ONCE_WHY,
    ("        if i % 100 == 0", "        return parameters, [cost]\n        if i % 100 == 0"),
)
FIXED_RATE = each(
    "学习率写死了",
    "learning_rate 是参数，传进来多少就用多少。",
    ("grads, learning_rate)", "grads, 0.0075)"),
)
RETRIEVED = "".join(f'        {n} = parameters["{n}"]\n' for n in ("W1", "b1", "W2", "b2"))
RETRIEVED_ONCE = "        if i == 0:\n" + RETRIEVED.replace("        ", "            ")
TRAINED_LAWS = {"W": "update_wl", "b": "update_bl"}

TWO_LAYER_MODEL = Exercise(
    reference=deep_network.two_layer_model,
    cases=training_cases(
        "initialize_parameters",
        ((1, 1, 1), 1, 1),
        ((2, 1, 1), 2, 2),
        ((2, 2, 1), 3, 2),
        ((3, 2, 1), 4, 3),
        ((3, 4, 1), 6, 5),
    ),
    parts=trained_parts,
    laws={**of_layers(2, **TRAINED_LAWS), "costs[0]": "deep_cost"},
    optional=frozenset({"costs[0]"}),
    misconceptions=(
        *TRAINING_MISCONCEPTIONS,
        *ONE_STEP,
        *FIXED_RATE,
        *of_output_gradient("A2"),
        *each(
            "没有取出更新后的参数",
            "更新之后，W1、b1、W2、b2 还是旧的数组：每次循环都要从 parameters 里重新取。",
            (RETRIEVED, RETRIEVED_ONCE),
        ),
        *each(
            "隐藏层也用了 sigmoid",
            "两层网络的隐藏层用 ReLU，只有输出层用 sigmoid。",
            (
                'linear_activation_forward(X, W1, b1, "relu")',
                'linear_activation_forward(X, W1, b1, "sigmoid")',
            ),
        ),
    ),
)

L_LAYER_MODEL = Exercise(
    reference=deep_network.L_layer_model,
    cases=training_cases(
        "initialize_parameters_deep",
        ((1, 1), 1, 1),
        ((2, 1), 2, 2),
        ((2, 2, 1), 3, 2),
        ((2, 3, 2, 1), 4, 3),
        ((3, 4, 3, 2, 1), 6, 4),
    ),
    parts=trained_parts,
    laws={**of_layers(4, **TRAINED_LAWS), "costs[0]": "deep_cost"},
    optional=frozenset({"costs[0]"}),
    misconceptions=(*TRAINING_MISCONCEPTIONS, *ONE_STEP, *FIXED_RATE),
)

PREDICT = Exercise(
    reference=deep_network.predict,
    cases=predict_cases,
    parts=as_one("p"),
    laws={"p": "predict_one"},
    answer=predict_answer,
    also=(("X", "parameters"),),
    misconceptions=(
        *each(
            "没有取阈值",
            "AL 是概率，预测要的是 0 或 1：概率超过 0.5 就猜 1。",
            ("AL > 0.5", "AL"),
        ),
        *each("阈值的方向反了", "概率超过 0.5 才猜 1，不到 0.5 猜 0。", ("AL > 0.5", "AL < 0.5")),
        *each(
            "阈值取成了 0",
            "与 0 比较的是 Z；概率 AL 总是正的，要与 0.5 比较。",
            ("AL > 0.5", "AL > 0"),
        ),
        *each(
            "与 1 比较",
            "概率总小于 1，与 1 比较永远不成立；分界是 0.5。",
            ("AL > 0.5", "AL >= 1"),
        ),
        *each(
            "返回了对不对，不是预测",
            "p 是预测的标签 0 或 1；p == y 是猜得对不对，用来算准确率。",
            ("AL > 0.5", "(AL > 0.5) == y"),
        ),
    ),
)

EXERCISES: tuple[Exercise, ...] = (
    SIGMOID,
    RELU,
    SIGMOID_BACKWARD,
    RELU_BACKWARD,
    INITIALIZE_PARAMETERS,
    INITIALIZE_PARAMETERS_DEEP,
    LINEAR_FORWARD,
    LINEAR_ACTIVATION_FORWARD,
    L_MODEL_FORWARD,
    COMPUTE_COST,
    LINEAR_BACKWARD,
    LINEAR_ACTIVATION_BACKWARD,
    L_MODEL_BACKWARD,
    UPDATE_PARAMETERS,
    TWO_LAYER_MODEL,
    L_LAYER_MODEL,
    PREDICT,
)
