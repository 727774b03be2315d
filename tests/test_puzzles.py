"""找错步的题：每一题重新判定；误解真的改得出错的式子；记录与推导对得上。"""

import json
from pathlib import Path

import pytest
from sympy import Symbol, exp, log

from derive import puzzles
from derive.kernel.report import Verdict
from derive.puzzles import BY_NAME, MISCONCEPTIONS, Puzzle
from derive.registry import BOOK

RECORD = json.loads(
    Path(__file__).parents[1].joinpath("docs/records/puzzles.json").read_text("utf-8")
)["puzzles"]
x, a, y = Symbol("x"), Symbol("a"), Symbol("y")


def written(entry: dict[str, object]) -> str:
    return f"{entry['derivation']}-{entry['line']}"


def built(entry: dict[str, object]) -> Puzzle:
    puzzle = puzzles.build(puzzles.source(entry), BOOK)
    assert puzzle is not None
    return puzzle


PUZZLES = [built(entry) for entry in RECORD]


def test_there_are_thirty_of_three_levels_and_many_misconceptions() -> None:
    assert len(PUZZLES) >= 30
    assert {puzzle.level for puzzle in PUZZLES} == {1, 2, 3}
    assert len({puzzle.misconception.name for puzzle in PUZZLES}) >= 8
    assert len({puzzle.id for puzzle in PUZZLES}) == len(PUZZLES)


def test_the_last_line_is_not_always_the_wrong_one() -> None:
    last = [puzzle for puzzle in PUZZLES if puzzle.wrong == len(puzzle.lines) - 1]
    assert len(last) < len(PUZZLES) / 2


@pytest.mark.slow
@pytest.mark.parametrize("entry", RECORD, ids=written)
def test_exactly_the_named_step_is_refuted(entry: dict[str, object]) -> None:
    decision = puzzles.sound(built(entry), BOOK)
    assert decision is not None
    assert str(decision.witness) == entry["witness"]


@pytest.mark.parametrize("entry", RECORD[::6], ids=written)
def test_some_puzzles_at_every_run(entry: dict[str, object]) -> None:
    assert puzzles.sound(built(entry), BOOK) is not None


@pytest.mark.parametrize("entry", RECORD, ids=written)
def test_record_is_of_the_present_derivations(entry: dict[str, object]) -> None:
    """推导变了，题就要重出：derive puzzles --update。"""
    assert puzzles.written(built(entry)) == entry["lines"]


def test_true_derivation_is_no_puzzle() -> None:
    """没有错的一串，和错不止一处的一串，都不成题。"""
    puzzle = PUZZLES[0]
    obj = BOOK[puzzle.source.derivation]
    right = Puzzle(
        puzzle.source,
        puzzle.title,
        (obj.start, *(step.expr for step in obj.steps)),
        puzzle.wrong,
        puzzle.right,
        puzzle.misconception,
    )
    assert puzzles.sound(right, BOOK) is None
    elsewhere = Puzzle(
        puzzle.source,
        puzzle.title,
        puzzle.lines,
        puzzle.wrong % (len(puzzle.lines) - 1) + 1,
        puzzle.right,
        puzzle.misconception,
    )
    assert puzzles.sound(elsewhere, BOOK) is None


def test_decisions_are_those_of_the_kernel() -> None:
    puzzle = min(PUZZLES, key=lambda each: len(each.lines))
    verdicts = [decision.verdict for decision in puzzles.decisions(puzzle, BOOK)]
    assert verdicts.count(Verdict.REFUTED) == 1
    assert verdicts[puzzle.wrong - 1] is Verdict.REFUTED


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("漏了负号", -x, x),
        ("平方丢了", x**2, x),
        ("平方当成二倍", x**2, 2 * x),
        ("减写成了加", 1 - x, 1 + x),
        ("减反了", a - y, y - a),
        ("指数上的负号丢了", exp(-x), exp(x)),
        ("和的倒数拆开了", 1 / (a + y), 1 / a + 1 / y),
        ("和的平方少了交叉项", (a + y) ** 2, a**2 + y**2),
        ("和的对数拆开了", log(a + y), log(a) + log(y)),
        ("σ 的导数漏了 1 − σ", a * (1 - a), a),
    ],
)
def test_misconception_writes_what_its_name_says(name, before, after) -> None:
    changed = BY_NAME[name].change(before)
    assert changed is not None
    assert (changed - after).expand() == 0


@pytest.mark.parametrize("misconception", MISCONCEPTIONS, ids=lambda each: each.name)
def test_misconception_leaves_a_letter_alone(misconception) -> None:
    assert misconception.change(x) is None


def test_source_that_fits_nothing_is_no_puzzle() -> None:
    good = PUZZLES[0].source
    for change in (
        {"line": 99},
        {"site": 99},
        {"misconception": "没有"},
        {"derivation": "sigmoid"},
    ):
        assert puzzles.build(type(good)(**{**vars(good), **change}), BOOK) is None
