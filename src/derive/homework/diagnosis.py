"""错在哪里：学习者的结果与哪一种已知的错误写法处处相同。

先看题目里的错误写法（单独一种，再看两种一起犯），再看与题目无关的几种（`detectors`）；都不是，就不说。
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, takewhile
from typing import Any

from derive.homework.compare import compare, numbers
from derive.homework.detectors import ABSENT, IMPRECISE, PART_DETECTORS, Sample, whole_findings
from derive.homework.examination import Attempt, Examination, Trial, attempt
from derive.homework.exercise import Exercise, Misconception


@dataclass(frozen=True)
class Finding:
    """一种错误。parts：它使哪几部分不对。"""

    name: str
    why: str
    parts: tuple[str, ...] = ()


@dataclass
class Explanation:
    """一种（或两种一起的）错误写法，与学习者的结果相同的部分。"""

    misconceptions: tuple[Misconception, ...]
    parts: set[str] = field(default_factory=set)
    against: set[str] = field(default_factory=set)
    """学习者本来对、照它却不对的部分：两种写法都说得通时，取没有这样的部分的那一种。"""
    raising: set[int] = field(default_factory=set)
    """它与学习者的写法同样没有结果的试验。"""


def diagnose(examination: Examination, seconds: float) -> list[Finding]:
    """学习者的函数犯了哪几种错误；没有认出来就是空的。

    seconds：逐对地试两种错误一起犯，至多花多少秒处理器时间。
    """
    exercise, trials = examination.exercise, examination.judged
    whole = [Finding(name, why) for name, why in whole_findings(examination)]
    if whole:
        return whole
    wrong = _wrong_parts(trials)
    lost = {n for n, trial in enumerate(trials) if trial.attempt.parts is None}
    single = [(each,) for each in exercise.misconceptions]
    found, left = _cover(exercise, trials, single, wrong, lost)
    detected, left = _detected(trials, left)
    found += detected
    if left or (lost and not found):
        until = time.process_time() + seconds
        pairs = takewhile(lambda _: time.process_time() < until, _pairs(exercise))
        found += _cover(exercise, trials, pairs, left, lost)[0]
    return _merged(found)


def _detected(trials: Sequence[Trial], wrong: Sequence[str]) -> tuple[list[Finding], list[str]]:
    """wrong 里与题目无关的错误；以及还没有认出来的部分。"""
    found = []
    for name in wrong:
        samples = _samples(trials, name)
        told = next(filter(None, (detect(samples) for detect in PART_DETECTORS)), None)
        if told:
            found.append(Finding(*told, (name,)))
    if len(found) < len(wrong):  # 只有几部分差得少，别的差得多：那不是精度的事
        found = [each for each in found if each.name != IMPRECISE]
    explained = {part for each in found for part in each.parts}
    return found, [name for name in wrong if name not in explained]


def _wrong_parts(trials: Sequence[Trial]) -> list[str]:
    """有值而不对的部分，按返回的次序。"""
    names = [
        name
        for trial in trials
        for name, comparison in trial.comparisons.items()
        if not comparison.equal
    ]
    order = {name: n for trial in trials for n, name in enumerate(trial.expected)}
    return sorted(dict.fromkeys(names), key=lambda name: order[name])


def _cover(
    exercise: Exercise,
    trials: Sequence[Trial],
    candidates: Iterable[tuple[Misconception, ...]],
    wrong: Sequence[str],
    lost: set[int],
) -> tuple[list[Finding], list[str]]:
    """用尽可能少的错误写法解释 wrong 与 lost；返回认出的错误，与没有解释的部分。"""
    explanations = [
        found
        for each in candidates
        if (found := _explain(exercise, trials, each, wrong, lost)) is not None
    ]
    chosen: list[Explanation] = []
    left, unexplained = list(wrong), set(lost)
    while explanations:
        best = max(
            explanations,
            key=lambda each: (
                len(each.parts & set(left)),
                len(each.raising & unexplained),
                -len(each.against),
            ),
        )
        gain = best.parts & set(left)
        if not gain and (wrong or not best.raising & unexplained):
            break
        if not wrong and len(trials) == len(lost) and len(explanations) > 1:
            break  # 每次都没有结果，又不止一种写法这样：分不清是哪一种
        chosen.append(best)
        explanations.remove(best)
        left = [name for name in left if name not in best.parts]
        unexplained -= best.raising
    if unexplained and not wrong:
        return [], left
    findings = [
        Finding(each.name, each.why, tuple(name for name in wrong if name in explanation.parts))
        for explanation in chosen
        for each in explanation.misconceptions
    ]
    return findings, left


def _explain(
    exercise: Exercise,
    trials: Sequence[Trial],
    misconceptions: tuple[Misconception, ...],
    wrong: Sequence[str],
    lost: set[int],
) -> Explanation | None:
    """这种错误写法的结果与学习者的哪几部分处处相同；一部分也没有就是 None。"""
    try:
        function = exercise.wrong(*misconceptions)
    except ValueError:  # 两种改的是同一处
        return None
    found = Explanation(misconceptions, set(wrong))
    for number, trial in enumerate(trials):
        mine = attempt(exercise, function, trial.case)
        if number in lost:
            if mine.parts is None:
                if not _alike(mine, trial.attempt):
                    return None
                found.raising.add(number)
            elif not wrong:
                return None
            continue
        if mine.parts is None:
            return None
        for name in trial.comparisons:
            if not _same_part(name, trial.attempt, mine):
                found.parts.discard(name)
                found.against |= {name} - set(wrong)
        if not found.parts and (wrong or found.against):
            return None
    return found if found.parts or found.raising else None


def _same_part(name: str, one: Attempt, other: Attempt) -> bool:
    """两次结果的这一部分相同（都没有也算）。"""
    if one.parts is None or other.parts is None:
        return False
    if name not in one.parts or name not in other.parts:
        return name not in one.parts and name not in other.parts
    mine, form = one.parts[name], other.parts[name]
    return compare(mine, form).equal and _form(mine) == _form(form)


def _form(value: Any) -> tuple[int, ...] | None:
    """数组的形状，一个数的不分；(m,) 与 (1, m) 评分时都算对，却是两种写法。"""
    array = numbers(value)
    return None if array is None or array.size == 1 else array.shape


def _alike(one: Attempt, other: Attempt) -> bool:
    """都没有结果，而且是同样的没有：同一种异常，或者样子都不对。"""
    return one.raised == other.raised and bool(one.misshapen) == bool(other.misshapen)


def _pairs(exercise: Exercise) -> Iterator[tuple[Misconception, ...]]:
    for pair in combinations(exercise.misconceptions, 2):
        if pair[0].name != pair[1].name:
            yield pair


def _samples(trials: Sequence[Trial], name: str) -> list[Sample]:
    return [
        Sample(trial.case, trial.attempt.parts.get(name, ABSENT), trial.expected[name])
        for trial in trials
        if trial.attempt.parts is not None and name in trial.comparisons
    ]


def _merged(findings: Sequence[Finding]) -> list[Finding]:
    """同名的合成一条。"""

    def together() -> Iterator[Finding]:
        for name in dict.fromkeys(each.name for each in findings):
            same = [each for each in findings if each.name == name]
            parts = tuple(dict.fromkeys(part for each in same for part in each.parts))
            yield Finding(name, same[0].why, parts)

    return list(together())
