"""每个测试写到了哪些名字：从 tests/ 的源码里读出来，不运行、也不导入测试。

一个测试写到一个名字，是它自己、它的装饰器、它用到的夹具和函数（包括 tests/support 里的）写到了它。
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from derive.parsed import parsed

ABOUT_PAGES = ("site", "browser", "bench", "figures")
"""这些文件夹里的测试看的是页面、图与基准，不是数学。"""

Name = tuple[str, str]
"""一个名字：它所在的模块，和在模块里叫什么（ALL 是模块里的全部）。"""
ALL = "*"


@dataclass(frozen=True)
class Test:
    """一个测试函数：在哪个文件，写到了哪些名字，用 id 取了哪些对象（BOOK["…"]）。"""

    id: str
    names: frozenset[Name]
    ids: frozenset[str]


def tests_in(folder: Path, root: Path) -> tuple[Test, ...]:
    """folder 里的全部测试；源码没有变，就是上次的。"""
    support = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("support/*.py"))}
    tests = {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("test_*.py"))
        if path.parent.name not in ABOUT_PAGES
    }
    return _read(tuple(tests.items()), tuple(support.items()))


@lru_cache(2)
def _read(
    tests: tuple[tuple[str, str], ...], support: tuple[tuple[str, str], ...]
) -> tuple[Test, ...]:
    shared = {name: _File(text) for name, text in support}
    return tuple(test for place, text in tests for test in _tests(place, _File(text), shared))


def _tests(place: str, file: _File, support: Mapping[str, _File]) -> Iterator[Test]:
    for function in file.tests:
        names, ids = set[Name](), set[str]()
        _collect(function, file, support, names, ids, set())
        yield Test(f"{place}::{function.name}", frozenset(names), frozenset(ids))


@dataclass(frozen=True)
class _Mentions:
    """一段程序写到了什么。"""

    imports: dict[str, Name]
    """这里看得到的导入。"""
    attributes: set[Name]
    """写成 模块.属性 的。"""
    written: tuple[str, ...]
    """单独写出的名字与形参，按次序。"""
    ids: set[str]
    """BOOK["…"] 里的。"""


class _File:
    """一个测试文件：它导入了什么，在顶层定义了什么。"""

    def __init__(self, text: str) -> None:
        body = parsed(text).body
        self._mentions: dict[ast.AST, _Mentions] = {}
        self.imports: dict[str, Name] = {}
        self.defined: dict[str, ast.AST] = {}
        self.tests: list[ast.FunctionDef] = []
        for node in _unwrapped(body):
            self.imports |= dict(_imported(node))
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.defined[node.name] = node
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                    self.tests.append(node)
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    for name in ast.walk(target):
                        if isinstance(name, ast.Name):
                            self.defined[name.id] = node

    def mentions(self, node: ast.AST) -> _Mentions:
        """node 写到了什么；同一个夹具许多测试都用，只看一遍。"""
        if node not in self._mentions:
            self._mentions[node] = _mentioned(list(ast.walk(node)), self.imports)
        return self._mentions[node]


def _mentioned(nodes: list[ast.AST], imports: dict[str, Name]) -> _Mentions:
    imports = imports | {name: found for node in nodes for name, found in _imported(node)}
    attributes, ids = set[Name](), set[str]()
    owners = set()  # 点号左边的名字：用到的是它的一个属性，不是整个模块
    for node in nodes:
        match node:
            case ast.Subscript(ast.Name("BOOK"), ast.Constant(str(wanted))):
                ids.add(wanted)
            case ast.Attribute(ast.Name(alias) as owner, attribute) if alias in imports:
                owners.add(owner)
                attributes.add((_module(imports[alias]), attribute))
    written = [
        node.arg if isinstance(node, ast.arg) else getattr(node, "id", None)
        for node in nodes
        if node not in owners
    ]
    kept = dict.fromkeys(name for name in written if isinstance(name, str))
    return _Mentions(imports, attributes, tuple(kept), ids)


def _unwrapped(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """顶层的语句，with 与 if 里的也算。"""
    for node in body:
        if isinstance(node, ast.With | ast.If):
            yield from _unwrapped(node.body)
        else:
            yield node


def _imported(node: ast.AST) -> Iterator[tuple[str, Name]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            name = alias.name if alias.asname else alias.name.partition(".")[0]
            yield alias.asname or name, (name, ALL)
    elif isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            yield alias.asname or alias.name, (node.module, alias.name)


def _collect(
    node: ast.AST,
    file: _File,
    support: Mapping[str, _File],
    names: set[Name],
    ids: set[str],
    seen: set[tuple[int, str]],
) -> None:
    """把 node 写到的名字与 id 收进 names 与 ids；测试文件里定义的名字，再看它的定义。"""
    mentions = file.mentions(node)
    names |= mentions.attributes
    ids |= mentions.ids
    for written in mentions.written:
        if (id(file), written) in seen:
            continue
        seen.add((id(file), written))
        if written in file.defined:
            if file.defined[written] is not node:
                _collect(file.defined[written], file, support, names, ids, seen)
        elif written in mentions.imports:
            module, attribute = mentions.imports[written]
            names |= {(module, attribute), (_module(mentions.imports[written]), ALL)}
            if module in support and attribute in support[module].defined:
                other = support[module]
                _collect(other.defined[attribute], other, support, names, ids, seen)


def _module(name: Name) -> str:
    return ".".join(part for part in name if part != ALL)
