"""对一道作业题的通用检查：题目自己先要站得住，才有资格评别人。

每道题用 `CHECKS` 里的每个函数各查一遍，每种错误写法用 `check_misconception` 查一遍：

    @pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
    @pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
    def test_exercise(exercise, check):
        check(exercise)

    @pytest.mark.parametrize(("exercise", "misconception"), every_misconception(EXERCISES))
    def test_misconception(exercise, misconception):
        check_misconception(exercise, misconception)

这里的“相等”故意比评分宽：一个元素的数组与数不分，误差到 1e-7 都算相等，因为评分分不清的，
就不能当作两种错误。
"""

from __future__ import annotations

import contextlib
import copy
import inspect
import itertools
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np
import pytest

from derive.homework.exercise import Case, Exercise, Function, Misconception, Misshapen, Parts
from derive.kernel.objects import Claim, Definition, Derivation
from derive.registry import BOOK

SEED = 20170808
Outcome = Parts | str
"""一次调用的结果：各部分；或者一句话，说明没有结果（抛出异常、样子不对）。"""


# ---- 运行 -------------------------------------------------------------------------


def cases_of(exercise: Exercise, seed: int = SEED) -> list[Case]:
    return list(exercise.cases(np.random.default_rng(seed)))


def required_cases(exercise: Exercise) -> list[Case]:
    """要答对的试验：不算超出范围的。"""
    return [case for case in cases_of(exercise) if not case.extreme]


@contextlib.contextmanager
def replaced(function: Function, given: Mapping[str, object]) -> Iterator[None]:
    """function 的模块里，given 的名字暂时换成给定的值；模块里没有的名字不管。"""
    namespace = function.__globals__
    before = {name: namespace[name] for name in given if name in namespace}
    namespace.update({name: given[name] for name in before})
    try:
        yield
    finally:
        namespace.update(before)


def outcome(exercise: Exercise, function: Function, case: Case) -> Outcome:
    """function 在 case 上的结果；参数先复制，发散、溢出都不出声。"""
    arguments = copy.deepcopy(dict(case.arguments))
    with replaced(function, case.given), np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return dict(exercise.parts(function(*arguments.values())))
        except Misshapen:
            return "样子不对"
        except Exception:
            return "抛出异常"


def outcomes(exercise: Exercise, function: Function) -> list[Outcome]:
    return [outcome(exercise, function, case) for case in required_cases(exercise)]


# ---- 相等 -------------------------------------------------------------------------


def same(got: object, expected: object, tolerance: float = 1e-7) -> bool:
    """got 与 expected 相等：数组的误差以 expected 里最大的数计。"""
    if isinstance(expected, Mapping):
        return (
            isinstance(got, Mapping)
            and got.keys() == expected.keys()
            and all(same(got[key], expected[key], tolerance) for key in expected)
        )
    if isinstance(expected, list | tuple) and not all(np.isscalar(entry) for entry in expected):
        return (
            isinstance(got, list | tuple)
            and len(got) == len(expected)
            and all(same(a, b, tolerance) for a, b in zip(got, expected, strict=True))
        )
    if expected is None or isinstance(expected, str):
        return type(got) is type(expected) and got == expected
    try:
        found, wanted = (np.asarray(value, dtype=float) for value in (got, expected))
    except (TypeError, ValueError):
        return False
    if wanted.size == found.size == 1:
        found, wanted = found.reshape(()), wanted.reshape(())
    if found.shape != wanted.shape:
        return False
    finite = wanted[np.isfinite(wanted)]
    largest = np.max(np.abs(finite), initial=1e-300)
    return bool(np.allclose(found, wanted, rtol=0, atol=tolerance * largest, equal_nan=True))


def finite(value: object) -> bool:
    """value 里没有 NaN 与 ∞。"""
    if isinstance(value, Mapping):
        return all(map(finite, value.values()))
    if isinstance(value, list | tuple):
        return all(map(finite, value))
    if value is None or isinstance(value, str):
        return True
    return bool(np.all(np.isfinite(np.asarray(value, dtype=float))))


def part(result: Outcome, name: str) -> object:
    """result 里叫 name 的部分；没有结果时就是那句话。"""
    return result if isinstance(result, str) else result.get(name)


def same_part(got: list[Outcome], expected: list[Outcome], name: str) -> bool:
    """name 这一部分处处相等；都没有结果也算相等。"""
    return all(same(part(a, name), part(b, name)) for a, b in zip(got, expected, strict=True))


def names_of(right: list[Outcome]) -> list[str]:
    """各部分的名字。"""
    return list(dict.fromkeys(itertools.chain.from_iterable(right)))


# ---- 一道题 -----------------------------------------------------------------------


def check_cases(exercise: Exercise) -> None:
    """试验的参数就是题目的参数（缺省的可以不写），从小到大，够多，每次都一样。"""
    cases = cases_of(exercise)
    for case in cases:
        given = tuple(case.arguments)
        assert given == exercise.parameters[: len(given)]
        defaults = list(inspect.signature(exercise.reference).parameters.values())[len(given) :]
        assert all(parameter.default is not parameter.empty for parameter in defaults)
    sizes = [size_of(dict(case.arguments)) for case in cases if not case.extreme]
    assert len(sizes) >= 3
    assert sizes == sorted(sizes), "试验要从小到大排"
    for first, second in zip(cases, cases_of(exercise), strict=True):
        assert same(dict(first.arguments), dict(second.arguments), 0.0)


def size_of(value: object) -> int:
    """value 里一共有多少个数。"""
    if isinstance(value, Mapping):
        return sum(size_of(entry) for entry in value.values())
    if isinstance(value, list | tuple):
        return sum(size_of(entry) for entry in value)
    return int(np.size(value)) if isinstance(value, np.ndarray) else 1


def check_reference(exercise: Exercise) -> None:
    """参考写法与答案处处相等（1e-9），不改动数组，每次都一样；给出的是有限的数。"""
    cases = required_cases(exercise)
    for case in cases:
        reference = outcome(exercise, exercise.reference, case)
        solution = outcome(exercise, exercise.solution, case)
        assert not isinstance(reference, str), (reference, case)
        assert not isinstance(solution, str), (solution, case)
        assert reference.keys() == solution.keys()
        for name in solution:
            assert same(reference[name], solution[name], 1e-9), (name, case)
            assert finite(reference[name]), (name, case)
        if not exercise.random:
            again = outcome(exercise, exercise.reference, case)
            assert same(again, reference, 0.0)
        arguments = copy.deepcopy(dict(case.arguments))
        with replaced(exercise.reference, case.given), np.errstate(all="ignore"):
            exercise.reference(*arguments.values())
        for name in set(arguments) - exercise.mutates:
            assert same(arguments[name], case.arguments[name], 0.0), f"参考写法改动了 {name}"


def check_laws(exercise: Exercise) -> None:
    """凭的定律都在书里，是定义、推导、定律或断言；凭定律的部分真的有。"""
    names = names_of(outcomes(exercise, exercise.solution))
    for name, law in exercise.laws.items():
        assert name in names, f"没有叫 {name} 的部分"
        assert isinstance(BOOK[law], Definition | Derivation | Claim), law
    assert exercise.optional <= set(names)


def check_docstring(exercise: Exercise) -> None:
    """骨架里的说明：第一行是公式或一句话，后面写出参数与返回值。"""
    text = inspect.getdoc(exercise.reference) or ""
    lines = text.splitlines()
    assert lines, "没有说明"
    assert re.search(r"[=。]", lines[0]), lines[0]
    described = set(re.findall(r"[A-Za-z_]\w*", text))
    missing = set(exercise.parameters) - described
    assert not missing, f"说明里没有提到 {missing}"
    assert "返回" in text
    assert re.search(r"[(（].*[,，].*[)）]|数", text), "没有写形状"


def check_misconceptions_differ(exercise: Exercise) -> None:
    """没有两种错误的各部分处处相同：那样的两种，结果分不清，要合成一种。"""
    right = outcomes(exercise, exercise.solution)
    names = names_of(right)
    forms = [(each, outcomes(exercise, exercise.wrong(each))) for each in exercise.misconceptions]
    for (one, first), (other, second) in itertools.combinations(forms, 2):
        assert not all(same_part(first, second, name) for name in names), (
            f"“{one.name}”（{one.after}）与“{other.name}”（{other.after}）处处相同"
        )


CHECKS: tuple[Callable[[Exercise], None], ...] = (
    check_cases,
    check_reference,
    check_laws,
    check_docstring,
    check_misconceptions_differ,
)


# ---- 一种错误 ---------------------------------------------------------------------


def every_misconception(exercises: Iterable[Exercise]) -> list[object]:
    """供 parametrize 用的（题目，错误）。"""
    return [
        pytest.param(exercise, each, id=f"{exercise.name}：{each.name}：{each.after.strip()[:40]}")
        for exercise in exercises
        for each in exercise.misconceptions
    ]


def check_misconception(exercise: Exercise, misconception: Misconception) -> None:
    """改得成，说得出为什么，而且在某次要答对的试验上，某一部分与正确的不同。

    不许处处都没有结果：那样的错误，与别的任何一运行就报错的程序都分不清。
    """
    wrong = outcomes(exercise, exercise.wrong(misconception))
    right = outcomes(exercise, exercise.solution)
    assert misconception.why.endswith("。")
    assert not all(isinstance(each, str) for each in wrong), "处处都没有结果"
    assert any(not same_part(wrong, right, name) for name in names_of(right))
