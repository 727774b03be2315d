"""复核用的点：在声明的定义域里取一批有代表性的、确定的有理点。

顺序从简单到刁钻，所以第一个不成立的点也就是最好读的反例。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from random import Random

from mpmath import mpf
from sympy import (
    Basic,
    Expr,
    FiniteSet,
    Indexed,
    IndexedBase,
    Integer,
    Piecewise,
    Rational,
    S,
    Set,
    Symbol,
)
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
"""一个关系最多在这么多个点上复核。"""

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
TINY = Rational(1, 10**6)
DRAWS = 6
"""有下标变量时，每个样本数各取这么多组值。"""
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


def sample_points(domain: Domain, breaks: tuple[Rational, ...] = ()) -> Iterator[Point]:
    """定义域里的点，最多 LIMIT 个；变量多时，从所有组合里按固定的种子取。"""
    scalars = [v for v in domain if isinstance(v, Symbol)]
    indexed = [v for v in domain if isinstance(v, IndexedBase)]
    choices = {v: values_in(domain[v], breaks) for v in domain}
    random = Random(0)
    combinations = list(product(*(choices[v] for v in scalars)))
    if len(combinations) > LIMIT:
        simple = combinations[:1]
        combinations = simple + random.sample(combinations[1:], LIMIT - 1)
    for combination in combinations:
        point: dict[Basic, object] = dict(zip(scalars, map(_real, combination), strict=True))
        sizes = [
            int(v) for v, n in zip(combination, scalars, strict=True) if domain[n] == S.Naturals
        ]
        length = max(sizes, default=max(SIZES))
        if indexed:  # 先走最好读的一点，再随便取几点
            yield {**point, **{b: [_real(choices[b][0])] * length for b in indexed}}
        for _ in range(DRAWS if indexed else 0):
            draws = {b: [random.choice(choices[b]) for _ in range(length)] for b in indexed}
            yield {**point, **{b: [*map(_real, values)] for b, values in draws.items()}}
        ends = {b: [min(choices[b]), max(choices[b])] * length for b in indexed}  # 标签恰为 0 与 1
        yield {**point, **{b: [*map(_real, values[:length])] for b, values in ends.items()}}


def escapes(expr: Basic, allowed: Set, domain: Domain, definitions: Definitions) -> str:
    """变量在 domain 里变动时 expr 会不会跑出 allowed；会的话，说明在哪里。

    变量自己只要比较两个范围；别的式子在复核点上看值。
    """
    variable = expr.args[0] if isinstance(expr, Indexed | MatrixElement) else expr
    if variable in domain:
        fits = domain[variable].is_subset(allowed)
        return "" if fits else f"这里 {variable} ∈ {domain[variable]}"
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
            if value not in allowed:
                where = "，".join(f"{v} = {readable(x)}" for v, x in point.items())
                return f"{where or '这里'} 时它是 {text(value)}"
    return ""


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
