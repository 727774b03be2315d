"""复核用的点：在声明的定义域里取一批有代表性的、确定的有理点。

顺序从简单到刁钻，所以第一个不成立的点也就是最好读的反例。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import prod
from random import Random

import mpmath
from mpmath import mpf
from sympy import (
    Basic,
    Dummy,
    Expr,
    FiniteSet,
    FunctionMatrix,
    Indexed,
    IndexedBase,
    Integer,
    MatAdd,
    MatMul,
    MatrixSymbol,
    Piecewise,
    Rational,
    S,
    Set,
    Symbol,
    Transpose,
)
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.exact import (
    CannotEvaluate,
    Definitions,
    NoValue,
    Point,
    agree,
    at_precision,
    evaluate,
    text,
)
from derive.kernel.objects import Domain

LIMIT = 240
"""一个关系大约最多在这么多个点上复核。"""

REAL = tuple(
    Rational(text)
    for text in [
        "0",
        "1",
        "-1",
        "1/2",
        "-1/2",
        "2",
        "-2",
        "1/3",
        "-1/3",
        "3",
        "-3",
        "5/7",
        "-5/7",
        "10",
        "-10",
        "37/2",
        "-37/2",
        "40",
        "-40",
    ]
)
UNIT = tuple(
    Rational(text) for text in ["1/2", "1/3", "2/3", "1/4", "3/4", "1/7", "6/7", "1/100", "99/100"]
)
TINY = Rational(1, 10**7)
"""离端点、分界点这么近；极限的近旁（`algebra.bound_ranges`）比它宽，才有点可取。"""
DRAWS = 6
"""有下标变量时，每个样本数各取这么多组值。"""
LEAST = 12
"""有下标变量时，别的变量至少取这么多个组合。"""
LARGEST = 3
"""变量多时，数的绝对值不超过它：层层相乘之后，数不至于大得没有意义。"""
FEW = 3
"""变量不多于这么多个时，取遍所有的点，包括很大的。"""
SIZES = (1, 2, 3, 5)
"""样本数 m 取这些值：1 在内，彼此不同。"""


def breakpoints(*expressions: Basic) -> tuple[Rational, ...]:
    """分段函数的分界点：条件里出现的有理数。"""
    found = {
        number
        for expression in expressions
        for piecewise in expression.atoms(Piecewise)
        for _, condition in piecewise.args
        for number in condition.atoms(Rational)
    }
    return tuple(sorted(found))


def values_in(domain: Set, breaks: tuple[Rational, ...] = ()) -> list[Expr]:
    """domain 里的代表点：简单的有理数、端点附近、分界点和它的两侧。"""
    if isinstance(domain, FiniteSet) or domain is S.EmptySet:
        return list(domain)
    if domain == S.Naturals:
        return [Integer(size) for size in SIZES]
    candidates = [*REAL, *UNIT]
    for end in (domain.inf, domain.sup):
        if end.is_finite:
            candidates += [end, end + TINY, end - TINY]
    for at in breaks:
        candidates += [at, at + TINY, at - TINY]
    return [value for value in dict.fromkeys(candidates) if value in domain]


def moderate(values: list[Expr]) -> list[Expr]:
    """其中不太大的那些；都很大时就是全部。"""
    return [value for value in values if abs(value) <= LARGEST] or values


def sample_points(domain: Domain, breaks: tuple[Rational, ...] = ()) -> Iterator[Point]:
    """定义域里的点，大约最多 LIMIT 个；变量多时，从所有组合里按固定的种子取。"""
    scalars = [v for v in domain if isinstance(v, Symbol)]
    indexed = [v for v in domain if isinstance(v, IndexedBase)]
    choices = {v: values_in(domain[v], breaks) for v in domain}
    limit = LIMIT
    if len(scalars) > FEW:
        choices = {v: moderate(values) for v, values in choices.items()}
        limit = LIMIT // 4
    if indexed:  # 每个组合还要配上几组下标变量的值，所以组合要少
        limit = max(limit // (DRAWS + 2), LEAST)
    random = Random(0)
    for combination in _combinations([choices[v] for v in scalars], limit, random):
        point: dict[Basic, object] = dict(zip(scalars, map(_real, combination), strict=True))
        sizes = [
            int(v) for v, n in zip(combination, scalars, strict=True) if domain[n] == S.Naturals
        ]
        length = max(sizes, default=max(SIZES))
        if indexed:  # 先走最好读的一点，再随便取几点
            yield {**point, **{b: [_real(choices[b][0])] * length for b in indexed}}
            for _ in range(DRAWS):
                draws = {b: [random.choice(choices[b]) for _ in range(length)] for b in indexed}
                yield {**point, **{b: [*map(_real, values)] for b, values in draws.items()}}
        ends = {b: [min(choices[b]), max(choices[b])] * length for b in indexed}  # 标签恰为 0 与 1
        yield {**point, **{b: [*map(_real, values[:length])] for b, values in ends.items()}}


def _combinations(
    choices: list[list[Expr]], limit: int, random: Random
) -> Iterator[tuple[Expr, ...]]:
    """每个变量各取一个值；组合太多时，头一个总在内，其余随便取。组合可以有几亿个，所以不列出来。"""
    total = prod(map(len, choices))
    chosen: Iterable[int] = range(total)
    if total > limit:
        chosen = [0, *random.sample(range(1, total), limit - 1)]
    for number in chosen:
        combination = []
        for values in reversed(choices):  # 末一个变量变得最快
            number, place = divmod(number, len(values))
            combination.append(values[place])
        yield tuple(reversed(combination))


def escapes(expr: Basic, allowed: Set, domain: Domain, definitions: Definitions) -> str:
    """变量在 domain 里变动时 expr 会不会跑出 allowed；会的话，说明在哪里。

    变量自己只要比较两个范围；别的式子在复核点上看值。
    """
    variable = expr.args[0] if isinstance(expr, Indexed | MatrixElement) else expr
    if isinstance(expr, Rational):
        return "" if expr in allowed else f"{expr} 不在里面"
    counts = isinstance(expr, AppliedUndef) and expr.is_integer and expr.is_positive
    if counts and allowed == S.Naturals:  # 函数自己就说明了取值是正整数
        return ""
    entries = {e: Dummy(str(e), real=True) for e in expr.atoms(MatrixElement) if e != expr}
    if entries:  # 式子里有矩阵的元素：各自当作一个数，范围是矩阵的范围
        known = {
            e: letter for e, letter in entries.items() if e.parent in {**definitions, **domain}
        }
        ranges = {letter: domain.get(e.parent, S.Reals) for e, letter in known.items()}
        return escapes(expr.xreplace(entries), allowed, {**domain, **ranges}, definitions)
    if variable in domain:
        fits = domain[variable].is_subset(allowed)
        return "" if fits else f"这里 {variable} ∈ {domain[variable]}"
    if isinstance(variable, MatrixSymbol) and variable in definitions:
        body = definitions[variable].body
        if allowed == S.Reals:
            return ""  # 由定义算出的矩阵，每一项都是实数
        if isinstance(body, FunctionMatrix):  # 由一列数排成的矩阵，看那些数
            return escapes(body.lamda.expr, allowed, domain, definitions)
    if isinstance(variable, MatAdd | MatMul | Transpose) and allowed == S.Reals:
        parts = variable.atoms(MatrixSymbol)  # 实数矩阵的和与积还是实数矩阵
        return next(filter(None, (escapes(A, allowed, domain, definitions) for A in parts)), "")
    if isinstance(variable, IndexedBase | Symbol) and variable not in definitions:
        return f"这里没有说 {variable} 取什么"
    involved = expr.free_symbols.union(
        *(d.domain for d in definitions.values() if d.lhs in expr.free_symbols)
    )
    narrowed = {v: values for v, values in domain.items() if v in involved}
    breaks = breakpoints(*(definition.body for definition in definitions.values()))
    with at_precision():
        for point in sample_points(narrowed, breaks):
            try:
                value = evaluate(expr, point, definitions)
            except (NoValue, CannotEvaluate) as problem:
                return f"算不出 {expr}：{problem}"
            if not _within(value, allowed):
                where = "，".join(f"{v} = {readable(x)}" for v, x in point.items())
                return f"{where or '这里'} 时它是 {text(value)}"
    return ""


def _within(value: mpf, allowed: Set) -> bool:
    """SymPy 说不出一个浮点数是不是正整数。"""
    if allowed == S.Naturals:
        return bool(mpmath.isint(value) and value >= 1)
    return bool(value in allowed)


def _real(value: Expr) -> mpf:
    """一个数在当前精度下的值。"""
    return evaluate(value, {}, {})


def readable(value: object) -> str:
    """反例里的一个取值：能写成简单分数就写成分数。"""
    if isinstance(value, list):
        return "(" + ", ".join(readable(v) for v in value) + ")"
    number = mpf(value)
    fraction = Fraction(str(number)).limit_denominator(10**6)
    exact = agree(mpf(fraction.numerator) / fraction.denominator, number)
    return str(fraction) if exact else text(number)
