"""变异测试的指纹：书里的对象写错了哪里都看得出来，证明里的一步也算。"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from small_book import SLOPE, SQUARE, follows, slope

from derive import registry
from derive.bench.trials import fingerprints
from derive.kernel.book import Book
from derive.kernel.objects import BookObject
from derive.kernel.rules import EXPAND


@pytest.mark.parametrize(
    ("changed", "differs"),
    [
        ([SQUARE, SLOPE], set[str]()),
        ([SQUARE, replace(SLOPE, steps=(SLOPE.steps[0], *SLOPE.steps))], {"slope"}),
        ([SQUARE, slope(SQUARE, rule=EXPAND)], {"slope"}),
        ([replace(SQUARE, body=-SQUARE.body), SLOPE], {"square", "slope", "consequence"}),
    ],
    ids=["不变", "多一步", "换一条规则", "改了定义"],
)
def test_any_change_shows(
    monkeypatch: pytest.MonkeyPatch, changed: Iterable[BookObject], differs: set[str]
) -> None:
    def taken(objects: Iterable[BookObject]) -> dict[str, str]:
        found = (*objects,)
        monkeypatch.setattr(registry, "BOOK", Book((*found, follows(found[-1]))))
        return fingerprints()

    before, after = taken([SQUARE, SLOPE]), taken(changed)
    assert {id for id in before if before[id] != after[id]} == differs
