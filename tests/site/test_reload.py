"""预览时重新载入：改了的和一载入就用到它的是新的，别的留着；记住的只要可能过时就清空。"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from derive.site import reload
from derive.site.reload import forget

NAMES = ("value", "uses", "later", "through", "by_name", "apart", "typed")
SOURCES = {
    "__init__": "",
    "value": "VALUE = 1\n",
    "uses": "from probe.value import VALUE\n\nTWICE = 2 * VALUE\n",
    "later": """
from functools import cache

@cache
def answer():
    from probe.value import VALUE
    return VALUE

class Reader:
    @cache
    def answer(self):
        return answer()

    def __hash__(self): return 1
    def __eq__(self, other): return True
""",
    "through": """
from functools import lru_cache
from probe.later import answer

@lru_cache
def again():
    return answer()
""",
    "by_name": """
from functools import cache
from importlib import import_module

@cache
def answer():
    return import_module("probe.value").VALUE
""",
    "apart": """
from functools import cache
from itertools import count

numbers = count()

@cache
def once():
    return next(numbers)
""",
    "typed": """
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from probe.value import VALUE
""",
}


@pytest.fixture
def probe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """一个小包，都已载入。"""
    package = tmp_path / "probe"
    package.mkdir()
    for name, source in SOURCES.items():
        (package / f"{name}.py").write_text(source, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield {name: import_module(f"probe.{name}") for name in NAMES}
    for name in [name for name in sys.modules if name.partition(".")[0] == "probe"]:
        del sys.modules[name]


def change(probe: dict[str, ModuleType], name: str, source: str) -> set[str]:
    Path(str(probe[name].__file__)).write_text(source, "utf-8")
    return forget([f"probe.{name}"], "probe")


def test_changed_module_and_what_uses_it_at_once_are_new(probe: dict[str, ModuleType]) -> None:
    assert change(probe, "value", "VALUE = 21\n") == {"probe.value", "probe.uses"}
    assert import_module("probe.uses").TWICE == 42
    import probe as package  # type: ignore[import-not-found]

    assert package.value.VALUE == 21


def test_the_others_stay(probe: dict[str, ModuleType]) -> None:
    change(probe, "value", "VALUE = 21\n")
    for name in ("later", "through", "by_name", "apart", "typed"):
        assert import_module(f"probe.{name}") is probe[name]


def test_what_may_be_out_of_date_is_forgotten(probe: dict[str, ModuleType]) -> None:
    later, through, by_name = probe["later"], probe["through"], probe["by_name"]

    def answers() -> list[int]:
        return [later.answer(), later.Reader().answer(), through.again(), by_name.answer()]

    assert answers() == [1] * 4
    change(probe, "value", "VALUE = 21\n")
    assert answers() == [21] * 4


def test_what_has_nothing_to_do_with_it_is_remembered(probe: dict[str, ModuleType]) -> None:
    assert probe["apart"].once() == 0
    change(probe, "value", "VALUE = 21\n")
    assert probe["apart"].once() == 0


def test_package_counts_for_everything_in_it(probe: dict[str, ModuleType]) -> None:
    assert forget(["probe"], "probe") == {f"probe.{name}" for name in NAMES}


def test_removed_module_is_forgotten(probe: dict[str, ModuleType]) -> None:
    Path(str(probe["apart"].__file__)).unlink()
    assert forget(["probe.apart"], "probe") == {"probe.apart"}


def test_only_a_changed_file_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """第一次只是记下；改了、添了、删了，才算改动。"""
    file = tmp_path / "derive" / "site" / "reload.py"
    file.parent.mkdir(parents=True)
    file.write_text("", "utf-8")
    seen: list[list[str]] = []
    monkeypatch.setattr(reload, "__file__", str(file))
    monkeypatch.setattr(reload, "_stamp", {})
    monkeypatch.setattr(reload, "forget", lambda names: seen.append(sorted(names)))
    assert reload.is_first_time()
    assert not reload.reload_changed()
    assert not reload.is_first_time()
    assert not reload.reload_changed()
    added = tmp_path / "derive" / "theory" / "__init__.py"
    added.parent.mkdir()
    added.write_text("", "utf-8")
    assert reload.reload_changed()
    added.unlink()
    assert reload.reload_changed()
    assert seen == [["derive.theory"], ["derive.theory"]]


def test_the_book_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """改一章的推导：书、登记处与渲染重新载入，内核、图与插件不动。"""
    import_module("derive.site.html")
    import_module("derive.registry")
    kept = dict(sys.modules)
    monkeypatch.setattr(reload, "_forget", lambda name: None)
    monkeypatch.setattr(reload, "_clear", lambda module: None)
    found = forget(["derive.theory.activations"])
    assert {"derive.theory.activations", "derive.registry", "derive.site.html"} <= found
    still = {"derive.kernel.verify", "derive.site.plugin", "derive.fingerprint", "derive.theory"}
    assert not still & found
    assert sys.modules == kept
