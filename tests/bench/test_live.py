"""会动的图与判定器的基准：数怎样写成一行，达到没有怎样判；快慢不在这里断言。"""

import pytest

pytest.importorskip("playwright")

from derive.bench import live


def test_the_worst_frame_decides() -> None:
    row = live._row("activations", [0.1, 0.2, 7.9])
    assert row["measured"] == "最长 7.9 毫秒，中位数 0.2 毫秒"
    assert row["met"] == "达到"
    assert live._row("activations", [0.1, 8.1])["met"] == "未达"


def test_first_verdict_is_the_median_of_the_rounds_and_later_ones_the_worst() -> None:
    first, later = live._judging([(16.0, [0.1, 0.2]), (7.0, [0.3, 0.9]), (8.0, [0.2])])
    assert first["measured"] == "8.0 秒"
    assert later["measured"] == "最长 0.90 秒，中位数 0.20 秒"
    assert (first["met"], later["met"]) == ("达到", "达到")
    assert live._judging([(8.0, [1.1])])[1]["met"] == "未达"
