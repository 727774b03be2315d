"""一次构建所知道的一切：书、结论、页面、排版器，以及正在渲染哪一页。

围栏和行内公式都向它要对象；要不到就抛出 `SiteError`，由它写成带位置的问题。
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from posixpath import relpath
from typing import TYPE_CHECKING, Any

import derive
from derive.graph import Graph, graph_of
from derive.kernel.book import Book, UnknownId
from derive.kernel.objects import (
    BookObject,
    Claim,
    Definition,
    Derivation,
    Erratum,
    Reported,
    Statement,
)
from derive.kernel.report import Report, Verdict
from derive.labs.notebook import Lab
from derive.site import katex
from derive.site.errors import SiteError
from derive.site.glossary import Glossary
from derive.site.problems import Problem, Problems
from derive.site.sources import Home, Kind, Page, Sources, Token
from derive.site.table_of_sources import Row

if TYPE_CHECKING:
    from derive.site.tags import Topic

Stated = Definition | Derivation | Claim
"""陈述一个关系的对象：可以编号，可以写在行内。"""


def load_book() -> Book:
    """网站渲染的那本书；测试在这里换上自己的。"""
    from derive.registry import BOOK

    return BOOK


def load_errata() -> tuple[Erratum, ...]:
    """网站列出的勘误，连同只是文字、不在书里的；测试在这里换上自己的。"""
    from derive.errata import ERRATA

    return ERRATA


def load_museum() -> tuple[Reported, ...]:
    """名错；测试在这里换上自己的。"""
    from derive.errata import MUSEUM

    return MUSEUM


@dataclass
class Build:
    """root 是仓库的根，snippets/ 与 docs/records/ 都从它找。"""

    book: Book
    reports: Mapping[str, Report]
    sources: Sources
    root: Path
    records: Path
    problems: Problems = field(default_factory=Problems)
    glossary: Glossary = field(default_factory=Glossary)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    errata: Mapping[str, Erratum] = field(default_factory=dict)
    museum: tuple[Reported, ...] = ()
    labs: Mapping[str, Lab] = field(default_factory=dict)
    """实验的页的路径 → 实验。"""
    whys: Mapping[str, Page] = field(default_factory=dict)
    """对象 → 写着它“为什么成立”的那一页；锚点就是 id。"""
    topics: tuple[Topic, ...] = ()
    """每个主题，和讲它的页。"""
    render_tex: Callable[..., str] = katex.render
    page: Page | None = None
    previewed: set[str] = field(default_factory=set)
    """正在渲染的页上，已经带着预览的对象。"""
    ledger: dict[str, Any] | None = None
    """这次构建的验证台账；要用到才算（derive.site.ledger）。"""
    drawn: dict[str, str] = field(default_factory=dict)
    """这次构建里画好的图；几页都有的，只画一遍。有的图取自 docs/records/，所以不留到下一次。"""
    _waiting: dict[tuple[Kind, str], deque[Token]] = field(default_factory=dict)

    # ---- 正在渲染的页 -----------------------------------------------------------

    def start(self, page: Page) -> None:
        """开始渲染一页：它的记号按次序等着被认领。"""
        self.page = page
        self.previewed = set()
        self._waiting = defaultdict(deque)
        for token in page.tokens:
            self._waiting[token.kind, token.text].append(token)

    def take(self, kind: Kind, text: str) -> Token | None:
        """认领原文里的下一个同样的记号：渲染的次序就是书写的次序。"""
        waiting = self._waiting.get((kind, text))
        return waiting.popleft() if waiting else None

    def report(self, token: Token | None, error: Exception) -> str:
        """把渲染 token 时的失败写成一个带位置的问题，并返回那句话。"""
        line, column = (token.line, token.column) if token else (0, 0)
        place = self.page.at(line, column) if self.page else ("", line, column)
        self.problems.add(Problem(*place, str(error)))
        return str(error)

    def is_home(self, id: str, token: Token | None) -> bool:
        """这个围栏是不是该对象安家之处；锚点只写在这里，页内的 id 才不会重复。"""
        home = self.sources.homes.get(id)
        return home is not None and home.page is self.page and home.token is token

    # ---- 对象 -----------------------------------------------------------------

    def get(self, id: str) -> tuple[BookObject, Report]:
        """对象与它的结论；没有登记、没有得到证明，都不给。"""
        try:
            obj = self.book[id]
        except UnknownId as error:
            raise SiteError(f"{error}。可用的 id 见 derive list。") from None
        report = self.reports[id]
        if not report.good:
            raise SiteError(not_good(obj, report))
        return obj, report

    def stated(self, id: str) -> tuple[Stated, Statement, Report]:
        obj, report = self.get(id)
        if not isinstance(obj, Stated):
            raise SiteError(f"{id} 不是定义、推导或断言，没有等式可写；请用它自己的围栏。")
        return obj, obj.statement, report

    # ---- 地址 -----------------------------------------------------------------

    def link(self, page: Page, anchor: str) -> str:
        """从正在渲染的页到另一页某处的相对地址。"""
        if self.page is None or page is self.page:
            return f"#{anchor}"
        return f"{_between(self.page.url, page.url)}/#{anchor}"

    def asset(self, path: str) -> str:
        """从正在渲染的页到 docs/ 里一个文件的相对地址。"""
        return relpath(path, (self.page.url if self.page else "") or ".")

    def link_to(self, id: str) -> str | None:
        home = self.sources.homes.get(id)
        return self.link(home.page, home.anchor(id)) if home else None

    def home(self, id: str) -> Home:
        """[@id] 指向的地方；没有编号就没有可写的号。"""
        self.get(id)
        home = self.sources.homes.get(id)
        if home is None:
            raise SiteError(
                f"{id} 没有显示在任何一页上，没有式号可引。"
                "请在某页用 ```equation 或 ```derivation 显示它，或改写成 $@id$。"
            )
        return home

    # ---- 资料 -----------------------------------------------------------------

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """资料的标题的编号 → 它的文字（标题里的公式只留文字）。"""
        return {row.id: row.heading.replace("$", "") for rows in self.rows.values() for row in rows}

    def page_of(self, erratum: Erratum) -> Page | None:
        """讲 erratum 所在那一节的页。"""
        return self._pages_of_sections.get(erratum.section)

    @cached_property
    def _pages_of_sections(self) -> Mapping[str, Page]:
        return {
            row.id: row.section(self.sources).page for rows in self.rows.values() for row in rows
        }

    # ---- 为什么 ----------------------------------------------------------------

    @cached_property
    def graph(self) -> Graph:
        """谁用到谁。"""
        return graph_of(self.book)

    def why(self, id: str) -> str | None:
        """它的“为什么成立”的地址。"""
        page = self.whys.get(id)
        return self.link(page, id) if page else None

    def seal_url(self, id: str) -> str | None:
        """它的印章通到哪里：“为什么成立”；已经在那里了，就到印章的说明。"""
        here = self.whys.get(id) is self.page
        return (None if here else self.why(id)) or self.seals_url

    @property
    def seals_url(self) -> str | None:
        """印章的说明在哪里；小的文档树里可以没有这一页。"""
        page = self.sources.by_path.get("how-to-read.md")
        return self.link(page, "seals") if page else None


def not_good(obj: BookObject, report: Report) -> str:
    """没有得到证明的对象，对作者说的一句话。"""
    reason = report.message or (str(report.witness) if report.witness else "")
    mend = "正文不能使用它；请改正式子或规则，再运行 derive check " + obj.id
    label = Verdict(report.verdict).chinese
    return f"{obj.id}（{obj.title}）{label}{'：' if reason else ''}{reason}。{mend}。"


def check_book(book: Book, problems: Problems, say: Callable[[str], None]) -> Mapping[str, Report]:
    """核对整本书，把不成立的对象记成问题。"""
    from derive.check import check

    total = len(book.objects)
    reports = check(book, progress=_every_quarter(say))
    bad = [report for report in reports.values() if not report.good]
    for report in bad:
        problems.add(Problem(*where_written(report.id), 0, not_good(book[report.id], report)))
    say(f"核对了 {total} 个对象" + (f"，{len(bad)} 个不成立" if bad else "，全部成立"))
    return reports


@cache
def _between(start: str, target: str) -> str:
    """从一页到另一页的相对地址；同样的两页之间有许多链接。"""
    return relpath(target or ".", start or ".")


def where_written(id: str) -> tuple[str, int]:
    """登记这个对象的源文件与行：找写着 id="…" 的那一行；找不到是空串与 0。"""
    package = Path(derive.__file__).parent
    for path in sorted(package.rglob("*.py")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if f'id="{id}"' in line:
                return f"src/{path.relative_to(package.parent).as_posix()}", number
    return "", 0


def _every_quarter(say: Callable[[str], None]) -> Callable[[int, int, str], None]:
    """进度每过四分之一说一次；一闪而过的（都在缓存里）不说。"""
    started = time.monotonic()
    said = 0

    def progress(done: int, total: int, id: str) -> None:
        nonlocal said
        quarter = 4 * done // total
        if quarter > said and done < total and time.monotonic() - started > 2:
            say(f"正在核对 {done}/{total}：{id}")
        said = max(said, quarter)

    return progress
