"""评分：按依赖的次序逐个核对作业里的函数，说出错在哪里。

一处错误只怪一次：被调用的函数错了、没有写，核对调用它的函数时就换成参考写法。
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from derive.homework.conclusion import concluded
from derive.homework.examination import Examination, examine
from derive.homework.exercise import Assignment
from derive.homework.grades import ERROR, MISSING, RIGHT, TIMEOUT, WRONG, Grade
from derive.homework.matching import Match, matches_in, without_older
from derive.homework.sandbox import Sandbox
from derive.homework.source import Block, Source, read_source

PATIENCE = 2.0
"""一份作业里，逐对地试两种错误一起犯，总共至多花多少秒处理器时间（与机器忙不忙无关）。"""


def grade(path: Path, assignments: Sequence[Assignment] | None = None) -> list[Grade]:
    """给一份作业评分。文件读不了抛出 BadFile。"""
    return grade_source(read_source(Path(path)), Path(path).parent, assignments)


def grade_source(
    source: Source, folder: Path, assignments: Sequence[Assignment] | None = None
) -> list[Grade]:
    """给读好的 source 评分；folder：它所在的文件夹。"""
    if assignments is None:
        from derive.homework.exercises import ASSIGNMENTS

        assignments = ASSIGNMENTS
    matches = matches_in(source, assignments)
    source, matches = without_older(source, matches)
    with Sandbox(folder) as sandbox:
        found = _Grader(source, matches, assignments, sandbox).grades()
    found += _unparsed(source, assignments, found)
    return [*found, *_absent(assignments, found)]


# ---- 逐个核对 ---------------------------------------------------------------------


class _Grader:
    """一份作业的评分。"""

    def __init__(
        self,
        source: Source,
        matches: Mapping[Block, tuple[Match, ...]],
        assignments: Sequence[Assignment],
        sandbox: Sandbox,
    ) -> None:
        self.source = source
        self.matches = matches
        self.assignments = assignments
        self.sandbox = sandbox
        self.patience = PATIENCE
        self.done: dict[Block, tuple[Grade, Match]] = {}

    def grades(self) -> list[Grade]:
        for block in self.matches:
            self._grade(block, ())
        return [self.done[block][0] for block in self.matches]

    def _grade(self, block: Block, callers: tuple[Block, ...]) -> None:
        """先评 block 用到的函数，再评它自己。"""
        if block in self.done or block in callers:
            return
        for name in sorted(self.source.names_used(block)):
            for used in self.source.binding(name, block):
                if used in self.matches:
                    self._grade(used, (*callers, block))
        best: tuple[Grade, Match] | None = None
        for match in self.matches[block]:
            found = self._as(block, match)
            if best is None or _badness(found) < _badness(best[0]):
                best = found, match
            if found.status in (RIGHT, TIMEOUT, MISSING):
                break
        assert best is not None
        self.done[block] = best

    def _as(self, block: Block, match: Match) -> Grade:
        """把 block 当作 match 那一题来评。"""
        bare = Grade(block.name, MISSING, assignment=match.assignment.file, place=block.place)
        if block.untouched:
            return replace(bare, message="还没有写")
        if match.likeness == 3:
            wanted = "、".join(match.exercise.parameters)
            return replace(
                bare,
                status=ERROR,
                diagnosis="参数的个数不对",
                message=f"参数应是（{wanted}），写的是（{'、'.join(block.parameters)}）",
            )
        given, why = self._given(block, match)
        found = self._conclude(bare, self._examine(block, match, given))
        if given and found.status != RIGHT:
            own = self._examine(block, match, {})
            unclear = found.status == ERROR and not found.diagnosis
            if own.right or unclear:  # 与它自己的辅助函数配得上，也许就看得出错在哪里
                again = self._conclude(bare, own)
                if again.status == RIGHT or (again.status == WRONG and again.diagnosis):
                    return again
        return replace(found, remarks=(*why, *found.remarks)) if given else found

    def _examine(self, block: Block, match: Match, given: Mapping[str, Any]) -> Examination:
        defaults = self._defaults(match)
        return examine(
            self.source, block, match.exercise, match.plan, defaults, given, self.sandbox
        )

    def _conclude(self, bare: Grade, examination: Examination) -> Grade:
        started = time.process_time()
        found = concluded(bare, examination, self.source, self.patience)
        self.patience -= time.process_time() - started
        return found

    def _defaults(self, match: Match) -> dict[str, Any]:
        """题目里没有的参数（别的版本才有），取同一次作业里同名参数的默认值。"""
        return {
            each.name: each.default
            for exercise in match.assignment.exercises
            for each in inspect.signature(exercise.reference).parameters.values()
            if each.default is not each.empty
        }

    def _given(self, block: Block, match: Match) -> tuple[dict[str, Any], list[str]]:
        """要换成参考写法的名字：评为不对的、没有写的、哪里也没有的；以及提醒。"""
        given: dict[str, Any] = {}
        remarks: list[str] = []
        formulas = inspect.getmodule(match.exercise.reference)
        stars = any(each.imports_everything for each in self.source.blocks)
        for name in sorted(self.source.names_used(block) - {block.name}):
            binders = self.source.binding(name, block)
            graded = next((self.done[used] for used in binders if used in self.done), None)
            if graded is not None and graded[0].status != RIGHT:
                given[name] = graded[1].exercise.reference
                state = "还没有写" if graded[0].status == MISSING else "不对"
                remarks.append(f"{name} {state}，核对时换成了参考写法")
            elif not binders and not stars and inspect.isfunction(getattr(formulas, name, None)):
                given[name] = getattr(formulas, name)
                remarks.append(f"文件里没有 {name}，核对时用了参考写法")
        return given, remarks


def _badness(found: Grade) -> tuple[int, int]:
    order = (RIGHT, WRONG, ERROR, TIMEOUT, MISSING)
    return (order.index(found.status), 0 if found.diagnosis else 1)


# ---- 没有核对的 -------------------------------------------------------------------


def _unparsed(
    source: Source, assignments: Sequence[Assignment], found: Sequence[Grade]
) -> Iterator[Grade]:
    """有语法错误的作业函数；后面又写对了一遍的不算。"""
    names = {each.function for each in found}
    for problem in source.problems:
        for assignment in assignments:
            exercise = next(
                (e for e in assignment.exercises if problem.function in (e.name, *e.aliases)), None
            )
            if exercise is not None and exercise.name not in names:
                names.add(exercise.name)
                yield Grade(
                    exercise.name,
                    ERROR,
                    message=str(problem),
                    assignment=assignment.file,
                    place=problem.place,
                )


def _absent(assignments: Sequence[Assignment], found: Sequence[Grade]) -> Iterator[Grade]:
    """文件里没有的函数；只列这份文件在做的那几次作业。"""
    names = {each.function for each in found}
    for assignment in assignments:
        mine = {each.function for each in found if each.assignment == assignment.file}
        larger = (
            {each.name for each in other.exercises} & names
            for other in assignments
            if other is not assignment
        )
        if not mine or any(mine < other for other in larger):
            continue  # 一个也没有；或者有的那几个，别的作业里也都有，还不止这些
        for exercise in assignment.exercises:
            if not names & {exercise.name, *exercise.aliases}:
                yield Grade(
                    exercise.name, MISSING, message="文件里没有", assignment=assignment.file
                )
