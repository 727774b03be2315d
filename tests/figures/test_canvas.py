"""画布：文字里的记号、坐标、曲线的简化。"""

import math

import numpy as np
import pytest

from derive.figures.canvas import Plot, arrow, between, number, path, paths, show, simplified, text


def test_plain_text_is_one_element() -> None:
    assert str(text(1, 2, "a < b")) == '<text x="1" y="2">a &lt; b</text>'


def test_symbols_are_italic_and_scripts_shift_the_baseline() -> None:
    spans = text(0, 0, "设 $w^{[1]}_2=tanh z$").elements
    assert spans is not None
    words = [(span.text, span.class_, span.dy) for span in spans]  # type: ignore[attr-defined]
    assert words == [
        ("设 ", None, None),
        ("w", ["i"], None),
        ("[1]", ["m"], -5),
        ("2", ["m"], 9),
        ("\u2009=\u2009", ["m"], -4),
        ("tanh", ["m"], None),
        (" ", ["m"], None),
        ("z", ["i"], None),
    ]


def test_shifts_of_the_baseline_cancel() -> None:
    spans = text(0, 0, "$a^{[l−1]}+b_1^T+c$").elements
    assert spans is not None
    assert sum(span.dy or 0 for span in spans) == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "written"), [(1.0, "1"), (-0.001, "0"), (1.005, "1"), (2.346, "2.35"), (-3, "-3")]
)
def test_numbers_have_two_decimals_at_most(value: float, written: str) -> None:
    assert str(number(value)) == written


def test_paths_are_written_as_steps_that_add_up() -> None:
    points = [(x, math.sin(x)) for x in np.linspace(0, 100, 1001)]
    drawn = path(points)
    steps = (drawn.d or [])[1:]
    assert str(paths([[(0, 0), (1, 2)], [(5, 5), (4, 5)]], "soft")) == (
        '<path class="soft" d="M 0 0 l 1 2 M 5 5 l -1 0"/>'
    )
    ends = [sum(step.dx for step in steps), sum(step.dy for step in steps)]  # type: ignore[union-attr,misc]
    assert ends == pytest.approx([100, round(math.sin(100), 1)])


def test_shown_numbers_have_a_true_minus_sign() -> None:
    assert show(-0.69314718) == "−0.6931"


def test_the_plot_maps_corners_to_corners() -> None:
    plot = Plot(10, 20, 100, 50, (-1, 1), (0, 4))
    assert plot.at(-1, 0) == (10, 70)
    assert plot.at(1, 4) == (110, 20)
    assert plot.at(0, 2) == (60, 45)


def test_the_logarithmic_plot_spaces_powers_evenly() -> None:
    plot = Plot(0, 0, 10, 90, (0, 1), (0.1, 100), log_y=True)
    heights = [plot.at(0, 10.0**k)[1] for k in (-1, 0, 1, 2)]
    assert np.allclose(np.diff(heights), -30)


def test_simplifying_keeps_the_ends_and_stays_close() -> None:
    x = np.linspace(0, 300, 601)
    points = list(zip(x, 80 * np.sin(x / 40), strict=True))
    kept = simplified(points)
    assert len(kept) < len(points) / 4
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    xs, ys = np.array(kept).T
    assert np.abs(np.interp(x, xs, ys) - 80 * np.sin(x / 40)).max() < 0.2
    assert set(kept) <= set(points)


def test_simplifying_a_straight_line_leaves_its_ends() -> None:
    assert simplified([(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]) == [(0.0, 0.0), (2.0, 2.0)]


def test_simplifying_keeps_a_closed_curve() -> None:
    turns = [2 * math.pi * k / 100 for k in range(101)]
    circle = [(50 * math.cos(t), 50 * math.sin(t)) for t in turns]
    circle[-1] = circle[0]
    kept = simplified(circle, 0.5)
    assert 8 < len(kept) < 40
    assert max(abs(math.hypot(*point) - 50) for point in kept) < 1e-9


def test_an_arrow_points_at_its_end() -> None:
    _, head = arrow((0, 0), (30, 40))
    assert head.points[:2] == [30, 40]  # type: ignore[attr-defined]


def test_between_leaves_room_at_both_ends() -> None:
    assert between((0, 0), (0, 100), 10, 20) == ((0, 10), (0, 80))
