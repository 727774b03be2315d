"""把一个对象写成元组和字符串：内容相同就写得相同，换一个进程也一样。指纹、摘要、网页的钥匙都由它算。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from sympy import Basic, Dummy, S, Symbol, srepr
from sympy.core.function import AppliedUndef, UndefinedFunction

from derive.kernel.objects import BookObject, Derivation
from derive.parsed import PACKAGE

WORDS = ("title", "note")
"""对象里只给人看的。"""


class Description:
    """把一个对象写成由元组和字符串组成的、不含内存地址的描述；modules 记下用到的书外的类。

    whole 是写全的那一个；别的对象不写 WORDS，别的推导只写它的陈述。
    """

    def __init__(self, whole: BookObject | None = None) -> None:
        self.modules: set[str] = set()
        self._whole = whole
        self._dummies: dict[Dummy, int] = {}

    def of(self, value: Any) -> Any:
        if isinstance(value, Basic):
            return self._expression(value)
        if isinstance(value, type):
            return self._class(value)
        if isinstance(value, Enum):
            return self._class(type(value)), value.value
        if value is None or isinstance(value, bool | int | float | str | bytes):
            return repr(value)
        if isinstance(value, Mapping):
            return "mapping", [(self.of(key), self.of(item)) for key, item in value.items()]
        if isinstance(value, set | frozenset):
            return "set", sorted(repr(self.of(item)) for item in value)
        if isinstance(value, tuple | list):
            return [self.of(item) for item in value]
        if isinstance(value, FunctionType):
            self._remember(value.__module__)
            cells = [self.of(cell.cell_contents) for cell in value.__closure__ or ()]
            return "function", self._code(value.__code__), self.of(value.__defaults__), cells
        if isinstance(value, Derivation) and value is not self._whole:
            said = value.statement
            parts = (value.id, said.lhs, said.relation, said.rhs, value.domain)
            return self._class(type(value)), self.of(parts)
        names = [f.name for f in fields(value)] if is_dataclass(value) else sorted(vars(value))
        if isinstance(value, BookObject) and value is not self._whole:
            names = [name for name in names if name not in WORDS]
        return self._class(type(value)), [(name, self.of(getattr(value, name))) for name in names]

    def _expression(self, expr: Basic) -> Any:
        known = _reals() if expr is S.Reals else _plain(expr)
        if known is None:
            return self.written(expr)
        written, modules = known
        self.modules |= modules
        return written

    def written(self, expr: Basic) -> Any:
        """一个式子；它的各部分再由 `of` 写。"""
        if isinstance(expr, Dummy):  # 序号每次运行都不同，只有「是不是同一个」有意义
            number = self._dummies.setdefault(expr, len(self._dummies))
            return "dummy", number, expr.name, sorted(expr.assumptions0.items())
        if not expr.args or isinstance(expr, Symbol):
            return _leaf(expr)
        return self._class(expr.func), [self.of(argument) for argument in expr.args]

    def _class(self, kind: type) -> Any:
        if isinstance(kind, UndefinedFunction):  # srepr 会丢掉它的假设
            return "function", kind.__name__, _assumptions(kind)
        self._remember(kind.__module__)
        return f"{kind.__module__}.{kind.__qualname__}"

    def _remember(self, module: str) -> None:
        if not module.startswith(("sympy.", f"{PACKAGE}.kernel.")):
            self.modules.add(module)

    def _code(self, code: CodeType) -> Any:
        constants = [
            self._code(c) if isinstance(c, CodeType) else self.of(c) for c in code.co_consts
        ]
        return code.co_code.hex(), code.co_names, constants


@cache
def _plain(expr: Basic) -> tuple[Any, frozenset[str]] | None:
    """没有 Dummy 的式子的描述，和用到的书外的类：同样的式子到处都有，只写一遍。"""
    if isinstance(expr, Dummy) or None in map(_plain, expr.args):
        return None
    description = Description()
    return description.written(expr), frozenset(description.modules)


@cache
def _reals() -> tuple[Any, frozenset[str]] | None:
    """到处都有的实数集：SymPy 每求一次它的散列值，都另造一个区间。"""
    return _plain(S.Reals)


@cache
def _leaf(expr: Basic) -> str:
    return str(srepr(expr))


@cache
def _assumptions(function: type[AppliedUndef]) -> tuple[tuple[str, bool], ...]:
    return tuple(sorted(function.default_assumptions.items()))
