"""公式覆盖率：构建好的页面上，断言了什么的公式有多少系在核对过的对象上。

独立公式全部算数；行内公式只有断言了关系的才算（与 lint 用同一条判断）。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from derive.kernel.report import Report, Verdict
from derive.site.lint import asserts
from derive.site.output import Document, Formula, read_site


@dataclass(frozen=True)
class PageCoverage:
    """一页的账：displayed 与 inline 是应当系住的公式数，unbound 是没有系住的那些的 TeX。"""

    page: str
    displayed: int
    inline: int
    unbound: tuple[str, ...]

    @property
    def total(self) -> int:
        return self.displayed + self.inline

    @property
    def bound(self) -> int:
        return self.total - len(self.unbound)

    def to_json(self) -> dict[str, Any]:
        return {
            "page": self.page,
            "displayed": self.displayed,
            "inline": self.inline,
            "bound": self.bound,
            "unbound": list(self.unbound),
        }


def coverage(site_dir: Path, reports: Mapping[str, Report] | None = None) -> list[PageCoverage]:
    """site_dir 里每一页的覆盖率；reports 缺省时核对登记过的整本书。

    错误：site_dir 里没有页面时 FileNotFoundError。
    """
    if not (site_dir / "index.html").is_file():
        raise FileNotFoundError(f"{site_dir} 里没有构建好的网站。请先运行 mkdocs build --strict。")
    if reports is None:
        from derive.check import check
        from derive.site.build import load_book

        reports = check(load_book())
    return coverage_of(read_site(site_dir), reports)


def coverage_of(documents: Iterable[Document], reports: Mapping[str, Report]) -> list[PageCoverage]:
    """这些页面的覆盖率。"""
    return [_page(document, reports) for document in documents if document.path != "404.html"]


def _page(document: Document, reports: Mapping[str, Report]) -> PageCoverage:
    displayed = [f for f in document.formulas if f.display]
    inline = [f for f in document.formulas if not f.display and asserts(f.tex)]
    unbound = [f.tex for f in (*displayed, *inline) if not is_bound(f, reports)]
    return PageCoverage(
        document.path.removesuffix("index.html"), len(displayed), len(inline), tuple(unbound)
    )


def is_bound(formula: Formula, reports: Mapping[str, Report]) -> bool:
    """公式写着的判定，就是机器得出的判定。

    证伪只出现在勘误里，而勘误本身已证：它的反例就是证据。
    """
    report = reports.get(formula.id or "")
    if report is None or not report.good:
        return False
    if formula.verdict == Verdict.REFUTED:
        return report.kind == "erratum"
    return formula.verdict == report.verdict
