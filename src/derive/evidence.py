"""哪些测试碰到了哪个对象：从 tests/ 的源码里读出来，不运行、也不导入测试。

一个测试碰到一个名字，是它自己、它的装饰器、它用到的夹具和函数（包括 tests/support 里的）写到了它。
名字再解析成书里的对象：对象自己、装着对象的元组（OBJECTS）、BOOK["id"]，或者实现它的 NumPy 函数。
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import FunctionType

from derive.kernel.book import Book
from derive.kernel.objects import BookObject, Implementation
from derive.parsed import parsed

ORACLES = {
    ("oracles", "autodiff"): "反向自动微分（autograd）",
    ("oracles", "torch_autodiff"): "反向自动微分（PyTorch，装了才测）",
    ("oracles", "central_differences"): "中心差商",
    ("oracles", "exact"): "高精度计算（mpmath）",
    ("derive.pairing", "measure"): "高精度计算（mpmath）",
    ("derive.lines", "measure_line"): "高精度计算（mpmath）",
}
"""与被测的程序没有共用代码的参照：tests/support/oracles.py 里的函数，和测量实现的函数。"""
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

    @property
    def oracles(self) -> set[str]:
        return {words for oracle, words in ORACLES.items() if oracle in self.names}


class Evidence:
    """仓库 root 的测试与书 book 的关系。"""

    def __init__(self, root: Path, book: Book) -> None:
        self._root, self._book = root, book

    def tests(self, obj: BookObject) -> list[str]:
        """碰到 obj 的测试的 id，按文件与次序。"""
        return [test.id for test in self._touching(obj)]

    def oracles(self, obj: BookObject) -> list[str]:
        """这些测试用了哪些参照。"""
        return sorted(set[str]().union(*(test.oracles for test in self._touching(obj))))

    def _touching(self, obj: BookObject) -> list[Test]:
        lines = [o for o in self._book if isinstance(o, Implementation) and o.implements is obj]
        if isinstance(obj, Implementation):
            lines.append(obj)
        keys = {f"object {obj.id}", *(f"function {line.function}" for line in lines)}
        found = {test.id for key in keys for test in self._touching_key.get(key, ())}
        return [test for test in self._tests if test.id in found]

    @cached_property
    def _touching_key(self) -> dict[str, list[Test]]:
        """对象或函数 → 碰到它的测试。"""
        found: dict[str, list[Test]] = {}
        for test in self._tests:
            for key in self._keys[test.id]:
                found.setdefault(key, []).append(test)
        return found

    @cached_property
    def _tests(self) -> tuple[Test, ...]:
        return tuple(tests_in(self._root / "tests", self._root))

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


# ---- 读测试 -------------------------------------------------------------------


def tests_in(folder: Path, root: Path) -> Iterator[Test]:
    """folder 里的全部测试。"""
    support = {path.stem: _File(path) for path in sorted((folder / "support").glob("*.py"))}
    for path in sorted(folder.rglob("test_*.py")):
        if path.parent.name in ABOUT_PAGES:
            continue
        file = _File(path)
        for function in file.tests:
            names, ids = set[Name](), set[str]()
            _collect(function, file, support, names, ids, set())
            place = path.relative_to(root).as_posix()
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

    def __init__(self, path: Path) -> None:
        body = parsed(path.read_text("utf-8")).body
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
    support: dict[str, _File],
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
