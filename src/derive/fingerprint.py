"""指纹：结论取决于什么，就把什么写进缓存的钥匙；少写一样，缓存就会过期而不自知。

钥匙由三部分组成：对象本身（连同它的规则所引用的陈述）、它直接或间接用到的定义、判定所用的
程序（Python、SymPy、mpmath 的版本与源文件的摘要）。实现还取决于 NumPy、数值模块的源文件，
以及 NumPy 在这台机器上选用的指令集。

引用的对象不写标题与说明：成立的结论里没有它们；不成立的会说出标题，另有钥匙（`with_titles`）。
引用的推导只写它说了什么，不写它怎样证的：证法变了，陈述没有变，用到它的不必重判。它若不再成立，
`derive.check` 会往上传。
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import mpmath
import sympy

from derive.description import Description
from derive.kernel.book import Book, expressions
from derive.kernel.objects import BookObject, Correction, Implementation, Line, Run
from derive.parsed import imports

JUDGE = "derive.kernel.verify"
"""判定数学对象的模块；它导入的一切都影响结论。"""
GAUGES = {Implementation: "derive.pairing", Line: "derive.lines", Correction: "derive.runs"}
"""测量实现、运行程序证据的模块。"""


def fingerprint(obj: BookObject, book: Book) -> str:
    """obj 的结论取决于的全部内容的 SHA-256。"""
    definitions = book.definitions_in(*expressions(obj))
    content = Description(obj)
    parts = (
        content.of(obj),
        [content.of(definition) for definition in definitions.values()],
        sorted((module, source_digest(module)) for module in content.modules),
        _symbolic_environment(),
        _numeric_environment(obj),
    )
    return sha256(repr(parts).encode()).hexdigest()


def with_titles(key: str, obj: BookObject, book: Book) -> str:
    """key 是 obj 的指纹；不成立的结论的钥匙，连同它会说出的标题。"""
    cited = [each for step in getattr(obj, "steps", ()) for each in step.rule.cites()]
    titles = [each.title for each in (*book.uses(obj), *cited)]
    return sha256(repr((key, titles)).encode()).hexdigest()


def _symbolic_environment() -> Any:
    versions = platform.python_version(), sympy.__version__, mpmath.__version__
    return platform.python_implementation(), versions, source_digest(JUDGE)


def _numeric_environment(obj: BookObject) -> Any:
    """要运行 NumPy 的对象才有。"""
    if isinstance(obj, Implementation):
        module = obj.function.partition(":")[0]
        return _numpy_environment(), source_digest(GAUGES[type(obj)]), source_digest(module)
    if isinstance(obj, Correction) and isinstance(obj.evidence, Run):
        return _numpy_environment(), source_digest(GAUGES[Correction])
    return ()


@cache
def _numpy_environment() -> Any:
    """同一个 NumPy 在不同指令集上算出的最后一位可以不同。"""
    import numpy

    features = import_module("numpy._core._multiarray_umath").__cpu_features__
    enabled = sorted(name for name, on in features.items() if on)
    return numpy.__version__, platform.machine(), platform.libc_ver(), enabled


# ---- 源文件 -------------------------------------------------------------------


@cache
def source_digest(module: str) -> str:
    """module 和它直接、间接导入的本包模块：有哪些，连同源文件，合成一个摘要。

    每个进程只算一次：长驻的进程里，载入的代码不会随文件改变，旧代码的结论也就不会记在新代码名下。
    """
    found = closure([module])
    each = [(name, sha256(source).hexdigest()) for name, source in sorted(found.items())]
    return sha256(repr(each).encode()).hexdigest()


def closure(modules: Iterable[str]) -> dict[str, bytes]:
    """modules 和它们直接、间接导入的本包模块，各配上现在的源文件；没有源文件的不算。"""
    found: dict[str, bytes] = {}
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        path = _file(name)
        if name in found or path is None:
            continue
        source = found[name] = path.read_bytes()
        waiting += imports(name, source)
    return found


def _file(module: str) -> Path | None:
    if module == "__main__":
        main = getattr(sys.modules["__main__"], "__file__", None)
        return Path(main) if main else None
    try:
        spec = find_spec(module)
    except (ImportError, ValueError):
        return None
    origin = spec and spec.has_location and spec.origin
    return Path(origin) if origin and origin.endswith(".py") else None
