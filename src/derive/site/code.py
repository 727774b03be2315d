"""页面上的代码从哪里来：都是真实的文件，从源码取出，所以不会与实际运行的脱节。"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

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
        lines, first = inspect.getsourcelines(getattr(module, name))
    except (ImportError, AttributeError, OSError, TypeError) as error:
        raise SiteError(f"取不到 {function} 的源码：{error}。应写成“模块:函数名”。") from None
    path = f"src/{module_name.replace('.', '/')}.py"
    return FunctionSource(path, first, first + len(lines) - 1, "".join(lines).rstrip())


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
