"""作业里的一个函数：怎样出题，答案由谁算，凭哪条定律，常见的错误有哪些。

这里只有数据类型，不依赖 SymPy，也不运行学习者的程序。
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

Function = Callable[..., Any]
Parts = Mapping[str, Any]
"""一个返回值拆成的几部分：名字 → 值。名字就是课程里的名字：dW、cost、Z……"""


class Misshapen(Exception):
    """返回值的样子不对，拆不开；消息是一句中文：期望什么，得到什么。"""


@dataclass(frozen=True)
class Misconception:
    """一种常见的错误写法：把参考写法里的 before 改成 after。

    学习者的结果里某一部分处处与它相同（而与正确的不同），就是犯了这个错误。
    """

    name: str
    """它的名字，例如“少了 1/m”。不同的函数里同一种错误，用同一个名字。"""
    before: str
    """参考写法的源码里的一段，恰好出现一次。"""
    after: str
    why: str
    """一两句话：为什么错，应该怎样想。"""


@dataclass(frozen=True)
class Case:
    """一次试验：用 arguments 调用函数。

    given：学习者的（和参考写法的）模块里这几个名字先换成给定的值，例如把 initialize_parameters 换成
    返回给定初始值的函数；值是函数时，要能序列化（模块顶层的函数、functools.partial）。
    """

    arguments: Mapping[str, Any]
    """参数的名字（照 Exercise.parameters 的次序）→ 值。"""
    given: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    """作业的别的版本（Exercise.also）才有的参数：名字 → 值；学习者的函数要它，才给它。"""
    extreme: bool = False
    """超出 |z| ≤ 30 或相消严重的数：在这里错了只是提醒，不算错。"""


def as_one(name: str) -> Callable[[Any], Parts]:
    """只返回一个值的函数：这个值叫 name。"""

    def parts(value: Any) -> Parts:
        return {name: value}

    return parts


def as_tuple(*names: str) -> Callable[[Any], Parts]:
    """返回一个元组的函数：各部分依次叫什么。"""

    def parts(value: Any) -> Parts:
        if not isinstance(value, tuple | list) or len(value) != len(names):
            raise Misshapen(f"应返回 {len(names)} 个值：{'、'.join(names)}")
        return dict(zip(names, value, strict=True))

    return parts


def as_dict(*names: str) -> Callable[[Any], Parts]:
    """返回一个字典的函数：要有这几个键，别的键不管。"""

    def parts(value: Any) -> Parts:
        if not isinstance(value, dict):
            raise Misshapen(f"应返回字典，键是 {'、'.join(names)}")
        missing = [name for name in names if name not in value]
        if missing:
            found = "、".join(map(str, value)) or "没有键"
            raise Misshapen(f"返回的字典里没有 {'、'.join(missing)}（有的是：{found}）")
        return {name: value[name] for name in names}

    return parts


@dataclass(frozen=True)
class Exercise:
    """一个函数的题目。"""

    reference: Function
    """参考写法：照抄课程的公式，`derive.homework.formulas` 里的函数；名字、参数就是作业要求的。"""
    cases: Callable[[np.random.Generator], Iterable[Case]]
    """试验，形状最小、数最简单的在前；有一次不对，就停在那里当作反例。"""
    parts: Callable[[Any], Parts]
    """把返回值（学习者的、参考的、错误写法的）拆成几部分；拆不开抛出 Misshapen。"""
    laws: Mapping[str, str]
    """每一部分凭的是书里哪个对象（id）。没有数学可凭的部分不写。"""
    misconceptions: Sequence[Misconception] = ()
    answer: Function | None = None
    """答案由它算：本站的实现，每一行系在定律上。没有就用参考写法。"""
    also: tuple[tuple[str, ...], ...] = ()
    """作业的别的版本里，这个函数的参数；参数的名字相同，或者个数相同，就认作这一题。"""
    aliases: tuple[str, ...] = ()
    """作业的别的版本里，这个函数的名字。"""
    optional: frozenset[str] = frozenset()
    """可以不要的部分：有的版本不返回它。"""
    random: bool = False
    """结果本来就是随机的：不比较两次调用，parts 里给出的是与随机数无关的量。"""
    mutates: frozenset[str] = frozenset()
    """课程的写法本来就改动的参数（例如字典 parameters 的键）；改动了只是提醒。数组仍然不许改。"""

    @property
    def name(self) -> str:
        return self.reference.__name__

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        return tuple(inspect.signature(self.reference).parameters)

    @property
    def solution(self) -> Function:
        """算答案的函数。"""
        return self.answer or self.reference

    @cached_property
    def source(self) -> str:
        """参考写法的源码。"""
        return textwrap.dedent(inspect.getsource(self.reference))

    def wrong(self, *misconceptions: Misconception) -> Function:
        """参考写法照 misconceptions 改错之后的函数；几种一起犯，就依次改。"""
        source = self.source
        for each in misconceptions:
            if source.count(each.before) != 1:
                raise ValueError(
                    f"{self.name} 的“{each.name}”：{each.before!r} 在参考写法里"
                    f"应恰好出现一次，出现了 {source.count(each.before)} 次。"
                )
            source = source.replace(each.before, each.after)
        namespace = dict(vars(inspect.getmodule(self.reference)))
        exec(source, namespace)  # 自己的源码
        function: Function = namespace[self.name]
        return function

    def changed_lines(self, misconception: Misconception) -> tuple[str, str]:
        """改动所在的整行：正确的与改错的。"""
        start = self.source.index(misconception.before)
        end = start + len(misconception.before)
        first = self.source.rfind("\n", 0, start) + 1
        last = self.source.find("\n", end)
        head, tail = self.source[first:start], self.source[end:last]
        before, after = (head + part + tail for part in (misconception.before, misconception.after))
        return textwrap.dedent(before).strip("\n"), textwrap.dedent(after).strip("\n")


@dataclass(frozen=True)
class Assignment:
    """一次作业：写成一个骨架文件。"""

    file: str
    """骨架的文件名，也是 `derive.homework.formulas` 里参考写法所在的模块名，例如 deep_network。"""
    title: str
    exercises: tuple[Exercise, ...]
