"""记号：课本的次序，括号一个也不能少。单行写法读回来，值要与原式相同。"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

import mpmath
import pytest
from mpmath import mpf
from sympy import (
    Abs,
    Basic,
    Derivative,
    Expr,
    Function,
    Indexed,
    Limit,
    MatrixSymbol,
    Max,
    Piecewise,
    Product,
    Range,
    Rational,
    S,
    Subs,
    Sum,
    Symbol,
    evaluate,
    exp,
    log,
    oo,
    sqrt,
)
from sympy.core.function import AppliedUndef

from derive.kernel import exact
from derive.kernel.book import expressions
from derive.kernel.exact import agree, at_precision
from derive.kernel.matrices import has_matrices, times, transpose
from derive.kernel.names import FUNCTIONS, QUANTITIES
from derive.kernel.notation import (
    latex,
    latex_definition,
    latex_statement,
    plain,
    plain_statement,
)
from derive.kernel.objects import Relation, Statement
from derive.registry import BOOK
from derive.theory.activations import SIGMOID
from derive.theory.losses import EVERY
from derive.theory.symbols import (
    J,
    P,
    a,
    activation,
    alpha,
    h,
    i,
    likelihood,
    loss,
    m,
    sigma,
    softplus,
    squared_loss,
    tanh,
    y,
    y_,
    ybar,
    yhat,
    yhat_,
    z,
)

D, H = Derivative, Rational(1, 2)

with evaluate(False):
    TABLE: list[tuple[Expr, str, str]] = [
        (1 / (1 + exp(-z)), r"\frac{1}{1 + e^{-z}}", "1/(1 + e^(-z))"),
        (sigma(z) * (1 - sigma(z)), r"\sigma(z)(1 - \sigma(z))", "σ(z)(1 - σ(z))"),
        (-y / a + (1 - y) / (1 - a), r"-\frac{y}{a} + \frac{1 - y}{1 - a}",
         "-y/a + (1 - y)/(1 - a)"),
        (1 / m * Sum(y_[i], EVERY), r"\frac{1}{m} \sum_{i=1}^{m} y^{(i)}", "1/m·Σ(i=1…m) y⁽ⁱ⁾"),
        (-1 / m * Sum(y_[i], EVERY), r"-\frac{1}{m} \sum_{i=1}^{m} y^{(i)}", "-1/m·Σ(i=1…m) y⁽ⁱ⁾"),
        (2 * sigma(2 * z) - 1, r"2 \sigma(2 z) - 1", "2σ(2z) - 1"),
        (H * (a - y) ** 2, r"\frac{1}{2} (a - y)^{2}", "1/2·(a - y)²"),
        (z - (y - a), "z - (y - a)", "z - (y - a)"),
        (z - (-y), "z + y", "z + y"),
        (sigma(-z), r"\sigma(-z)", "σ(-z)"),
        (D(sigma(z), z), r"\sigma'(z)", "σ′(z)"),
        (D(loss(a, y), a), r"\frac{\partial \mathcal{L}(a, y)}{\partial a}", "∂L(a, y)/∂a"),
        (D(activation(z), z), r"\frac{da}{dz}", "da/dz"),
        (D(squared_loss(a, y), (a, 2)),
         r"\frac{\partial^{2} \mathcal{L}_2(a, y)}{\partial a^{2}}", "∂²L₂(a, y)/∂a²"),
        (Subs(D(sigma(z), z), z, S.Zero), r"\sigma'(0)", "σ′(0)"),
        (Limit(sigma(z), z, -oo), r"\lim_{z\to -\infty} \sigma(z)", "lim(z→-∞) σ(z)"),
        (Limit(log(a), a, 0, "+"), r"\lim_{a\to 0^{+}} \ln a", "lim(a→0⁺) ln a"),
        (Limit(sigma(h), h, 0, "+-"), r"\lim_{h\to 0} \sigma(h)", "lim(h→0) σ(h)"),
        (Rational(2001, 1000) ** 2, r"2.001^{2}", "2.001²"),
        (Rational(-1, 2000), "-0.0005", "-0.0005"),
        (Rational(-9, 256), r"-\frac{9}{256}", "-9/256"),
        (Rational(1, 300), r"\frac{1}{300}", "1/300"),
        (likelihood(y, yhat), r"p(y; \hat{y})", "p(y; ŷ)"),
        (log(1 - yhat), r"\ln (1 - \hat{y})", "ln (1 - ŷ)"),
        (sqrt(a), r"\sqrt{a}", "√a"),
        (Max(0, z), r"\max(0, z)", "max(0, z)"),
        (Range(1, m + 1), r"\{1, \dots, m\}", "{1, …, m}"),
        (Abs(z), r"\left|z\right|", "|z|"),
        (exp(-m * J), r"e^{-m J}", "e^(-m·J)"),
    ]  # fmt: skip


@pytest.mark.parametrize(("expr", "tex", "line"), TABLE, ids=[row[2] for row in TABLE])
def test_table(expr: Expr, tex: str, line: str) -> None:
    def squeeze(text: str) -> str:
        return re.sub(r"\s+", "", text)

    assert squeeze(latex(expr)) == squeeze(tex)
    assert plain(expr) == line


def test_statements_and_definitions() -> None:
    statement = Statement(sigma(z), Relation.GE, S.Zero)
    assert plain_statement(statement) == "σ(z) ≥ 0"
    assert latex_statement(statement) == r"\sigma(z) \ge 0"
    assert latex_definition(SIGMOID).startswith(r"\sigma(z) := ")


# ---- 读回来 -------------------------------------------------------------------

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ⁱᵐ", "0123456789-+()im")
NAMED = {
    line: name
    for name, (_, line) in FUNCTIONS.items()
    if name not in QUANTITIES | {"units", "cost_at"}
}
TOKEN = re.compile(
    r"\s*([⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ⁱᵐ]+|\d+(?:\.\d+)?|max|ln|"
    + "|".join(sorted(map(re.escape, NAMED), key=len, reverse=True))
    + r"|dz|[nBF]\[[\w-]+\]|n_x|\w[̄₁₂]?|\S)"
)


class Reader:
    """读单行写法并求值。乘法（并排或点乘）与除法同级，从左到右；和号管到一项的末尾。"""

    def __init__(
        self,
        line: str,
        names: dict[str, object],
        functions: Collection[str] = NAMED.values(),
        point: Mapping[Basic, object] | None = None,
    ) -> None:
        self.tokens, self.names = TOKEN.findall(line), names
        self.functions, self.point = functions, point or {}

    def next(self, *wanted: str) -> str:
        token: str = self.tokens.pop(0) if self.tokens else ""
        assert not wanted or token in wanted, (token, wanted)
        return token

    def peek(self, *options: str) -> bool:
        return bool(self.tokens) and self.tokens[0] in options

    def sum(self) -> mpf:
        total = self.product()
        while self.peek("+", "-"):
            total += self.product() if self.next() == "+" else -self.product()
        return total

    def product(self) -> mpf:
        if self.peek("-"):
            self.next()
            return -self.product()
        value = self.power()
        while self.tokens and not self.peek("+", "-", ")", "]", ",", ";", "…", "|", "="):
            operator = self.next() if self.peek("·", "/") else "·"
            value = value / self.power() if operator == "/" else value * self.power()
        return value

    def power(self) -> mpf:
        base = self.atom()
        if self.peek("^"):
            self.next()
            return base ** self.atom()
        if self.tokens and self.tokens[0][0] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ⁱᵐ":
            return base ** Reader(self.next().translate(SUPERSCRIPTS), self.names).sum()
        return base

    def group(self, close: str = ")") -> list[mpf]:
        values = [self.sum()]
        while self.next(close, ",", ";") != close:
            values.append(self.sum())
        return values

    def atom(self) -> mpf:
        token = self.next()
        if token[0].isdigit():
            return mpf(token)
        if token == "(":
            return self.group()[0]
        if token == "|":
            return abs(self.group("|")[0])
        if token == "√":
            return mpmath.sqrt(self.atom())
        if token == "ln":
            return mpmath.log(self.atom())
        if token == "max":
            self.next("(")
            return max(self.group())
        if token in "Σ∏":
            return self.repeated(token)
        if token == "C":
            self.next("(")
            return mpmath.binomial(*self.group())
        called = [name for name in self.functions if name in FUNCTIONS]
        called = [name for name in called if FUNCTIONS[name][1] == token and token in NAMED]
        if called and self.peek("(", "["):
            return self.apply(called[0])
        if token == "e":
            return +mpmath.e
        value = self.names[token]
        if isinstance(value, list):
            index = Reader(self.next().translate(SUPERSCRIPTS), self.names).sum()
            return value[int(index) - 1]
        assert isinstance(value, mpf)
        return value

    def apply(self, name: str) -> mpf:
        last = self.group("]") if self.next("(", "[") == "[" else None
        if last:
            self.next("(")
        values = [*self.group(), *(last or [])]
        return apply(name, values, self.point)

    def repeated(self, sign: str) -> mpf:
        self.next("(")
        index = self.next()
        self.next("=")
        low = self.sum()
        self.next("…")
        high = self.sum()
        self.next(")")
        body, values = list(self.tokens), []
        for k in range(int(low), int(high) + 1):
            self.tokens = list(body)
            self.names = {**self.names, index: mpf(k)}
            values.append(self.product())
        return mpmath.fsum(values) if sign == "Σ" else mpmath.fprod(values)


def apply(name: str, values: list[mpf], point: Mapping[Basic, object]) -> mpf:
    definition = next(d for h, d in BOOK.definitions.items() if getattr(h, "__name__", "") == name)
    arguments = dict(zip(definition.lhs.args, values, strict=True))
    return exact.evaluate(definition.body, {**point, **arguments}, BOOK.definitions)


NODES = (Derivative, Limit, Subs, Piecewise)
"""这些结点的写法没有算术的歧义，另在上面的表里核对。"""


LAYER_SIZES = {"units", "total_parameters"}
"""由任意的层的大小 n⁽ˡ⁾ 写成的，没有一个值可读。"""


def readable(expr: Basic) -> bool:
    return (
        isinstance(expr, Expr)
        and not expr.has(*NODES, oo)
        and not {f.func.__name__ for f in expr.atoms(AppliedUndef)} & LAYER_SIZES
        and not has_matrices(expr, BOOK.definitions)
        and not any(of_a_sample(f) for f in expr.atoms(AppliedUndef))
        and all(f.func in BOOK.definitions for f in functions_behind(expr))
    )


def functions_behind(expr: Basic) -> set[AppliedUndef]:
    """式子里只写字母的量，定义里用到哪些函数：任意的 J(w) 没有一个值可读。"""
    quantities = BOOK.definitions_in(*expr.free_symbols).values()
    return {f for quantity in quantities for f in quantity.body.atoms(AppliedUndef)}


def of_a_sample(quantity: AppliedUndef) -> bool:
    """由第 i 个样本算出、只写字母的量：值随 i 而变，读的时候没有一个值可代。"""
    return quantity.func.__name__ in QUANTITIES and quantity.has(Indexed)


WRITTEN = [
    (f"{obj.id}:{number}", expr)
    for obj in BOOK
    for number, expr in enumerate(expressions(obj))
    if readable(expr)
]


def sample() -> dict[Basic, object]:
    """各符号取不同的、不特殊的值。"""
    scalars = {z: "0.3", h: "0.2", y: "0.4", a: "0.7", yhat: "0.6", alpha: "0.1"}
    point: dict[Basic, object] = {s: mpf(v) for s, v in scalars.items()}
    vectors = {y_: ["0.15", "0.85", "0.45"], yhat_: ["0.35", "0.55", "0.25"]}
    return {**point, m: mpf(3), **{b: [mpf(v) for v in vs] for b, vs in vectors.items()}}


def names_for(expr: Basic, point: dict[Basic, object]) -> dict[str, object]:
    def value(e: Basic) -> mpf:
        return exact.evaluate(e, point, BOOK.definitions)  # type: ignore[arg-type]

    names: dict[str, object] = {
        plain(s): v for s, v in point.items() if not isinstance(v, list) and s != a
    }
    for scalar, vector in ((y, y_), (yhat, yhat_)):
        names[plain(scalar)] = point[vector if expr.has(vector) else scalar]
    names |= {plain(q): value(q) for q in (a, J, P, ybar)}
    names |= {plain(s): v for s, v in others(expr).items()}
    names |= {plain(s): value(s) for s in expr.free_symbols & BOOK.definitions.keys()}
    quantities = [q for q in expr.atoms(AppliedUndef) if q.func.__name__ in QUANTITIES]
    return names | {plain(q): value(q) for q in quantities}


def others(expr: Basic) -> dict[Basic, mpf]:
    """上面没有列出的符号：各取一个不特殊的值，个数取整数。"""
    known = {*sample(), *BOOK.definitions}
    labels = {base.label for base in (y_, yhat_)}
    bodies = [d.body for d in BOOK.definitions_in(expr).values()]
    seen = {s for e in (expr, *bodies) for s in e.free_symbols}
    free = [s for s in seen if isinstance(s, Symbol) and s not in known | labels]
    ordered = enumerate(sorted(free, key=str), 2)
    return {s: mpf(n) if s.is_integer else mpf(n) / 7 for n, s in ordered}


def read_back(expr: Basic) -> None:
    with at_precision():
        point = sample() | others(expr)
        names = names_for(expr, point)
        functions = {f.func.__name__ for f in expr.atoms(AppliedUndef)}
        reader = Reader(plain(expr), names, functions, point)
        got = reader.sum()
        assert not reader.tokens, plain(expr)
        wanted = exact.evaluate(expr, point, BOOK.definitions)  # type: ignore[arg-type]
        assert agree(got, wanted), plain(expr)


@pytest.mark.parametrize("expr", [e for _, e in WRITTEN], ids=[name for name, _ in WRITTEN])
def test_the_registry_reads_back(expr: Basic) -> None:
    read_back(expr)


with evaluate(False):
    TRICKY: list[Expr] = [
        z - (y - a),
        z - (-y),
        -(z + y) * a,
        -1 * (-z),
        (-z) ** 2,
        -(z**2),
        (z**2) ** 3,
        (a * y) ** 2,
        (1 / a) ** 2,
        (a / y) ** 2,
        a / (y / z),
        (a / y) / z,
        1 / (a * y),
        1 / (a * y) * z,
        a * (1 / y),
        (a + y) / (a * y),
        H * (1 - H),
        H**2,
        a**H,
        (-H) * z,
        z * (-H),
        z * (-y),
        2 * (3 * z),
        3 * S(2),
        exp(-z) * (1 + exp(-z)),
        exp(z) ** 2,
        exp(z * (y + 1)),
        exp(-z / 2),
        exp(exp(z)),
        log(a) ** 2,
        log(a**2),
        y * log(a) - (1 - y) * log(1 - a),
        log(log(2 + a)) * z,
        Sum(y_[i], EVERY) * a,
        Sum(y_[i] * a, EVERY) + a,
        Sum(y_[i] + a, EVERY),
        Sum(y_[i], EVERY) ** 2,
        Sum(y_[i] ** 2, EVERY),
        Sum(-y_[i], EVERY),
        (1 + Sum(y_[i], EVERY)) * 2,
        Product(y_[i] ** 2, EVERY) * a,
        Product(y_[i] * a, EVERY),
        1 / Sum(y_[i], EVERY),
        Sum(y_[i], EVERY) / m,
        sigma(z) ** 2,
        sigma(z**2),
        1 - sigma(z) ** 2,
        tanh(-(z + y)),
        Max(-z, z - 1) * 2,
        Abs(z - 1) * a,
        Abs(-z) ** 2,
        softplus(z) / sigma(z),
        m ** (-y),
        a ** (1 - y),
        a**-y,
        2 ** (-z),
        sqrt(a) * z,
        sqrt(a + y) / z,
    ]


@pytest.mark.parametrize("expr", TRICKY, ids=map(str, TRICKY))
def test_no_parenthesis_is_lost(expr: Expr) -> None:
    read_back(expr)


@pytest.mark.parametrize("expr", TRICKY, ids=map(str, TRICKY))
def test_latex_is_balanced(expr: Expr) -> None:
    text = latex(expr)
    for left, right in ("{}", "()"):
        assert text.count(left) == text.count(right)
    assert len(re.findall(r"\\left", text)) == len(re.findall(r"\\right", text))


def test_the_reader_notices_a_lost_parenthesis() -> None:
    """测试的测试：少一对括号，值就变了。"""
    names: dict[str, object] = {"z": mpf(3), "y": mpf(5), "a": mpf(7)}
    same: Callable[[str], mpf] = lambda line: Reader(line, names).sum()  # noqa: E731
    assert same("z - (y - a)") == 5
    assert same("z - y - a") == -9
    assert same("1/(z·y)") != same("1/z·y")
    assert same("-z²") == -9
    assert same("(-z)²") == 9
    assert same("2y z") == 30


def test_layers_and_nested_sums() -> None:
    n, k = Symbol("n[l]", integer=True, positive=True), Symbol("k", integer=True, positive=True)
    W = MatrixSymbol("W[l]", n, n)
    assert latex(times(W, transpose(W))) == r"W^{[l]} W^{[l]\mathsf{T}}"
    assert plain(times(W, transpose(W))) == "W[l]·W[l]ᵀ"
    for new, tex, line in (("W[l]_new", "W^{[l]}", "W[l]"), ("w1_new", "w_1", "w₁")):
        assert (latex(Symbol(new)), plain(Symbol(new))) == (tex, line)  # 走一步之后的新值
    units = Function("units", integer=True, positive=True)
    assert latex(units(k)) == "n^{[k]}"
    assert plain(units(k)) == "n[k]"
    total = Sum(Sum(y_[i], (k, 1, n)), (i, 1, m))
    assert plain(total) == "Σ(i=1…m) Σ(k=1…n[l]) y⁽ⁱ⁾"
