"""具体形状上的求值：每种结点与 SymPy 的显式矩阵比较，取形状的办法，反例的写法。"""

from __future__ import annotations

import mpmath
import pytest
from mpmath import mpf
from sympy import (
    DiagMatrix,
    Function,
    HadamardPower,
    Identity,
    IndexedBase,
    Integer,
    Interval,
    Inverse,
    MatPow,
    Matrix,
    MatrixExpr,
    MatrixSymbol,
    OneMatrix,
    Rational,
    S,
    Sum,
    Symbol,
    Trace,
    ZeroMatrix,
    log,
    symbols,
)
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.exact import CannotEvaluate, NoValue, agree, at_precision
from derive.kernel.matrices import (
    elementwise,
    hadamard,
    minus,
    ones_like,
    plus,
    row_of,
    times,
    transpose,
)
from derive.kernel.objects import Definition, Domain, Relation, Statement
from derive.kernel.pull_back import Gradient
from derive.kernel.shapes import as_matrix, assignments, confirm, matrix, sample_points, scalar

n, p, m = symbols("n p m", integer=True, positive=True)
i, j = symbols("i j", integer=True, positive=True)
A, B, C = MatrixSymbol("A", n, p), MatrixSymbol("B", p, m), MatrixSymbol("C", n, p)
R, u = MatrixSymbol("R", n, n), MatrixSymbol("u", n, 1)
y_ = IndexedBase("y", real=True)
g = Function("g", real=True)
SIZES: Domain = dict.fromkeys((n, p, m), S.Naturals)
DOMAIN: Domain = {**SIZES, **dict.fromkeys((A, B, C, R, u), S.Reals)}

EXPLICIT = {
    A: Matrix(2, 3, [1, 2, 3, 4, 5, 6]),
    B: Matrix(3, 1, [1, -1, 2]),
    C: Matrix(2, 3, [0, 1, 0, -1, 2, 1]),
    R: Matrix(2, 2, [1, 2, -3, 4]),
    u: Matrix(2, 1, [5, 7]),
}
POINT = {
    n: 2,
    p: 3,
    m: 1,
    y_: [mpf(5)],
    **{name: [[mpf(int(x)) for x in row] for row in M.tolist()] for name, M in EXPLICIT.items()},
}
a, b, c, r, v = EXPLICIT.values()


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (plus(A, C), a + c),
        (minus(A, C), a - c),
        (times(Rational(1, 2), A, B), a * b / 2),
        (times(n, A), 2 * a),
        (transpose(A), a.T),
        (hadamard(A, C), a.multiply_elementwise(c)),
        (HadamardPower(A, 2), a.multiply_elementwise(a)),
        (elementwise(lambda t: t**2 + 1, A), a.applyfunc(lambda t: t**2 + 1)),
        (OneMatrix(n, p), Matrix.ones(2, 3)),
        (ZeroMatrix(n, p), Matrix.zeros(2, 3)),
        (Identity(n), Matrix.eye(2)),
        (DiagMatrix(u), Matrix.diag(5, 7)),
        (MatPow(R, 3), r**3),
        (row_of(y_, m), Matrix([[5]])),
        (times(Trace(R), A), 5 * a),
        (Gradient(Trace(times(R, R)), R), 2 * r.T),
    ],
)
def test_every_node(expr: MatrixExpr, expected: Matrix) -> None:
    with at_precision():
        values = matrix(expr, POINT, {})
        assert (len(values), len(values[0])) == expected.shape
        for row, wanted in zip(values, expected.tolist(), strict=True):
            for value, exactly in zip(row, wanted, strict=True):
                assert agree(value, mpf(int(exactly.p)) / int(exactly.q))


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (Trace(R) / m, 5),
        (MatrixElement(times(A, B), Integer(1), Integer(0)), 11),
        (Sum(MatrixElement(u, i - 1, S.Zero), (i, 1, n)), 12),
        (Sum(MatrixElement(A, i - 1, j - 1), (i, 1, n), (j, 1, p)), 21),
        (Trace(R) ** 2 + y_[1], 30),
    ],
)
def test_scalars(expr: MatrixExpr, expected: int) -> None:
    with at_precision():
        assert agree(scalar(expr, POINT, {}), mpf(expected))
        assert agree(as_matrix(expr, POINT, {})[0][0], mpf(expected))


@pytest.mark.parametrize(
    ("expr", "complaint"),
    [
        (times(A, C), "2 × 3 乘 2 × 3，内层的大小不同"),
        (plus(A, B), "2 × 3 与 3 × 1 的矩阵不能逐项运算"),
        (elementwise(log, C), "对数"),
        (times(u, u), "2 × 1 乘 2 × 1"),
    ],
)
def test_no_value(expr: MatrixExpr, complaint: str) -> None:
    with pytest.raises(NoValue, match=complaint):
        matrix(expr, POINT, {})


def test_entry_outside_the_matrix() -> None:
    with pytest.raises(NoValue, match="没有第 3 行第 1 列"):
        scalar(MatrixElement(u, Integer(2), S.Zero), POINT, {})


def test_what_it_does_not_know() -> None:
    with pytest.raises(CannotEvaluate, match="Inverse"):
        matrix(Inverse(R), POINT, {})
    with pytest.raises(CannotEvaluate, match="没有写明它的取值范围"):
        matrix(MatrixSymbol("K", n, n), POINT, {})
    with pytest.raises(CannotEvaluate, match="却是矩阵"):
        scalar(A, {}, {})


# ---- 取形状与数 -----------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
def test_assignments(count: int) -> None:
    chosen = assignments(count)
    distinct = [sizes for sizes in chosen if len(set(sizes)) == count]
    assert chosen[0] == (1,) * count
    assert chosen == sorted(chosen, key=sum)
    assert len(distinct) >= 3
    assert all(any(sizes[k] == 1 for sizes in distinct) for k in range(count))


def test_points_lie_in_the_domain() -> None:
    P = MatrixSymbol("P", n, 1)
    domain = {n: S.Naturals, P: Interval.open(0, 1), y_: S.Reals}
    points = list(sample_points(domain))
    assert len(points) >= 9
    for point in points:
        assert len(point[P]) == point[n]
        assert len(point[y_]) >= point[n]
        assert all(0 < value < 1 for (value,) in point[P])
    assert points == list(sample_points(domain))  # 每次都取同样的点


def check(left: MatrixExpr, right: MatrixExpr, domain: Domain = DOMAIN) -> str:
    statement = Statement(left, Relation.EQ, right)
    return str(confirm(statement, domain, {}, agree)[1] or "")


def test_witness_reads_well() -> None:
    wrong = check(transpose(A), A)
    assert wrong.startswith("n = 1，p = 2，A = [")
    assert wrong.endswith("左边 = 2 × 1 矩阵，右边 = 1 × 2 矩阵")
    wrong = check(plus(R, transpose(R)), times(2, R))
    assert wrong.startswith("n = 2，R = [")
    assert "（第 1 行第 2 列）" in wrong
    assert "p = " not in wrong  # 式子里没有 p


def test_true_statements_have_no_witness() -> None:
    assert check(transpose(times(A, B)), times(transpose(B), transpose(A))) == ""
    assert check(elementwise(g, transpose(A)), transpose(elementwise(g, A))) == ""


def test_arbitrary_functions_are_not_special() -> None:
    """代替任意函数的那个函数不是线性的、不是偶的、不是奇的，也不是同一个。"""
    f = Function("f", real=True)
    for wrong in (
        (elementwise(g, plus(A, C)), plus(elementwise(g, A), elementwise(g, C))),
        (elementwise(lambda t: g(-t), A), elementwise(g, A)),
        (elementwise(lambda t: g(-t), A), times(-1, elementwise(g, A))),
        (elementwise(lambda t: f(g(t)), A), elementwise(lambda t: g(f(t)), A)),
        (elementwise(f, A), elementwise(g, A)),
    ):
        assert check(*wrong)


def test_two_argument_functions_are_not_symmetric() -> None:
    f = Function("f", real=True)
    assert check(elementwise(lambda t: f(t, 2), A), elementwise(lambda t: f(2, t), A))


def test_definitions_come_before_stand_ins() -> None:
    t = Symbol("t", real=True)
    square = Definition("g", "平方", g(t), t**2, {t: S.Reals})
    statement = Statement(elementwise(g, A), Relation.EQ, hadamard(A, A))
    assert confirm(statement, DOMAIN, {g: square}, agree)[1] is None


def test_missing_sizes_are_named() -> None:
    statement = Statement(A, Relation.EQ, A)
    with pytest.raises(CannotEvaluate, match="没有写明 n、p 的取值范围"):
        confirm(statement, {A: S.Reals}, {}, agree)


def test_gradient_keeps_its_digits() -> None:
    """差商的误差远小于比较时的容差：梯度恰为零的地方也看得出是零。"""
    with at_precision():
        ((value,),) = matrix(Gradient(Trace(MatPow(R, 3)), R), {R: [[mpf(0)]], n: 1}, {})
        assert abs(value) < mpf(10) ** -75
        assert mpmath.mp.dps == 80


def test_ones() -> None:
    assert check(ones_like(A), OneMatrix(n, p)) == ""


def test_every_quantity_moves_with_the_variable() -> None:
    """差商里，凡随 X 而变的量都要重算，不论是直接还是经由一个数；其余的量算一次就够。"""
    scale = Symbol("scale", real=True)
    scaled, fixed = MatrixSymbol("K", n, n), MatrixSymbol("F", n, n)
    definitions = {
        scale: Definition("scale", "s", scale, Trace(R), {}),
        scaled: Definition("scaled", "K", scaled, times(scale, fixed), {}),
        fixed: Definition("fixed", "F", fixed, ones_like(fixed), {}),
    }
    start = Gradient(Trace(scaled), R)
    domain: Domain = {n: S.Naturals, R: S.Reals}
    for slope, holds in ((n, True), (0, False)):
        statement = Statement(start, Relation.EQ, times(slope, Identity(n)))
        _, witness = confirm(statement, domain, definitions, agree)
        assert (witness is None) == holds


def test_gradient_of_a_gradient() -> None:
    """K = X ⊙ X ⊙ X：求二阶导数时，里层的梯度要自己重算 K，不能用外层算过的。"""
    X, K = MatrixSymbol("X", n, 1), MatrixSymbol("K", n, 1)
    cubes = Definition("k", "K", K, hadamard(X, X, X), {})
    inner = Gradient(Trace(times(transpose(ones_like(K)), K)), X)
    start = Gradient(Trace(times(transpose(ones_like(K)), inner)), X)
    domain: Domain = {n: S.Naturals, X: S.Reals}
    for slope, holds in ((6, True), (0, False)):
        statement = Statement(start, Relation.EQ, times(slope, X))
        _, witness = confirm(statement, domain, {K: cubes}, agree)
        assert (witness is None) == holds
