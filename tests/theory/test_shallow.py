"""浅层神经网络：登记的每个对象都成立；两边形状相同；写错的都被证伪。"""

from __future__ import annotations

import pytest
from sympy import Expr, MatrixExpr, S

from derive.kernel.decide import decide
from derive.kernel.index_form import shape
from derive.kernel.matrices import Column, Columns, Row, Rows, hadamard, plus, times, transpose
from derive.kernel.objects import BookObject, Definition, Derivation, Law, Relation, Statement
from derive.kernel.pull_back import Gradient
from derive.kernel.report import Scope, Verdict
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory import network as net
from derive.theory import samples as data
from derive.theory import shallow
from derive.theory.samples import SAMPLES_SIDE_BY_SIDE
from derive.theory.shallow import OBJECTS
from derive.theory.symbols import i, j, m


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message
    if isinstance(obj, Law):
        assert report.scope is Scope.ANY_SHAPE


@pytest.mark.parametrize(
    "obj", [o for o in OBJECTS if isinstance(o, Definition | Derivation)], ids=lambda obj: obj.id
)
def test_both_sides_have_the_same_shape(obj: Definition | Derivation) -> None:
    """定义没有证明，形状错了只有这里看得出。"""
    sides = [obj.statement.rhs]
    if isinstance(obj, Derivation):
        sides += [step.expr for step in obj.steps]
    for side in sides:
        assert shape(side) == obj.statement.lhs.shape


# ---- 写错的形式 -------------------------------------------------------------------

w, b = Row(net.W1, j), Row(net.b1, j)
dz, a, x = Column(net.dZ2, i), Column(net.A1, i), Column(net.X, i)
DA2 = shallow.SAMPLE_DA2.statement.rhs
WRONG: list[tuple[Law, Expr]] = [
    (shallow.UNIT_Z, times(w, net.x)),  # 漏了偏置
    (shallow.UNIT_A, Row(net.z1, j)),  # 漏了激活
    (shallow.LAYER_FROM_UNITS, times(net.W1, net.x)),  # 漏了偏置
    (shallow.COLUMN_Z1, plus(times(net.W1, x), times(m, net.b1))),  # 每个样本只加一个 b
    (shallow.COLUMN_A1, Column(net.Z1, i)),
    (SAMPLES_SIDE_BY_SIDE, Columns(Column(data.X, S.One), i, m)),  # 每一列都是第一个样本
    (shallow.AVERAGE_DW2, times(net.dZ2, transpose(net.A1))),  # 漏了 1/m
    (shallow.SAMPLE_DA2, times(-1, DA2)),  # 符号反了
    (shallow.SAMPLE_DZ2_BY_A, hadamard(Gradient(net.sample_loss, net.a2), net.a2)),
    (shallow.LINEAR_ONE_SAMPLE, plus(times(net.W_bar, net.x), net.b2)),  # 漏了 W⁽²⁾b⁽¹⁾
]


@pytest.mark.parametrize(("law", "wrong"), WRONG, ids=[law.id for law, _ in WRONG])
def test_wrong_forms_are_refuted(law: Law, wrong: MatrixExpr) -> None:
    statement = Statement(law.start, Relation.EQ, wrong)
    definitions = BOOK.definitions_in(law.start, wrong)
    assert decide(statement, law.domain, definitions).verdict is Verdict.REFUTED


def test_rows_are_not_columns() -> None:
    """把权重竖着排，形状就不对了。"""
    upright = Columns(transpose(w), j, net.n1)
    assert upright.shape == (net.n0, net.n1)
    assert Rows(w, j, net.n1).shape == net.W1.shape
