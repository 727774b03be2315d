"""复核用的点：都在定义域里，端点、分界点和它的两侧都在内。"""

from __future__ import annotations

import pytest
from mpmath import mpf
from sympy import (
    Basic,
    Expr,
    FiniteSet,
    IndexedBase,
    Interval,
    MatrixSymbol,
    Piecewise,
    Rational,
    S,
    Set,
    Symbol,
    oo,
    sqrt,
)
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.exact import at_precision
from derive.kernel.objects import Definition
from derive.kernel.points import (
    DRAWS,
    LIMIT,
    SIZES,
    TINY,
    breakpoints,
    escapes,
    readable,
    sample_points,
    values_in,
)
from derive.registry import BOOK
from derive.theory.losses import SAMPLES
from derive.theory.symbols import (
    COUNT,
    LABEL,
    NEGATIVE,
    POSITIVE,
    REALS,
    UNIT,
    a,
    activation,
    alpha,
    m,
    sigma,
    y,
    y_,
    ybar,
    yhat_,
    z,
)

SETS = [REALS, POSITIVE, NEGATIVE, UNIT, LABEL, COUNT, Interval(-2, oo), Interval.open(100, 101)]


@pytest.mark.parametrize("domain", SETS, ids=str)
def test_values_lie_in_the_domain(domain: Set) -> None:
    values = values_in(domain, (Rational(1, 2),))
    assert values
    assert all(value in domain for value in values)
    assert len(values) == len(set(values))


def test_ends_and_breakpoints_and_both_sides() -> None:
    assert {S.Zero, S.One, TINY, 1 - TINY} <= set(values_in(LABEL))
    assert {TINY, 1 - TINY} <= set(values_in(UNIT))
    assert not {S.Zero, S.One} & set(values_in(UNIT))
    at = Rational(7, 3)
    assert {at, at - TINY, at + TINY} <= set(values_in(REALS, (at,)))
    assert values_in(FiniteSet(sqrt(2))) == [sqrt(2)]
    assert values_in(S.EmptySet) == []


def test_sample_sizes() -> None:
    assert values_in(COUNT) == list(SIZES)
    assert SIZES[0] == 1
    assert len(set(SIZES)) >= 3


def test_breakpoints() -> None:
    piecewise = Piecewise((1, z > 2), (0, z <= Rational(-1, 3)), (z, True))
    assert breakpoints(z + 5, 3 * piecewise) == (Rational(-1, 3), 2)
    assert breakpoints(z) == ()


def test_no_variable_is_one_point() -> None:
    assert list(sample_points({})) == [{}]
    assert list(sample_points({z: S.EmptySet})) == []


@pytest.mark.parametrize(
    "domain",
    [
        {z: REALS},
        {z: REALS, y: LABEL},
        {a: UNIT, y: LABEL},
        {z: REALS, y: LABEL, alpha: UNIT},
    ],
    ids=str,
)
def test_every_value_of_every_variable_is_visited(domain: dict[Symbol, Set]) -> None:
    with at_precision():
        points = list(sample_points(domain, (S.Zero,)))
        assert len(points) <= LIMIT
        for variable, allowed in domain.items():
            wanted = {mpf(int(v.p)) / int(v.q) for v in values_in(allowed, (S.Zero,))}
            assert {point[variable] for point in points} == wanted


def test_the_first_vectors_are_the_simplest() -> None:
    """反例先在最好读的一点上找。"""
    first = next(sample_points(SAMPLES))
    for vector in (y_, yhat_):
        simplest = values_in(SAMPLES[vector])[0]
        assert first[vector] == [mpf(int(simplest.p)) / int(simplest.q)] * int(first[m])


def test_vectors_have_m_entries_in_their_domain() -> None:
    points = list(sample_points(SAMPLES))
    assert len(points) == (DRAWS + 2) * len(SIZES)
    assert {int(point[m]) for point in points} == set(SIZES)
    for point in points:
        assert len(point[y_]) == len(point[yhat_]) == point[m]
        assert all(0 < entry < 1 for entry in point[yhat_])
        assert all(0 <= entry <= 1 for entry in point[y_])
    assert any({0, 1} <= set(point[y_]) for point in points)
    assert len(next(sample_points({y_: LABEL}))[y_]) >= 3


def test_deterministic() -> None:
    assert list(sample_points(SAMPLES)) == list(sample_points(SAMPLES))


def test_readable() -> None:
    with at_precision():
        assert readable(mpf(1) / 3) == "1/3"
        assert readable(mpf(-2)) == "-2"
        assert readable([mpf(1) / 2, mpf(0)]) == "(1/2, 0)"
        assert readable(mpf(10) ** -9) == "1.0e-9", "不能写成 0"


X, W = Symbol("x", real=True), IndexedBase("w")


@pytest.mark.parametrize(
    ("expr", "allowed", "domain", "fits"),
    [
        (a, UNIT, {a: UNIT}, True),
        (a, LABEL, {a: UNIT}, True),
        (y, UNIT, {y: LABEL}, False),
        (z, POSITIVE, {z: REALS}, False),
        (X, REALS, {z: REALS}, False),
        (y_[m], UNIT, {y_: UNIT}, True),
        (y_[m], UNIT, {y_: LABEL}, False),
        (W[1], UNIT, {y_: UNIT}, False),
        (S.Half, UNIT, {}, True),
        (S.One, UNIT, {}, False),
        (sigma(z), UNIT, {z: REALS}, True),
        (activation(z), UNIT, {z: REALS}, True),
        (2 * sigma(z), UNIT, {z: REALS}, False),
        (-z, POSITIVE, {z: NEGATIVE}, True),
        (-z, POSITIVE, {z: REALS}, False),
        (1 / z, REALS, {z: REALS}, False),
        (ybar, LABEL, {m: COUNT, y_: LABEL}, True),
        (ybar, UNIT, {m: COUNT, y_: LABEL}, False),
    ],
)
def test_escapes(expr: Expr, allowed: Set, domain: dict[Basic, Set], fits: bool) -> None:
    problem = escapes(expr, allowed, domain, BOOK.definitions)
    assert (problem == "") is fits, problem


def test_matrices_and_their_entries() -> None:
    """矩阵的元素在矩阵的范围里；由定义算出的矩阵，每一项都是实数，但不一定在更小的范围里。"""
    A, B = MatrixSymbol("A", 2, 2), MatrixSymbol("B", 2, 2)
    definitions = {B: Definition("b", "B", B, 2 * A, {})}
    entry = MatrixElement(A, 0, 0)
    assert escapes(sigma(entry), UNIT, {A: REALS}, BOOK.definitions) == ""
    assert escapes(2 * entry, UNIT, {A: UNIT}, {})
    assert escapes(B, REALS, {A: REALS}, definitions) == ""
    assert escapes(B, UNIT, {A: REALS}, definitions)


def test_many_variables_stay_moderate_and_few() -> None:
    """变量多于三个：点少一些，数不太大，头一个点最好读，而且每次都一样。"""
    many = {Symbol(name, real=True): REALS for name in "pqrst"} | {a: UNIT}
    points = list(sample_points(many))
    assert len(points) == LIMIT // 4
    assert set(points[0].values()) == {mpf(0), mpf(1) / 2}
    assert points == list(sample_points(many))
    assert all(abs(value) <= 3 for point in points for value in point.values())
    assert all(0 < point[a] < 1 for point in points)
    for variable in many:
        assert len({point[variable] for point in points}) > 3
    far = {**many, Symbol("far", real=True): Interval.open(100, 101)}
    assert all(100 < list(point.values())[-1] < 101 for point in sample_points(far))
