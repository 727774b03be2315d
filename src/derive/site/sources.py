"""读 docs/ 的 Markdown 原文：每个围栏、公式、引用、链接在哪一行哪一列，以及式号怎么排。

式号要在渲染之前排好，向后和跨页的引用才有号可用；出错时也靠这里说清位置。这里不解释公式的
内容，也不需要知道书里有哪些对象，所以命令行也能拿它查「某个对象出现在哪些页」。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath

import yaml
from markdown.extensions.toc import unique
from pymdownx.slugs import slugify

from derive.labs.notebook import TEMPLATE, read_labs

NUMBERED = ("equation", "derivation")
"""显示编号等式的围栏。"""

OBJECT_FENCES = (*NUMBERED, "implementation", "erratum")
"""正文是对象 id 的围栏。"""

FENCES = (
    *OBJECT_FENCES,
    "errata",
    "ledger",
    "snippet",
    "function",
    "benchmark",
    "figure",
    "glossary",
    "notation",
    "sources",
    "graph",
    "why",
    "cell",
    "output",
    "downloads",
    "misconceptions",
    "judge",
    "puzzles",
    "live",
    "tags",
)
"""本项目的全部围栏。"""


class Kind(StrEnum):
    """原文里的一个记号是什么。"""

    FENCE = "围栏"
    MATH = "行内公式"
    STATEMENT = "行内结论"  # $@id$
    REFERENCE = "式号引用"  # [@id]
    LINK = "链接"
    DISPLAY = "手写的独立公式"
    STRAY = "落单的记号"


@dataclass(frozen=True)
class Token:
    """原文里的一个记号。info 是围栏的语言；text 是内容。行与列从 1 起。"""

    kind: Kind
    text: str
    line: int
    column: int
    info: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """围栏或引用点名的 id。"""
        return tuple(self.text.split())


@dataclass(frozen=True)
class Page:
    """一页原文。path 相对于 docs/。

    origins 只有实验的页才写：原文的每一行出自哪个文件、哪一行、去掉了行首的几个字符。
    """

    path: str
    text: str
    origins: tuple[tuple[str, int, int], ...] = ()

    @property
    def place(self) -> str:
        """从仓库的根写起的路径，报错时用。"""
        return f"docs/{self.path}"

    def at(self, line: int, column: int) -> tuple[str, int, int]:
        """报错时说的位置：文件、行、列。"""
        if not self.origins or line == 0:
            return self.place, line, column
        place, first, removed = self.origins[line - 1]
        return place, first, column + removed

    @cached_property
    def number(self) -> str:
        """文首写的章节号，如 3.6；没有就不给等式编号。"""
        match = re.match(r"---\n(.*?)\n---\s*(?:\n|\Z)", self.text, re.DOTALL)
        try:
            meta = yaml.safe_load(match[1]) if match else None
        except yaml.YAMLError:
            return ""  # MkDocs 自己会报告坏了的文首
        return str(meta.get("number", "")) if isinstance(meta, dict) else ""

    @cached_property
    def url(self) -> str:
        """页面的地址，相对于网站的根，以 / 结尾（首页是空串）。"""
        path = PurePosixPath(self.path).with_suffix("")
        if path.name == "index":
            path = path.parent
        return "" if path == PurePosixPath(".") else f"{path}/"

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(sorted(scan(self.text), key=lambda token: (token.line, token.column)))

    def find(self, text: str) -> tuple[int, int]:
        """原文里第一处出现 text（取它的第一行）的行与列；没有就是 0, 0。"""
        needle = text.strip().partition("\n")[0].strip()
        for number, line in enumerate(self.text.splitlines() if needle else (), 1):
            if needle in line:
                return number, line.index(needle) + 1
        return 0, 0

    def objects(self) -> Iterator[str]:
        """这一页提到的对象 id（围栏、行内结论），按出现的次序。"""
        for token in self.tokens:
            if token.info in OBJECT_FENCES or token.kind is Kind.STATEMENT:
                yield from token.ids

    @cached_property
    def sections(self) -> dict[str, Section]:
        """锚点 → 那一节：从标题到下一个同级或更高的标题。第一个是整页。

        标题里的公式要排版之后才知道锚点，所以带公式的标题要用 `{#锚点}` 写明，才找得到。
        """
        text = prose(self.text)
        found = list(_HEADING.finditer(text))
        taken: set[str] = set()
        sections: dict[str, Section] = {}
        for number, match in enumerate(found):
            end = next(
                (m for m in found[number + 1 :] if len(m["level"]) <= len(match["level"])), None
            )
            title = _MARKUP.sub(r"\1", match["title"])
            anchor = match["id"] or unique(_slugify(title, "-"), taken)
            taken.add(anchor)
            first, last = match.start(), end.start() if end else len(text)
            lines = range(text.count("\n", 0, first) + 1, text.count("\n", 0, last) + 1)
            sections[anchor] = Section(self, title, anchor, lines)
        return sections


@dataclass(frozen=True)
class Section:
    """一节。lines 是它在原文里的行。"""

    page: Page
    title: str
    anchor: str
    lines: range

    def objects(self) -> tuple[str, ...]:
        """这一节显示的、写出结论的、引用的对象，按出现的次序，不重复。"""
        shown = (
            id
            for token in self.page.tokens
            if token.line in self.lines
            if token.info in OBJECT_FENCES or token.kind in (Kind.STATEMENT, Kind.REFERENCE)
            for id in token.ids
        )
        return tuple(dict.fromkeys(shown))


@dataclass(frozen=True)
class Home:
    """一个对象安家的地方；别处都链接到这里。没有编号的页上 number 是空串。"""

    page: Page
    token: Token
    number: str

    def anchor(self, id: str) -> str:
        return f"eq-{id}"


class Sources:
    """全部页面，以及每个对象安家在哪里。"""

    def __init__(self, pages: Iterable[Page]) -> None:
        self.pages = tuple(sorted(pages, key=_reading_order))
        self.by_path = {page.path: page for page in self.pages}
        self.homes = _homes(self.pages)

    @cached_property
    def places(self) -> dict[str, Page]:
        """每个对象在哪一页讲：有家的在家里，没有的在第一次提到它的那一页。"""
        mentioned = [(id, page) for page in reversed(self.pages) for id in page.objects()]
        return {**dict(mentioned), **{id: home.page for id, home in self.homes.items()}}

    def pages_of(self, id: str) -> tuple[str, ...]:
        """提到这个对象的页面地址，按阅读的次序。"""
        return self._mentions.get(id, ())

    @cached_property
    def _mentions(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for page in self.pages:
            for id in dict.fromkeys(page.objects()):
                found.setdefault(id, []).append(page.url)
        return {id: tuple(urls) for id, urls in found.items()}

    def pages_with(self, fence: str) -> list[Page]:
        """用到这种围栏的各页。"""
        return [page for page in self.pages if any(t.info == fence for t in page.tokens)]

    def has_fence(self, fence: str) -> bool:
        """有一页用到这种围栏。"""
        return bool(self.pages_with(fence))

    def pages_listing(self, fence: str, name: str) -> tuple[str, ...]:
        """有围栏 fence、里面写着 name 的页面地址。"""
        return self._listings.get((fence, name), ())

    @cached_property
    def _listings(self) -> dict[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], list[str]] = {}
        for page in self.pages:
            listed = [(token.info, name) for token in page.tokens for name in token.ids]
            for each in dict.fromkeys(listed):
                found.setdefault(each, []).append(page.url)
        return {each: tuple(urls) for each, urls in found.items()}


def read_sources(docs_dir: Path) -> Sources:
    """docs/ 里的每一页；实验的页由笔记本与记下的输出拼成。错误：实验的格式不对，LabError。"""
    from derive.site.labs import lab_page  # 它要用这里的 Page

    pages = [
        _page(path.relative_to(docs_dir).as_posix(), path.read_text("utf-8-sig"))
        for path in sorted(docs_dir.rglob("*.md"))
        if path.parent.suffix != ".out" and path.name != TEMPLATE
    ]
    return Sources(pages + [lab_page(lab) for lab in read_labs(docs_dir)])


@lru_cache(1000)
def _page(path: str, text: str) -> Page:
    """没有变的一页还是原来那一个：预览时不必再扫描一遍。"""
    return Page(path, text)


def _homes(pages: Iterable[Page]) -> dict[str, Home]:
    """每个对象的家：有编号的页优先，推导它的地方优先，再按阅读的次序；式号随后按次序排。"""
    shown = [
        (id, page, token)
        for page in pages
        for token in page.tokens
        if token.info in OBJECT_FENCES
        for id in token.ids
    ]
    chosen: dict[str, tuple[Page, Token]] = {}
    for id, page, token in sorted(
        shown, key=lambda place: (not place[1].number, place[2].info != "derivation")
    ):
        chosen.setdefault(id, (page, token))
    homes: dict[str, Home] = {}
    counts: Counter[str] = Counter()
    for id, page, token in shown:
        if id in homes or chosen[id] != (page, token):
            continue
        number = ""
        if page.number and token.info in NUMBERED:
            counts[page.path] += 1
            number = f"{page.number}.{counts[page.path]}"
        homes[id] = Home(page, token, number)
    return homes


def _reading_order(page: Page) -> tuple[bool, list[int], str]:
    """有章节号的按章节号，没有的排在后面。"""
    return (not page.number, [int(part) for part in re.findall(r"\d+", page.number)], page.path)


# ---- 扫描 ---------------------------------------------------------------------

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---[ \t]*(?=\n|\Z)", re.DOTALL)
_HEADING = re.compile(
    r"^(?P<level>#{1,6})[ \t]+(?P<title>.+?)[ \t#]*(?:\{[^}]*#(?P<id>[\w-]+)[^}]*\})?[ \t]*$",
    re.MULTILINE,
)
_slugify = slugify(case="lower")
"""与 mkdocs.yml 里 toc 的 slugify 相同。"""
_MARKUP = re.compile(r"[*`]*(?:\[([^\]]*)\]\([^)]*\))?")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE = re.compile(r"(?<!`)(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
_OPEN = re.compile(r"^(?P<prefix>[ \t>]*)(?P<ticks>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_INLINE: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.DISPLAY,
        re.compile(r"(?<!\\)\$\$(?:[^$]+\$\$)?|\\\[(?=.*?\\\])|\\\((?=.*?\\\))|<math\b", re.DOTALL),
    ),
    (Kind.STATEMENT, re.compile(r"(?<!\\)\$@(\w*)\$")),
    (Kind.MATH, re.compile(r"(?<!\\)\$([^$\n]+)(?<!\\)\$")),
    (Kind.DISPLAY, re.compile(r"\\begin\{")),
    (Kind.REFERENCE, re.compile(r"\[@(\w+)\]")),
    (Kind.STRAY, re.compile(r"(?<!\\)\$|```|~~~|\[@[^\]\n]*\]?")),
    (Kind.LINK, re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\)")),
)
"""行内记号，按识别的先后；认出一种就抹掉，后面的不会重复认。"""


def scan(text: str) -> Iterator[Token]:
    """原文里的全部记号。"""
    fences, rest = _take_fences(_blank(text, _FRONT_MATTER))
    yield from fences
    rest = _blank(_blank(rest, _COMMENT), _CODE)
    for kind, pattern in _INLINE:
        for match in pattern.finditer(rest):
            content = match[1] if pattern.groups else match[0]
            start = match.start(1 if kind is Kind.LINK else 0)
            yield Token(kind, content, *_position(rest, start))
        rest = _blank(rest, pattern)


def prose(text: str) -> str:
    """原文里的文字：文首、围栏、注释都抹去，行号不变。"""
    return _blank(_take_fences(_blank(text, _FRONT_MATTER))[1], _COMMENT)


def _take_fences(text: str) -> tuple[list[Token], str]:
    """取出围栏，原处换成空行，行号不变。"""
    lines = text.split("\n")
    fences: list[Token] = []
    row = 0
    while row < len(lines):
        opening = _OPEN.match(lines[row])
        if opening is None:
            row += 1
            continue
        ticks = opening["ticks"]
        closing = re.compile(rf"^[ \t>]*{re.escape(ticks[0])}{{{len(ticks)},}}[ \t]*$")
        end = next((i for i in range(row + 1, len(lines)) if closing.match(lines[i])), None)
        body = lines[row + 1 : end]
        position = (row + 1, len(opening["prefix"]) + 1)
        if end is None:
            fences.append(Token(Kind.STRAY, ticks, *position))
        fences.append(Token(Kind.FENCE, _dedent(body), *position, info=opening["info"].strip()))
        last = len(lines) if end is None else end + 1
        lines[row:last] = [""] * (last - row)
        row = last
    return fences, "\n".join(lines)


def _dedent(lines: list[str]) -> str:
    return "\n".join(line.lstrip(" \t>") for line in lines).strip()


def _blank(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _position(text: str, offset: int) -> tuple[int, int]:
    line = text.count("\n", 0, offset) + 1
    return line, offset - text.rfind("\n", 0, offset)
