"""评分：认出文件里的作业函数，按依赖的次序逐个核对，说出错在哪里。

一处错误只怪一次：被调用的函数错了、没有写，核对调用它的函数时就换成参考写法。
"""

from __future__ import annotations

import inspect
import math
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from derive.homework.compare import describe, numbers
from derive.homework.detectors import NOTHING, changed_arguments, depends_on_the_past
from derive.homework.diagnosis import Finding, diagnose
from derive.homework.examination import Examination, Trial, examine
from derive.homework.exercise import Assignment, Exercise
from derive.homework.mistakes import explained
from derive.homework.sandbox import Died, Sandbox
from derive.homework.source import BUILTINS, Block, Place, Source, read_source

RIGHT, WRONG, ERROR, TIMEOUT, MISSING = "right", "wrong", "error", "timeout", "missing"
PATIENCE = 2.0
"""一份作业里，逐对地试两种错误一起犯，总共至多花多少秒。"""
UNKNOWN = "不符合任何已知错误"


@dataclass(frozen=True)
class Counterexample:
    """最小的反例：在这组参数上，这一部分应是 expected，得到的是 got。"""

    arguments: Mapping[str, Any]
    part: str | None = None
    expected: Any = None
    got: Any = None
    difference: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "arguments": {name: _json(value) for name, value in self.arguments.items()},
            "part": self.part,
            "expected": _json(self.expected),
            "got": _json(self.got),
            "difference": self.difference,
        }


@dataclass(frozen=True)
class Grade:
    """一个函数的评分。"""

    function: str
    status: str
    message: str = ""
    diagnosis: str | None = None
    law: str | None = None
    counterexample: Counterexample | None = None
    remarks: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    assignment: str = ""
    place: Place | None = None
    """它在文件的哪里；没有找到就是 None。"""

    @property
    def good(self) -> bool:
        """对的，或者文件里根本没有。"""
        return self.status == RIGHT or (self.status == MISSING and self.place is None)

    def to_json(self) -> dict[str, Any]:
        """`derive grade --json` 的一项；字段是公开的约定。"""
        return {
            "function": self.function,
            "status": self.status,
            "diagnosis": self.diagnosis,
            "law": self.law,
            "counterexample": self.counterexample and self.counterexample.to_json(),
            "remarks": list(self.remarks),
            "message": self.message,
            "assignment": self.assignment,
            "place": self.place and str(self.place),
        }


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
    matches = _matches(source, assignments)
    source, matches = _without_older(source, matches)
    with Sandbox(folder) as sandbox:
        found = _Grader(source, matches, assignments, sandbox).grades()
    found += _unparsed(source, assignments, found)
    return [*found, *_absent(assignments, found)]


# ---- 认出函数 ---------------------------------------------------------------------


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


def _matches(source: Source, assignments: Sequence[Assignment]) -> dict[Block, tuple[Match, ...]]:
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


def _without_older(
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
        started = time.monotonic()
        found = _concluded(bare, examination, self.source, self.patience)
        self.patience -= time.monotonic() - started
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


# ---- 结论 -------------------------------------------------------------------------


def _concluded(bare: Grade, examination: Examination, source: Source, patience: float) -> Grade:
    """由试验得出的评分。"""
    remarks = tuple(_remarks(examination))
    if examination.stopped is not None:
        status = ERROR if isinstance(examination.stopped, Died) else TIMEOUT
        return replace(bare, status=status, message=str(examination.stopped), remarks=remarks)
    findings = tuple(diagnose(examination, patience)) if _suspicious(examination) else ()
    if not examination.failing and not findings:
        return replace(bare, status=RIGHT, remarks=remarks, message="对")
    names = list(dict.fromkeys(finding.name for finding in findings))
    if examination.block.unfilled and set(names) <= {NOTHING}:
        return replace(bare, message="还没有写完：模板里的 None 还没有填")
    trial = next(iter(examination.failing), None) or _changed_trial(examination)
    counterexample, trouble = _counterexample(examination, trial)
    status = WRONG
    if trial.outcome.failure is not None:
        status = ERROR
        name, trouble = explained(trial.outcome.failure, examination.unloaded)
        names = names or ([name] if name else [])
    if not names and (outside := _outside(examination.block, source)):
        names = ["依赖全局变量"]
        trouble = f"用到了函数外面的 {'、'.join(outside)}，它们应是参数，或者由参数算出；{trouble}"
    laws = examination.exercise.laws
    wrong = [part for finding in findings for part in finding.parts]
    blamed = [part for part in (counterexample.part or "", *wrong) if part in laws]
    return replace(
        bare,
        status=status,
        diagnosis="、".join(names) or None,
        message=_message(status, findings, names, trouble),
        law=laws[blamed[0]] if blamed else None,
        counterexample=counterexample,
        remarks=remarks,
        findings=findings,
    )


def _suspicious(examination: Examination) -> bool:
    """有不对的试验，或者结果对而改动了输入、两次调用不同。"""
    return bool(
        examination.failing
        or changed_arguments(examination)
        or any(map(depends_on_the_past, examination.judged))
    )


def _changed_trial(examination: Examination) -> Trial:
    """结果都对而仍然有错（改动了输入、两次调用不同）：第一次看得出来的试验。"""
    allowed = examination.exercise.mutates
    return next(
        trial
        for trial in examination.judged
        if depends_on_the_past(trial) or {*trial.outcome.changed, *trial.outcome.rebound} - allowed
    )


def _counterexample(examination: Examination, trial: Trial) -> tuple[Counterexample, str]:
    """反例，与其中哪里不对的一句话。"""
    arguments = trial.case.arguments
    outcome, attempt = trial.outcome, trial.attempt
    for part, comparison in trial.comparisons.items():
        if not comparison.equal:
            got = attempt.parts.get(part) if attempt.parts else None
            example = Counterexample(
                arguments, part, trial.expected[part], got, comparison.difference
            )
            return example, f"{part}：{comparison.difference}"
    if outcome.failure is not None:
        words = explained(outcome.failure, examination.unloaded)[1]
        return Counterexample(arguments, difference=words), words
    if attempt.parts is None:
        words = f"{attempt.misshapen}；得到 {describe(outcome.value)}"
        return Counterexample(arguments, got=outcome.value, difference=words), words
    if depends_on_the_past(trial):
        words = f"同样的参数，再调用一次得到 {describe(outcome.again)}"
        return Counterexample(arguments, None, outcome.value, outcome.again, words), words
    names = "、".join(dict.fromkeys((*outcome.changed, *outcome.rebound)))
    words = f"调用之后，传进来的 {names} 变了"
    return Counterexample(arguments, difference=words), words


def _message(status: str, findings: Sequence[Finding], names: Sequence[str], trouble: str) -> str:
    """一句话。"""
    if findings:
        told = "；".join(
            f"{_listed(finding.parts)}：{finding.name}"
            if finding.parts
            else f"{finding.name}：{trouble}"
            for finding in findings
        )
        return told if status == WRONG or trouble in told else f"{told}。{trouble}"
    if names:
        return f"{'、'.join(names)}：{trouble}" if status == WRONG else trouble
    return f"{UNKNOWN}；{trouble}" if status == WRONG else trouble


def _listed(parts: Sequence[str]) -> str:
    """几部分的名字；太多就只写前三个。"""
    if len(parts) <= 4:
        return "、".join(parts)
    return f"{'、'.join(parts[:3])} 等 {len(parts)} 个"


def _outside(block: Block, source: Source) -> list[str]:
    """函数读到的、在外面赋值的变量（不是写死的常数）。"""
    return [
        name
        for name in sorted(block.body_names - BUILTINS)
        if (binders := source.binding(name, block)) and all(each.is_variable for each in binders)
    ]


def _remarks(examination: Examination) -> Iterator[str]:
    """不算错的提醒，不重复。"""
    yield from dict.fromkeys(_all_remarks(examination))


def _all_remarks(examination: Examination) -> Iterator[str]:
    if examination.hurried:
        yield f"运行得很慢，只核对了前 {len(examination.trials)} 组参数"
    told: set[str] = set()
    for trial in examination.judged:
        for part, comparison in trial.comparisons.items():
            if comparison.equal and comparison.remarks and part not in told:
                told.add(part)  # 别的形状下也是同样的提醒，一部分只说一次
                yield f"{part}：{comparison.remarks[0]}"
        for name in dict.fromkeys((*trial.outcome.changed, *trial.outcome.rebound)):
            if name in examination.exercise.mutates:
                yield f"改动了传进来的 {name}；最好先复制一份"
    for trial in examination.trials if not examination.failing else ():
        if trial.case.extreme and not trial.right and not _undefined(trial):
            yield f"数很大时结果不对，不算错：{_extreme_words(examination, trial)}"
            break


def _undefined(trial: Trial) -> bool:
    """参考写法自己也算不出数来。"""
    found = map(numbers, trial.expected.values())
    return any(each is not None and np.isnan(each).any() for each in found)


def _extreme_words(examination: Examination, trial: Trial) -> str:
    arguments = "，".join(f"{name} = {describe(v)}" for name, v in trial.case.arguments.items())
    _, words = _counterexample(examination, trial)
    return f"{arguments} 时，{words}"


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


# ---- JSON -------------------------------------------------------------------------

MAX_JSON = 1000


def _json(value: Any) -> Any:
    """写进 JSON 的样子：数组写出形状与各个数，NaN 与 ∞ 写成字符串。"""
    if isinstance(value, np.ndarray):
        small = value.size <= MAX_JSON
        return {"shape": list(value.shape), "value": _json(value.tolist()) if small else None}
    if isinstance(value, dict):
        return {str(key): _json(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_json(each) for each in value]
    if isinstance(value, np.generic):
        return _json(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return describe(value)
