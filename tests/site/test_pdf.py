"""整本书的 PDF：各章的次序取自 mkdocs.yml；少了什么，一句话说清。印出来的样子在 tests/browser。"""

import shutil
import sys
from pathlib import Path

import pytest

from derive.site import book_pdf
from derive.site.book_pdf import Book, Chapter, Part
from derive.site.errors import SiteError

ROOT = Path(__file__).parents[2]
BOOK = Book("书", "一句话", (Part("", (Chapter("甲", "a/"),)),))


def test_book_follows_the_nav(tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text(
        "site_name: 书\nsite_description: 一句话\n"
        "nav:\n  - 首页: index.md\n  - 上篇:\n      - 甲: up/a.md\n      - 乙: labs/b.py\n"
        "markdown_extensions:\n"
        "  - toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}\n",
        "utf-8",
    )
    assert book_pdf.read_book(config) == Book(
        "书",
        "一句话",
        (
            Part("", (Chapter("首页", ""),)),
            Part("上篇", (Chapter("甲", "up/a/"), Chapter("乙", "labs/b/"))),
        ),
    )


def test_whole_book_is_read() -> None:
    """每一篇 Markdown、每一个实验都在书里。"""
    book = book_pdf.read_book(ROOT / "mkdocs.yml")
    chapters = [chapter.url for part in book.parts for chapter in part.pages]
    assert len(chapters) == len(set(chapters))
    docs = ROOT / "docs"
    files = [*docs.rglob("*.md"), *docs.glob("labs/*.py")]
    written = {book_pdf.Source(file.relative_to(docs).as_posix(), "").url for file in files}
    assert set(chapters) <= written
    assert {"", "shallow/activations/", "labs/planar/", "errata/", "glossary/"} <= set(chapters)


def test_missing_page_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(SiteError, match=r"应有 a/index\.html（目录里的“甲”），实际没有。.*mkdocs"),
        book_pdf.print_page(tmp_path, BOOK),
    ):
        pass


@pytest.mark.parametrize("name", ["playwright", "pikepdf"])
def test_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for module in [module for module in sys.modules if module.partition(".")[0] == name]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(SiteError, match=rf"没有安装 {name}.*run\.py setup"):
        book_pdf.check_tools()


def test_missing_chromium_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SiteError, match=r"没有找到 Chromium.*apt install chromium"):
        book_pdf.check_tools()


def test_output_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"PDF 写不进 .*没有.*book\.pdf（不存在）"):
        book_pdf.save(b"", tmp_path / "没有" / "book.pdf")
    kept = tmp_path / "folder"
    kept.mkdir()
    with pytest.raises(SiteError, match=r"PDF 写不进 .*folder（.*）"):
        book_pdf.save(b"", kept)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
