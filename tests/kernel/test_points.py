"""复核用的点：都在定义域里，端点、分界点和它的两侧都在内。"""

from __future__ import annotations

from itertools import product

import pytest
from mpmath import mpf
from sympy import (
    Basic,
    Expr,
    FiniteSet,
    Function,
    IndexedBase,
    Integer,
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

from derive.kernel.algebra import FAR
from derive.kernel.exact import at_precision
from derive.kernel.objects import Definition
from derive.kernel.points import (
    DRAWS,
    LIMIT,
    SIZES,
    TINY,
    breakpoints,
    escapes,
    moderate,
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
        (m + 1, COUNT, {m: COUNT}, True),
        (m - 1, COUNT, {m: COUNT}, False),
        (m / 2, COUNT, {m: COUNT}, False),
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


def test_tiny_is_nearer_than_the_neighbourhood_of_a_limit() -> None:
    """离端点千万分之一的地方有一点，它在极限的近旁之内。"""
    nearest = Rational(1, 10_000_000)
    assert nearest < 1 / FAR
    assert min(values_in(UNIT)) == nearest
    assert max(values_in(UNIT)) == 1 - nearest
    assert values_in(Interval.open(0, 1 / FAR))


def test_sample_counts_are_one_two_three_five() -> None:
    assert values_in(COUNT) == [1, 2, 3, 5]


@pytest.mark.parametrize(
    ("values", "kept"),
    [([0, 3, -3, 4, -4], [0, 3, -3]), ([100, 101], [100, 101]), ([], [])],
    ids=str,
)
def test_moderate(values: list[int], kept: list[int]) -> None:
    """绝对值不超过 3 的；没有这样的就是全部。"""
    assert moderate([Integer(v) for v in values]) == kept


LETTERS = {Symbol(name, real=True): REALS for name in "pqrs"}
THREE = dict(list(LETTERS.items())[:3])


@pytest.mark.parametrize(
    ("domain", "count"),
    [
        (THREE, 240),
        (LETTERS, 60),
        ({m: COUNT, y_: LABEL}, 4 * 8),
        ({**THREE, y_: LABEL}, 240),
        ({**LETTERS, y_: LABEL}, 12 * 8),
    ],
    ids=str,
)
def test_how_many_points(domain: dict[Basic, Set], count: int) -> None:
    """点数写进每个判定里，读者看得见：至多 240 个，变量多于三个时 60 个；

    有下标变量时每个组合配八组值，组合相应地少，但至少十二个。
    """
    assert len(list(sample_points(domain))) == count


def test_as_many_combinations_as_allowed_are_walked_in_order() -> None:
    """恰好 LIMIT 个组合：一个不漏，从简单到刁钻依次走。"""
    domain = {z: FiniteSet(*range(15)), y: FiniteSet(*range(LIMIT // 15))}
    walked = [(int(point[z]), int(point[y])) for point in sample_points(domain)]
    assert walked == list(product(range(15), range(LIMIT // 15)))


def test_one_combination_too_many_drops_just_one() -> None:
    """组合多于 LIMIT 时：头一个在内，其余随便取，都不重复，第二个也取得到。"""
    walked = [int(point[z]) for point in sample_points({z: FiniteSet(*range(LIMIT + 1))})]
    assert len(set(walked)) == LIMIT
    assert walked[0] == 0
    assert 1 in walked


def test_positive_is_not_a_count() -> None:
    """是正数、是整数，都还不是正整数；自己说明取正整数的函数才是。"""
    size = Function("size", integer=True, positive=True)
    whole = Function("whole", integer=True)
    length = Symbol("length", positive=True)
    assert escapes(size(z), S.Naturals, {z: REALS}, {}) == ""
    assert escapes(whole(z), S.Naturals, {z: REALS}, {})
    assert escapes(length, S.Naturals, {length: POSITIVE}, {})


@pytest.mark.parametrize(
    ("expr", "allowed", "where"),
    [
        (z + 1, POSITIVE, "z = -1 时它是 0.0"),
        (z + y, UNIT, "z = 0，y = 0 时它是 0.0"),
        (sqrt(2), UNIT, "这里 时它是 1.41421356237"),
    ],
    ids=str,
)
def test_escapes_says_where(expr: Expr, allowed: Set, where: str) -> None:
    """跑出去的那一点逐个变量写明；没有变量就说「这里」。"""
    assert escapes(expr, allowed, {z: REALS, y: LABEL}, {}) == where


@pytest.mark.parametrize(
    ("denominator", "shown"),
    [(999_983, "1/999983"), (1_000_000, "1/1000000"), (1_000_003, "9.99997000009e-7")],
)
def test_fractions_have_denominators_up_to_a_million(denominator: int, shown: str) -> None:
    with at_precision():
        assert readable(mpf(1) / denominator) == shown


def test_counts_begin_with_one() -> None:
    """1 是正整数，0 与 1.5 不是。"""
    zero_and_one = {z: FiniteSet(0, 1)}
    assert escapes(sqrt(1 + z), S.Naturals, {z: FiniteSet(0, 3)}, {}) == ""
    assert "它是 0.0" in escapes(sqrt(z), S.Naturals, zero_and_one, {})
    assert "它是 1.41421" in escapes(sqrt(1 + z), S.Naturals, zero_and_one, {})
