"""读 Python 源码：语法树，导入了什么，去掉说明的源码；同样的源码只做一次。

依赖、测试、实验、网页里的判定器都要读源码，读的多半是同样的文件；预览时改了一个，别的也不必重做。
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from functools import lru_cache

__all__ = ["PACKAGE", "bare", "imported", "imports", "parents", "parsed", "without_words"]

PACKAGE = __name__.partition(".")[0]
"""本包的名字。"""


@lru_cache(2000)
def parsed(source: str) -> ast.Module:
    """语法树；是共用的，不要改动它。"""
    return ast.parse(source)


@lru_cache(2000)
def without_words(source: str) -> str:
    """去掉文档字符串与注释：运行起来一样，短一半。"""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        match node:
            case ast.Module() | ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                if ast.get_docstring(node, clean=False) is not None:
                    node.body = node.body[1:] or [ast.Pass()]
    try:
        return ast.unparse(tree)
    except RecursionError:  # 几千项的多项式，嵌套太深
        return source


@lru_cache(2000)
def bare(source: str, *, is_module: bool = False) -> str:
    """去掉注释、文档字符串、空行之后的程序；is_module 说第一个字符串是不是文档字符串。"""
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Module) and not is_module:
            continue
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if first and ast.get_docstring(node, clean=False) is not None:
                last = first.end_lineno or first.lineno
                lines[first.lineno - 1 : last] = [""] * (last - first.lineno + 1)
    return "\n".join(filter(None, (re.sub(r"\s+$", "", line) for line in lines)))


@lru_cache(2000)
def imported(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """源文件导入的模块：一载入就导入的，和函数里、只给类型检查看的。全书没有相对导入。"""
    found: dict[bool, set[str]] = {False: set(), True: set()}
    waiting: list[tuple[ast.AST, bool]] = [(parsed(source), False)]
    while waiting:
        parent, later = waiting.pop()
        for node in ast.iter_child_nodes(parent):
            if isinstance(node, ast.Import):
                found[later] |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                found[later] |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
            else:
                waiting.append((node, later or _is_later(node)))
    return frozenset(found[False]), frozenset(found[True])


def _is_later(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return "TYPE_CHECKING" in ast.unparse(node.test)
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def imports(module: str, source: bytes) -> set[str]:
    """源文件里 import 的本包模块，以及 module 的各级父包。"""
    at_once, later = imported(source.decode())
    found = {name for name in at_once | later if name.partition(".")[0] == PACKAGE}
    return found | parents(module)


def parents(module: str) -> set[str]:
    """module 的各级父包。"""
    parts = module.split(".")[:-1]
    return {".".join(parts[:n]) for n in range(1, len(parts) + 1)}
