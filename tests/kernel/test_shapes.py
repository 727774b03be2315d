"""具体形状上的求值：每种结点与 SymPy 的显式矩阵比较，取形状的办法，反例的写法。"""

from __future__ import annotations

from collections import Counter
from itertools import groupby, pairwise

import mpmath
import pytest
from mpmath import mpf
from sympy import (
    Basic,
    DiagMatrix,
    Expr,
    FiniteSet,
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
    Range,
    Rational,
    S,
    Sum,
    Symbol,
    Trace,
    ZeroMatrix,
    diff,
    log,
    symbols,
)
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.exact import CannotEvaluate, Definitions, NoValue, Point, agree, at_precision
from derive.kernel.exact import evaluate as evaluate_exactly
from derive.kernel.matrices import (
    ENTRY,
    Column,
    Row,
    Shape,
    Stack,
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
from derive.kernel.shapes import (
    as_matrix,
    assignments,
    confirm,
    matrix,
    sample_points,
    scalar,
    stand_ins,
)

n, p, m = symbols("n p m", integer=True, positive=True)
i, j = symbols("i j", integer=True, positive=True)
A, B, C = MatrixSymbol("A", n, p), MatrixSymbol("B", p, m), MatrixSymbol("C", n, p)
R, u = MatrixSymbol("R", n, n), MatrixSymbol("u", n, 1)
y_ = IndexedBase("y", real=True)
g = Function("g", real=True)
t = Symbol("t", real=True)
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
        (DiagMatrix(transpose(u)), Matrix.diag(5, 7)),
        (MatPow(R, 3), r**3),
        (MatPow(R, 1), r),
        (Column(A, S.One), a[:, 0]),
        (Column(A, Integer(3)), a[:, 2]),
        (Row(A, S.One), a[0, :]),
        (Row(A, n), a[1, :]),
        (Stack(A, transpose(B)), a.col_join(b.T)),
        (Shape(A), Matrix([[2, 3]])),
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


@pytest.mark.parametrize(
    ("expr", "complaint"),
    [
        (MatrixElement(u, Integer(2), S.Zero), "没有第 3 行第 1 列"),
        (MatrixElement(A, S.Zero, Integer(3)), "没有第 1 行第 4 列"),
        (MatrixElement(A, Integer(-1), S.Zero), "没有第 0 行第 1 列"),
        (MatrixElement(A, S.Zero, Integer(-1)), "没有第 1 行第 0 列"),
        (Column(A, S.Zero), "A 没有第 0 列"),
        (Column(A, Integer(4)), "A 没有第 4 列"),
        (Row(A, S.Zero), "A 没有第 0 行"),
        (Row(A, Integer(3)), "A 没有第 3 行"),
    ],
)
def test_outside_the_matrix(expr: Expr, complaint: str) -> None:
    """从 1 数起；第 0 个不是倒数第一个。"""
    with pytest.raises(NoValue, match=complaint):
        as_matrix(expr, POINT, {})


def test_only_square_matrices_have_a_trace() -> None:
    with pytest.raises(NoValue, match="2 × 3 矩阵没有迹"):
        scalar(Trace(A), POINT, {})


def test_what_it_does_not_know() -> None:
    with pytest.raises(CannotEvaluate, match="Inverse"):
        matrix(Inverse(R), POINT, {})
    with pytest.raises(CannotEvaluate, match="MatPow"):
        matrix(MatPow(R, 0), POINT, {})
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


@pytest.mark.parametrize(
    ("count", "chosen"),
    [
        (0, [()]),
        (1, [(1,), (2,), (3,)]),
        (2, [(1, 1), (1, 2), (2, 1), (2, 2), (3, 2), (3, 4)]),
        (3, [(1, 1, 1), (1, 2, 3), (2, 2, 2), (2, 3, 1), (3, 1, 2), (3, 4, 2)]),
    ],
)
def test_shapes_tried_first(count: int, chosen: list[tuple[int, ...]]) -> None:
    """大小少时，就是这几组形状：行多于列、列多于行、方的都有，还有一组里没有 1。"""
    assert assignments(count) == chosen


def test_first_draw_is_simple() -> None:
    """每组形状上取三组数，第一组只有 0、±1、±1/2。"""
    simple = {mpf(0), mpf(1), mpf(-1), mpf(1) / 2, mpf(-1) / 2}
    points = list(sample_points({n: S.Naturals, p: S.Naturals, A: S.Reals}))
    first, others = set(), set()
    for _, group in groupby(points, key=lambda point: (point[n], point[p])):
        draws = [{x for row in point[A] for x in row} for point in group]
        assert len(draws) == 3
        first |= draws[0]
        others |= draws[1] | draws[2]
    assert first == simple
    assert others - simple


@pytest.mark.parametrize(
    ("statement", "domain", "count"),
    [
        (Statement(t, Relation.EQ, t), {t: S.Reals}, 3),
        (Statement(R, Relation.EQ, R), {n: S.Naturals, R: S.Reals}, 9),
        (Statement(A, Relation.EQ, A), DOMAIN, 18),
    ],
)
def test_points_are_counted(statement: Statement, domain: Domain, count: int) -> None:
    """读者看到「在多少个点上复核过」：每组形状三个。"""
    assert confirm(statement, domain, {}, agree) == (count, None)


def test_points_are_counted_up_to_the_witness() -> None:
    statement = Statement(transpose(A), Relation.EQ, A)
    assert confirm(statement, DOMAIN, {}, agree)[0] == 4  # 1 × 1 的三个点上成立


def test_one_sample_when_nothing_says_how_many() -> None:
    assert all(len(point[y_]) == 1 for point in sample_points({y_: S.Reals}))


def test_size_that_only_a_range_mentions() -> None:
    """m 只出现在 i 的范围 1…m 里，也是式子的变量。"""
    statement = Statement(y_[i], Relation.EQ, 1 + y_[i])
    domain: Domain = {m: S.Naturals, i: Range(1, m + 1), y_: S.Reals}
    assert "m = 1，i = 1，y = (" in str(confirm(statement, domain, {}, agree)[1])
    del domain[m]
    with pytest.raises(CannotEvaluate, match="没有写明 m 的取值范围"):
        confirm(statement, domain, {}, agree)


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


def test_witness_between_numbers_has_no_position() -> None:
    assert check(t + 2, t + 1, {t: FiniteSet(0)}) == "t = 0 时，左边 = 2.0，右边 = 1.0"
    row = check(transpose(u), times(2, transpose(u)), {n: S.Naturals, u: FiniteSet(1)})
    assert row == "n = 1，u = [1] 时，左边 = 1.0，右边 = 2.0"


def test_witness_where_one_side_has_no_value() -> None:
    domain: Domain = {n: S.Naturals, u: FiniteSet(0)}
    nothing, something = "没有值（对数的自变量不是正数）", "1 × 1 矩阵"
    wrong = check(elementwise(log, u), u, domain)
    assert wrong == f"n = 1，u = [0] 时，左边 = {nothing}，右边 = {something}"
    wrong = check(u, elementwise(log, u), domain)
    assert wrong == f"n = 1，u = [0] 时，左边 = {something}，右边 = {nothing}"


def test_lost_digits_are_no_witness() -> None:
    """相减丢掉 220 位：80 位时两边不等，四倍的精度看得出它们相等。"""
    huge = Integer(10) ** 110
    left = (huge + t) ** 2 - huge**2 - 2 * huge * t
    assert check(left, t**2, {t: S.Reals}) == ""
    assert check(left, 2 * t**2, {t: S.Reals})


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


def replaced(*applied: Expr) -> list[Expr]:
    """代替这几个任意函数的式子，自变量照写。替身是记住的：每个测试用自己的函数，才各造各的。"""
    definitions = stand_ins(Statement(sum(applied, S.Zero), Relation.EQ, S.Zero), {})
    found = [definitions[f.func] for f in applied]
    return [
        d.body.subs(dict(zip(d.lhs.args, f.args, strict=True)))
        for d, f in zip(found, applied, strict=True)
    ]


def test_two_arguments_do_not_act_through_one_number() -> None:
    """f(s, t) 不是 h(φ(s) + ψ(t))，也就不是 h(φ(s) ψ(t))：∂ₛf / ∂ₜf 拆不成 s 的乘 t 的函数。"""
    s = Symbol("s", real=True)
    (body,) = replaced(Function("mixing", real=True)(s, t))
    ratio = (diff(body, s) / diff(body, t)).simplify()
    mixed = (ratio * diff(ratio, s, t) - diff(ratio, s) * diff(ratio, t)).subs({s: 1, t: 1})
    assert mixed != 0


def test_arbitrary_functions_have_no_simple_values() -> None:
    """g(0) = 1 之类的式子不会碰巧成立。"""
    (body,) = replaced(Function("irrational", real=True)(t))
    assert not any(body.subs(t, at).is_rational for at in (0, 1, -1))


def test_arbitrary_functions_are_real() -> None:
    h = Function("real_valued", real=True)
    definition = stand_ins(Statement(h(1, t), Relation.EQ, S.Zero), {})[h]
    assert definition.domain == dict.fromkeys(definition.lhs.args, S.Reals)
    assert all(x.is_real for x in definition.lhs.args)
    assert definition.body.is_real


@pytest.mark.parametrize("relation", [Relation.LE, Relation.GE])
def test_arbitrary_functions_are_not_monotonic(relation: Relation) -> None:
    def holds(left: mpf, right: mpf) -> bool:
        return bool(left <= right if relation is Relation.LE else left >= right)

    f = Function(f"wavy_{relation.name}", real=True)
    statement = Statement(elementwise(f, A), relation, elementwise(lambda x: f(x + 1), A))
    assert confirm(statement, DOMAIN, {}, holds)[1] is not None


def test_many_arbitrary_functions() -> None:
    """各是各的，处处有值。"""
    bodies = replaced(*(Function(f"f{k}", real=True)(t) for k in range(5)))
    for at in (-2, 0, 1):
        values = [body.subs(t, at).evalf() for body in bodies]
        assert all(value.is_finite for value in values)
        assert len(set(values)) == 5


def test_definitions_come_before_stand_ins() -> None:
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


def test_gradient_is_far_more_precise_than_numbers() -> None:
    """两数相减丢掉的位数，由三倍的工作位数补上：梯度的误差比 80 位还小得多。"""
    start = Gradient(Trace(MatPow(R, 3)), R)
    with at_precision():
        ((value,),) = matrix(start, {R: [[mpf(7)]], n: 1}, {})
    with mpmath.workdps(300):
        assert abs(value - 147) < mpf(10) ** -120


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


def test_given_quantity_does_not_move() -> None:
    """K = R R 已经给了值（归纳假设里冻结的量）：对 R 求导时它不动。"""
    K = MatrixSymbol("K", n, n)
    square = Definition("k", "K", K, times(R, R), {})
    point: Point = {n: 1, R: [[mpf(3)]], K: [[mpf(5)]]}
    with at_precision():
        assert agree(matrix(Gradient(Trace(times(K, R)), R), point, {K: square})[0][0], mpf(5))
        del point[K]
        assert agree(matrix(Gradient(Trace(times(K, R)), R), point, {K: square})[0][0], mpf(27))


@pytest.fixture
def evaluated(monkeypatch: pytest.MonkeyPatch) -> Counter[Basic]:
    """逐元素函数各算了多少次。"""
    count: Counter[Basic] = Counter()

    def evaluate(expr: Basic, point: Point, definitions: Definitions) -> mpf:
        count[expr] += 1
        return evaluate_exactly(expr, point, definitions)

    monkeypatch.setattr("derive.kernel.shapes.evaluate", evaluate)
    return count


def test_every_quantity_is_computed_once(evaluated: Counter[Basic]) -> None:
    """每层把上一层用两次，八层也不会算 2⁸ 次；不随 X 变的量，差商的两点合起来只算一次。"""
    X, given, fixed = (MatrixSymbol(name, n, 1) for name in ("X", "G", "F"))
    layers = [MatrixSymbol(f"K{k}", n, 1) for k in range(9)]
    bodies = {
        given: hadamard(X, X),
        fixed: elementwise(lambda x: x**5, ones_like(X)),
        layers[0]: hadamard(given, fixed, X),
        **{
            layer: plus(elementwise(lambda x: x**2, below), below)
            for below, layer in pairwise(layers)
        },
    }
    definitions = {name: Definition(str(name), "", name, body, {}) for name, body in bodies.items()}
    start = Gradient(Trace(times(transpose(ones_like(X)), layers[-1])), X)
    point: Point = {n: 1, X: [[mpf(1) / 4]], given: [[mpf(2)]]}
    with at_precision():
        value, slope = mpf(1) / 2, mpf(2)
        for _ in range(8):
            value, slope = value**2 + value, slope * (2 * value + 1)
        assert agree(matrix(start, point, definitions)[0][0], slope)
    assert evaluated[ENTRY**2] == 2 * 8
    assert evaluated[ENTRY**5] == 1


def test_gradient_is_remembered(evaluated: Counter[Basic]) -> None:
    """同样的式子、点与定义，梯度只算一次；有一样不同就重新算。"""
    body = ENTRY**2 + ENTRY**7
    K = MatrixSymbol("K", n, 1)
    once, twice = (Definition("k", "K", K, times(c, u), {}) for c in (1, 2))
    activated = elementwise(lambda x: x**2 + x**7, K)
    start = Gradient(Trace(times(transpose(ones_like(u)), activated)), u)
    with at_precision():
        for at, definition, slope, new in (
            (1, once, 9, True),
            (1, once, 9, False),
            (0, once, 0, True),
            (1, twice, 2 * (2 * 2 + 7 * 2**6), True),
            (1, once, 9, False),
        ):
            evaluated.clear()
            ((value,),) = matrix(start, {n: 1, u: [[mpf(at)]]}, {K: definition})
            assert agree(value, mpf(slope))
            assert (evaluated[body] > 0) == new


def test_gradient_of_an_arbitrary_function_is_remembered(evaluated: Counter[Basic]) -> None:
    """前后几条定律里的同一个任意函数，用同一个具体函数代替，所以梯度也不必重算。"""
    h = Function("remembered", real=True)
    start = Gradient(Trace(times(transpose(ones_like(u)), elementwise(h, u))), u)
    for new in (True, False):
        evaluated.clear()
        assert check(start, start) == ""
        assert (evaluated[h(ENTRY)] > 0) == new
