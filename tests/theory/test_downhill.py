"""沿负梯度走：登记的每个对象都成立；写错的都被证伪。"""

from __future__ import annotations

import pytest
from sympy import Expr, MatPow, S

from derive.kernel.decide import decide
from derive.kernel.matrices import plus, times, transpose
from derive.kernel.objects import BookObject, Relation, Statement
from derive.kernel.report import Verdict
from derive.kernel.rules import SUM_OF_SQUARES
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory import downhill
from derive.theory.downhill import OBJECTS, SLOPE_ALONG_STEP, db, dw


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message


@pytest.mark.parametrize("factor", [-1, downhill.m])
def test_wrong_slopes_are_refuted(factor: Expr) -> None:
    """符号反了，或丢了 1/m。"""
    law = SLOPE_ALONG_STEP
    wrong = times(factor, law.statement.rhs)
    statement = Statement(law.start, Relation.EQ, wrong)
    definitions = BOOK.definitions_in(law.start, wrong)
    assert decide(statement, law.domain, definitions).verdict is Verdict.REFUTED


def test_only_squares_are_surely_nonnegative() -> None:
    squares = plus(times(transpose(dw), dw), MatPow(db, 2))
    assert SUM_OF_SQUARES.objection(squares, S.Zero, {}) == ""
    assert SUM_OF_SQUARES.objection(squares, S.One, {})
    for wrong in (
        plus(times(transpose(dw), dw), db),  # 一次的
        plus(times(transpose(dw), dw), MatPow(db, 3)),  # 奇数次
        plus(times(-1, transpose(dw), dw), MatPow(db, 2)),  # 负的系数
        times(dw, transpose(dw)),  # 外积，不是一个数
    ):
        assert SUM_OF_SQUARES.objection(wrong, S.Zero, {})


@pytest.mark.parametrize(
    "wrong",
    [plus(times(transpose(dw), dw), times(-2, MatPow(db, 2))), plus(times(transpose(dw), dw), db)],
)
def test_other_sums_are_refuted(wrong: Expr) -> None:
    domain = downhill.SQUARES_OF_GRADIENT.domain
    decision = decide(Statement(wrong, Relation.GE, S.Zero), domain, {})
    assert decision.verdict is Verdict.REFUTED
