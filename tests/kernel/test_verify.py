"""核对一个对象：步骤、规则、断言、勘误，各自怎样得出结论。"""

from __future__ import annotations

from dataclasses import replace

import pytest
from sympy import FiniteSet, Rational, S, evaluate, exp

from derive.kernel import verify as module
from derive.kernel.book import Book
from derive.kernel.objects import (
    Claim,
    Definition,
    Derivation,
    Erratum,
    Implementation,
    Law,
    Prose,
    Refutation,
    Relation,
    Statement,
    Step,
)
from derive.kernel.report import Decision, Scope, Verdict, Witness
from derive.kernel.rules import ARRANGE, DROP_SQUARE, POSITIVE_FACTORS, Unfold
from derive.kernel.verify import explain, overall, scope_of, verify
from derive.registry import BOOK
from derive.theory.activations import (
    SIGMOID,
    SIGMOID_AT_ZERO,
    SIGMOID_PRIME,
)
from derive.theory.losses import COST_EXPANDED
from derive.theory.symbols import REALS, sigma, z

EQ, LE, LT, GE, GT = Relation.EQ, Relation.LE, Relation.LT, Relation.GE, Relation.GT


def chain(*steps: Step, start: object = sigma(z)) -> Derivation:
    return Derivation("x", "试验", start, steps, {z: REALS})


with evaluate(False):
    BODY = 1 / (1 + exp(-z))
    UNFOLDED = Step(BODY, Unfold(SIGMOID))


def test_definitions_are_not_judged() -> None:
    assert verify(SIGMOID, BOOK).verdict is Verdict.DEFINITION
    assert verify(SIGMOID, BOOK).good


def test_a_good_chain() -> None:
    report = verify(SIGMOID_PRIME, BOOK)
    assert report.verdict is Verdict.PROVED
    assert report.scope is Scope.SCALAR
    assert len(report.steps) == len(SIGMOID_PRIME.steps)
    assert report.message == ""
    assert report.witness is None


def test_right_rule_wrong_expression() -> None:
    report = verify(chain(Step(1 / (1 + exp(z)), Unfold(SIGMOID))), BOOK)
    assert report.verdict is Verdict.REFUTED
    assert report.witness is not None
    assert report.message.startswith("第 1 步：证伪")


def test_right_expression_wrong_rule() -> None:
    report = verify(chain(Step(BODY, ARRANGE)), BOOK)
    assert report.verdict is Verdict.UNKNOWN
    assert report.witness is None
    assert "第 1 步：规则「整理」" in report.message


def test_a_refuted_step_outweighs_an_unknown_one() -> None:
    wrong = Step(BODY + 1, ARRANGE)
    report = verify(chain(Step(BODY, ARRANGE), wrong), BOOK)
    assert report.verdict is Verdict.REFUTED
    assert "第 1 步" in report.message
    assert "第 2 步" in report.message


def test_every_step_is_judged_from_the_one_before() -> None:
    report = verify(chain(UNFOLDED, Step(BODY + 1, ARRANGE), Step(BODY, ARRANGE)), BOOK)
    assert [step.verdict for step in report.steps] == [
        Verdict.PROVED,
        Verdict.REFUTED,
        Verdict.REFUTED,
    ]


def test_a_chain_needs_a_step() -> None:
    with pytest.raises(ValueError, match="至少要有一步"):
        chain()


def test_opposite_inequalities_do_not_chain() -> None:
    up, down = Step(z, DROP_SQUARE, LE), Step(z, DROP_SQUARE, GE)
    with pytest.raises(ValueError, match="方向相反"):
        chain(up, down)


@pytest.mark.parametrize(
    ("relations", "whole"),
    [
        ([EQ, EQ], EQ),
        ([EQ, LE], LE),
        ([LE, LT], LT),
        ([LE, EQ, LT], LT),
        ([GE, GE], GE),
        ([GE, GT, EQ], GT),
    ],
)
def test_the_relation_of_a_chain(relations: list[Relation], whole: Relation) -> None:
    made = chain(*(Step(S.Zero, POSITIVE_FACTORS, relation) for relation in relations))
    assert made.relation is whole
    assert made.statement.relation is whole


def test_claims() -> None:
    true = Claim("c", "c", sigma(S.Zero), EQ, Rational(1, 2))
    assert verify(true, BOOK).good
    false = verify(replace(true, rhs=Rational(1, 3)), BOOK)
    assert false.verdict is Verdict.REFUTED
    assert false.witness is not None
    assert "证伪：左边 = 0.5" in false.message


ERRATUM = BOOK["erratum_sigmoid_prime_sign"]
assert isinstance(ERRATUM, Erratum)
assert isinstance(ERRATUM.evidence, Refutation)
REFUTATION = ERRATUM.evidence
assert isinstance(REFUTATION.right, Statement)


def test_an_erratum_needs_both_halves() -> None:
    good = verify(ERRATUM, BOOK)
    assert good.verdict is Verdict.PROVED
    assert good.scope is Scope.SCALAR
    assert good.witness is not None
    true_as_wrong = replace(REFUTATION, wrong=REFUTATION.right)
    false_as_right = replace(REFUTATION, right=REFUTATION.wrong)
    for bad, message in ((true_as_wrong, "没有被证伪"), (false_as_right, "没有得到证明")):
        report = verify(replace(ERRATUM, evidence=bad), BOOK)
        assert report.verdict is Verdict.UNKNOWN
        assert message in report.message


def test_the_right_side_of_an_erratum_can_be_an_object() -> None:
    """改正的就是书里的对象：它的范围也是印的式子的范围，它用到谁，勘误就用到谁。"""
    wrong = Statement(SIGMOID_PRIME.start, EQ, -SIGMOID_PRIME.steps[-1].expr)
    made = replace(ERRATUM, evidence=Refutation(wrong, SIGMOID_PRIME))
    report = verify(made, BOOK)
    assert report.verdict is Verdict.PROVED
    assert len(report.steps) == 1
    assert SIGMOID_PRIME in Book((*BOOK, replace(made, id="made"))).uses(made)
    assert made.evidence.whole_domain == SIGMOID_PRIME.domain


def test_a_meaningless_form_does_not_make_an_erratum() -> None:
    """两边都没有值，谈不上印错：勘误要有看得见的反例。"""
    empty = Statement(1 / (z - z**2), EQ, 2 / (z - z**2))
    bad = Refutation(empty, Statement(z, EQ, z), {z: FiniteSet(0, 1)})
    report = verify(replace(ERRATUM, evidence=bad), BOOK)
    assert not report.good
    assert "没有被证伪" in report.message


def test_prose_has_no_verdict() -> None:
    with pytest.raises(TypeError, match="符号部分不会核对 erratum"):
        verify(replace(ERRATUM, evidence=Prose("只是文字")), BOOK)


def test_implementations_are_measured_elsewhere() -> None:
    made = Implementation("i", "i", "derive.activations:sigmoid", SIGMOID, (z,), {z: REALS}, 2)
    with pytest.raises(TypeError, match="符号部分不会核对"):
        verify(made, BOOK)


def test_scope() -> None:
    assert scope_of(SIGMOID_PRIME.domain) is Scope.SCALAR
    assert scope_of(COST_EXPANDED.domain) is Scope.ANY_SHAPE
    law = Law("l", "l", sigma(z), (UNFOLDED,), {z: REALS})
    assert scope_of(law.domain) is Scope.SCALAR  # 范围看的是变量，不看作者起的种类名


def test_overall() -> None:
    proved, refuted, unknown = (
        Decision(verdict) for verdict in (Verdict.PROVED, Verdict.REFUTED, Verdict.UNKNOWN)
    )
    assert overall([proved, proved]) is Verdict.PROVED
    assert overall([proved, unknown]) is Verdict.UNKNOWN
    assert overall([unknown, refuted, proved]) is Verdict.REFUTED


def test_explain() -> None:
    witness = Witness((("z", "0"),), "1", "2")
    assert explain(Decision(Verdict.REFUTED, witness=witness)).startswith("证伪：z = 0 时")
    assert explain(Decision(Verdict.UNKNOWN, reason="看不出")) == "看不出"
    assert explain(Decision(Verdict.UNKNOWN)) == "未决"


def test_the_definitions_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    """定义改了，结论就跟着改：没有一处写死。"""
    assert module.verify is verify
    with evaluate(False):
        crooked = replace(SIGMOID, body=1 / (2 + exp(-z)))
    book = Book([crooked if obj is SIGMOID else obj for obj in BOOK])
    assert verify(SIGMOID_AT_ZERO, book).verdict is Verdict.REFUTED


def test_a_definition_alone_is_a_statement() -> None:
    made = Definition("d", "d", sigma(z), BODY, {z: REALS})
    assert made.statement.relation is EQ


def test_the_account_of_an_erratum_explains_the_half_that_failed() -> None:
    """改正的那一半不成立：说的是它的反例，不是印的那一半的。"""
    false_as_right = Statement(z, EQ, 2 * z)
    report = verify(replace(ERRATUM, evidence=replace(REFUTATION, right=false_as_right)), BOOK)
    assert report.message == f"改正的式子没有得到证明：{explain(report.steps[1])}"
    assert explain(report.steps[0]) != explain(report.steps[1])
