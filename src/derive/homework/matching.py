"""认出作业里的函数：文件里的哪个函数是哪一题，参数怎样对应。"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from derive.homework.exercise import Assignment, Exercise
from derive.homework.source import Block, Source


@dataclass(frozen=True)
class Match:
    """文件里的一个函数，可以当作哪一题。"""

    assignment: Assignment
    exercise: Exercise
    plan: tuple[str, ...]
    """它的各个参数依次是哪个量。"""
    likeness: int
    """参数有多像：0 名字都对，1 名字对、次序或可有可无的不同，2 只有个数对，3 个数也不对。"""


def _optional(exercise: Exercise) -> frozenset[str]:
    """题目里有默认值的参数。"""
    parameters = inspect.signature(exercise.reference).parameters.values()
    return frozenset(each.name for each in parameters if each.default is not each.empty)


def _match(block: Block, exercise: Exercise) -> tuple[tuple[str, ...], int]:
    """参数怎样对应，有多像。"""
    mine, required = block.parameters, block.required
    optional = _optional(exercise)
    versions = (exercise.parameters, *exercise.also)
    for version in versions:
        if mine == version:
            return _renamed(exercise, version, mine), 0
    for version in versions:
        needed = {name for name in version if name not in optional}
        if set(required) <= set(version) and needed <= set(mine):
            known = [name in version for name in (*mine, "")]
            return _renamed(exercise, version, mine[: known.index(False)]), 1
    for version in versions:
        needed = {name for name in version if name not in optional}
        if len(required) <= len(version) and len(needed) <= len(mine):
            return _renamed(exercise, version, version[: len(mine)]), 2
    return exercise.parameters, 3


def _renamed(
    exercise: Exercise, version: tuple[str, ...], names: tuple[str, ...]
) -> tuple[str, ...]:
    """别的版本里的参数，换成题目里的名字；参数一样多，就依次对应。"""
    alike = len(version) == len(exercise.parameters)
    ours = dict(zip(version, exercise.parameters, strict=True)) if alike else {}
    return tuple(ours.get(name, name) for name in names)


def matches_in(source: Source, assignments: Sequence[Assignment]) -> dict[Block, tuple[Match, ...]]:
    """文件里的每个作业函数，可以当作哪几题，最像的在前。"""
    found: dict[Block, list[Match]] = {}
    for block in source.functions:
        for assignment in assignments:
            for exercise in assignment.exercises:
                if block.name in (exercise.name, *exercise.aliases):
                    match = Match(assignment, exercise, *_match(block, exercise))
                    found.setdefault(block, []).append(match)
    common = Counter(
        file
        for block, matches in found.items()
        for file in {match.assignment.file for match in matches if match.likeness < 3}
    )
    ordered: dict[Block, tuple[Match, ...]] = {}
    for block, matches in found.items():
        matches.sort(key=lambda each: (each.likeness, -common[each.assignment.file]))
        close = [each for each in matches if each.likeness < 3] or matches[:1]
        alike: dict[tuple[str, ...], Match] = {}
        for match in close:  # 两次作业里参数也相同的，归到这份文件更像的那一次
            alike.setdefault(match.exercise.parameters, match)
        ordered[block] = tuple(alike.values())
    return ordered


def without_older(
    source: Source, matches: Mapping[Block, tuple[Match, ...]]
) -> tuple[Source, dict[Block, tuple[Match, ...]]]:
    """同一个函数写了几遍，以最后一遍为准（笔记本就是这样）；参数不同的是不同作业里的函数。"""
    last: dict[tuple[Any, ...], Block] = {}
    for block in source.functions:
        last[_identity(block, matches)] = block
    kept = set(last.values())
    dropped = [block for block in source.functions if block not in kept]
    return source.without(dropped), {b: found for b, found in matches.items() if b in kept}


def _identity(block: Block, matches: Mapping[Block, tuple[Match, ...]]) -> tuple[Any, ...]:
    if block not in matches:
        return (block.name,)
    first = matches[block][0]
    return (first.exercise.name, first.assignment.file)
