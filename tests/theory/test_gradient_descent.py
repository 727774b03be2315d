"""梯度下降：登记的都成立；把式子弄错，核对就不答应。"""

from __future__ import annotations

from dataclasses import replace

import pytest
from sympy import Interval, evaluate, oo

from derive.kernel.notation import plain_statement
from derive.kernel.objects import BookObject, Claim, Definition, Derivation, Step
from derive.kernel.report import Verdict
from derive.kernel.rules import FACTOR
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory import gradient_descent
from derive.theory.gradient_descent import (
    BOWL_STEP,
    OBJECTS,
    STEEPEST,
    STEP_SHRINKS,
    minimum,
    position,
)
from derive.theory.symbols import alpha


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message


def test_everything_written_is_registered() -> None:
    kinds = (Claim, Definition, Derivation)
    imported = {"LOGISTIC_STEP_W", "LOGISTIC_STEP_B"}
    written = {
        id(value)
        for name, value in vars(gradient_descent).items()
        if isinstance(value, kinds) and name not in imported
    }
    assert written == {id(obj) for obj in OBJECTS}


@pytest.mark.parametrize(
    ("id", "line"),
    [
        ("descent_step", "w = w - α·dJ/dw"),
        ("bowl_derivative", "dJ(w)/dw = 2(w - c)"),
        ("bowl_cost", "J(w - α·dJ(w)/dw) = (1 - 2α)²J(w)"),
        ("steepest", "(p·u + q·v)² ≤ (p² + q²)(u² + v²)"),
        ("step_w_in_code", "w - α·∂J(w, b)/∂w = w - α·dw"),
    ],
)
def test_written_as_in_the_course(id: str, line: str) -> None:
    obj = BOOK[id]
    assert isinstance(obj, Claim | Definition | Derivation)
    assert plain_statement(obj.statement) == line


def test_a_plus_instead_of_the_minus_is_refuted() -> None:
    with evaluate(False):
        wrong = (1 + 2 * alpha) * (position - minimum)
    broken = replace(BOWL_STEP, steps=(BOWL_STEP.steps[0], Step(wrong, FACTOR)))
    report = verify(broken, BOOK)
    assert report.verdict is Verdict.REFUTED
    assert report.witness is not None


def test_a_learning_rate_above_one_does_not_shrink_the_cost() -> None:
    too_large = replace(STEP_SHRINKS, domain={alpha: Interval.open(0, oo)})
    assert verify(too_large, BOOK).verdict is not Verdict.PROVED


def test_the_steepest_direction_needs_the_dropped_square() -> None:
    first, last = STEEPEST.steps
    flipped = replace(STEEPEST, steps=(replace(first, expr=last.expr), last))
    assert verify(flipped, BOOK).verdict is Verdict.REFUTED
