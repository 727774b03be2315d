"""依赖图：谁用到谁。

边都来自 `Book.uses`，这里不做符号运算，也不管画在哪里。依据是往下的：一个结论用到的、
它们又用到的，一直到定义；后果是往上的：谁直接用到了它。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from derive.check import dependencies_first
from derive.kernel.book import Book


@dataclass(frozen=True)
class Graph:
    """uses：id → 它直接用到的 id，都在图里，没有圈；次序就是书的次序。"""

    uses: Mapping[str, tuple[str, ...]]

    @cached_property
    def used_by(self) -> Mapping[str, tuple[str, ...]]:
        """id → 直接用到它的 id。"""
        users: dict[str, list[str]] = {id: [] for id in self.uses}
        for id, used in self.uses.items():
            for each in used:
                users[each].append(id)
        return {id: tuple(found) for id, found in users.items()}

    @cached_property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """（依据，用到它的）。"""
        return tuple((used, id) for id in self.uses for used in self.uses[id])

    @cached_property
    def _below(self) -> Mapping[str, frozenset[str]]:
        below: dict[str, frozenset[str]] = {}
        for id in TopologicalSorter(self.uses).static_order():
            below[id] = frozenset(self.uses[id]).union(*(below[used] for used in self.uses[id]))
        return below

    @cached_property
    def layers(self) -> Mapping[str, int]:
        """每个对象在第几层：什么也不用的在第 0 层，别的比它用到的最高的高一层。"""
        layers: dict[str, int] = {}
        for id in TopologicalSorter(self.uses).static_order():
            layers[id] = max((layers[used] + 1 for used in self.uses[id]), default=0)
        return layers

    def grounds(self, id: str) -> tuple[str, ...]:
        """id 直接与间接用到的全部对象。"""
        return tuple(other for other in self.uses if other in self._below[id])

    def consequences(self, id: str) -> tuple[str, ...]:
        """直接用到 id 的对象。"""
        return self.used_by[id]

    def part(self, ids: Iterable[str]) -> Graph:
        """只看 ids，和它们之间的边。"""
        kept = set(ids)
        return Graph(
            {
                id: tuple(each for each in used if each in kept)
                for id, used in self.uses.items()
                if id in kept
            }
        )

    def why(self, id: str) -> Graph:
        """id 与它的全部依据。"""
        return self.part((id, *self.grounds(id)))

    def reduced(self) -> Graph:
        """绕得到的边都去掉（传递归约）：谁在谁之下不变，边最少。"""
        return Graph(
            {
                id: tuple(
                    each for each in used if not any(each in self._below[other] for other in used)
                )
                for id, used in self.uses.items()
            }
        )


def graph_of(book: Book) -> Graph:
    """整本书的依赖图。

    错误：有循环引用时 `derive.check.Cycle`，说出是哪几个。
    """
    graph = Graph({obj.id: tuple(used.id for used in book.uses(obj)) for obj in book})
    try:
        TopologicalSorter(graph.uses).prepare()
    except CycleError:
        dependencies_first(book, graph.uses)  # 它把圈说给人听
        raise
    return graph
