"""`mkdocs serve` 期间改了源码：忘掉改了的模块，和一载入就用到它们的；下面的导入会载入新的。

别的模块留着，少等一两秒。它们用 functools 记住的，只要可能与改了的模块有关，就清空：函数里才导入的
也算；凭名字载入模块的（importlib），当作与谁都有关。
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Set
from pathlib import Path
from types import ModuleType

from derive.parsed import PACKAGE, imported, parents

KEPT = (
    *("derive.site.plugin", "derive.site.reload", "derive.site.katex", "derive.site.node"),
    *("derive.site.errors", "derive.parsed"),
)
"""总是留着的：插件与这里，那个常驻的 Node 进程，和解析过的源码。"""
BY_NAME = frozenset({"importlib", "importlib.util"})
"""导入了它们，就能凭名字载入任何模块。"""

_stamp: dict[Path, int] = {}


def is_first_time() -> bool:
    """还没有看过源码。"""
    return not _stamp


def reload_changed() -> bool:
    """源码改动过没有；改动过，就忘掉旧的。"""
    global _stamp
    package = Path(__file__).parents[1]
    stamp = {path: path.stat().st_mtime_ns for path in package.rglob("*.py")}
    before, _stamp = _stamp or stamp, stamp
    changed = {path for path in before | stamp if before.get(path) != stamp.get(path)}
    if changed:
        forget(_name(path, package) for path in changed)
    return bool(changed)


def forget(changed: Iterable[str], package: str = PACKAGE) -> set[str]:
    """忘掉 changed 里的模块和一载入就用到它们的，清空可能有关的记忆；返回忘掉了哪些。"""
    names = set(changed)
    loaded = {
        name: module
        for name, module in sys.modules.items()
        if name == package or name.startswith(f"{package}.")
    }
    imports = {name: _imports(module) for name, module in loaded.items()}
    at_once = {name: first for name, (first, _) in imports.items()}
    at_all = {name: every for name, (_, every) in imports.items()}
    by_name = {name for name, used in at_all.items() if used & BY_NAME}
    forgotten = {name for name in _users(names, at_once) if name in loaded} - {*KEPT, package}
    for name in _users(names | by_name, at_all) & loaded.keys() - forgotten - set(KEPT):
        _clear(loaded[name])
    for name in forgotten:
        _forget(name)
    return forgotten


def _name(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _users(names: Collection[str], imports: Mapping[str, Set[str]]) -> set[str]:
    """names，和直接、间接导入它们的。"""
    found = set(names)
    while more := {name for name, used in imports.items() if used & found} - found:
        found |= more
    return found


def _imports(module: ModuleType) -> tuple[Set[str], Set[str]]:
    """module 一载入就导入的，和总共导入的；各级父包也算。"""
    above = parents(module.__name__)
    if module.__file__ is None or not Path(module.__file__).is_file():
        return above, above
    at_once, later = imported(Path(module.__file__).read_text("utf-8"))
    return at_once | above, at_once | later | above


def _clear(module: ModuleType) -> None:
    """清空模块里的函数与类的方法记住的。"""
    own = [each for each in vars(module).values() if _belongs(each, module)]
    methods = [method for each in own if isinstance(each, type) for method in vars(each).values()]
    for function in (*own, *methods):
        if callable(clear := getattr(function, "cache_clear", None)):
            clear()


def _belongs(value: object, module: ModuleType) -> bool:
    return getattr(value, "__module__", None) == module.__name__


def _forget(name: str) -> None:
    """`from 包 import 子模块` 先看包的属性，所以两处都要抹去。"""
    del sys.modules[name]
    package, _, child = name.rpartition(".")
    if package in sys.modules:
        vars(sys.modules[package]).pop(child, None)
