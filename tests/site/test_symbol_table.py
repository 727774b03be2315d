"""符号约定：形状就是定律里的形状。"""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from small_site import MkDocs
from sympy import MatrixSymbol

from derive.kernel.book import expressions
from derive.registry import BOOK
from derive.site.sources import read_sources
from derive.site.symbol_table import SYMBOL_TABLE, Entry

ROOT = Path(__file__).parents[2]
ENTRIES = [entry for entries in SYMBOL_TABLE.values() for entry in entries]


def test_every_matrix_is_one_of_the_laws() -> None:
    used = {
        symbol for obj in BOOK for expr in expressions(obj) for symbol in expr.atoms(MatrixSymbol)
    }
    shown = {entry.symbol for entry in ENTRIES if isinstance(entry.symbol, MatrixSymbol)}
    assert len(shown) >= 15
    assert shown - used == set()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.tex)
def test_shape_agrees_with_what_is_said(entry: Entry) -> None:
    """「一列」只有一列，「一行」只有一行。"""
    if isinstance(entry.shape, tuple):
        rows, columns = entry.shape
        assert ("，一行" in entry.meaning) <= (rows == 1)
        assert ("一列，" in entry.meaning or "是一列" in entry.meaning) <= (columns == 1)
    assert entry.meaning


def test_every_group_is_shown() -> None:
    page = read_sources(ROOT / "docs").by_path["notation.md"]
    shown = [token.text for token in page.tokens if token.info == "notation"]
    assert shown == list(SYMBOL_TABLE)


def test_fence(mkdocs: MkDocs) -> None:
    built = mkdocs({"a.md": "```notation\n第 l 层\n```\n"})
    assert built.exit_code == 0, built.output
    page = BeautifulSoup((built.site / "a/index.html").read_text("utf-8"), "html.parser")
    first = page.select("tbody tr")[0].select("td")
    assert first[0].select_one("math").get_text() == "W[l]"
    assert first[1].select_one("math").get_text(strip=True) == "(n[l],n[l−1])"
    assert first[3].get_text() == "W1, W2, …"


def test_unknown_group_is_named(mkdocs: MkDocs) -> None:
    built = mkdocs({"a.md": "```notation\n没有\n```\n"})
    assert built.exit_code == 1
    assert "docs/a.md:2:1: 符号约定里没有 没有。" in built.output
