"""勘误的程序证据：照印的程序与改正的程序各运行一遍，看抛出什么异常、得出什么值。

运行的是登记在书里的、自己写的几行程序，不是外来的文字；除 np 外，名字都来自 setup。
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from derive.kernel.objects import Correction, Run, kind_of
from derive.kernel.report import Report, Scope, Verdict

DIGITS = 4
"""给人看的数写几位。"""


@dataclass(frozen=True)
class Outcome:
    """一段程序运行的结果：抛出的异常，或者 look 的值。"""

    value: Any = None
    raised: str = ""
    message: str = ""

    def __str__(self) -> str:
        return f"{self.raised}: {self.message}" if self.raised else shown(self.value)


def run_correction(correction: Correction) -> Report:
    """correction 的程序证据的结论：照印的错，而改正的对，才是已证。"""
    evidence = correction.evidence
    assert isinstance(evidence, Run)
    expected = run(evidence.setup, "", evidence.expected)
    printed = run(evidence.setup, evidence.printed, evidence.look)
    corrected = run(evidence.setup, evidence.corrected, evidence.look)
    problems = []
    if expected.raised:
        problems.append(f"算不出应得的值：{expected}")
    elif corrected.raised or not same(corrected.value, expected.value):
        problems.append(f"改正的程序应得 {expected}，得到 {corrected}")
    if printed.raised != evidence.raises:
        wanted = evidence.raises or "正常结束"
        problems.append(f"照印的程序应{'抛出 ' if evidence.raises else ''}{wanted}，得到 {printed}")
    elif not printed.raised and same(printed.value, expected.value):
        problems.append(f"照印的程序得到的也是 {expected}，不能算错")
    return Report(
        correction.id,
        kind_of(correction),
        Verdict.UNKNOWN if problems else Verdict.PROVED,
        Scope.LISTED_SHAPES,
        message="；".join(problems),
        details={"run": {"printed": str(printed), "corrected": str(corrected)}},
    )


def run(setup: str, program: str, look: str) -> Outcome:
    """setup 之后运行 program，look 的值或抛出的异常；setup 自己出错是登记错了，照样抛出。"""
    names: dict[str, Any] = {"np": np}
    exec(compile(setup, "<setup>", "exec"), names)
    try:
        with np.errstate(all="ignore"):
            exec(compile(program, "<program>", "exec"), names)
            return Outcome(eval(look, names))
    except Exception as problem:  # 照印的程序什么都可能抛出
        message = problem.msg if isinstance(problem, SyntaxError) else str(problem)
        return Outcome(raised=type(problem).__name__, message=message)


def same(got: Any, expected: Any) -> bool:
    """形状相同，数值相等到舍入误差；不是数的，要完全相等。"""
    if np.shape(got) != np.shape(expected):
        return False
    try:
        return bool(np.allclose(got, expected, rtol=1e-9, atol=1e-12))
    except TypeError:
        return bool(got == expected)


def shown(value: Any) -> str:
    """一个值的写法：数组写成一行一行的，小数写四位。"""
    if isinstance(value, np.ndarray):
        text = np.array2string(value, precision=DIGITS, suppress_small=True, separator=" ")
        return " ".join(text.split())
    if isinstance(value, float | np.floating):
        return f"{float(value):.{DIGITS}g}"
    if isinstance(value, np.generic):
        return str(value.item())
    return str(value)
