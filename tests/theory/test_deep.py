"""深层网络：登记的每个对象都成立；形状对得上；笔记里常见的错式都被证伪。"""

from __future__ import annotations

import pytest
from sympy import MatrixExpr, Rational, S, evaluate

from derive.kernel.decide import decide
from derive.kernel.index_form import shape
from derive.kernel.matrices import hadamard, times, transpose
from derive.kernel.objects import (
    BookObject,
    Claim,
    Definition,
    Derivation,
    Law,
    Relation,
    Statement,
)
from derive.kernel.report import Scope, Verdict
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory import deep, symbols
from derive.theory import network as net
from derive.theory.deep import OBJECTS
from derive.theory.symbols import relu, x, y


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message
    if isinstance(obj, Law):
        assert report.scope is Scope.ANY_SHAPE


def test_everything_written_is_registered() -> None:
    kinds = tuple({type(obj) for obj in OBJECTS})
    here = {id(v) for v in vars(deep).values() if isinstance(v, kinds)}
    others = {id(o) for o in BOOK} - {id(o) for o in OBJECTS}
    examples = {id(o) for o in deep.EXAMPLE}
    assert (here - others) | examples == {id(o) for o in OBJECTS}


MATRICES = [
    obj
    for obj in OBJECTS
    if isinstance(obj, Definition | Derivation) and isinstance(obj.statement.lhs, MatrixExpr)
]


@pytest.mark.parametrize("obj", MATRICES, ids=lambda obj: obj.id)
def test_both_sides_have_the_same_shape(obj: Definition | Derivation) -> None:
    sides = [obj.statement.rhs]
    if isinstance(obj, Derivation):
        sides += [step.expr for step in obj.steps]
    for side in sides:
        assert shape(side) == obj.statement.lhs.shape


@pytest.mark.parametrize("layer", range(1, 5))
@pytest.mark.parametrize("one", ["", "one_"])
def test_the_example_chains_layer_to_layer(layer: int, one: str) -> None:
    """后一层用到的正是前一层的输出；第一层用到的是第 0 层。"""
    before = deep.input_of(layer - 1, S.One if one else symbols.m)
    assert before in BOOK[f"example_{one}z{layer}"].statement.rhs.free_symbols
    assert BOOK[f"example_{one}a{layer}"].statement.lhs == deep.input_of(
        layer, S.One if one else symbols.m
    )


def refuted(statement: Statement, obj: BookObject) -> bool:
    assert isinstance(obj, Derivation | Claim)
    definitions = BOOK.definitions_in(statement.lhs, statement.rhs)
    return decide(statement, obj.domain, definitions).verdict is Verdict.REFUTED


with evaluate(False):
    WRONG = [
        (deep.ONE_LAYER_DZ, deep.da_l),  # 漏了激活函数的斜率
        (deep.ONE_LAYER_DA, times(2, transpose(net.W_l), deep.dz_l)),  # 多了系数
        (deep.ONE_LAYER_DW, times(-1, deep.dz_l, transpose(deep.a_prev))),  # 符号反了
        (deep.ONE_LAYER_STEP, times(transpose(net.W_l), deep.dz_l)),  # 漏了斜率
        (deep.FOLDED_LAYER, times(net.W_l, net.A_prev)),  # 漏了偏置
        (deep.BASE_BY_DA, hadamard(net.A_last, net.Y_last)),
        (deep.XOR_BY_RELU, relu(x + y) - relu(x + y - 1)),  # 少了系数 2
        (deep.PARABOLA_STEP, (1 + symbols.alpha * deep.curvature) * (deep.w - deep.center)),
        (deep.BACKWARD_IS_TWICE_FORWARD, deep.forward_products),
    ]


@pytest.mark.parametrize(("obj", "wrong"), WRONG, ids=lambda o: getattr(o, "id", ""))
def test_wrong_forms_are_refuted(obj: Derivation | Claim, wrong: MatrixExpr) -> None:
    assert refuted(Statement(obj.statement.lhs, Relation.EQ, wrong), obj)


def test_a_step_that_is_too_long_moves_away() -> None:
    """αk = 2s，s 超过 1 时距离变大：学习率的上限不能放宽。"""
    s = Rational(11, 10)
    assert 1 - (1 - 2 * s) ** 2 < 0
