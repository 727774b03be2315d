"""程序证据：照印的要错，改正的要对，否则不成立，并说出哪里不合。"""

from dataclasses import replace

import numpy as np
import pytest

from derive.kernel.objects import Category, Erratum, Run, Severity
from derive.kernel.report import Verdict
from derive.runs import run, run_correction, same, shown

GOOD = Run(
    setup="A, v = np.array([[1, 2], [3, 4]]), np.array([1, 2])",
    printed="u = np.array([sum(A[i] * v[i]) for i in range(2)])",
    corrected="u = A @ v",
    look="u",
    expected="[1 * 1 + 2 * 2, 3 * 1 + 4 * 2]",
)
RAISES = replace(GOOD, printed="u = A @ np.zeros(3)", raises="ValueError")


def erratum(evidence: Run) -> Erratum:
    return Erratum(
        id="e",
        title="下标错了",
        note=0,
        line=(1,),
        section="N0-001",
        printed="v_i",
        corrected="v_j",
        category=Category.INDEX,
        severity=Severity.HIGH,
        evidence=evidence,
    )


def test_a_wrong_value_is_evidence() -> None:
    report = run_correction(erratum(GOOD))
    assert report.verdict is Verdict.PROVED
    assert report.kind == "erratum"
    assert report.details == {"run": {"printed": "[ 3 14]", "corrected": "[ 5 11]"}}


def test_an_exception_is_evidence() -> None:
    report = run_correction(erratum(RAISES))
    assert report.verdict is Verdict.PROVED
    assert report.details["run"]["printed"].startswith("ValueError: ")


def test_a_syntax_error_is_an_exception_too() -> None:
    broken = replace(GOOD, printed="u = A × v", raises="SyntaxError")
    assert run_correction(erratum(broken)).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"printed": "u = A.dot(v)"}, "照印的程序得到的也是 [5, 11]，不能算错"),
        ({"corrected": "u = v"}, "改正的程序应得 [5, 11]，得到 [1 2]"),
        ({"corrected": "u = nothing"}, "得到 NameError: name 'nothing' is not defined"),
        ({"expected": "1 / 0"}, "算不出应得的值：ZeroDivisionError: division by zero"),
        ({"raises": "ValueError"}, "照印的程序应抛出 ValueError，得到 [ 3 14]"),
        ({"printed": "u = w"}, "照印的程序应正常结束，得到 NameError"),
        ({"printed": "u = w", "raises": "ValueError"}, "照印的程序应抛出 ValueError，得到 Name"),
    ],
)
def test_half_an_evidence_is_none(change: dict[str, str], message: str) -> None:
    report = run_correction(erratum(replace(GOOD, **change)))
    assert report.verdict is Verdict.UNKNOWN
    assert message in report.message


def test_a_broken_setup_is_a_mistake_of_ours() -> None:
    with pytest.raises(NameError):
        run_correction(erratum(replace(GOOD, setup="A = nothing")))


def test_each_program_starts_afresh() -> None:
    """照印的程序改了什么，改正的程序看不见。"""
    spoils = replace(GOOD, printed="A[:] = 0; u = A @ v")
    assert run_correction(erratum(spoils)).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("got", "expected", "equal"),
    [
        (np.ones((2, 1)), [[1], [1]], True),
        (np.ones(2), [[1], [1]], False),
        (0.1 + 0.2, 0.3, True),
        (0.3001, 0.3, False),
        ((1, 5), (1, 5), True),
        ("float64", "float64", True),
        ("float64", "int64", False),
    ],
)
def test_same(got: object, expected: object, equal: bool) -> None:
    assert same(got, expected) is equal


def test_shown() -> None:
    assert shown(np.array([[1.0, 2.25], [3.0, 4.0]])) == "[[1. 2.25] [3. 4. ]]"
    assert shown(1 / 3) == shown(np.float64(1 / 3)) == "0.3333"
    assert shown(np.int64(7)) == "7"
    assert shown((1, 5)) == "(1, 5)"
    assert str(run("", "raise KeyError('甲')", "1")) == "KeyError: '甲'"
