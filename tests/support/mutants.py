"""测试的测试：把一个模块里的反向传播逐行改错，得到一串变异体。

每个变异体是整个模块的源码换掉一处，再执行一遍得到的名字空间。
"""

from __future__ import annotations

import ast
import inspect
import re

PATTERNS = (
    ("漏了转置", r"\.T\b", ""),
    ("axis 弄反", r"\baxis=1\b", "axis=0"),
    ("漏了 axis", r"\baxis=1, ", ""),
    ("漏了 keepdims", r", keepdims=True", ""),
    ("漏了 1/m", r" / m\b", ""),
    ("漏了 1/m", r"/= self\._X\.shape\[1\]", "/= 1"),
    ("@ 写成 *", r" @ ", " * "),
    ("* 写成 @", r" \* ", " @ "),
    ("@ 写成 *", r"\bnp\.matmul\b", "np.multiply"),
    ("* 写成 @", r"\bnp\.multiply\b", "np.matmul"),
)


def _body(tree, name):
    """函数（或 类.方法）的语句所在的行，不含文档字符串。"""
    node = tree
    for part in name.split("."):
        node = next(n for n in node.body if getattr(n, "name", None) == part)
    return range(node.body[1].lineno, node.end_lineno + 1)


def mutants(module, *functions):
    """module 里 functions 的每一处错法：[(说明, 名字空间)]。"""
    source = inspect.getsource(module)
    lines, tree = source.splitlines(), ast.parse(source)
    found = []
    for name in functions:
        for number in _body(tree, name):
            line = lines[number - 1]
            for what, pattern, replacement in PATTERNS:
                for match in re.finditer(pattern, line.partition("#")[0]):
                    changed = line[: match.start()] + replacement + line[match.end() :]
                    label = f"{module.__name__}:{number} {what}：{changed.strip()}"
                    text = "\n".join([*lines[: number - 1], changed, *lines[number:]])
                    found.append((label, text))
    return [(label, _run(module, text)) for label, text in found]


def _run(module, source):
    namespace = {"__name__": module.__name__}
    exec(compile(source, f"{module.__name__}（变异体）", "exec"), namespace)
    return namespace


def survives(check, namespace):
    """check 没有发现任何不对。"""
    try:
        check(namespace)
    except (AssertionError, ValueError, TypeError):
        return False
    return True
