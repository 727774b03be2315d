"""0–1 分布与二项分布：登记的都成立；系数写错就被证伪。"""

from __future__ import annotations

from dataclasses import replace

import pytest
from sympy import S, binomial, evaluate

from derive.kernel.exact import at_precision
from derive.kernel.exact import evaluate as value
from derive.kernel.notation import latex_statement, plain_statement
from derive.kernel.objects import BookObject
from derive.kernel.report import Verdict
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory.bernoulli import BINOMIAL, OBJECTS, ONE_CHOICE, ONE_TRIAL, successes
from derive.theory.symbols import n


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message


def test_the_number_of_choices_is_written_as_in_books() -> None:
    assert r"\binom{n}{k}" in latex_statement(BINOMIAL.statement)
    assert plain_statement(ONE_CHOICE.statement) == "C(1, k) = 1"
    assert plain_statement(ONE_TRIAL.statement) == "Bin(k, 1, ŷ) = p(k; ŷ)"


def test_two_trials_have_two_orders() -> None:
    with evaluate(False):
        two = replace(ONE_CHOICE, lhs=binomial(S(2), successes))
    assert verify(two, BOOK).verdict is Verdict.REFUTED


def test_choices_are_counted_independently_of_sympy() -> None:
    with at_precision():
        assert value(binomial(n, successes), {n: 5, successes: 2}, {}) == 10
