"""按主题找：一个主题在哪些页里讲，每一页里有什么。

主题写在 docs/tags.toml：术语表里的译名 → 讲它的页，排成读的次序。每页标题上面的那几个词，
和“按主题找”那一页，都从它来。“每一页里有什么”不必写，从原文里数出来。
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from markdown import Markdown

from derive.site.build import Build
from derive.site.errors import SiteError
from derive.site.glossary import Glossary, Term
from derive.site.html import markup_table, one_of, tag
from derive.site.sources import Page, Sources

PAGE = "tags.md"
"""“按主题找”那一页。"""


@dataclass(frozen=True)
class Topic:
    """一个主题，和讲它的页。"""

    term: Term
    pages: tuple[Page, ...]

    @property
    def anchor(self) -> str:
        return f"tag-{self.term.slug}"


def read_tags(docs: Path, glossary: Glossary, sources: Sources) -> tuple[Topic, ...]:
    """docs/tags.toml；没有这个文件（小的文档树）就是空的。

    错误：不是 TOML，主题不是术语，没有那一页，SiteError。
    """
    path = docs / "tags.toml"
    if not path.is_file():
        return ()
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SiteError(f"docs/tags.toml 不是 TOML：{error}。") from None
    return tuple(_topic(name, pages, glossary, sources) for name, pages in data.items())


def _topic(name: str, pages: object, glossary: Glossary, sources: Sources) -> Topic:
    here = f"docs/tags.toml 的 {name}"
    terms = {term.zh: term for term in glossary.terms}
    if name not in terms:
        raise SiteError(
            f"{here}不是术语表里的译名。请换成译名，或者先把它加进 docs/glossary.toml。"
        )
    if not isinstance(pages, list) or not pages:
        raise SiteError(f'{here}应是页的列表，如 {name} = ["basics/loss.md"]。')
    for page in pages:
        if page not in sources.by_path:
            raise SiteError(f"{here}里有 {page}，docs/ 里没有这一页。")
    return Topic(terms[name], tuple(sources.by_path[page] for page in pages))


def tags_of(build: Build, path: str) -> list[dict[str, str]]:
    """一页讲的主题，照 Material 的模板（partials/tags.html）要的样子。"""
    index = build.sources.by_path.get(PAGE)
    return [
        {"name": topic.term.zh, "url": f"{index.url}#{topic.anchor}"}
        for topic in build.topics
        if index and any(page.path == path for page in topic.pages)
    ]


# ---- “按主题找” -------------------------------------------------------------------


def tags(build: Build, part: str, md: Markdown) -> str:
    """这一页的一部分：topics、pages。"""
    return one_of(PARTS, part, "“按主题找”")(build)


def _topics(build: Build) -> str:
    """每个主题在哪些页里。"""
    rows = [
        tag("dt", escape(topic.term.zh), id=topic.anchor)
        + tag("dd", "、".join(_link(build, page) for page in topic.pages))
        for topic in build.topics
    ]
    return tag("dl", *rows, class_="glossary")


def _pages(build: Build) -> str:
    """每一页里有几条推导、几个程序……；什么也没有的页不列。"""
    rows = []
    for page in build.sources.pages:
        counts = contents(build, page)
        if any(counts):
            rows.append([_link(build, page), *(str(count or "") for count in counts)])
    return markup_table(("页", *COLUMNS), rows, "derive-table--pages")


def _link(build: Build, page: Page) -> str:
    first = next(iter(page.sections.values()))
    return tag("a", escape(first.title), href=build.link(page, first.anchor))


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "推导": ("derivation",),
    "程序": ("snippet", "function", "implementation", "cell"),
    "图": ("figure",),
}
"""列名 → 数哪些围栏。"""


def contents(build: Build, page: Page) -> tuple[int, ...]:
    """页里有几条推导、几个程序、几张图。"""
    found = Counter[str]()
    for token in page.tokens:
        found[token.info] += len(token.text.splitlines())
    return tuple(sum(found[fence] for fence in fences) for fences in COLUMNS.values())


PARTS: Mapping[str, Callable[[Build], str]] = {"topics": _topics, "pages": _pages}
