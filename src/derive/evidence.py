"""哪些测试碰到了哪个对象：测试写到的名字（见 `derive.mentions`），解析成书里的对象。

一个名字可以是对象自己、装着对象的元组（OBJECTS）、BOOK["id"]，或者实现它的 NumPy 函数。
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import FunctionType

from derive.kernel.book import Book
from derive.kernel.objects import BookObject, Implementation
from derive.mentions import ALL, Name, Test, tests_in

ORACLES = {
    ("oracles", "autodiff"): "反向自动微分（autograd）",
    ("oracles", "torch_autodiff"): "反向自动微分（PyTorch，装了才测）",
    ("oracles", "central_differences"): "中心差商",
    ("oracles", "exact"): "高精度计算（mpmath）",
    ("derive.pairing", "measure"): "高精度计算（mpmath）",
    ("derive.lines", "measure_line"): "高精度计算（mpmath）",
}
"""与被测的程序没有共用代码的参照：tests/support/oracles.py 里的函数，和测量实现的函数。"""


class Evidence:
    """仓库 root 的测试与书 book 的关系。"""

    def __init__(self, root: Path, book: Book) -> None:
        self._root, self._book = root, book

    def tests(self, obj: BookObject) -> list[str]:
        """碰到 obj 的测试的 id，按文件与次序。"""
        return [test.id for test in self._touching(obj)]

    def oracles(self, obj: BookObject) -> list[str]:
        """这些测试用了哪些参照。"""
        names = frozenset[Name]().union(*(test.names for test in self._touching(obj)))
        return sorted({words for oracle, words in ORACLES.items() if oracle in names})

    def _touching(self, obj: BookObject) -> list[Test]:
        functions = list(self._functions.get(obj.id, ()))
        if isinstance(obj, Implementation):
            functions.append(obj.function)
        keys = {f"object {obj.id}", *(f"function {function}" for function in functions)}
        found = {number for key in keys for number in self._numbers.get(key, ())}
        return [self._tests[number] for number in sorted(found)]

    @cached_property
    def _functions(self) -> dict[str, list[str]]:
        """对象 → 实现它的函数。"""
        found: dict[str, list[str]] = {}
        for obj in self._book:
            if isinstance(obj, Implementation):
                found.setdefault(obj.implements.id, []).append(obj.function)
        return found

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        """对象或函数 → 碰到它的是第几个测试。"""
        found: dict[str, list[int]] = {}
        for number, test in enumerate(self._tests):
            for key in self._keys[test.id]:
                found.setdefault(key, []).append(number)
        return found

    @cached_property
    def _tests(self) -> tuple[Test, ...]:
        return tests_in(self._root / "tests", self._root)

    @cached_property
    def _keys(self) -> dict[str, set[str]]:
        """每个测试碰到的对象与函数。"""
        objects = {id(obj): obj.id for obj in self._book}
        resolved = {
            name: set(_resolve(name, objects))
            for name in frozenset().union(*(test.names for test in self._tests))
        }
        return {
            test.id: {f"object {id}" for id in test.ids}.union(
                *(resolved[name] for name in test.names)
            )
            for test in self._tests
        }


def _resolve(name: Name, objects: dict[int, str]) -> Iterator[str]:
    module, attribute = name
    if not module.startswith("derive."):
        return
    try:
        found = import_module(module)
    except ImportError:
        return
    values = vars(found).values() if attribute == ALL else [getattr(found, attribute, None)]
    for value in values:
        if id(value) in objects:
            yield f"object {objects[id(value)]}"
        elif isinstance(value, tuple | list) and attribute != ALL:
            yield from (f"object {objects[id(item)]}" for item in value if id(item) in objects)
        elif isinstance(value, FunctionType):
            yield f"function {value.__module__}:{value.__qualname__}"
