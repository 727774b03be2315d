"""数据的排法与逻辑回归的记号：登记的都成立；排错、写错，核对就不答应。"""

from __future__ import annotations

from dataclasses import replace

import pytest
from sympy import S, evaluate
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.matrices import Pair
from derive.kernel.notation import plain_statement
from derive.kernel.objects import BookObject, Claim, Definition, Derivation, Step
from derive.kernel.report import Verdict
from derive.kernel.rules import BY_ENTRIES, SHAPE_LAW
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory.samples import ENTRY_OF_SAMPLE, OBJECTS, PREDICT_ONE, SHAPE_OF_X
from derive.theory.symbols import REALS, X, i, j, m, n, z


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message


@pytest.mark.parametrize(
    ("id", "line"),
    [
        ("samples_side_by_side", "X = [x⁽¹⁾ x⁽²⁾ … x⁽ᵐ⁾]"),
        ("entry_of_sample", "x⁽ⁱ⁾[j] = X[j, i]"),
        ("shape_of_x", "shape(X) = (n, m)"),
        ("theta", "θ = [b; w]"),
        ("theta_form", "θᵀ·x̃ = wᵀ·x + b"),
        ("odds", "σ(z)/(1 - σ(z)) = e^z"),
        ("log_odds", "ln (σ(z)/(1 - σ(z))) = z"),
    ],
)
def test_written_as_in_the_course(id: str, line: str) -> None:
    obj = BOOK[id]
    assert isinstance(obj, Claim | Definition | Derivation)
    assert plain_statement(obj.statement) == line


def test_rows_for_samples_are_refused() -> None:
    last = replace(SHAPE_OF_X.steps[-1], expr=Pair(m, n))
    swapped = replace(SHAPE_OF_X, steps=(*SHAPE_OF_X.steps[:-1], last))
    assert verify(swapped, BOOK).verdict is Verdict.REFUTED
    assert last.rule is SHAPE_LAW


def test_row_and_column_may_not_be_swapped() -> None:
    with evaluate(False):
        step = Step(MatrixElement(X, i - 1, j - 1), BY_ENTRIES)
    assert not verify(replace(ENTRY_OF_SAMPLE, steps=(step,)), BOOK).good


def test_one_half_is_not_more_than_a_half() -> None:
    report = verify(replace(PREDICT_ONE, domain={z: REALS}), BOOK)
    assert report.verdict is Verdict.REFUTED
    assert verify(replace(PREDICT_ONE, rhs=S.One), BOOK).verdict is Verdict.REFUTED
