"""勘误的 HTML：一条一条的卡片、全部的表、一页的那几条。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from markdown import Markdown

from derive.errata.listing import counts, kind
from derive.kernel.notation import latex_statement, plain_statement
from derive.kernel.objects import (
    BookObject,
    Category,
    Claim,
    Correction,
    Definition,
    Derivation,
    Erratum,
    Prose,
    Refutation,
    Reported,
    Run,
    Severity,
    Statement,
)
from derive.kernel.report import Report, Verdict, Witness
from derive.site.build import Build
from derive.site.errors import SiteError
from derive.site.html import highlight, seal, statement_tex, table, tag, typeset
from derive.site.sources import Sources

LISTING = "errata.md"
"""列出全部勘误的那一页。"""


def pages_showing(sources: Sources, obj: BookObject) -> tuple[str, ...]:
    """显示 obj 的页面地址；勘误与名错不逐条点名，列在各自的页上。"""
    pages = sources.pages_of(obj.id)
    if isinstance(obj, Correction):
        pages += sources.pages_listing("errata", "all" if isinstance(obj, Erratum) else "museum")
    return tuple(dict.fromkeys(pages))


def erratum(build: Build, id: str, md: Markdown) -> str:
    """一条勘误：印作、应为、证据。"""
    found = build.errata.get(id)
    if found is None:
        build.get(id)  # 没有这个 id 时，说出最接近的几个
        raise SiteError(f"{id} 不是勘误。请改用 ```equation。")
    return card(build, found, md)


def errata(build: Build, which: str, md: Markdown) -> str:
    """`all` 全部；`page` 五份资料在讲到这一页的内容时印错的；`counts` 计数；`museum` 名错。"""
    if which == "all":
        cards = (card(build, e, md, listed=True) for e in build.errata.values())
        listed = _unindexed(*cards, class_="errata", id="errata")
        return listed + tag("script", src=build.asset("assets/errata.js"), defer="")
    if which == "counts":
        return _counts(build.errata.values())
    if which == "page":
        return _of_page(build, md)
    if which == "museum":
        exhibits = (exhibit(build, each, md) for each in build.museum)
        return tag("div", *exhibits, class_="errata")
    raise SiteError(f"```errata 里只能写 all、page、counts 或 museum，写的是 {which}。")


def _unindexed(*children: str, **attributes: str) -> str:
    """不进搜索索引的一段：几百条错的式子会盖过讲它们的那一节，勘误页另有筛选。

    标签自造，理由同 `derive.site.html.typeset`；外面的 div 使 Markdown 把它当作一块。
    """
    return tag("div", tag("derive-errata", *children, data_search_exclude="", **attributes))


# ---- 一条 ---------------------------------------------------------------------


def card(build: Build, erratum: Erratum, md: Markdown, *, listed: bool = False) -> str:
    """一张卡片。listed：在列表里，证据折叠起来，带上供筛选的属性与锚点。"""
    evidence = tag("div", *_evidence(build, erratum, md), class_="erratum__evidence")
    if listed:
        summary = tag("summary", f"证据：{kind(erratum).chinese}", data_search_exclude="")
        evidence = tag("details", summary, evidence, class_="line__more")
    code = erratum.category is Category.CODE
    return tag(
        "div",
        _title(build, erratum),
        tag(
            "dl",
            *_said("印作", erratum.printed, code=code),
            *_said("应为", erratum.corrected, code=code),
            class_="erratum__said",
        ),
        evidence,
        class_=f"erratum erratum--{_LEVEL[erratum.severity]}",
        id=anchor(erratum) if listed else None,
        data_note=str(erratum.note) if listed else None,
        data_category=erratum.category.value if listed else None,
        data_severity=erratum.severity.value if listed else None,
        data_evidence=kind(erratum).chinese if listed else None,
    )


def exhibit(build: Build, reported: Reported, md: Markdown) -> str:
    """一件名错。"""
    runs = isinstance(reported.evidence, Run)
    words = f"{reported.repository} 第 {reported.number} 号"
    place = tag(
        "span",
        tag("a", escape(words), href=reported.url),
        escape(f" · {STATES[reported.state]}"),
        class_="erratum__place",
    )
    return tag(
        "div",
        tag("p", tag("strong", with_scripts(reported.title)), place, class_="erratum__title"),
        tag("p", with_scripts(reported.story), class_="erratum__story"),
        tag(
            "dl",
            *_said(_who(reported), reported.printed, code=runs),
            *_said("应为", reported.corrected, code=runs),
            class_="erratum__said",
        ),
        tag("div", *_evidence(build, reported, md), class_="erratum__evidence"),
        class_="erratum erratum--high" if reported.reader_right else "erratum",
        id=anchor(reported),
    )


def _who(correction: Correction) -> str:
    """错的一边是谁写的。"""
    readers = isinstance(correction, Reported) and not correction.reader_right
    return "读者说" if readers else "印作"


STATES = {"open": "还没有关闭", "closed": "已关闭", "merged": "已合并"}
"""讨论的状态，以收进来时为准。"""


def anchor(correction: Correction) -> str:
    """在勘误页、名错页上的锚点。"""
    return f"erratum-{correction.id}"


_LEVEL = {Severity.HIGH: "high", Severity.MEDIUM: "medium", Severity.LOW: "low"}


def _title(build: Build, erratum: Erratum) -> str:
    lines = "、".join(map(str, erratum.line))
    heading = build.headings.get(erratum.section, erratum.section)
    return tag(
        "p",
        tag("span", erratum.severity.value, class_="erratum__severity", title="轻重"),
        tag("strong", with_scripts(erratum.title)),
        tag(
            "span",
            escape(f"资料 {erratum.note} · 第 {lines} 行 · {heading} · {erratum.category}"),
            class_="erratum__place",
        ),
        class_="erratum__title",
    )


def _said(label: str, text: str, *, code: bool = False) -> tuple[str, str]:
    shown = tag("code", escape(text)) if code else with_scripts(text)
    return tag("dt", label), tag("dd", shown)


_SCRIPT = re.compile(
    r"""(\^ | (?<![^\W_]{2})_)            # 几个字母之后的 _ 是程序里的名字：grad_w2、y_pred
    ( \[[^\]]*\] (?:\([^)]*\))? | \([^)]*\) | \{[^}]*\}
    | (?<=\^)[^\W_]+ | [^\W_]{1,2}(?!\w) )""",
    re.VERBOSE,
)


def with_scripts(text: str) -> str:
    """纯文本的上下标 a^[l](i)、A_ij 写成真的上下标。"""

    def script(match: re.Match[str]) -> str:
        return tag("sup" if match[1] == "^" else "sub", match[2].strip("{}"))

    return _SCRIPT.sub(script, escape(text, quote=False))


# ---- 证据 ---------------------------------------------------------------------


def _evidence(build: Build, correction: Correction, md: Markdown) -> Sequence[str]:
    evidence = correction.evidence
    if isinstance(evidence, Prose):
        reason = tag("p", tag("strong", "只是文字："), with_scripts(evidence.reason), "。")
        return reason, _grounds(build, evidence.grounds, "见")
    _, report = build.get(correction.id)
    if isinstance(evidence, Run):
        return _runs(build, evidence, report, md, _who(correction))
    return (
        _side(
            build, correction.id, _who(correction), evidence.wrong, Verdict.REFUTED, report.witness
        ),
        _right(build, correction.id, evidence),
    )


def _right(build: Build, id: str, evidence: Refutation) -> str:
    """改正的式子；是书里的对象时，印章和链接都是它自己的。"""
    right = evidence.right
    if isinstance(right, Statement):
        return _side(build, id, "应为", right, Verdict.PROVED, None)
    _, report = build.get(right.id)
    home = build.sources.homes.get(right.id)
    number = home.number if home else ""
    link = (
        tag("a", f"({number})", class_="equation__number", href=build.link_to(right.id))
        if number
        else ""
    )
    return _line(
        right.id,
        report.verdict,
        "应为",
        typeset(build, statement_tex(right), plain_statement(right.statement)),
        link + seal(build, report),
    )


def _side(
    build: Build,
    id: str,
    label: str,
    statement: Statement,
    verdict: Verdict,
    witness: Witness | None,
) -> str:
    mark = tag("span", verdict.chinese, class_=f"seal seal--{verdict}")
    formula = typeset(
        build,
        latex_statement(statement),
        plain_statement(statement),
        indexed=verdict is not Verdict.REFUTED,  # 搜公式的人要找的不是错的那个
    )
    reason = tag("p", "反例：", escape(str(witness)), class_="erratum__witness") if witness else ""
    return _line(id, verdict, label, formula, mark, reason)


def _line(id: str, verdict: Verdict, label: str, formula: str, side: str, more: str = "") -> str:
    return tag(
        "div",
        tag(
            "div",
            tag("span", label, class_="equation__label"),
            formula,
            tag("div", side, class_="equation__side"),
            class_="equation__line",
        ),
        more,
        class_=f"erratum__side erratum__side--{verdict}",
        data_derive=id,
        data_verdict=verdict,
    )


def _runs(build: Build, evidence: Run, report: Report, md: Markdown, label: str) -> Sequence[str]:
    """两段程序，各配上运行的结果。"""
    outcomes = report.details["run"]
    setup = highlight(md, evidence.setup, "python", "先运行") if evidence.setup else ""
    gives = "" if evidence.raises else f"{evidence.look} 是 "
    return (
        setup,
        highlight(md, evidence.printed, "python", "照印的" if label == "印作" else "照读者说的"),
        tag("p", "✗ ", escape(f"{gives}{outcomes['printed']}"), class_="erratum__outcome"),
        highlight(md, evidence.corrected, "python", "改正的"),
        tag(
            "p",
            "✓ ",
            escape(f"{evidence.look} 是 {outcomes['corrected']}"),
            class_="erratum__outcome erratum__outcome--right",
        ),
        _grounds(build, evidence.grounds, "依据"),
    )


def _grounds(build: Build, grounds: Iterable[object], label: str) -> str:
    """所依据的对象的链接。"""
    links = []
    for ground in grounds:
        assert isinstance(ground, Definition | Derivation | Claim)
        address = build.link_to(ground.id)
        name = escape(ground.title)
        links.append(tag("a", name, href=address) if address else name)
    return tag("p", f"{label}：", "、".join(links), class_="erratum__grounds") if links else ""


# ---- 几条 ---------------------------------------------------------------------


def _of_page(build: Build, md: Markdown) -> str:
    """资料里讲这一页内容的那几节的错误；这一页别处已经写出的，不再重复。

    字句上的只数一数；只有字句上的，就列出它们。
    """
    assert build.page is not None
    shown = set(build.page.objects())
    here = [e for e in build.errata.values() if build.page_of(e) is build.page]
    rest = [e for e in here if e.id not in shown]
    listed = [e for e in rest if e.severity is not Severity.LOW] or rest
    listing = build.sources.by_path.get(LISTING)
    every = (
        tag("a", "全部勘误", href=build.link(listing, "errata")) if listing else escape("全部勘误")
    )
    if not here:
        return tag("p", "五份资料讲到这一页的内容时，没有发现错误。见", every, "。")
    parts = []
    if listed:
        also = "还" if len(rest) < len(here) else ""
        summary = f"五份资料讲到这里时{also}印错的 {len(listed)} 处"
        cards = (card(build, e, md) for e in listed)
        folded = tag("details", tag("summary", summary), *cards, class_="errata-of-page line__more")
        parts.append(_unindexed(folded))
    light = len(rest) - len(listed)
    words = f"另有 {light} 处只是字句或记号，" if light else ""
    parts.append(tag("p", escape(words), "见", every, "。", class_="errata-more"))
    return "".join(parts)


def _counts(errata: Iterable[Erratum]) -> str:
    """资料与种类各有几条，轻重分开；证据各有几条。"""
    everything = list(errata)
    notes = sorted({erratum.note for erratum in everything})
    found = counts(everything)["种类"]
    categories = sorted(Category, key=lambda category: -found[category.value])
    by_note = [_row(f"资料 {note}", [e for e in everything if e.note == note]) for note in notes]
    by_category = [
        _row(category.value, [e for e in everything if e.category is category])
        for category in categories
        if found[category.value]
    ]
    total = _row("合计", everything)
    levels = [severity.value for severity in Severity]
    evidence = "，".join(f"{way} {n} 条" for way, n in counts(everything)["证据"].most_common())
    return (
        tag("p", f"共 {len(everything)} 条。证据：{evidence}。")
        + table(("资料", *levels, "合计"), [*by_note, total])
        + table(("种类", *levels, "合计"), by_category)
    )


def _row(name: str, errata: Sequence[Erratum]) -> tuple[object, ...]:
    levels = [sum(e.severity is severity for e in errata) for severity in Severity]
    return (name, *(n or "" for n in levels), len(errata))
