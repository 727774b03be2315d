"""读 Python 源码：语法树，和去掉说明的源码；同样的源码只做一次。

依赖、测试、实验、网页里的判定器都要读源码，读的多半是同样的文件；预览时改了一个，别的也不必重做。
"""

from __future__ import annotations

import ast
from functools import lru_cache

__all__ = ["parsed", "without_words"]


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
