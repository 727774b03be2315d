"""书：全部对象的一张表，按 id 查找，并知道谁用到谁。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import Any

from sympy import Basic
from sympy.core.function import AppliedUndef

from derive.kernel.algebra import head
from derive.kernel.objects import (
    BookObject,
    Correction,
    Definition,
    Derivation,
    Domain,
    Implementation,
    Refutation,
    Statement,
)


class UnknownId(KeyError):
    """没有这个 id；nearest 是最接近的几个。"""

    def __init__(self, wanted: str, nearest: list[str]) -> None:
        super().__init__(wanted)
        self.wanted, self.nearest = wanted, nearest

    def __str__(self) -> str:
        hint = f"。最接近的有：{'、'.join(self.nearest)}" if self.nearest else ""
        return f"没有 id 为 {self.wanted} 的对象{hint}"


class Book:
    """登记过的对象；次序就是登记的次序，也是阅读的次序。"""

    def __init__(self, objects: Iterable[BookObject]) -> None:
        self.objects = tuple(objects)
        self._by_id: dict[str, BookObject] = {}
        self._places = {obj.id: place for place, obj in enumerate(self.objects)}
        self._uses: dict[str, tuple[BookObject, ...]] = {}
        for obj in self.objects:
            if obj.id in self._by_id:
                raise ValueError(f"id {obj.id} 登记了两次")
            self._by_id[obj.id] = obj
        heads = [head(o) for o in self.objects if isinstance(o, Definition)]
        twice = [h for h in heads if heads.count(h) > 1]
        if twice:
            raise ValueError(f"{twice[0]} 有两个定义；一个函数或量只能定义一次")

        self._refuse_capture()

    def _refuse_capture(self) -> None:
        """函数的形参不许与它用到的定义里的全局量同名：求值时后者会被形参遮住，算出别的数来。"""
        for outer in self.definitions.values():
            parameters = set(outer.lhs.args) if isinstance(outer.lhs, AppliedUndef) else set()
            for inner in self.definitions_in(outer.body).values():
                own = set(inner.lhs.args) if isinstance(inner.lhs, AppliedUndef) else set()
                captured = parameters & (inner.body.free_symbols - own)
                if captured and inner is not outer:
                    name = min(map(str, captured))
                    raise ValueError(
                        f"定义 {outer.id} 的形参 {name} 与它用到的 {inner.id} 里的全局量同名，"
                        "求值时会混在一起。请换一个形参的字母。"
                    )

    def __iter__(self) -> Iterator[BookObject]:
        return iter(self.objects)

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __getitem__(self, id: str) -> BookObject:
        if id not in self._by_id:
            raise UnknownId(id, get_close_matches(id, self._by_id, n=3, cutoff=0.4))
        return self._by_id[id]

    def holds(self, obj: BookObject) -> bool:
        """书里有的就是这一个，不是同名的另一个。"""
        return self._by_id.get(obj.id) is obj

    @cached_property
    def definitions(self) -> Mapping[Any, Definition]:
        """函数名或量 → 它的定义。"""
        return {head(o): o for o in self.objects if isinstance(o, Definition)}

    def definitions_in(self, *expressions: Basic) -> dict[Any, Definition]:
        """这些式子直接或间接用到的定义。"""
        found: dict[Any, Definition] = {}
        waiting = list(expressions)
        while waiting:
            expression = waiting.pop()
            for h in sorted(self.definitions_in_one(expression) - found.keys(), key=str):
                found[h] = self.definitions[h]
                waiting.append(self.definitions[h].body)
        return found

    def uses(self, obj: BookObject) -> tuple[BookObject, ...]:
        """obj 直接用到的对象：规则引用的，和式子里出现的定义；次序固定。

        写在 obj 的定义域里的量是自由的变量，它在别处的定义这里没有用到。
        """
        if not self.holds(obj):
            return self._uses_of(obj)  # 不在书里的对象，不记
        if obj.id not in self._uses:
            self._uses[obj.id] = self._uses_of(obj)
        return self._uses[obj.id]

    def _uses_of(self, obj: BookObject) -> tuple[BookObject, ...]:
        cited = [c for s in getattr(obj, "steps", ()) for c in s.rule.cites()]
        if isinstance(obj, Implementation):
            cited.append(obj.implements)
        if isinstance(obj, Correction):
            cited += obj.evidence.grounds
        heads = {
            h
            for e in expressions(obj)
            for h in self.definitions_in_one(e)
            if self.definitions[h] is not obj and h not in free_variables(obj)
        }
        cited += [self.definitions[h] for h in heads]
        chosen = {c.id for c in cited if self.holds(c)}  # 引用自己也算：那是循环
        return tuple(self._by_id[id] for id in sorted(chosen, key=self._places.__getitem__))

    def definitions_in_one(self, expression: Basic) -> frozenset[Any]:
        """式子里直接出现的、有定义的函数与量。"""
        return names_in(expression) & self.definitions.keys()


@lru_cache(20_000)
def names_in(expression: Basic) -> frozenset[Any]:
    """式子里直接出现的函数与量，不论有没有定义。"""
    functions = {applied.func for applied in expression.atoms(AppliedUndef)}
    return frozenset(functions | expression.free_symbols)


def expressions(obj: BookObject) -> tuple[Basic, ...]:
    """一个对象里出现的全部式子。"""
    if isinstance(obj, Definition):
        return (obj.body,)
    if isinstance(obj, Derivation):
        return (obj.start, *(step.expr for step in obj.steps))
    if isinstance(obj, Implementation):
        return (obj.expression,)
    if isinstance(obj, Correction):
        return _evidence(obj)
    return sides(obj.statement)


def _evidence(correction: Correction) -> tuple[Basic, ...]:
    evidence = correction.evidence
    if not isinstance(evidence, Refutation):
        return ()
    right = evidence.right
    return (*sides(evidence.wrong), *(sides(right) if isinstance(right, Statement) else ()))


def free_variables(obj: BookObject) -> Domain:
    """obj 里自由的变量，和它们的范围。"""
    if isinstance(obj, Correction):
        return obj.evidence.whole_domain if isinstance(obj.evidence, Refutation) else {}
    return obj.domain


def sides(statement: Statement) -> tuple[Basic, Basic]:
    return (statement.lhs, statement.rhs)
