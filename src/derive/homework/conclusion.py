"""由试验下结论：对不对，错在哪一部分，最小的反例，要提醒什么。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from derive.homework.compare import describe, numbers
from derive.homework.detectors import NOTHING, changed_arguments, depends_on_the_past
from derive.homework.diagnosis import Finding, diagnose
from derive.homework.examination import Examination, Trial
from derive.homework.grades import ERROR, RIGHT, TIMEOUT, WRONG, Counterexample, Grade
from derive.homework.mistakes import explained
from derive.homework.sandbox import Died
from derive.homework.source import BUILTINS, Block, Source

UNKNOWN = "不符合任何已知错误"


def concluded(bare: Grade, examination: Examination, source: Source, patience: float) -> Grade:
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
            yield f"数超出了范围，结果不对，不算错：{_extreme_words(examination, trial)}"
            break


def _undefined(trial: Trial) -> bool:
    """参考写法自己也算不出数来。"""
    found = map(numbers, trial.expected.values())
    return any(each is not None and np.isnan(each).any() for each in found)


def _extreme_words(examination: Examination, trial: Trial) -> str:
    arguments = "，".join(f"{name} = {describe(v)}" for name, v in trial.case.arguments.items())
    _, words = _counterexample(examination, trial)
    return f"{arguments} 时，{words}"
