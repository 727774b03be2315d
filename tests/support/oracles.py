"""几种独立的答案，与 `derive` 没有一行相同的代码：自动微分、中心差商、高精度的逐元素求值。

网络的写法都是 J = (1/m) Σ (softplus(z) − y·z)，z 是最后一层的线性部分。
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import autograd
import autograd.numpy as anp
import numpy as np
from hypothesis import strategies as st
from mpmath import mp, mpf

HIDDEN = ("sigmoid", "tanh", "relu", "leaky_relu", "identity")


@dataclass(frozen=True)
class Case:
    """一个随机的网络和一批数据；parameters 的 b 也是随机的，ReLU 就不会正好落在折点上。"""

    dims: tuple[int, ...]
    activations: tuple[str, ...]
    m: int
    seed: int

    def __post_init__(self):
        rng = np.random.default_rng(self.seed)
        n, arrays = self.dims, {}
        for l in range(1, len(n)):
            arrays[f"W{l}"] = rng.standard_normal((n[l], n[l - 1])) * n[l - 1] ** -0.5
            arrays[f"b{l}"] = rng.standard_normal((n[l], 1))
        object.__setattr__(self, "parameters", arrays)
        object.__setattr__(self, "X", rng.standard_normal((n[0], self.m)))
        object.__setattr__(self, "Y", rng.integers(0, 2, (n[-1], self.m)).astype(float))

    def distance_to_kinks(self):
        """各层的 |Z| 中最小的一个，只看有折点的激活函数。"""
        A, smallest = self.X, np.inf
        for l, name in enumerate(self.activations, 1):
            Z = self.parameters[f"W{l}"] @ A + self.parameters[f"b{l}"]
            if name in ("relu", "leaky_relu"):
                smallest = min(smallest, np.abs(Z).min())
            A = G[name](Z)
        return smallest


@st.composite
def cases(draw, hidden=HIDDEN, depth=(1, 6)):
    """深度 1–6、宽度 1–8、m 1–9，每层任选激活函数。"""
    L = draw(st.integers(*depth))
    dims = draw(st.lists(st.integers(1, 8), min_size=L + 1, max_size=L + 1))
    names = draw(st.lists(st.sampled_from(hidden), min_size=L - 1, max_size=L - 1))
    m, seed = draw(st.integers(1, 9)), draw(st.integers(0, 2**32 - 1))
    return Case(tuple(dims), tuple(names), m, seed)


# ── 反向模式自动微分（HIPS autograd）──────────────────────────────────

G = {
    "sigmoid": lambda Z: 1 / (1 + anp.exp(-Z)),
    "tanh": anp.tanh,
    "relu": lambda Z: anp.maximum(Z, 0),
    "leaky_relu": lambda Z: anp.where(Z > 0, Z, 0.01 * Z),
    "identity": lambda Z: Z,
}


def cost(parameters, X, Y, activations):
    A = X
    for l, name in enumerate((*activations, "identity"), 1):
        A = G[name](anp.dot(parameters[f"W{l}"], A) + parameters[f"b{l}"])
    return anp.sum(anp.logaddexp(0, A) - Y * A) / X.shape[1]


def autodiff(case):
    """(J, {"dW1", "db1", …})。"""
    J, grads = autograd.value_and_grad(cost)(case.parameters, case.X, case.Y, case.activations)
    return J, {f"d{name}": grad for name, grad in grads.items()}


# ── PyTorch（可选）────────────────────────────────────────────────────


def torch_autodiff(case):
    import torch

    g = {
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": torch.relu,
        "leaky_relu": lambda Z: torch.nn.functional.leaky_relu(Z, 0.01),
        "identity": lambda Z: Z,
    }
    parameters = {
        name: torch.tensor(value, requires_grad=True) for name, value in case.parameters.items()
    }
    A, Y = torch.tensor(case.X), torch.tensor(case.Y)
    for l, name in enumerate((*case.activations, "identity"), 1):
        A = g[name](parameters[f"W{l}"] @ A + parameters[f"b{l}"])
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    J = loss(A, Y, reduction="sum") / case.m
    J.backward()
    return J.item(), {f"d{name}": value.grad.numpy() for name, value in parameters.items()}


# ── 中心差商，用机器上最长的浮点数 ──────────────────────────────────────


def central_differences(case, epsilon=1e-5):
    """({"dW1", …}, 每个元素的噪声)：代价用 long double 计算，噪声是 eps·J/ε 的几倍。"""
    long = {name: value.astype(np.longdouble) for name, value in case.parameters.items()}
    X, Y = case.X.astype(np.longdouble), case.Y.astype(np.longdouble)
    grads = {}
    for name, value in long.items():
        grad = np.zeros(value.shape)
        for where in np.ndindex(value.shape):
            ends = []
            for sign in (1, -1):
                moved = value.copy()
                moved[where] += sign * np.longdouble(epsilon)
                ends.append(cost({**long, name: moved}, X, Y, case.activations))
            grad[where] = (ends[0] - ends[1]) / (2 * np.longdouble(epsilon))
        grads[f"d{name}"] = grad
    J = cost(long, X, Y, case.activations)
    return grads, float(16 * np.finfo(np.longdouble).eps * J / epsilon)


def distance(a, b):
    """‖a − b‖/(‖a‖ + ‖b‖)；形状必须相同，否则广播会掩盖错误。"""
    a, b = np.asarray(a), np.asarray(b)
    assert a.shape == b.shape, f"形状 {a.shape} 与 {b.shape} 不同"
    total = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / total) if total else 0.0


def worst_distance(grads, expected):
    """expected 里每个数组的 `distance` 中最大的一个，连同名字。"""
    return max((distance(grads[name], value), name) for name, value in expected.items())


# ── 高精度：矩阵是 mpf 的二维列表，公式逐元素写出 ─────────────────────────


def exact(array):
    return [[mpf(float(x)) for x in row] for row in np.atleast_2d(array)]


def product(A, B):
    return [[mp.fsum(a * b for a, b in zip(row, col, strict=True)) for col in zip(*B, strict=True)]
            for row in A]  # fmt: skip


def transpose(A):
    return [list(column) for column in zip(*A, strict=True)]


def entrywise(function, *matrices):
    """列向量（一列）像公式里那样加到每一列上。"""
    columns = max(len(M[0]) for M in matrices)
    wide = [[row if len(row) == columns else row * columns for row in M] for M in matrices]
    return [[function(*xs) for xs in zip(*rows, strict=True)] for rows in zip(*wide, strict=True)]


def add(A, B):
    return entrywise(lambda a, b: a + b, A, B)


def row_means(A):
    return [[mp.fsum(row) / len(row)] for row in A]


def divide(A, m):
    return entrywise(lambda a: a / m, A)


def magnitude(A):
    return entrywise(abs, A)


def exact_sigma(z):
    return 1 / (1 + mp.exp(-z))


EXACT = {
    "sigmoid": (exact_sigma, lambda z: exact_sigma(z) * exact_sigma(-z)),
    "tanh": (mp.tanh, lambda z: 1 / mp.cosh(z) ** 2),
    "relu": (lambda z: max(z, mpf(0)), lambda z: mpf(z > 0)),
    "leaky_relu": (
        lambda z: z if z > 0 else mpf(0.01) * z,
        lambda z: mpf(1) if z > 0 else mpf(0.01),
    ),
    "identity": (lambda z: z, lambda z: mpf(1)),
}


def worst_excess(got, formula, scale):
    """|got − formula|/(2⁻⁵³·scale) 中最大的一个：误差是 scale 的舍入单位的多少倍。

    scale：同一个公式，每一项换成绝对值：相消之前的大小。
    """
    assert got.shape == (len(formula), len(formula[0]))
    rows = zip(got.tolist(), formula, scale, strict=True)
    entries = itertools.chain.from_iterable(zip(*row, strict=True) for row in rows)
    return max(
        float(abs(mpf(g) - f) / (s * mpf(2) ** -53)) if s else float(g != f) for g, f, s in entries
    )
