"""读 Python 源码：语法树，导入了什么，去掉说明的源码；同样的源码只做一次。

依赖、测试、实验、网页里的判定器都要读源码，读的多半是同样的文件；预览时改了一个，别的也不必重做。
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from functools import lru_cache

__all__ = ["bare", "imports", "parsed", "without_words"]

PACKAGE = __name__.partition(".")[0]


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
def imports(module: str, source: bytes) -> tuple[str, ...]:
    """源文件里 import 的本包模块，以及 module 的各级父包。全书没有相对导入。"""
    parents = module.split(".")[:-1]
    found = [".".join(parents[:n]) for n in range(1, len(parents) + 1)]
    for node in ast.walk(parsed(source.decode())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        found += [name for name in names if name.partition(".")[0] == PACKAGE]
    return tuple(found)
