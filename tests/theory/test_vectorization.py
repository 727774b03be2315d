"""从一个样本到 m 个样本、向量化、行与列：登记的对象都成立；写错的规则与式子都通不过。"""

from __future__ import annotations

import pytest
from sympy import OneMatrix, S

from derive.kernel.decide import decide
from derive.kernel.matrices import plus, times, transpose
from derive.kernel.notation import latex_statement, plain_statement
from derive.kernel.objects import (
    BookObject,
    Claim,
    Definition,
    Derivation,
    Erratum,
    Law,
    Relation,
    Statement,
)
from derive.kernel.report import Scope, Verdict
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory import vectorization
from derive.theory.logistic import LOGISTIC_Z, M, column, row
from derive.theory.symbols import Z, m, n, p
from derive.theory.vectorization import (
    AVERAGE_DW1,
    ELEMENTWISE_EXP,
    OBJECTS,
    SAMPLE_STEP_W1,
    other,
)


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message
    if isinstance(obj, Law):
        assert report.scope is Scope.ANY_SHAPE


def test_everything_written_is_registered() -> None:
    kinds = (Claim, Definition, Derivation, Erratum)
    here = {id(value) for value in vars(vectorization).values() if isinstance(value, kinds)}
    others = {id(obj) for obj in BOOK} - {id(obj) for obj in OBJECTS}
    assert here - others == {id(obj) for obj in OBJECTS}


@pytest.mark.parametrize(
    ("left", "wrong"),
    [
        (Z, times(transpose(LOGISTIC_Z.body), OneMatrix(1, 1))),  # 多了一个转置
        (vectorization.BROADCAST_ROW_TIMES.start, plus(M, times(OneMatrix(n, 1), row))),
        (
            vectorization.BROADCAST_COLUMN_OVER.start,
            plus(M, times(column, transpose(OneMatrix(p, 1)))),
        ),
        (
            vectorization.INNER_SQUARE.start,
            times(transpose(vectorization.vector), OneMatrix(n, 1)),
        ),
        (vectorization.SHAPE_OF_OUTER.start, vectorization.SHAPE_OF_INNER.steps[-1].expr),
    ],
)
def test_wrong_forms_are_not_proved(left, wrong) -> None:
    statement = Statement(left, Relation.EQ, wrong)
    domain = dict.fromkeys((n, m, p), S.Naturals)
    domain |= dict.fromkeys((M, row, column, vectorization.vector, other), S.Reals)
    decision = decide(statement, domain, BOOK.definitions_in(left, wrong))
    assert decision.verdict is not Verdict.PROVED


def test_the_sample_is_written_on_what_comes_from_it() -> None:
    """z、a 由第 i 个样本算出，就写上 (i)；逐元素的指数写成 e 的 v 次方。"""
    assert r"\mathcal{L}(a^{(i)}, y^{(i)})" in latex_statement(AVERAGE_DW1.statement)
    assert "x₁⁽ⁱ⁾dz⁽ⁱ⁾" in plain_statement(AVERAGE_DW1.statement)
    assert latex_statement(ELEMENTWISE_EXP.statement).endswith("e^{v}")
    assert latex_statement(SAMPLE_STEP_W1.statement).startswith("w_1 =")
