"""从一个样本到 m 个样本、向量化、行与列：登记的对象都成立；写错的规则与式子都通不过。"""

from __future__ import annotations

import pytest
from sympy import Derivative, OneMatrix, S, Sum, evaluate

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
from derive.theory.sums import SumOfDerivatives
from derive.theory.symbols import Z, m, n, p, w1, z
from derive.theory.vectorization import (
    AVERAGE_DW1,
    COST_OF_TWO,
    ELEMENTWISE_EXP,
    LOSS_I,
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


def test_a_sum_is_differentiated_term_by_term() -> None:
    """少了 1/m、只求第一项、常数里还有变量，都不是这条规则。"""
    rule, before = SumOfDerivatives(), AVERAGE_DW1.start
    each = Sum(Derivative(LOSS_I, w1), vectorization.EVERY)
    assert rule.objection(before, 1 / m * each, {}) == ""
    assert rule.objection(before, each, {})
    assert rule.objection(before, 1 / m * Derivative(LOSS_I, w1), {})
    with evaluate(False):
        twisted = Derivative(w1 * COST_OF_TWO, w1)
        flat = Derivative(w1 * Sum(LOSS_I, vectorization.EVERY), w1)
    assert not list(rule.results(twisted, {}))
    assert not list(rule.results(flat, {}))
    assert not list(rule.results(Derivative(z**2, z), {}))


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
