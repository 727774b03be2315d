"""判定器认得的名字：函数、变量、常数，各有几种写法；变量没有另说时取什么值。"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sympy import Abs, E, Expr, Max, Min, Pow, Rational, S, Set, Symbol, exp, log, pi
from sympy.core.function import UndefinedFunction

from derive.theory.symbols import (
    COUNT,
    LABEL,
    POSITIVE,
    REALS,
    UNIT,
    leaky_relu,
    leaky_relu_prime,
    loss,
    relu,
    relu_prime,
    sigma,
    softplus,
    tanh,
)

HALF = Rational(1, 2)


@dataclass(frozen=True)
class Known:
    """一个函数：写法，怎样造，几个自变量（None 是一个以上），导数的约定（没有就求导）。"""

    spellings: tuple[str, ...]
    make: Callable[..., Expr] | UndefinedFunction
    arity: int | None = 1
    prime: UndefinedFunction | None = None

    @property
    def differentiable(self) -> bool:
        return self.arity == 1 or self.prime is not None


def _root(x: Expr) -> Expr:
    return Pow(x, HALF, evaluate=False)


def _roman(name: str) -> tuple[str, ...]:
    """正体的名字在 LaTeX 里的各种写法。"""
    commands = ("mathrm", "operatorname", "text", "textrm")
    return (name, *(rf"\{command}{{{name}}}" for command in commands))


FUNCTIONS = (
    Known(("σ", r"\sigma", "sigma", *_roman("sigmoid")), sigma),
    Known((r"\tanh", *_roman("tanh")), tanh),
    Known((*_roman("ReLU"), "relu", "Relu"), relu, prime=relu_prime),
    Known(
        (*_roman("LeakyReLU"), "leaky_relu", "leakyrelu"),
        leaky_relu,
        2,
        leaky_relu_prime,
    ),
    Known(_roman("softplus"), softplus),
    Known(("ln", r"\ln", "log", r"\log"), log),
    Known((r"\exp", *_roman("exp")), exp),
    Known(("sqrt",), _root),
    Known(("abs",), Abs),
    Known((r"\max", *_roman("max")), Max, None),
    Known((r"\min", *_roman("min")), Min, None),
    Known((r"\mathcal{L}", r"\mathscr{L}", r"\ell", "loss"), loss, 2),
)
"""log 与 ln 是同一个：课程里的对数都以 e 为底。"""

LOSS = FUNCTIONS[-1]

CONSTANTS: Mapping[str, Expr] = {"e": E, r"\mathrm{e}": E, "π": pi, r"\pi": pi, "pi": pi}

GREEK = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "eta": "η",
    "theta": "θ",
    "lambda": "λ",
    "mu": "μ",
    "rho": "ρ",
    "tau": "τ",
    "phi": "φ",
}
HATS = {r"\hat{y}": "ŷ", r"\hat y": "ŷ", "yhat": "ŷ", "y_hat": "ŷ", r"\bar{y}": "ȳ", "ybar": "ȳ"}
"""有自己写法的变量 → 统一的名字。"""

LETTERS = "abchklmnopqrstuvwxyzABCDHKMNPQRSTUVWXYZJLfgFG"
"""可以当变量的单个字母；d 留给求导，e 是常数，i、j 不用（容易当成下标或虚数）。"""
CALLED = "fghpJFGH"
"""后面紧跟括号时，分不清是函数还是相乘的字母。"""

RANGES: Mapping[str, Set] = {
    "a": UNIT,
    "ŷ": UNIT,
    "y": LABEL,
    "ȳ": UNIT,
    "α": UNIT,
    "m": COUNT,
    "n": COUNT,
    "ε": POSITIVE,
}
"""变量没有另说时的范围；不在这里的，是任意实数。"""

_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def pattern(spellings: Iterable[str]) -> str:
    """认出其中任何一种写法的正则：长的优先，字母结尾的后面不能再是字母。"""
    ordered = sorted(spellings, key=len, reverse=True)
    ends = (
        r"(?![A-Za-z])" if name[-1].isascii() and name[-1].isalpha() else "" for name in ordered
    )
    return "|".join(re.escape(name) + end for name, end in zip(ordered, ends, strict=True))


def name_pattern() -> str:
    """变量：有自己写法的、希腊字母，或一个字母；后面可以有下标。"""
    greek = [*(rf"\{name}" for name in GREEK), *GREEK, *GREEK.values()]
    subscript = r"(?:_\{[0-9]\}|_?[0-9]|[₀-₉])?"
    return f"(?:{pattern([*HATS, 'ŷ', 'ȳ', *greek])}|[{LETTERS}]){subscript}"


def standard_name(written: str) -> str:
    """变量统一的名字：\\hat{y} 是 ŷ，w_{1}、w₁ 都是 w1。"""
    body, digit = re.fullmatch(r"(.*?)_?\{?([0-9₀-₉]?)\}?", written, re.DOTALL).groups()  # type: ignore[union-attr]
    if written in HATS:
        body, digit = written, ""
    body = HATS.get(body, body)
    body = GREEK.get(body.removeprefix("\\"), body)
    return body + digit.translate(_SUBSCRIPTS)


def function_named(written: str) -> Known:
    squeezed = re.sub(r"\s+", "", written)
    if squeezed == "L":
        return LOSS
    return next(known for known in FUNCTIONS if squeezed in known.spellings)


def symbol(name: str, values: Set) -> Symbol:
    """变量；符号的假设从范围算出，不许比范围更强。"""
    if values == S.Naturals:
        return Symbol(name, integer=True, positive=True)
    return Symbol(name, positive=True) if values.is_subset(POSITIVE) else Symbol(name, real=True)


def usual_range(name: str) -> Set:
    return RANGES.get(name, REALS)
