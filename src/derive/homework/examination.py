"""核对一个函数：在每一组参数上调用它，记下结果与应有的结果。这里只记，不下结论。"""

from __future__ import annotations

import ast
import copy
import marshal
import time
import types
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from derive.homework.compare import Comparison, compare
from derive.homework.exercise import Case, Exercise, Function, Misshapen, Parts
from derive.homework.sandbox import Died, Hung, OutOfTime, Sandbox, Stopped
from derive.homework.source import Block, Source
from derive.homework.worker import FILE, Call, Failure, Fresh, Outcome, Run

SEED = 2017
FUNCTION_SECONDS = 1.5
"""一个函数全部试验的时限；到了就停，凭已有的下结论。"""


@dataclass(frozen=True)
class Attempt:
    """一次调用拆开之后：各部分；或者抛出了什么异常，或者样子怎样不对。"""

    parts: Parts | None = None
    raised: str = ""
    misshapen: str = ""
    value: Any = None
    """拆开之前。"""


@dataclass(frozen=True)
class Trial:
    """一组参数上的一次试验。"""

    exercise: Exercise
    case: Case
    expected: Parts
    answer: Any
    """应有的返回值，拆开之前。"""
    outcome: Outcome
    attempt: Attempt

    @cached_property
    def comparisons(self) -> dict[str, Comparison]:
        """每一部分与应有的值相比；拆不开就是空的。"""
        got = self.attempt.parts
        if got is None:
            return {}
        return {
            name: compare(got[name], value) if name in got else Comparison("没有返回这一部分")
            for name, value in self.expected.items()
            if name in got or name not in self.exercise.optional
        }

    @property
    def right(self) -> bool:
        return self.attempt.parts is not None and all(
            each.equal for each in self.comparisons.values()
        )


@dataclass
class Examination:
    """一个函数的全部试验。"""

    exercise: Exercise
    block: Block
    trials: list[Trial] = field(default_factory=list)
    stopped: Stopped | None = None
    """半路停下的原因：超时、进程没有了。"""
    unloaded: dict[str, str] = field(default_factory=dict)
    """要先运行的语句里，哪些名字没有得到，为什么。"""
    hurried: bool = False
    """时间到了，还有试验没有做。"""

    @property
    def judged(self) -> list[Trial]:
        """算数的试验。"""
        return [trial for trial in self.trials if not trial.case.extreme]

    @property
    def failing(self) -> list[Trial]:
        return [trial for trial in self.judged if not trial.right]

    @property
    def right(self) -> bool:
        return self.stopped is None and bool(self.judged) and not self.failing


def examine(
    source: Source,
    block: Block,
    exercise: Exercise,
    plan: Sequence[str],
    defaults: Mapping[str, Any],
    given: Mapping[str, Any],
    sandbox: Sandbox,
) -> Examination:
    """逐组核对 block。

    plan：它的各个参数依次是哪个量；defaults：题目里没有的量取什么值；given：换成参考写法的名字。
    """
    examination = Examination(exercise, block)
    try:
        examination.unloaded = load(source, block, sandbox)
    except Stopped as stopped:
        examination.stopped = stopped
        return examination
    started = time.monotonic()
    for case in exercise.cases(np.random.default_rng(SEED)):
        if time.monotonic() - started > FUNCTION_SECONDS:
            examination.hurried = True
            break
        known = {**defaults, **case.extra, **case.arguments}
        values = [known.get(name) for name in plan]
        request = Call(
            function=block.name,
            positional=values,
            names=plan,
            given={**given, **case.given},
            twice=not exercise.random,
        )
        try:
            outcome = sandbox.ask(request)
        except Stopped as stopped:
            examination.stopped = stopped
            break
        expected = attempt(exercise, exercise.solution, case)
        assert expected.parts is not None, f"{exercise.name} 的参考写法算不出答案：{expected}"
        got = taken_apart(exercise, outcome.value)
        if outcome.failure is not None:
            got = Attempt(raised=outcome.failure.type)
        examination.trials.append(
            Trial(exercise, case, expected.parts, expected.value, outcome, got)
        )
    return examination


def load(source: Source, block: Block, sandbox: Sandbox) -> dict[str, str]:
    """在新的模块里运行 block 要用到的语句；返回没有得到的名字与原因。

    哪一句让进程停下来，就换一个进程，跳过那一句重来。
    """
    skipped: dict[Block, str] = {}
    while True:
        unloaded: dict[str, str] = {}
        current = block
        try:
            sandbox.ask(Fresh())
            for current in source.needed(block):
                why = skipped.get(current) or _run(current, sandbox)
                unloaded |= dict.fromkeys(current.binds, why) if why else {}
            return unloaded
        except OutOfTime:
            raise
        except (Hung, Died) as stopped:
            if current is block or current in skipped:
                raise
            skipped[current] = f"{current.place}：{stopped}"


def _run(block: Block, sandbox: Sandbox) -> str:
    """运行一条语句；不成就返回原因。"""
    outcome = sandbox.ask(Run(block_code(block)))
    if outcome.failure is None:
        return ""
    return f"{block.place}：{failure_text(outcome.failure)}"


def block_code(block: Block) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.Module([block.node], type_ignores=[])
        return marshal.dumps(compile(tree, f"{FILE}{block.place.cell or ''}", "exec"))


def failure_text(failure: Failure) -> str:
    return f"{failure.type}：{failure.message}" if failure.message else failure.type


def attempt(exercise: Exercise, function: Function, case: Case) -> Attempt:
    """在父进程里调用自己的函数（答案、参考写法、错误写法）。"""
    function = with_globals(function, case.given)
    arguments = copy.deepcopy(list(case.arguments.values()))
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = function(*arguments)
        except Exception as error:  # 错误写法可以抛出任何异常
            return Attempt(raised=type(error).__name__)
        return taken_apart(exercise, value)


def taken_apart(exercise: Exercise, value: Any) -> Attempt:
    try:
        with np.errstate(all="ignore"):
            return Attempt(parts=dict(exercise.parts(value)), value=value)
    except Misshapen as misshapen:
        return Attempt(misshapen=str(misshapen))
    except Exception:  # parts 没有料到的值
        return Attempt(misshapen="返回值的类型不对")


def with_globals(function: Function, given: Mapping[str, Any]) -> Function:
    """function 的副本，全局名字换成 given 里的。"""
    if not given or not isinstance(function, types.FunctionType):
        return function
    changed = types.FunctionType(
        function.__code__,
        {**function.__globals__, **given},
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    changed.__kwdefaults__ = function.__kwdefaults__
    return changed
