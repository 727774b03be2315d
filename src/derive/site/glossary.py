"""术语：读 docs/glossary.toml，在正文里找术语，给每页的第一次出现加上解释。

数据怎样写，见那个文件的开头。解释是链接的 title：不靠脚本也看得到，键盘也到得了，点开就是术语表。
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from derive.site.errors import SiteError
from derive.site.sources import Page, prose

if TYPE_CHECKING:
    from derive.site.build import Build

PAGE = "glossary.md"
"""术语表所在的页。"""

UNTOUCHED = {"h1", "h2", "h3", "h4", "h5", "h6", "a", "abbr", "code", "pre", "th", "summary"}
"""这些元素里不加提示；公式（带 data-derive-pending 的）也不加。"""


@dataclass(frozen=True)
class Term:
    """一个术语。各项的意思见 docs/glossary.toml 的开头。"""

    zh: str
    en: str
    text: str
    page: str
    aliases: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    tooltip: bool = True

    @property
    def slug(self) -> str:
        """术语表里的锚点：loss function → loss-function。"""
        return re.sub(r"\W+", "-", re.sub(r"\(.*", "", self.en).strip().lower())

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.zh, *self.aliases)

    @property
    def explanation(self) -> str:
        """提示里的话。"""
        english = "" if self.en in self.forms else f"（{self.en}）"
        return f"{self.zh}{english}：{self.text}"

    def place(self, page: Page) -> str:
        """page 是讲解它的页；返回页上的锚点：写明的标题，或第一处粗体。都没有就是空串。"""
        if anchor := self.page.partition("#")[2]:
            return anchor
        bold = "|".join(re.escape(form) for form in self.forms)
        return f"term-{self.slug}" if re.search(rf"\*\*(?:{bold})\*\*", prose(page.text)) else ""


@dataclass(frozen=True)
class Glossary:
    """groups：节的标题 → 术语，按文件里的次序。"""

    groups: dict[str, tuple[Term, ...]] = field(default_factory=dict)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for terms in self.groups.values() for term in terms)

    @cached_property
    def forms(self) -> dict[str, Term]:
        """写法 → 术语；最长的在前，「特征向量」不会只认出「特征」。"""
        forms = {form: term for term in self.terms for form in term.forms}
        return dict(sorted(forms.items(), key=lambda item: -len(item[0])))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return any_of(self.forms)


def any_of(forms: Iterable[str]) -> re.Pattern[str]:
    """认出其中任何一个；字母开头或结尾的，不能是更长的单词的一部分。"""
    return re.compile("|".join(map(_whole, forms)) or r"(?!)")


def _whole(form: str) -> str:
    before = r"(?<![A-Za-z])" if form[0].isascii() else ""
    after = r"(?![A-Za-z])" if form[-1].isascii() else ""
    return before + re.escape(form) + after


def read_glossary(docs: Path) -> Glossary:
    """docs/glossary.toml；没有这个文件（小的文档树）就是空的。

    错误：不是 TOML，缺了哪一项，译名、锚点或写法重复，SiteError。
    """
    path = docs / "glossary.toml"
    if not path.is_file():
        return Glossary()
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        glossary = Glossary(
            {group["title"]: tuple(map(_term, group["term"])) for group in data["group"]}
        )
    except tomllib.TOMLDecodeError as error:
        raise SiteError(f"docs/glossary.toml 不是 TOML：{error}。") from None
    except (KeyError, TypeError) as error:
        raise SiteError(f"docs/glossary.toml 的项目不对：{error}。写法见文件的开头。") from None
    seen: set[str] = set()
    for term in glossary.terms:
        for name in (*term.forms, f"#{term.slug}"):
            if name in seen:
                raise SiteError(f"docs/glossary.toml 里 {name} 出现了两次。请去掉一个。")
            seen.add(name)
    return glossary


def _term(fields: dict[str, str | list[str] | bool]) -> Term:
    return Term(
        **{  # type: ignore[arg-type]
            name: tuple(value) if isinstance(value, list) else value
            for name, value in fields.items()
        }
    )


# ---- 页面上的提示 ---------------------------------------------------------------


class TermExtension(Extension):
    """给每页第一次出现的术语加上提示，给粗体的术语加上锚点。"""

    def __init__(self, build: Build) -> None:
        super().__init__()
        self.build = build

    def extendMarkdown(self, md: Markdown) -> None:
        # 在行内记号（20）与目录（5）之后，公式换成 HTML（0.5）之前
        md.treeprocessors.register(Terms(md, self.build), "derive-terms", 0.7)


class Terms(Treeprocessor):
    def __init__(self, md: Markdown, build: Build) -> None:
        super().__init__(md)
        self.build = build

    def run(self, root: Element) -> None:
        build, page = self.build, self.build.page
        target = build.sources.by_path.get(PAGE)
        if page is None or target is None or page is target:
            return
        self.here = {term for term in build.glossary.terms if term.page == page.path}
        self.address = build.link(target, "")
        self.seen: set[Term] = set()
        self._walk(root)

    def _walk(self, element: Element) -> None:
        if element.tag in UNTOUCHED or "data-derive-pending" in element.attrib:
            return
        if element.tag == "strong" and len(element) == 0:
            term = self.build.glossary.forms.get(element.text or "")
            if term:
                if term in self.here:
                    element.set("id", f"term-{term.slug}")
                    self.here.remove(term)
                self.seen.add(term)
                return
        element.text = self._explain(element.text)
        for child in element:
            self._walk(child)
            child.tail = self._explain(child.tail)

    def _explain(self, text: str | None) -> str | None:
        return text and self.build.glossary.pattern.sub(self._first, text)

    def _first(self, match: re.Match[str]) -> str:
        """第一次出现的换成链接；它是一段存起来的 HTML，别的处理都不再碰它。"""
        term = self.build.glossary.forms[match[0]]
        if term in self.seen or not term.tooltip:
            return match[0]
        self.seen.add(term)
        return self.md.htmlStash.store(
            f'<a class="term" href="{self.address}{term.slug}" '
            f'title="{escape(term.explanation)}">{match[0]}</a>'
        )
