"""限时：一步判得太久就放下，后面的照样判。"""

import pytest

from derive.judge import patience
from derive.judge.read import Unreadable
from derive.kernel.report import Decision

TEXT = "1 - σ(z) = σ(-z)\n\nz + = 1\n\nσ(0) = 1"


def told(text: str, seconds: float = 60) -> list[str]:
    return [
        "看不懂" if isinstance(found, Unreadable) else found[1].verdict.chinese
        for found in patience.judge(text, seconds)
    ]


def test_every_step_gets_its_verdict() -> None:
    assert told(TEXT) == ["已证", "看不懂", "证伪"]


def test_a_slow_step_is_given_up_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """第一步不给时间：它未决，第二步由另一个进程接着判。"""
    following = patience._Worker.next
    asked: list[float] = []

    def hurried(worker: patience._Worker, seconds: float) -> Decision | None:
        asked.append(seconds)
        if len(asked) == 1:
            worker._loading = 0
            return following(worker, 0)
        return following(worker, seconds)

    monkeypatch.setattr(patience._Worker, "next", hurried)
    (_, first), unreadable, (_, second) = patience.judge(TEXT, 60)  # type: ignore[misc]
    assert first.verdict == "unknown"
    assert "还没有判完" in first.reason
    assert isinstance(unreadable, Unreadable)
    assert second.verdict == "refuted"


def test_stopping_early_leaves_no_process() -> None:
    found = patience.judge(TEXT, 60)
    next(found)
    found.close()  # type: ignore[attr-defined]
