"""每一章都齐备：推导、程序、图、练习，一样不少。"""

import re
from pathlib import Path

import pytest

from derive.kernel.objects import Derivation
from derive.registry import BOOK
from derive.site.errata import pages_showing
from derive.site.sources import Kind, Page, read_sources

DOCS = Path(__file__).parents[2] / "docs"
SOURCES = read_sources(DOCS)
CHAPTERS = [page for page in SOURCES.pages if page.number]
"""有章节号的页是讲技术的章节；没有的是引言、附录之类。"""
EXERCISE = re.compile(r"^\*\*[一二三四五六七八九十]+、", re.MULTILINE)
ANSWER = re.compile(r'^\?\?\? \w+ "(?:答案|提示)"$', re.MULTILINE)


def fences(page: Page, name: str) -> list[str]:
    """页上名叫 name 的围栏里的 id 或名字。"""
    found = [t for t in page.tokens if t.kind is Kind.FENCE and t.info == name]
    return [id for token in found for id in token.ids]


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.path)
def test_a_chapter_is_complete(page: Page) -> None:
    shown = fences(page, "derivation") + fences(page, "equation")
    assert any(isinstance(BOOK[id], Derivation) for id in shown), "没有推导或定律"
    assert fences(page, "snippet"), "没有运行过的程序"
    assert fences(page, "figure"), "没有图"
    assert len(EXERCISE.findall(page.text)) >= 2, "练习少于两题"


@pytest.mark.parametrize("page", SOURCES.pages, ids=lambda page: page.path)
def test_every_exercise_has_a_folded_answer(page: Page) -> None:
    assert len(EXERCISE.findall(page.text)) == len(ANSWER.findall(page.text))


def test_there_is_plenty_to_practise() -> None:
    assert sum(len(EXERCISE.findall(page.text)) for page in SOURCES.pages) >= 80


def test_chapters_are_numbered_in_the_order_of_reading() -> None:
    navigation = (DOCS.parent / "mkdocs.yml").read_text("utf-8")
    chapters = sorted(CHAPTERS, key=lambda page: navigation.index(f" {page.path}\n"))
    numbers = [tuple(map(int, page.number.split("."))) for page in chapters]
    assert numbers == sorted(numbers)
    assert len(numbers) == len(set(numbers))


def test_everything_proved_is_shown_somewhere() -> None:
    """登记了而没有一页用到的对象，读者看不见，也就没有人会发现它写得不好。"""
    unused = [obj.id for obj in BOOK if not pages_showing(SOURCES, obj)]
    assert not unused
