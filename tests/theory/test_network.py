"""神经网络：登记的每个对象都成立；形状对得上；写错的反向传播都被证伪。"""

from __future__ import annotations

from random import Random

import pytest
from mpmath import mpf
from sympy import Basic, Expr, MatrixExpr, MatrixSymbol, OneMatrix, Rational, S, Trace, symbols
from sympy.core.function import Derivative

from derive.kernel import shapes
from derive.kernel.decide import decide
from derive.kernel.exact import agree, at_precision
from derive.kernel.index_form import equal, shape
from derive.kernel.matrices import elementwise, hadamard, minus, plus, times, transpose
from derive.kernel.notation import latex_statement
from derive.kernel.objects import BookObject, Definition, Derivation, Law, Relation, Statement
from derive.kernel.pull_back import Gradient
from derive.kernel.report import Scope, Verdict
from derive.kernel.rules import ThroughLayer, Unfold
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory import network as net
from derive.theory.activations import SIGMOID
from derive.theory.network import OBJECTS
from derive.theory.symbols import m, sigma


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message
    if isinstance(obj, Law):
        assert report.scope is Scope.ANY_SHAPE


def test_everything_written_is_registered() -> None:
    kinds = tuple({type(obj) for obj in OBJECTS})
    here = {id(v) for v in vars(net).values() if isinstance(v, kinds)}
    others = {id(o) for o in BOOK} - {id(o) for o in OBJECTS}
    assert here - others == {id(o) for o in OBJECTS}


MATRICES = [
    obj
    for obj in OBJECTS
    if isinstance(obj, Definition | Derivation) and isinstance(obj.statement.lhs, MatrixExpr)
]


@pytest.mark.parametrize("obj", MATRICES, ids=lambda obj: obj.id)
def test_both_sides_have_the_same_shape(obj: Definition | Derivation) -> None:
    """形状由 SymPy 照矩阵乘法、转置算出；定义没有证明，形状错了只有这里看得出。"""
    sides = [obj.statement.rhs]
    if isinstance(obj, Derivation):
        sides += [step.expr for step in obj.steps]
    for side in sides:
        assert shape(side) == obj.statement.lhs.shape


# ---- 写错的形式 -------------------------------------------------------------------

dZ1 = net.BACKWARD_DZ1.statement.rhs
slope = elementwise(lambda t: Derivative(net.g(t), t), net.Z1)
WRONG: list[tuple[Expr, Expr]] = [
    (net.dZ2, minus(net.Y, net.A2)),  # 符号反了
    (net.dZ2, times(1 / m, minus(net.A2, net.Y))),  # 多了 1/m
    (net.dW2, times(net.dZ2, transpose(net.A1))),  # 少了 1/m
    (net.dW2, times(1 / m, net.dZ2, net.A1)),  # 少了转置
    (net.db2, times(net.dZ2, net.ONES)),  # 少了 1/m
    (net.dZ1, times(transpose(net.W2), net.dZ2)),  # 少了 g′
    (net.dZ1, hadamard(times(net.W2, net.dZ2), slope)),  # 少了转置
    (net.dW1, times(1 / m, net.dZ1, net.X)),  # 少了转置
]


@pytest.mark.parametrize(("left", "wrong"), WRONG)
def test_wrong_two_layer_forms_are_refuted(left: Expr, wrong: Expr) -> None:
    definitions = BOOK.definitions_in(left, wrong)
    decision = decide(Statement(left, Relation.EQ, wrong), net.TWO_LAYERS, definitions)
    assert decision.verdict is Verdict.REFUTED
    assert decision.witness is not None


@pytest.mark.parametrize(
    ("left", "wrong"),
    [
        (net.dW_l, times(net.dZ_l, transpose(net.A_prev))),
        (net.db_l, times(net.dZ_l, net.ONES)),
        (net.dA_prev, times(net.W_l, net.dZ_l)),
        (net.dZ_prev, times(transpose(net.W_l), net.dZ_l)),
    ],
)
def test_wrong_layer_forms_are_refuted(left: Expr, wrong: Expr) -> None:
    definitions = BOOK.definitions_in(left, wrong)
    decision = decide(Statement(left, Relation.EQ, wrong), net.LAYER, definitions)
    assert decision.verdict is Verdict.REFUTED


# ---- 归纳 -----------------------------------------------------------------------


def test_induction_fits_together() -> None:
    """一步的结论正是下一步的假设：把 l 换成 l − 1，结论里的 dZ 就是假设里的 dZ。"""
    hypothesis = net.HYPOTHESIS.statement
    assert hypothesis.rhs == times(1 / m, net.dZ_l)
    concluded = net.LAYER_DZ_CONVENTION
    assert concluded.lhs == net.dZ_prev
    assert concluded.body == times(m, Gradient(net.ell, net.Z_prev))
    base = net.DZ_LAST_CONVENTION
    assert base.body == times(m, Gradient(net.J_deep, net.Z_last))
    assert {net.HYPOTHESIS, net.LAYER_Z} <= {
        used for law in (net.LAYER_DW, net.LAYER_DB, net.LAYER_DA) for used in BOOK.uses(law)
    }
    assert net.LAYER_DA in BOOK.uses(net.BACKWARD_STEP)


def test_layer_needs_every_definition_on_the_way() -> None:
    """J 经由 A 依赖 Z：不代入中间的定义，就看不出 J 只经由 A 依赖它。"""
    before = Gradient(net.J, net.Z1)
    after = hadamard(Gradient(net.J, net.A1), slope)
    via = (net.NETWORK_COST, net.FORWARD_A2, net.FORWARD_Z2)
    assert ThroughLayer(net.FORWARD_A1, via).objection(before, after, net.TWO_LAYERS) == ""
    assert ThroughLayer(net.FORWARD_A1, via[:1]).objection(before, after, net.TWO_LAYERS)
    assert Unfold(net.FORWARD_A1).objection(before, after, net.TWO_LAYERS)


# ---- 归纳：一步一步退回去，任意层数 ------------------------------------------------------

WIDTHS = (2, 3, 1, 4, 2, 3)
"""各层的大小：相邻的彼此不同，漏掉的转置都会露出来。"""
SAMPLES = 2


@pytest.mark.parametrize("layers", range(1, 6))
def test_the_recursion_is_the_derivative_for_every_depth(layers: int) -> None:
    """具体的 L 层网络：从 backward_base 起，一层层用 backward_step，得到的就是直接求导的结果。

    求导用差商、80 位精度，与定律的证明不共用一行代码。
    """
    X, Y = MatrixSymbol("X0", WIDTHS[0], SAMPLES), MatrixSymbol("Y0", WIDTHS[layers], SAMPLES)
    random = Random(layers)
    point: dict[Basic, object] = {}
    definitions: dict[object, Definition] = {}

    def draw(matrix: MatrixSymbol) -> MatrixSymbol:
        rows, columns = map(int, matrix.shape)
        values = [[mpf(random.randint(-9, 9)) / 7 for _ in range(columns)] for _ in range(rows)]
        point[matrix] = values
        return matrix

    def define(name: str, body: MatrixExpr) -> MatrixSymbol:
        symbol = MatrixSymbol(name, *body.shape)
        definitions[symbol] = Definition(name, name, symbol, body, {})
        return symbol

    A, Z, W = draw(X), [X], [X]
    for number in range(1, layers + 1):
        W.append(draw(MatrixSymbol(f"W{number}", WIDTHS[number], WIDTHS[number - 1])))
        b = draw(MatrixSymbol(f"b{number}", WIDTHS[number], 1))
        ones = OneMatrix(1, SAMPLES)
        Z.append(define(f"Z{number}", plus(times(W[number], A), times(b, ones))))
        A = define(f"A{number}", elementwise(sigma if number == layers else net.g, Z[number]))
    point[Y] = [[mpf((i + j) % 2) for j in range(SAMPLES)] for i in range(WIDTHS[layers])]
    cost = Rational(-1, SAMPLES) * Trace(net.log_likelihoods(A, Y))
    known = {**definitions, sigma: SIGMOID}
    known |= shapes.stand_ins(Statement(cost, Relation.EQ, S.Zero), known)

    dZ: MatrixExpr = net.BACKWARD_BASE.statement.rhs.xreplace({net.A_last: A, net.Y_last: Y})
    with at_precision():
        for number in range(layers, 0, -1):
            direct = times(SAMPLES, Gradient(cost, Z[number]))
            expected = shapes.matrix(direct, point, known)
            found = shapes.matrix(dZ, point, known)
            for one, other in zip(found, expected, strict=True):
                assert all(agree(a, b) for a, b in zip(one, other, strict=True))
            dZ = net.BACKWARD_STEP.statement.rhs.xreplace(
                {net.W_l: W[number], net.dZ_l: dZ, net.Z_prev: Z[number - 1]}
            )


# ---- 写法 -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("law", "written"),
    [
        (net.BACKWARD_DZ2, r"dZ^{[2]} = A^{[2]} - Y"),
        (net.BACKWARD_DW2, r"dW^{[2]} = \frac{1}{m} dZ^{[2]} A^{[1]\mathsf{T}}"),
        (net.BACKWARD_DB2, r"db^{[2]} = \frac{1}{m} dZ^{[2]}\mathbf{1}"),
        (net.BACKWARD_DZ1, r"dZ^{[1]} = W^{[2]\mathsf{T}} dZ^{[2]} \odot g'(Z^{[1]})"),
        (net.LAYER_DW, r"dW^{[l]} = \frac{1}{m} dZ^{[l]} A^{[l-1]\mathsf{T}}"),
        (net.LAYER_DA, r"dA^{[l-1]} = W^{[l]\mathsf{T}} dZ^{[l]}"),
        (net.SAMPLE_DZ2, r"dz^{[2]} = a^{[2]} - y"),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_written_as_in_the_course(law: Law, written: str) -> None:
    assert latex_statement(law.statement) == written


@pytest.mark.parametrize("layers", range(1, 6))
def test_linear_layers_collapse_for_every_depth(layers: int) -> None:
    """任意多个线性层：从第一层起，一层层用 affine_of_affine，始终是一个仿射函数。"""
    units = symbols(f"n0:{layers + 1}", integer=True, positive=True)
    X = MatrixSymbol("X", units[0], m)
    stacked, W_bar, b_bar = X, None, None
    for number in range(1, layers + 1):
        W = MatrixSymbol(f"W{number}", units[number], units[number - 1])
        b = MatrixSymbol(f"b{number}", units[number], 1)
        stacked = net.affine(W, stacked, b)
        W_bar = W if W_bar is None else times(W, W_bar)
        b_bar = b if b_bar is None else plus(times(W, b_bar), b)
    assert W_bar.shape == (units[-1], units[0])
    assert equal(stacked, net.affine(W_bar, X, b_bar))
    assert not equal(stacked, net.affine(W_bar, X, times(2, b_bar)))
