"""神经网络：登记的每个对象都成立；形状对得上；写错的反向传播都被证伪。"""

from __future__ import annotations

import pytest
from sympy import Expr, MatrixExpr, MatrixSymbol
from sympy.core.function import Derivative

from derive.kernel.decide import decide
from derive.kernel.index_form import shape
from derive.kernel.matrices import elementwise, hadamard, minus, times, transpose
from derive.kernel.notation import latex_statement
from derive.kernel.objects import BookObject, Definition, Derivation, Law, Relation, Statement
from derive.kernel.pull_back import Gradient
from derive.kernel.report import Scope, Verdict
from derive.kernel.rules import ThroughLayer, Unfold
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory import network as net
from derive.theory.network import OBJECTS
from derive.theory.symbols import m


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


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        (net.W_l, (net.n_l, net.n_prev)),
        (net.dW_l, (net.n_l, net.n_prev)),
        (net.b_l, (net.n_l, 1)),
        (net.db_l, (net.n_l, 1)),
        (net.LAYER_Z.body, (net.n_l, m)),
        (net.LAYER_A_PREV.body, (net.n_prev, m)),
        (net.LAYER_DW.statement.rhs, (net.n_l, net.n_prev)),
        (net.LAYER_DB.statement.rhs, (net.n_l, 1)),
        (net.LAYER_DA.statement.rhs, (net.n_prev, m)),
        (net.BACKWARD_STEP.statement.rhs, (net.n_prev, m)),
    ],
)
def test_dimension_table(matrix: MatrixExpr, expected: tuple[Expr, Expr]) -> None:
    assert matrix.shape == expected


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


# ---- 对称 -----------------------------------------------------------------------


def test_broken_symmetry_really_differs() -> None:
    first, second = net.BROKEN_SYMMETRY_FIRST, net.BROKEN_SYMMETRY_SECOND
    assert first.rhs != second.rhs


def test_distinct_rows_are_not_copies() -> None:
    """行不相同时，左乘全 1 的列是写不出来的：定律没有把一切矩阵都当作抄出来的。"""
    free = MatrixSymbol("F", net.n1, m)
    left, right = elementwise(net.g, free), times(net.COPIES, elementwise(net.g, net.r))
    domain = net.reals(free, net.r)
    assert decide(Statement(left, Relation.EQ, right), domain, {}).verdict is Verdict.REFUTED


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
