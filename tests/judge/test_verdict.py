"""判定：学生写对的、写错的各一百多步，没有一步判反；核对答案。"""

from pathlib import Path

import pytest

from derive.judge.read import Unreadable
from derive.judge.verdict import NotAsked, Step, account, answer, decide, steps
from derive.kernel.book import UnknownId
from derive.kernel.report import Verdict
from derive.registry import BOOK

HERE = Path(__file__).parent


def corpus(name: str) -> list[Step]:
    found = list(steps((HERE / name).read_text("utf-8")))
    assert [each for each in found if isinstance(each, Unreadable)] == []
    return [each for each in found if isinstance(each, Step)]


TRUE, FALSE = corpus("true.txt"), corpus("false.txt")


def written(step: Step) -> str:
    return f"{step.left} {step.relation} {step.right}"


@pytest.mark.parametrize("step", TRUE, ids=written)
def test_true_step_is_never_refuted(step: Step) -> None:
    decision = decide(step)
    assert decision.verdict is not Verdict.REFUTED, account(decision)


@pytest.mark.parametrize("step", FALSE, ids=written)
def test_false_step_is_never_proved(step: Step) -> None:
    decision = decide(step)
    assert decision.verdict is not Verdict.PROVED
    if decision.verdict is Verdict.REFUTED:
        assert "左边" in account(decision)


def test_there_are_a_hundred_of_each() -> None:
    assert len(TRUE) >= 100
    assert len(FALSE) >= 100
    assert len(set(map(written, FALSE))) == len(FALSE)


def test_few_are_left_undecided() -> None:
    """未决的至多百分之五，对的、错的分别算。"""
    for group in (TRUE, FALSE):
        undecided = [s for s in group if decide(s).verdict is Verdict.UNKNOWN]
        assert len(undecided) <= 0.05 * len(group), list(map(written, undecided))


@pytest.mark.parametrize(
    ("id", "text", "verdict"),
    [
        ("sigmoid_prime", "σ(z) - σ(z)²", "proved"),
        ("sigmoid_prime", r"\frac{e^{-z}}{(1+e^{-z})^2}", "proved"),
        ("sigmoid_prime", "σ(z)(1+σ(z))", "refuted"),
        ("loss_dz", "a - y", "proved"),
        ("loss_dz", "σ(z) - y", "proved"),
        ("loss_dz", "y - a", "refuted"),
        ("cross_entropy_prime", "(1-y)/(1-a) - y/a", "proved"),
        ("leaky_relu_prime_left", "α", "proved"),
        ("log_likelihood", "y ln ŷ + (1-y) ln(1-ŷ)", "proved"),
    ],
)
def test_answers(id: str, text: str, verdict: str) -> None:
    assert answer(id, text, BOOK).verdict == verdict


@pytest.mark.parametrize(
    ("id", "text", "error", "message"),
    [
        ("sigmoid_prim", "z", UnknownId, "最接近的有：sigmoid_prime"),
        ("backward_dw2", "z", NotAsked, "矩阵或带下标的量"),
        ("impl_sigmoid", "z", NotAsked, "不是等式"),
        ("sigmoid_prime", "x", Unreadable, r"没有 x（有的是 z）"),
        ("sigmoid_prime", "z = 1", Unreadable, "只要一个式子"),
    ],
)
def test_questions_that_cannot_be_answered(
    id: str, text: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        answer(id, text, BOOK)
