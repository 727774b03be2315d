"""结论的数据类型：存成 JSON 再读回来，一样不少。"""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, fields

import pytest

from derive.kernel.report import Decision, Report, Scope, Verdict, Witness

WITNESS = Witness((("z", "1/2"), ("y", "0")), "1.5", "2.5")
STEPS = (
    Decision(Verdict.PROVED, "展开", 26),
    Decision(Verdict.REFUTED, "", 3, WITNESS),
    Decision(Verdict.UNKNOWN, reason="看不出"),
)


@pytest.mark.parametrize(
    "report",
    [
        Report("a", "derivation", Verdict.REFUTED, Scope.SCALAR, STEPS, "第 2 步", WITNESS),
        Report("b", "definition", Verdict.DEFINITION, None),
        Report("c", "implementation", Verdict.PROVED, Scope.SCALAR, details={"float64": [1, 2.5]}),
        Report("d", "law", Verdict.PROVED, Scope.ANY_SHAPE, (STEPS[0],)),
    ],
    ids=lambda report: report.id,
)
def test_round_trip(report: Report) -> None:
    text = json.dumps(report.to_json(), ensure_ascii=False)
    again = Report.from_json(json.loads(text))
    assert again == report
    assert isinstance(again.verdict, Verdict)
    assert all(isinstance(step.verdict, Verdict) for step in again.steps)


@pytest.mark.parametrize("value", [WITNESS, STEPS[0], Report("x", "law", Verdict.PROVED, None)])
def test_a_verdict_cannot_be_edited(value: Witness | Decision | Report) -> None:
    """结论只由机器写一次：谁也不能事后把未决改成已证。"""
    name = fields(value)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, getattr(value, name))


def test_nothing_was_checked_unless_it_says_so() -> None:
    assert Decision(Verdict.UNKNOWN) == Decision(Verdict.UNKNOWN, "", 0, None, "")
    report = Report("x", "law", Verdict.UNKNOWN, None)
    assert (report.steps, report.message, report.witness, report.details) == ((), "", None, {})


def test_good_means_proved_or_definition() -> None:
    good = {v for v in Verdict if Report("x", "claim", v, None).good}
    assert good == {Verdict.PROVED, Verdict.DEFINITION}


def test_chinese() -> None:
    assert [v.chinese for v in Verdict] == ["已证", "证伪", "未决", "定义"]
    assert [s.chinese for s in Scope] == ["任意形状", "所列形状", "标量"]


def test_witness_reads_aloud() -> None:
    assert str(WITNESS) == "z = 1/2，y = 0 时，左边 = 1.5，右边 = 2.5"
    assert str(Witness((), "1", "2")) == "左边 = 1，右边 = 2"
