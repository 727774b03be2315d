"""形状表：登记的每条都成立；写错的形状通不过，乘不起来的没有形状。"""

from __future__ import annotations

import pytest
from sympy import Expr, MatrixExpr, S

from derive.kernel.decide import decide
from derive.kernel.matrices import Pair, Shape, times, transpose
from derive.kernel.notation import latex_statement, plain_statement
from derive.kernel.objects import BookObject, Relation, Statement
from derive.kernel.report import Scope, Verdict
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory import network as net
from derive.theory import shapes
from derive.theory.shapes import OBJECTS
from derive.theory.symbols import m


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message
    assert report.scope is Scope.ANY_SHAPE


@pytest.mark.parametrize(
    ("matrix", "wrong"),
    [
        (net.Z_l, (m, net.n_l)),  # 行列反了
        (net.dW_l, (net.n_prev, net.n_l)),  # 转置了
        (net.db_l, (net.n_l, m)),  # 没有把各列加起来
        (net.dA_prev, (net.n_l, m)),  # 是这一层的，不是前一层的
        (net.W_l, (net.n_prev, net.n_l)),
    ],
)
def test_wrong_shapes_are_refuted(matrix: MatrixExpr, wrong: tuple[Expr, Expr]) -> None:
    statement = Statement(Shape(matrix), Relation.EQ, Pair(*wrong))
    decision = decide(statement, net.LAYER, BOOK.definitions_in(matrix))
    assert decision.verdict is Verdict.REFUTED
    assert decision.witness is not None


def test_what_does_not_multiply_has_no_shape() -> None:
    """W 转置之后乘不到 A 上：不能说它的形状是什么。"""
    product = times(transpose(net.W_l), net.A_prev)
    statement = Statement(Shape(product), Relation.EQ, Pair(net.n_prev, m))
    decision = decide(statement, net.LAYER, BOOK.definitions_in(product))
    assert decision.verdict is not Verdict.PROVED


def test_rows_of_the_left_factor() -> None:
    """W 的列数是 A 的行数，不是它的列数。"""
    wrong = Pair(shapes.size(times(shapes.left, shapes.right), 1), shapes.size(shapes.right, 2))
    statement = Statement(Shape(shapes.left), Relation.EQ, wrong)
    domain = shapes.SHAPE_OF_LEFT_FACTOR.domain
    assert decide(statement, domain, {}).verdict is Verdict.REFUTED


def test_written_as_in_the_course() -> None:
    law = shapes.SHAPE_OF_Z
    assert latex_statement(law.statement) == r"\operatorname{shape}(Z^{[l]}) = (n^{[l]}, m)"
    assert plain_statement(law.statement) == "shape(Z[l]) = (n[l], m)"
    assert law.steps[-1].expr == Pair(net.n_l, m)
    assert shapes.SHAPE_OF_B.statement.rhs == Pair(net.n_l, S.One)
