"""对题目的检查自己也要红得起来：一道好题改坏一处，就有一项检查通不过。"""

import math
from dataclasses import replace

import numpy as np
import pytest
from exercise_checks import (
    CHECKS,
    check_cases,
    check_docstring,
    check_laws,
    check_misconception,
    check_misconceptions_differ,
    check_reference,
    outcome,
    same,
)

from derive.homework.exercise import Case, Exercise, Misconception, as_one
from derive.kernel.book import UnknownId


def helper(x):
    return x


def double(x):
    """y = 2x。

    x：任意形状的数组。
    返回 y：形状与 x 相同。
    """
    scale = 2
    return scale * helper(x)


def double_in_place(x):
    x *= 2
    return x


def undocumented(x):
    return 2 * x


def ladder(rng):
    return [Case({"x": np.arange(1.0, n + 1)}) for n in (1, 2, 3)]


def mistake(name, before, after, why="错了。"):
    return Misconception(name, before, after, why)


TRIPLED = mistake("乘了 3", "scale = 2", "scale = 3")
GOOD = Exercise(double, ladder, as_one("y"), {"y": "sigmoid"}, misconceptions=(TRIPLED,))


def test_a_good_exercise_passes():
    for check in CHECKS:
        check(GOOD)
    check_misconception(GOOD, TRIPLED)


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        (check_cases, {"cases": lambda rng: ladder(rng)[::-1]}),
        (check_cases, {"cases": lambda rng: ladder(rng)[:2]}),
        (check_cases, {"cases": lambda rng: [Case({"z": n}) for n in (1, 2, 3)]}),
        (check_cases, {"cases": lambda rng: [Case({}) for _ in range(3)]}),
        (check_cases, {"cases": lambda rng: [Case({"x": np.random.rand()}) for _ in range(3)]}),
        (check_reference, {"answer": lambda x: 2.0001 * x}),
        (check_reference, {"answer": lambda x: {}["y"]}),
        (check_reference, {"reference": double_in_place, "answer": double}),
        (check_reference, {"reference": lambda x: x * math.nan, "answer": None}),
        (check_laws, {"laws": {"dy": "sigmoid"}}),
        (check_laws, {"laws": {"y": "impl_sigmoid"}}),
        (check_laws, {"optional": frozenset({"dy"})}),
        (check_docstring, {"reference": undocumented}),
        (
            check_misconceptions_differ,
            {"misconceptions": (TRIPLED, mistake("多加了 1", "scale = 2", "scale = 2 + 1"))},
        ),
    ],
)
def test_a_spoilt_exercise_fails(check, bad):
    with pytest.raises(AssertionError):
        check(replace(GOOD, **bad))


def test_a_law_that_is_not_in_the_book_fails():
    with pytest.raises(UnknownId):
        check_laws(replace(GOOD, laws={"y": "no_such_law"}))


@pytest.mark.parametrize(
    "harmless",
    [
        mistake("其实不错", "scale = 2", "scale = 1 + 1"),
        mistake("总是报错", "scale = 2", "scale = undefined"),
        mistake("没有说明", "scale = 2", "scale = 3", why=""),
    ],
)
def test_a_useless_misconception_fails(harmless):
    with pytest.raises(AssertionError):
        check_misconception(GOOD, harmless)


@pytest.mark.parametrize("before", ["scale = 5", "scale"])
def test_a_misconception_replaces_exactly_one_place(before):
    with pytest.raises(ValueError, match="恰好出现一次"):
        check_misconception(GOOD, mistake("找不到", before, "scale = 3"))


def test_given_names_are_replaced_and_put_back():
    case = Case({"x": 1.0}, given={"helper": lambda x: 10 * x})
    assert outcome(GOOD, double, case) == {"y": 20.0}
    assert outcome(GOOD, double, Case({"x": 1.0})) == {"y": 2.0}


@pytest.mark.parametrize(
    ("got", "expected", "equal"),
    [
        (1.0, np.array([[1.0]]), True),
        (np.array([1.0]), 1, True),
        (np.array([1.0, 2.0]), np.array([[1.0, 2.0]]), False),
        (np.array([1.0, 2.0 + 1e-9]), np.array([1.0, 2.0]), True),
        (np.array([1.0, 2.0 + 1e-6]), np.array([1.0, 2.0]), False),
        (np.nan, 1.0, False),
        ([1.0, 2.0], (1.0, 2.0), True),
        ([1.0], [1.0, 2.0], False),
        ({"a": 1.0}, {"b": 1.0}, False),
        ({"a": (np.ones(2), 1)}, {"a": (np.ones(2), 1)}, True),
        (None, 1.0, False),
        ("抛出异常", "抛出异常", True),
        ("抛出异常", "样子不对", False),
        (object(), 1.0, False),
    ],
)
def test_same(got, expected, equal):
    assert same(got, expected) is equal
