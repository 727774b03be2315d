"""自变量是矩阵的函数，矩阵的形状，取出一列：对的放行，错的拦下。"""

from __future__ import annotations

import pytest
from sympy import (
    Expr,
    Function,
    Identity,
    Integer,
    Interval,
    MatrixSymbol,
    OneMatrix,
    Range,
    S,
    Sum,
    Symbol,
    ZeroMatrix,
    evaluate,
    symbols,
)
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.algebra import OutOfReach, bindings, unfold
from derive.kernel.book import Book
from derive.kernel.decide import decide
from derive.kernel.index_form import equal, well_shaped
from derive.kernel.matrices import (
    Column,
    Pair,
    Shape,
    elementwise,
    hadamard,
    minus,
    plus,
    row_of,
    times,
    transpose,
)
from derive.kernel.notation import latex, plain
from derive.kernel.objects import Claim, Definition, Domain, Relation, Statement
from derive.kernel.points import escapes
from derive.kernel.report import Verdict
from derive.kernel.rules import COLUMN, ENTRYWISE, SHAPE_LAW, Rule
from derive.kernel.verify import verify
from derive.theory.symbols import UNIT, yhat_

n, p, m = symbols("n p m", integer=True, positive=True)
i, j = symbols("i j", integer=True, positive=True)
A, B, V = MatrixSymbol("A", n, p), MatrixSymbol("B", p, m), MatrixSymbol("V", p, m)
row, b, c = MatrixSymbol("r", 1, m), MatrixSymbol("b", n, 1), MatrixSymbol("c", 1, 1)
DOMAIN: Domain = {
    **dict.fromkeys((n, p, m), S.Naturals),
    **dict.fromkeys((A, B, V, row, b, c), S.Reals),
}
f = Function("f", real=True)
total = Function("total", real=True)
ANY = MatrixSymbol("M", n, m)
with evaluate(False):
    TOTAL = Definition(
        id="total",
        title="各项之和",
        lhs=total(ANY),
        body=Sum(Sum(MatrixElement(ANY, i - 1, j - 1), (i, 1, n)), (j, 1, m)),
        domain={n: S.Naturals, m: S.Naturals, ANY: S.Reals},
    )
KNOWN = {total: TOTAL}


def verdict(left: Expr, right: Expr, relation: Relation = Relation.EQ) -> Verdict:
    return decide(Statement(left, relation, right), DOMAIN, KNOWN).verdict


# ---- 函数 -----------------------------------------------------------------------


def test_sizes_follow_the_argument() -> None:
    assert bindings(TOTAL, [B]) == {n: p, m: m, ANY: B}
    assert bindings(TOTAL, [row]) == {n: S.One, m: m, ANY: row}
    unfolded = unfold(total(transpose(B)), TOTAL)
    assert not unfolded.has(n)
    assert equal(unfolded, total(B), KNOWN)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (total(plus(B, V)), total(B) + total(V), Verdict.PROVED),
        (total(transpose(B)), total(B), Verdict.PROVED),
        (total(times(A, B)), times(OneMatrix(1, n), A, B, OneMatrix(m, 1)), Verdict.PROVED),
        (total(c), c, Verdict.PROVED),
        (total(times(2, B)), total(B), Verdict.REFUTED),
        (total(hadamard(B, V)), total(B) * total(V), Verdict.REFUTED),
        (total(times(A, B)), total(A), Verdict.REFUTED),
    ],
)
def test_functions_of_matrices(left: Expr, right: Expr, expected: Verdict) -> None:
    assert verdict(left, right) is expected


def test_an_unknown_function_of_a_matrix_is_not_guessed() -> None:
    statement = Statement(f(B), Relation.EQ, f(V))
    assert decide(statement, DOMAIN, {}).verdict is Verdict.UNKNOWN


# ---- 形状 -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("matrix", "right"),
    [
        (times(A, B), Pair(n, m)),
        (transpose(times(A, B)), Pair(m, n)),
        (plus(times(A, B), times(b, OneMatrix(1, m))), Pair(n, m)),
        (hadamard(B, elementwise(f, V)), Pair(p, m)),
        (c, Pair(1, 1)),
        (ZeroMatrix(p, n), Pair(p, n)),
    ],
)
def test_shapes(matrix: Expr, right: Pair) -> None:
    assert verdict(Shape(matrix), right) is Verdict.PROVED
    assert SHAPE_LAW.objection(Shape(matrix), right, DOMAIN) == ""
    wrong = Pair(right.args[1], right.args[0] + 1)
    assert verdict(Shape(matrix), wrong) is Verdict.REFUTED
    assert SHAPE_LAW.objection(Shape(matrix), wrong, DOMAIN)


@pytest.mark.parametrize("matrix", [times(B, A), plus(A, B), hadamard(A, b), times(A, plus(B, A))])
def test_no_shape_where_sizes_do_not_fit(matrix: Expr) -> None:
    with pytest.raises(OutOfReach):
        well_shaped(matrix)
    assert verdict(Shape(matrix), Pair(n, m)) is not Verdict.PROVED


def test_rows_and_columns() -> None:
    rows, columns = (MatrixElement(Shape(times(A, B)), 0, k) for k in (0, 1))
    assert verdict(rows, n) is Verdict.PROVED
    assert verdict(columns, m) is Verdict.PROVED
    assert verdict(rows, m) is Verdict.REFUTED
    assert latex(Shape(times(A, B))) == r"\operatorname{shape}(A B)"
    assert plain(Pair(n, m)) == "(n, m)"


# ---- 取出一列 --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Column(times(A, B), i), times(A, Column(B, i))),
        (Column(minus(B, V), i), minus(Column(B, i), Column(V, i))),
        (Column(times(b, OneMatrix(1, m)), i), b),
        (Column(times(2, OneMatrix(1, m)), i), times(2, OneMatrix(1, 1))),
        (Column(elementwise(f, B), i), elementwise(f, Column(B, i))),
    ],
)
def test_column_rule(before: Expr, after: Expr) -> None:
    assert COLUMN.objection(before, after, DOMAIN) == ""
    domain = {**DOMAIN, i: Interval(1, 1)}
    assert decide(Statement(before, Relation.EQ, after), domain, {}).verdict is not Verdict.REFUTED


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        (COLUMN, Column(times(A, B), i), Column(times(A, B), j)),  # 另一列
        (COLUMN, Column(times(A, B), i), times(Column(A, i), Column(B, i))),
        (COLUMN, Column(minus(B, V), i), plus(Column(B, i), Column(V, i))),
        (COLUMN, Column(times(b, row), i), b),  # 行不是全 1
        (COLUMN, Column(plus(B, V), i), Column(plus(V, B), i)),  # 只换了次序
        (ENTRYWISE, hadamard(B, OneMatrix(p, m)), ZeroMatrix(p, m)),
        (ENTRYWISE, plus(B, ZeroMatrix(p, m)), OneMatrix(p, m)),
    ],
)
def test_rejected(rule: Rule, before: Expr, after: Expr) -> None:
    assert rule.objection(before, after, DOMAIN)


def test_zeros_entrywise() -> None:
    assert ENTRYWISE.objection(hadamard(B, ZeroMatrix(p, m)), ZeroMatrix(p, m), DOMAIN) == ""
    assert ENTRYWISE.objection(plus(B, ZeroMatrix(p, m)), B, DOMAIN) == ""


def test_columns_of_the_identity() -> None:
    basis = Column(Identity(n), i)
    assert latex(transpose(basis)) == r"e_{i}^{\mathsf{T}}"
    assert latex(Column(B, i)) == "b^{(i)}"
    domain = {**DOMAIN, i: Range(1, p + 1)}
    picked = Statement(times(A, Column(Identity(p), i)), Relation.EQ, Column(A, i))
    assert decide(picked, domain, {}).verdict is Verdict.PROVED


# ---- 有定义的矩阵当作任意的矩阵 --------------------------------------------------------

Z = MatrixSymbol("Z", p, m)
DOUBLE = {Z: Definition("z", "Z", Z, times(2, B), {})}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (Z, plus(B, B), Verdict.PROVED),  # 要用定义
        (hadamard(Z, Z), elementwise(lambda t: t**2, Z), Verdict.PROVED),  # 不必用定义
        (hadamard(Z, Z), times(2, hadamard(B, B)), Verdict.REFUTED),
        (Z, B, Verdict.REFUTED),
    ],
)
def test_defined_matrices(left: Expr, right: Expr, expected: Verdict) -> None:
    domain = {v: values for v, values in DOMAIN.items() if v != Z}
    assert decide(Statement(left, Relation.EQ, right), domain, DOUBLE).verdict is expected


# ---- 写出来的和，范围的前提 -----------------------------------------------------------


@pytest.mark.parametrize(("last", "good"), [(3, True), (4, False)])
def test_explicit_sums_are_written_out(last: int, good: bool) -> None:
    units = Function("units", integer=True, positive=True)
    with evaluate(False):
        claim = Claim(
            id="explicit",
            title="逐项",
            lhs=Sum(units(i) ** 2, (i, 1, last)),
            relation=Relation.EQ,
            rhs=units(Integer(1)) ** 2 + units(Integer(2)) ** 2 + units(Integer(3)) ** 2,
        )
    assert verify(claim, Book([claim])).good is good


def test_ranges_of_what_is_put_in() -> None:
    units = Function("units", integer=True, positive=True)
    real = Function("real_units", real=True)
    line = MatrixSymbol("line", 1, m)
    definitions = {line: Definition("line", "一行", line, row_of(yhat_, m), {})}
    assert escapes(units(i), S.Naturals, {i: S.Naturals}, {}) == ""
    assert escapes(real(i), S.Naturals, {i: S.Naturals}, {})
    assert escapes(line, UNIT, {m: S.Naturals, yhat_: UNIT}, definitions) == ""
    assert escapes(line, UNIT, {m: S.Naturals, yhat_: S.Reals}, definitions)
    assert escapes(times(A, B), S.Reals, {A: S.Reals, B: S.Reals}, {}) == ""
    assert escapes(times(A, B), S.Reals, {A: S.Reals}, {})
    assert escapes(Integer(2), S.Naturals, {}, {}) == ""
    assert escapes(Integer(0), S.Naturals, {}, {})
    assert escapes(Symbol("x", real=True), S.Naturals, {}, {})
