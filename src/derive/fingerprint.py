"""指纹：结论取决于什么，就把什么写进缓存的钥匙；少写一样，缓存就会过期而不自知。

钥匙由三部分组成：对象本身（连同它的规则所引用的陈述）、它直接或间接用到的定义、判定所用的
程序（Python、SymPy、mpmath 的版本与源文件的摘要）。实现还取决于 NumPy、数值模块的源文件，
以及 NumPy 在这台机器上选用的指令集。

引用的对象不写标题与说明：成立的结论里没有它们；不成立的会说出标题，另有钥匙（`with_titles`）。
引用的推导只写它说了什么，不写它怎样证的：证法变了，陈述没有变，用到它的不必重判。它若不再成立，
`derive.check` 会往上传。
"""

from __future__ import annotations

import ast
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec, resolve_name
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import mpmath
import sympy
from sympy import Basic, Dummy, Symbol, srepr
from sympy.core.function import AppliedUndef, UndefinedFunction

from derive.kernel.book import Book, expressions
from derive.kernel.objects import BookObject, Correction, Derivation, Implementation, Line, Run
from derive.parsed import parsed

PACKAGE = __name__.partition(".")[0]
JUDGE = "derive.kernel.verify"
"""判定数学对象的模块；它导入的一切都影响结论。"""
GAUGES = {Implementation: "derive.pairing", Line: "derive.lines", Correction: "derive.runs"}
"""测量实现、运行程序证据的模块。"""
WORDS = ("title", "note")
"""对象里只给人看的。"""


def fingerprint(obj: BookObject, book: Book) -> str:
    """obj 的结论取决于的全部内容的 SHA-256。"""
    definitions = book.definitions_in(*expressions(obj))
    content = Description(obj)
    parts = (
        content.of(obj),
        [content.of(definition) for definition in definitions.values()],
        sorted((module, sources(module)) for module in content.modules),
        _symbolic_environment(),
        _numeric_environment(obj),
    )
    return sha256(repr(parts).encode()).hexdigest()


def with_titles(key: str, obj: BookObject, book: Book) -> str:
    """key 是 obj 的指纹；不成立的结论的钥匙，连同它会说出的标题。"""
    cited = [each for step in getattr(obj, "steps", ()) for each in step.rule.cites()]
    titles = [each.title for each in (*book.uses(obj), *cited)]
    return sha256(repr((key, titles)).encode()).hexdigest()


class Description:
    """把一个对象写成由元组和字符串组成的、不含内存地址的描述；modules 记下用到的书外的类。

    whole 是写全的那一个；别的对象不写 WORDS，别的推导只写它的陈述。
    """

    def __init__(self, whole: BookObject | None = None) -> None:
        self.modules: set[str] = set()
        self._whole = whole
        self._dummies: dict[Dummy, int] = {}

    def of(self, value: Any) -> Any:
        if isinstance(value, Basic):
            return self._expression(value)
        if isinstance(value, type):
            return self._class(value)
        if isinstance(value, Enum):
            return self._class(type(value)), value.value
        if value is None or isinstance(value, bool | int | float | str | bytes):
            return repr(value)
        if isinstance(value, Mapping):
            return "mapping", [(self.of(key), self.of(item)) for key, item in value.items()]
        if isinstance(value, set | frozenset):
            return "set", sorted(repr(self.of(item)) for item in value)
        if isinstance(value, tuple | list):
            return [self.of(item) for item in value]
        if isinstance(value, FunctionType):
            self._remember(value.__module__)
            cells = [self.of(cell.cell_contents) for cell in value.__closure__ or ()]
            return "function", self._code(value.__code__), self.of(value.__defaults__), cells
        if isinstance(value, Derivation) and value is not self._whole:
            said = value.statement
            parts = (value.id, said.lhs, said.relation, said.rhs, value.domain)
            return self._class(type(value)), self.of(parts)
        names = [f.name for f in fields(value)] if is_dataclass(value) else sorted(vars(value))
        if isinstance(value, BookObject) and value is not self._whole:
            names = [name for name in names if name not in WORDS]
        return self._class(type(value)), [(name, self.of(getattr(value, name))) for name in names]

    def _expression(self, expr: Basic) -> Any:
        if isinstance(expr, Dummy):  # 序号每次运行都不同，只有「是不是同一个」有意义
            number = self._dummies.setdefault(expr, len(self._dummies))
            return "dummy", number, expr.name, sorted(expr.assumptions0.items())
        if not expr.args or isinstance(expr, Symbol):
            return _leaf(expr)
        return self._class(expr.func), [self.of(argument) for argument in expr.args]

    def _class(self, kind: type) -> Any:
        if isinstance(kind, UndefinedFunction):  # srepr 会丢掉它的假设
            return "function", kind.__name__, _assumptions(kind)
        self._remember(kind.__module__)
        return f"{kind.__module__}.{kind.__qualname__}"

    def _remember(self, module: str) -> None:
        if not module.startswith(("sympy.", f"{PACKAGE}.kernel.")):
            self.modules.add(module)

    def _code(self, code: CodeType) -> Any:
        constants = [
            self._code(c) if isinstance(c, CodeType) else self.of(c) for c in code.co_consts
        ]
        return code.co_code.hex(), code.co_names, constants


@cache
def _leaf(expr: Basic) -> str:
    return str(srepr(expr))


@cache
def _assumptions(function: type[AppliedUndef]) -> tuple[tuple[str, bool], ...]:
    return tuple(sorted(function.default_assumptions.items()))


def _symbolic_environment() -> Any:
    versions = platform.python_version(), sympy.__version__, mpmath.__version__
    return platform.python_implementation(), versions, sources(JUDGE)


def _numeric_environment(obj: BookObject) -> Any:
    """要运行 NumPy 的对象才有。"""
    if isinstance(obj, Implementation):
        module = obj.function.partition(":")[0]
        return _numpy_environment(), sources(GAUGES[type(obj)]), sources(module)
    if isinstance(obj, Correction) and isinstance(obj.evidence, Run):
        return _numpy_environment(), sources(GAUGES[Correction])
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
def sources(module: str) -> tuple[tuple[str, str], ...]:
    """module 和它直接、间接导入的本包模块，各配上源文件的摘要。

    每个进程只算一次：长驻的进程里，载入的代码不会随文件改变，旧代码的结论也就不会记在新代码名下。
    """
    found = closure([module])
    return tuple((name, sha256(source).hexdigest()) for name, source in sorted(found.items()))


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
        waiting += imports(name, source, is_package=path.name == "__init__.py")
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


@cache
def imports(module: str, source: bytes, *, is_package: bool = False) -> tuple[str, ...]:
    """源文件里 import 的本包模块，以及 module 的各级父包。"""
    return tuple(_imports(module, source, is_package))


def _imports(module: str, source: bytes, is_package: bool) -> Iterator[str]:
    parents = module.split(".")[:-1]
    yield from (".".join(parents[:n]) for n in range(1, len(parents) + 1))
    package = module if is_package else ".".join(parents)
    for node in ast.walk(parsed(source.decode())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
        yield from (name for name in names if name.partition(".")[0] == PACKAGE)
