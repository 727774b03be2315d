"""会动的图与判定器的基准：数怎样写成一行，达到没有怎样判；快慢不在这里断言。"""

import pytest

pytest.importorskip("playwright")

from derive.bench import live
from derive.bench.live import Used


def test_the_worst_frame_decides() -> None:
    """同样的动作取各页的中位数：偶然慢一次的不算，每次都慢的算。"""
    pages = [Used([0.1, 7.9, 0.2], []), Used([0.1, 7.8, 0.2], []), Used([0.3, 8.5, 40.0], [])]
    row = live._row("激活函数", pages)
    assert row["measured"] == "最长 7.9 毫秒，中位数 0.3 毫秒（9 帧里偶然的一次 40.0 毫秒）"
    assert row["met"] == "达到"
    assert live._row("激活函数", [Used([0.1, 8.1], [])] * 3)["met"] == "未达"


def test_frames_that_run_by_themselves_count() -> None:
    pages = [Used([0.1], [1.0, 2.0]), Used([0.1], [8.1, 1.0]), Used([0.1], [9.0])]
    assert live._row("训练场", pages)["met"] == "未达"
    assert live._row("训练场", [pages[0], *pages[:2]])["measured"].startswith("最长 2.0 毫秒")


def test_first_verdict_is_the_median_of_the_rounds_and_later_ones_the_worst() -> None:
    first, later = live._judging([(16.0, [0.1, 0.2]), (7.0, [0.3, 0.9]), (8.0, [0.2])])
    assert first["measured"] == "8.0 秒"
    assert later["measured"] == "最长 0.90 秒，中位数 0.20 秒"
    assert (first["met"], later["met"]) == ("达到", "达到")
    assert live._judging([(8.0, [1.1])])[1]["met"] == "未达"
