"""会动的图里的公式与数据：公式由书里已证的对象生成 JavaScript，两边不会走样；数据由 NumPy 造。

`FORMULAS` 说哪个 JavaScript 函数是哪个对象的右边。右边里的 σ、tanh 之类一直展开到指数、对数与
四则运算为止，再由 SymPy 写成 JavaScript；Chromium 里的测试拿它与 NumPy 逐点相比。
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sympy import Expr, Symbol
from sympy.core.function import AppliedUndef
from sympy.printing.jscode import jscode

from derive.figures import descent
from derive.kernel.algebra import unfold
from derive.kernel.book import Book
from derive.kernel.objects import Claim, Definition, Derivation
from derive.validation import Floats

FILE = "assets/live/formulas.js"
"""在网站里的位置。"""


@dataclass(frozen=True)
class Formula:
    """一个函数：书里对象的 id，和各个参数的名字，按次序。"""

    id: str
    parameters: tuple[str, ...]


FORMULAS: Mapping[str, Formula] = {
    "sigmoid": Formula("sigmoid", ("z",)),
    "sigmoidPrime": Formula("sigmoid_prime", ("z",)),
    # 用 σ 写出的两种：一个指数就够，z 再大也不会得出 ∞/∞
    "tanh": Formula("tanh_sigmoid", ("z",)),
    "tanhPrime": Formula("tanh_prime_code", ("z",)),
    "relu": Formula("relu", ("z",)),
    "reluPrime": Formula("relu_prime", ("z",)),
    "leakyRelu": Formula("leaky_relu", ("z", "alpha")),
    "leakyReluPrime": Formula("leaky_relu_prime", ("z", "alpha")),
    "u": Formula("graph_u", ("b", "c")),
    "v": Formula("graph_v", ("a", "u")),
    "j": Formula("graph_j", ("v",)),
    "djDv": Formula("graph_dj_dv", ()),
    "djDu": Formula("graph_dj_du", ()),
    "djDa": Formula("graph_dj_da", ()),
    "djDb": Formula("graph_dj_db", ("c",)),
    "djDc": Formula("graph_dj_dc", ("b",)),
    "bowl": Formula("bowl", ("w", "c")),
    "bowlPrime": Formula("bowl_derivative", ("w", "c")),
    "lossFromLogits": Formula("loss_from_logits", ("z", "y")),
}


def javascript(book: Book) -> str:
    """全部函数，一个 ES 模块。"""
    lines = ["// 由书里的对象生成，不要手改：见 src/derive/live.py"]
    for name, formula in FORMULAS.items():
        expr = elementary(_right(book, formula.id), book)
        lines.append(f"// {formula.id}")
        lines.append(
            f"export const {name} = ({', '.join(formula.parameters)}) => "
            f"{_written(expr, formula.parameters)}"
        )
    return "\n".join(lines) + "\n"


# ── 写进网页的数：都由 NumPy 造出，测试拿同样的数在两边各算一遍 ─────────

Data = dict[str, list[list[float]]]
"""一个数据集：X 是 (n_x, m)，Y 是 (1, m)，样本是列。"""

WIDEST, DEEPEST = 8, 3
"""训练场里的网络，一层至多几个单元，至多几个隐藏层。"""
HALF = 100
"""训练场的数据，每一类几个点。"""
SEEDS = (1, 2, 0)
"""训练场的几组初始值。最后一组，尺度取 1、四个单元，会停在一处不够好的地方。"""


def surface_data() -> Data:
    """代价曲面用的六个样本：与静止的那张图相同。"""
    return {"X": descent.X.tolist(), "Y": descent.Y.tolist()}


def playground_data() -> dict[str, Any]:
    """训练场的三个数据集，和三组标准正态的初始值。"""
    sets = {"flower": flower(), "circles": circles(), "moons": moons()}
    return {"sets": sets, "tables": [normal_tables(seed) for seed in SEEDS]}


def flower(seed: int = 1) -> Data:
    """课程里那朵两色的花：r = 4 sin 4θ，两类各占一半花瓣；θ 与 r 各加一点正态的噪声。"""
    random = np.random.default_rng(seed)
    angles = [
        np.linspace(start, start + 3.12, HALF) + random.normal(0, 0.2, HALF)
        for start in (0.0, 3.12)
    ]
    radii = [4 * np.sin(4 * angle) + random.normal(0, 0.2, HALF) for angle in angles]
    return _two_classes(
        *(np.stack([r * np.sin(t), r * np.cos(t)]) for r, t in zip(radii, angles, strict=True))
    )


def circles(seed: int = 1) -> Data:
    """两个同心的圆环，半径 3.6 与 1.5，各加一点正态的噪声。"""
    random = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, HALF, endpoint=False)
    circle = np.stack([np.cos(angle), np.sin(angle)])
    return _two_classes(*(r * circle + random.normal(0, 0.25, (2, HALF)) for r in (3.6, 1.5)))


def moons(seed: int = 1) -> Data:
    """两个相扣的月牙：半径 2.5 的上半圆与下半圆，错开放，各加一点正态的噪声。"""
    random = np.random.default_rng(seed)
    angle = np.linspace(0, np.pi, HALF)
    arc = 2.5 * np.stack([np.cos(angle), np.sin(angle)])
    shift = np.array([[1.25], [0.6]])
    return _two_classes(
        *(half + random.normal(0, 0.25, (2, HALF)) for half in (arc - shift, shift - arc))
    )


def _two_classes(zero: Floats, one: Floats) -> Data:
    """标签 0 的点在前，标签 1 的在后；保留四位小数。"""
    labels = np.repeat([[0.0, 1.0]], [zero.shape[1], one.shape[1]], axis=1)
    return {"X": np.round(np.hstack([zero, one]), 4).tolist(), "Y": labels.tolist()}


def normal_tables(seed: int) -> list[list[list[float]]]:
    """最大的网络的每一层，一张标准正态的表；小的网络取左上角，再乘以尺度。保留六位小数。"""
    random = np.random.default_rng(seed)
    inputs = [2, *[WIDEST] * DEEPEST]
    return [np.round(random.standard_normal((WIDEST, n)), 6).tolist() for n in inputs]


def _right(book: Book, id: str) -> Expr:
    obj = book[id]
    assert isinstance(obj, Definition | Derivation | Claim)
    return obj.statement.rhs


def elementary(expr: Expr, book: Book) -> Expr:
    """把书里定义的函数一直展开，到没有为止。"""
    while applied := expr.atoms(AppliedUndef):
        for definition in book.definitions_in(expr).values():
            expr = unfold(expr, definition)
        if expr.atoms(AppliedUndef) == applied:
            raise ValueError(f"{expr} 里有没有定义的函数：{applied}")
    return expr


def _written(expr: Expr, parameters: Sequence[str]) -> str:
    """写成 JavaScript；式子里的字母都要是参数。"""
    strange = {str(symbol) for symbol in expr.free_symbols} - set(parameters)
    if strange:
        raise ValueError(f"{expr} 里的 {'、'.join(sorted(strange))} 不是参数")
    plain = expr.xreplace({symbol: Symbol(str(symbol)) for symbol in expr.free_symbols})
    return str(jscode(plain)).replace("\n", " ")
