"""矩阵式子的搭法与排版：照写下的样子，一个因子也不动。"""

from __future__ import annotations

import pytest
from sympy import (
    Expr,
    Function,
    FunctionMatrix,
    Identity,
    IndexedBase,
    Integer,
    Lambda,
    MatrixExpr,
    MatrixSymbol,
    OneMatrix,
    Range,
    S,
    Symbol,
    Trace,
    ZeroMatrix,
    conjugate,
    log,
    symbols,
)
from sympy.core.function import Derivative
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.decide import decide
from derive.kernel.matrices import (
    COLUMN,
    Column,
    Columns,
    MatrixSum,
    Pair,
    Row,
    Rows,
    Shape,
    Stack,
    elementwise,
    hadamard,
    has_matrices,
    minus,
    ones_like,
    plus,
    row_of,
    times,
    transpose,
)
from derive.kernel.matrices import ROW as ROW_NUMBER
from derive.kernel.notation import latex, plain
from derive.kernel.objects import Definition, Domain, Relation, Statement
from derive.kernel.pull_back import Gradient
from derive.kernel.report import Verdict
from derive.kernel.rules import ROW

n, p, m = symbols("n p m", integer=True, positive=True)
alpha = Symbol("alpha", positive=True)
W, X, b = MatrixSymbol("W", n, p), MatrixSymbol("X", p, m), MatrixSymbol("b", n, 1)
G, Yhat, R = MatrixSymbol("G", n, m), MatrixSymbol("Yhat", 1, m), MatrixSymbol("R", n, n)
layer = MatrixSymbol("W[1]", n, p)
g, sigma = Function("g", real=True), Function("sigma", real=True)
y_ = IndexedBase("y", real=True)
J = Symbol("J")
Z = plus(times(W, X), times(b, OneMatrix(1, m)))
slope = elementwise(lambda t: Derivative(g(t), t), Z)


def test_same_function_twice_is_equal() -> None:
    assert elementwise(log, X) == elementwise(log, X)


def test_entries_are_real_and_places_are_integers() -> None:
    """逐元素函数的自变量是实数，通项的行号、列号是整数：化简时都用得上。"""
    assert elementwise(conjugate, X) == elementwise(lambda t: t, X)
    assert ROW_NUMBER.is_integer
    assert COLUMN.is_integer


def test_hadamard_leaves_out_the_number_one() -> None:
    """1×1 的单位矩阵是数 1；别的单位矩阵不是，要写出来。"""
    one, s, S2 = Identity(1), MatrixSymbol("s", 1, 1), MatrixSymbol("S", 2, 2)
    assert hadamard(W) == W
    assert hadamard(one, s) == hadamard(s, one) == s
    assert hadamard(one, one) == hadamard(one) == one
    assert hadamard(Identity(2), S2).args == (Identity(2), S2)
    assert hadamard(Identity(0), ZeroMatrix(0, 0)).args == (Identity(0), ZeroMatrix(0, 0))


def test_times_leaves_out_what_is_not_written() -> None:
    assert times(S.One, W) == W
    assert times(Identity(n), W) == W
    assert times(Identity(n)) == Identity(n)
    assert times(times(W, 2), X).args == (2, W, X)
    assert transpose(transpose(W)) == W


def test_order_is_kept() -> None:
    assert plus(X, times(2, X), X).args == (X, times(2, X), X)
    assert transpose(plus(X, X)).arg == plus(X, X)


def test_has_matrices_looks_into_definitions() -> None:
    assert has_matrices(Trace(R) + 1, {})
    assert not has_matrices(J + 1, {})
    assert has_matrices(J + 1, {J: Definition("j", "J", J, Trace(R), {})})


PRINTED: list[tuple[Expr, str, str]] = [
    (Z, r"W X + b \mathbf{1}", "W·X + b·1"),
    (minus(ones_like(X), X), r"\mathbf{1} - X", "1 - X"),
    (transpose(W), r"W^{\mathsf{T}}", "Wᵀ"),
    (transpose(layer), r"W^{[1]\mathsf{T}}", "W[1]ᵀ"),
    (transpose(times(W, X)), r"(W X)^{\mathsf{T}}", "(W·X)ᵀ"),
    (transpose(elementwise(log, X)), r"(\ln X)^{\mathsf{T}}", "(ln X)ᵀ"),
    (transpose(elementwise(sigma, X)), r"\sigma(X)^{\mathsf{T}}", "σ(X)ᵀ"),
    (elementwise(log, minus(ones_like(Yhat), Yhat)), r"\ln (\mathbf{1} - \hat{Y})", "ln (1 - Ŷ)"),
    (
        times(hadamard(G, slope), transpose(X)),
        r"(G \odot g'(W X + b \mathbf{1})) X^{\mathsf{T}}",
        "(G ⊙ g′(W·X + b·1))·Xᵀ",
    ),
    (elementwise(lambda t: t**2, X), r"\left.x^{2}\right|_{x=X}", "[x²](x=X)"),
    (elementwise(lambda t: 1 - t**2, X), r"\left.(1 - x^{2})\right|_{x=X}", "[1 - x²](x=X)"),
    (times(-1 / m, W), r"-\frac{1}{m} W", "-1/m·W"),
    (times(1 - alpha, W), r"(1 - \alpha) W", "(1 - α)·W"),
    (plus(W, times(-1, W)), "W - W", "W - W"),
    (times(1 / m, plus(W, W)), r"\frac{1}{m}(W + W)", "1/m·(W + W)"),
    (Trace(times(R, R)), r"\operatorname{tr}(R R)", "tr(R·R)"),
    (plus(Identity(n), ZeroMatrix(n, n)), r"I + \mathbf{0}", "I + 0"),
    (MatrixElement(W, Integer(0), Integer(1)), "W_{1, 2}", "W[1, 2]"),
    (
        row_of(y_, m),
        r"\begin{bmatrix}y^{(1)} & y^{(2)} & \cdots & y^{(m)}\end{bmatrix}",
        "[y⁽¹⁾ y⁽²⁾ … y⁽ᵐ⁾]",
    ),
    (
        FunctionMatrix(m, 1, Lambda(symbols("r c"), y_[Symbol("r") + 1])),
        r"\begin{bmatrix}y^{(1)} \\ y^{(2)} \\ \vdots \\ y^{(m)}\end{bmatrix}",
        "[y⁽¹⁾; y⁽²⁾; ⋮; y⁽ᵐ⁾]",
    ),
    (Gradient(J, W), r"\frac{\partial J}{\partial W}", "∂J/∂W"),
]


@pytest.mark.parametrize(("expr", "tex", "text"), PRINTED)
def test_printed(expr: Expr, tex: str, text: str) -> None:
    assert latex(expr) == tex
    assert plain(expr) == text


# ---- 一列、矩阵之和、上下分块 -----------------------------------------------------


def test_columns_sums_and_stacks() -> None:
    """X Dᵀ = Σᵢ x⁽ⁱ⁾ d⁽ⁱ⁾ᵀ，[A; B]ᵀ[C; D] = AᵀC + BᵀD，1×1 的逐元素函数照原样。"""
    n, p, m, i = (Symbol(name, integer=True, positive=True) for name in "npmi")
    X, D = MatrixSymbol("X", n, m), MatrixSymbol("dZ", p, m)
    E, F = MatrixSymbol("E", n, 1), MatrixSymbol("F", p, 1)
    domain: Domain = {n: S.Naturals, p: S.Naturals, m: S.Naturals}
    domain = {**domain, **dict.fromkeys((X, D, E, F), S.Reals), i: Range(1, m + 1)}

    def verdict(left: MatrixExpr, right: MatrixExpr) -> Verdict:
        return decide(Statement(left, Relation.EQ, right), domain, {}).verdict

    outer = MatrixSum(times(Column(X, i), transpose(Column(D, i))), (i, 1, m))
    assert verdict(outer, times(X, transpose(D))) is Verdict.PROVED
    assert verdict(outer, times(2, X, transpose(D))) is Verdict.REFUTED
    blocks = times(transpose(Stack(E, F)), Stack(X, D))
    assert verdict(blocks, plus(times(transpose(E), X), times(transpose(F), D))) is Verdict.PROVED
    assert verdict(blocks, times(transpose(E), X)) is Verdict.REFUTED
    assert verdict(Stack(E, F), Stack(E, times(2, F))) is Verdict.REFUTED
    assert verdict(Column(times(E, transpose(Column(X, i))), i), E) is not Verdict.PROVED
    assert verdict(Column(X, i), Column(X, S.One)) is Verdict.REFUTED
    assert latex(Column(D, i)) == "dz^{(i)}"
    assert latex(Stack(E, F)) == r"\begin{bmatrix}E \\ F\end{bmatrix}"
    assert plain(transpose(Column(X, i))) == "x⁽ⁱ⁾ᵀ"


def test_shapes_of_what_is_put_together() -> None:
    top, bottom = MatrixSymbol("T", n, m), MatrixSymbol("B", p, m)
    assert Stack(top, bottom).shape == (n + p, m)
    assert Pair(n, m).shape == Shape(W).shape == (1, 2)


def test_index_of_a_sum_or_a_row_of_blocks_is_bound() -> None:
    """序号是哑的，两端的界不是：代入时只给序号改名。"""
    k = Symbol("k", integer=True, positive=True)
    total = MatrixSum(times(k, Column(X, k)), (k, n, m))
    assert total.bound_symbols == [k]
    assert total.free_symbols == {X, n, m}
    blocks = Columns(Column(W, k), k, m)
    assert blocks.bound_symbols == [k]
    assert blocks.free_symbols == {W, m}


@pytest.mark.parametrize("part", [Column(X, m), Row(X, p)])
def test_a_column_or_a_row_can_be_differentiated_by(part: MatrixExpr) -> None:
    assert Derivative(g(part), part).variables == (part,)


def test_rows_and_columns_side_by_side() -> None:
    """W = [w₁ᵀ; w₂ᵀ; …]，X = [x⁽¹⁾ x⁽²⁾ …]，W X 的每一列是 W x⁽ⁱ⁾，第 j 行是 wⱼᵀ X。"""
    i, j = (Symbol(name, integer=True, positive=True) for name in "ij")
    domain: Domain = {n: S.Naturals, p: S.Naturals, m: S.Naturals}
    domain = {**domain, layer: S.Reals, X: S.Reals, j: Range(1, n + 1)}
    rows, columns = Rows(Row(layer, j), j, n), Columns(Column(X, i), i, m)

    def verdict(left: MatrixExpr, right: MatrixExpr) -> Verdict:
        return decide(Statement(left, Relation.EQ, right), domain, {}).verdict

    assert (rows.shape, columns.shape) == (layer.shape, X.shape)
    assert rows.free_symbols == {layer, n}  # 序号 j 是哑的
    assert verdict(rows, layer) is Verdict.PROVED
    assert verdict(columns, X) is Verdict.PROVED
    each = Columns(times(layer, Column(X, i)), i, m)
    assert verdict(times(layer, X), each) is Verdict.PROVED
    assert verdict(Row(times(layer, X), j), times(Row(layer, j), X)) is Verdict.PROVED
    assert verdict(Rows(Row(layer, S.One), j, n), layer) is Verdict.REFUTED  # 每一行都是第一行
    assert verdict(Columns(Column(X, S.One), i, m), X) is Verdict.REFUTED
    assert verdict(Row(layer, j), Row(layer, S.One)) is Verdict.REFUTED
    assert latex(Row(layer, j)) == r"w_{j}^{[1]\mathsf{T}}"
    assert latex(Row(MatrixSymbol("b[1]", n, 1), j)) == "b_{j}^{[1]}"
    assert plain(columns) == "[x⁽¹⁾ x⁽²⁾ … x⁽ᵐ⁾]"
    assert "x^{(2)}" not in latex(each)  # 每块都长，只写首末


j = Symbol("j", integer=True, positive=True)


@pytest.mark.parametrize(
    ("before", "after", "good"),
    [
        (Row(times(W, X), j), times(Row(W, j), X), True),
        (Row(times(alpha, W, X), j), times(alpha, Row(W, j), X), True),
        (Row(plus(W, layer), j), plus(Row(W, j), Row(layer, j)), True),
        (Row(hadamard(W, layer), j), hadamard(Row(W, j), Row(layer, j)), True),
        (Row(elementwise(g, W), j), elementwise(g, Row(W, j)), True),
        (Row(times(W, X), j), times(Row(W, j), Row(X, j)), False),  # 右边的因子不取行
        (Row(times(W, X), j), times(Row(W, S.One), X), False),  # 另一行
        (Row(plus(W, layer), j), Row(plus(layer, W), j), False),  # 只换了次序
        (Row(elementwise(g, W), j), Row(W, j), False),  # 漏了 g
    ],
)
def test_the_row_rule(before: Expr, after: Expr, good: bool) -> None:
    assert (ROW.objection(before, after, {}) == "") is good


def test_a_row_begins_with_its_first_number() -> None:
    row = row_of(y_, Integer(3))
    assert list(row.as_explicit()) == [y_[1], y_[2], y_[3]]
