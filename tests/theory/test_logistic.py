"""逻辑回归与向量化：登记的每个对象都成立；写错的形式都通不过。"""

from __future__ import annotations

import pytest
from sympy import Expr, OneMatrix, S
from sympy.core.function import AppliedUndef

from derive.kernel.decide import decide
from derive.kernel.matrices import Stack, hadamard, minus, ones_like, times, transpose
from derive.kernel.objects import BookObject, Definition, Law, Relation, Statement, Step
from derive.kernel.pull_back import Gradient
from derive.kernel.report import Scope, Verdict
from derive.kernel.rules import BY_ENTRIES, NonnegativeTerms, ThroughLayer
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory import logistic
from derive.theory.activations import SIGMOID_PRIME, SIGMOID_PRIME_POSITIVE
from derive.theory.logistic import (
    LOGISTIC_A,
    LOGISTIC_CONVEX,
    LOGISTIC_COST,
    LOGISTIC_Z,
    OBJECTS,
    SAMPLES,
)
from derive.theory.symbols import A, X, b, cost, cost_of, dZ, m, w


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message
    if isinstance(obj, Law):
        assert report.scope is Scope.ANY_SHAPE


def test_everything_written_is_registered() -> None:
    here = {id(v) for v in vars(logistic).values() if isinstance(v, Definition | Law)}
    others = {id(o) for o in BOOK} - {id(o) for o in OBJECTS}
    assert here - others <= {id(o) for o in OBJECTS}


@pytest.mark.parametrize(
    ("variable", "wrong"),
    [
        (w, times(X, transpose(dZ))),  # 丢了 1/m
        (w, times(1 / m, X, transpose(A))),  # 忘了减 Y
        (w, times(1 / m, transpose(dZ), transpose(X))),  # 转置错了
        (b, times(dZ, OneMatrix(m, 1))),  # 丢了 1/m
    ],
)
def test_wrong_gradients_are_refuted(variable: Expr, wrong: Expr) -> None:
    statement = Statement(Gradient(cost, variable), Relation.EQ, wrong)
    decision = decide(statement, SAMPLES, BOOK.definitions_in(statement.lhs, statement.rhs))
    assert decision.verdict is Verdict.REFUTED


def test_the_path_must_be_named() -> None:
    """不写明 J 经过哪些量，就看不出 J 对 w 的依赖全部经过 Z。"""
    before, after = Gradient(cost, w), times(X, transpose(Gradient(cost, logistic.Z)))
    assert ThroughLayer(LOGISTIC_Z, (LOGISTIC_COST, LOGISTIC_A)).objection(before, after, {}) == ""
    assert ThroughLayer(LOGISTIC_Z).objection(before, after, {})
    wrong = times(X, Gradient(cost, logistic.Z))
    assert ThroughLayer(LOGISTIC_Z, (LOGISTIC_COST, LOGISTIC_A)).objection(before, wrong, {})


def test_only_nonnegative_terms_make_a_nonnegative_sum() -> None:
    """引用的结论不是不等式，或各项不是平方，都说明不了非负。"""
    last = LOGISTIC_CONVEX.steps[-2].expr
    assert NonnegativeTerms(SIGMOID_PRIME_POSITIVE).objection(last, S.Zero, {}) == ""
    assert NonnegativeTerms(SIGMOID_PRIME).objection(last, S.Zero, {})
    product = times(1 / m, X, transpose(dZ))
    assert NonnegativeTerms(SIGMOID_PRIME_POSITIVE).objection(product, S.Zero, {})
    assert NonnegativeTerms(SIGMOID_PRIME_POSITIVE).objection(last, S.One, {})


def test_concave_is_refuted() -> None:
    """同一个二次型 ≤ 0 不成立。"""
    start, *_ = LOGISTIC_CONVEX.steps
    statement = Statement(times(-1, LOGISTIC_CONVEX.steps[1].expr), Relation.GE, S.Zero)
    decision = decide(statement, LOGISTIC_CONVEX.domain, BOOK.definitions_in(statement.lhs))
    assert decision.verdict is Verdict.REFUTED
    assert start.relation is Relation.EQ


def test_blocks_must_be_cut_at_the_same_place() -> None:
    u, c = logistic.u, logistic.c
    wrong = times(transpose(Stack(c, u)), Stack(X, OneMatrix(1, m)))
    right = times(transpose(Stack(u, c)), Stack(X, OneMatrix(1, m)))
    assert BY_ENTRIES.objection(wrong, right, {})
    spelled = logistic.ALONG
    assert BY_ENTRIES.objection(right, spelled, {}) == ""


def test_entrywise_product_is_not_the_matrix_product() -> None:
    law = Law(
        id="wrong",
        title="错的",
        domain={logistic.n: S.Naturals, m: S.Naturals, X: S.Reals, dZ: S.Reals},
        start=times(dZ, transpose(X)),
        steps=(Step(transpose(times(X, transpose(minus(dZ, hadamard(dZ, dZ))))), BY_ENTRIES),),
    )
    assert verify(law, BOOK).verdict is Verdict.REFUTED


@pytest.mark.parametrize("law", [logistic.LOGISTIC_HESSIAN_W, logistic.LOGISTIC_HESSIAN_B])
def test_wrong_hessians_are_refuted(law: Law) -> None:
    """丢了 1/m，或把 a(1−a) 写成 a。"""
    right = law.statement.rhs
    spread = hadamard(A, minus(ones_like(A), A))
    for wrong in (times(m, right), right.xreplace({spread: A})):
        assert wrong != right
        statement = Statement(law.start, Relation.EQ, wrong)
        decision = decide(statement, law.domain, BOOK.definitions_in(law.start, wrong))
        assert decision.verdict is Verdict.REFUTED


def test_the_book_has_one_cost() -> None:
    """平均损失、J(w, b)、两层与 L 层的代价，都等于同一个函数 cost(A, Y)。"""
    for id in ("cost_as_function", "logistic_cost_as_function", "network_cost_as_function"):
        law = BOOK[id]
        assert isinstance(law, Law)
        sides = {law.statement.lhs, law.statement.rhs}
        assert any(isinstance(side, AppliedUndef) and side.func == cost_of for side in sides)
        scaled = Statement(law.statement.lhs, Relation.EQ, m * law.statement.rhs)
        definitions = BOOK.definitions_in(law.statement.lhs, law.statement.rhs)
        assert decide(scaled, law.domain, definitions).verdict is Verdict.REFUTED
