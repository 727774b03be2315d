"""会动的图里的公式：由书里已证的对象生成 JavaScript，两边不会走样。

`FORMULAS` 说哪个 JavaScript 函数是哪个对象的右边。右边里的 σ、tanh 之类一直展开到指数、对数与
四则运算为止，再由 SymPy 写成 JavaScript；Chromium 里的测试拿它与 NumPy 逐点相比。
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sympy import Expr, Symbol
from sympy.core.function import AppliedUndef
from sympy.printing.jscode import jscode

from derive.kernel.algebra import unfold
from derive.kernel.book import Book
from derive.kernel.objects import Claim, Definition, Derivation

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
    "tanh": Formula("tanh", ("z",)),
    "tanhPrime": Formula("tanh_prime", ("z",)),
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


def flower(seed: int = 1) -> dict[str, list[list[float]]]:
    """训练场的数据：课程里那朵两色的花。X 是 2×200，Y 是 1×200，保留四位小数。

    r = 4 sin 4θ，两类各占一半花瓣；θ 与 r 各加一点正态的噪声。
    """
    random = np.random.default_rng(seed)
    half = 100
    angles = [
        np.linspace(start, start + 3.12, half) + random.normal(0, 0.2, half)
        for start in (0.0, 3.12)
    ]
    radii = [4 * np.sin(4 * angle) + random.normal(0, 0.2, half) for angle in angles]
    points = np.concatenate(
        [np.stack([r * np.sin(t), r * np.cos(t)]) for r, t in zip(radii, angles, strict=True)],
        axis=1,
    )
    labels = np.repeat([[0.0, 1.0]], half, axis=1)
    return {"X": np.round(points, 4).tolist(), "Y": labels.tolist()}


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
