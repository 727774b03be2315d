"""页面上的代码从哪里来：都是真实的文件，从源码取出，所以不会与实际运行的脱节。"""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from derive.parsed import parsed
from derive.site.errors import SiteError


@dataclass(frozen=True)
class FunctionSource:
    """一个函数的源码；path 从 src/ 起，首末行号从 1 起。"""

    path: str
    first: int
    last: int
    text: str


def function_source(function: str) -> FunctionSource:
    """function 写成“模块:名字”。"""
    module_name, _, name = function.partition(":")
    try:
        module = import_module(module_name)
        found = module
        for part in name.split("."):
            found = getattr(found, part)
        lines, first = inspect.getsourcelines(found)
    except (ImportError, AttributeError, OSError, TypeError) as error:
        raise SiteError(f"取不到 {function} 的源码：{error}。应写成“模块:函数名”。") from None
    path = f"src/{module_name.replace('.', '/')}.py"
    text = textwrap.dedent("".join(lines)).rstrip()
    return FunctionSource(path, first, first + len(lines) - 1, text)


@dataclass(frozen=True)
class TestSource:
    """一个测试的源码；path 从仓库的根写起。"""

    path: str
    name: str
    first: int
    text: str


@cache
def tests_of(root: Path, function: str) -> tuple[TestSource, ...]:
    """直接调用 function（函数名）的测试，按文件与行号排。"""
    return tuple(_tests_by_name(root).get(function, ()))


@cache
def _tests_by_name(root: Path) -> dict[str, list[TestSource]]:
    found: dict[str, list[TestSource]] = {}
    for path in sorted((root / "tests").glob("test_*.py")):
        text = path.read_text("utf-8")
        for node in parsed(text).body:
            if not (isinstance(node, ast.FunctionDef) and node.name.startswith("test_")):
                continue
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            lines = text.splitlines()[first - 1 : node.end_lineno]
            test = TestSource(path.relative_to(root).as_posix(), node.name, first, "\n".join(lines))
            for name in _called(node):
                found.setdefault(name, []).append(test)
    return found


def _called(test: ast.FunctionDef) -> set[str]:
    """测试里直接调用的函数的名字。"""
    calls = [node.func for node in ast.walk(test) if isinstance(node, ast.Call)]
    return {call.id for call in calls if isinstance(call, ast.Name)} | {
        call.attr for call in calls if isinstance(call, ast.Attribute)
    }


@dataclass(frozen=True)
class SnippetSource:
    code: str
    output: str


def snippet_source(root: Path, name: str) -> SnippetSource:
    """snippets/name.py 和它旁边的 .out。"""
    path = root / "snippets" / f"{name}.py"
    if not path.is_file():
        known = sorted(
            p.relative_to(root / "snippets").with_suffix("").as_posix()
            for p in (root / "snippets").glob("*/*.py")
        )
        raise SiteError(f"没有片段 snippets/{name}.py。现有的片段：{'、'.join(known) or '无'}。")
    output = path.with_suffix(".out")
    if not output.is_file():
        raise SiteError(
            f"片段 snippets/{name}.py 旁边没有输出 {output.name}。"
            "请运行 derive snippets --update 生成它。"
        )
    return SnippetSource(path.read_text("utf-8").rstrip(), output.read_text("utf-8"))
