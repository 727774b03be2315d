"""复核用的点：在声明的定义域里取一批有代表性的、确定的有理点。

顺序从简单到刁钻，所以第一个不成立的点也就是最好读的反例。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from random import Random

from mpmath import mpf
from sympy import Basic, FiniteSet, IndexedBase, Integer, Piecewise, Rational, S, Set, Symbol

from derive.kernel.exact import Point
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


def values_in(domain: Set, breaks: tuple[Rational, ...] = ()) -> list[Rational]:
    """domain 里的代表点：简单的有理数、端点附近、分界点和它的两侧。"""
    if isinstance(domain, FiniteSet):
        return [Rational(value) for value in domain]
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
        for _ in range(DRAWS if indexed else 1):
            vectors = {
                b: [_real(random.choice(choices[b])) for _ in range(max(sizes))] for b in indexed
            }
            yield {**point, **vectors}


def _real(value: Rational) -> mpf:
    """有理数在当前精度下的值。"""
    return mpf(int(value.p)) / int(value.q)


def readable(value: object) -> str:
    """反例里的一个取值：能写成简单分数就写成分数。"""
    if isinstance(value, list):
        return "(" + ", ".join(readable(v) for v in value) + ")"
    fraction = Fraction(str(mpf(value))).limit_denominator(10**6)
    return str(fraction)
