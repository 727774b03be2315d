"""验证台账的 HTML：总数、各章、各种范围、与记录相比变了什么。"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from markdown import Markdown

from derive import ledger as ledgers
from derive.evidence import Evidence
from derive.kernel.report import Scope, Verdict
from derive.site.build import Build
from derive.site.coverage import PageCoverage
from derive.site.errata import pages_showing
from derive.site.errors import SiteError
from derive.site.html import markup_table, one_of, table, tag

FILE = "verification.json"
"""台账在网站里的文件名。"""
RECORD = "statements.json"
"""仓库里记着的陈述：docs/records/ 里的文件名。"""
KINDS = {
    "definition": "定义",
    "derivation": "推导",
    "law": "定律",
    "claim": "断言",
    "implementation": "实现",
    "erratum": "勘误",
}
EQUATIONS = "<!-- 公式数 -->"
"""整个网站写完才数得出公式有多少，先占一个位置。"""


def ledger(build: Build, part: str, md: Markdown) -> str:
    """台账的一部分：totals、numbers、chapters、scopes、evidence、changes、idle、versions。"""
    return one_of(PARTS, part, "验证台账")(build)


def book_ledger(build: Build) -> dict[str, Any]:
    """这次构建的台账。"""
    if build.ledger is None:
        evidence = Evidence(build.root, build.book) if (build.root / "tests").is_dir() else None
        build.ledger = ledgers.ledger(build.book, build.reports, evidence)
    return build.ledger


def write(build: Build, site: Path, pages: Iterable[PageCoverage]) -> None:
    """写出 verification.json，并在台账的页面上填入公式的总数。"""
    totals = list(pages)
    equations = sum(page.total for page in totals)
    unverified = [tex for page in totals for tex in page.unbound]
    whole = {"equations": equations, "unverified": unverified, "idle": idle(build)}
    ledgers.write(site / FILE, {**book_ledger(build), "site": whole})
    words = f"全站 {equations} 处断言了什么的公式，没有核对过的 {len(unverified)} 处。"
    for page in build.sources.pages_with("ledger"):
        path = site / page.url / "index.html"
        path.write_text(path.read_text("utf-8").replace(EQUATIONS, words), "utf-8")


def idle(build: Build) -> list[str]:
    """没有一页用到的对象：没有显示，也没有显示着的对象用到它。"""
    used = set[str]()
    waiting = [obj.id for obj in build.book if pages_showing(build.sources, obj)]
    while waiting:
        id = waiting.pop()
        if id not in used:
            used.add(id)
            waiting += build.graph.uses[id]
    return [obj.id for obj in build.book if obj.id not in used]


# ---- 各部分 --------------------------------------------------------------------


def _totals(build: Build) -> str:
    objects = book_ledger(build)["objects"]
    counts = Counter((each["kind"], each["verdict"]) for each in objects)
    verdicts = [v for v in Verdict if any(verdict == v for _, verdict in counts)]
    rows = [
        [words, *(counts[kind, v] or "" for v in verdicts), sum(counts[kind, v] for v in Verdict)]
        for kind, words in KINDS.items()
        if any(each["kind"] == kind for each in objects)
    ]
    totals = [sum(each["verdict"] == v for each in objects) for v in verdicts]
    rows.append(["合计", *totals, len(objects)])
    return table(("对象", *(v.chinese for v in verdicts), "合计"), rows)


def _numbers(build: Build) -> str:
    """首页上的几个数。"""
    objects = book_ledger(build)["objects"]
    kinds = Counter(each["kind"] for each in objects)
    proved = sum(
        each["verdict"] == Verdict.PROVED
        for each in objects
        if each["kind"] in ("derivation", "law", "claim")
    )
    facts = {
        "个等式，条条已证": proved,
        "条定义，是它们的起点": kinds["definition"],
        "个程序，与公式核对过": kinds["implementation"],
        "处勘误，各有凭据": len(build.errata),
        "个点上独立复核过": sum(each["points"] for each in objects),
    }
    items = [
        tag("div", tag("dt", escape(words)), tag("dd", f"{count:,}"))
        for words, count in facts.items()
    ]
    return tag("dl", *items, class_="numbers") + tag("p", EQUATIONS, class_="numbers__whole")


def _scopes(build: Build) -> str:
    found = Counter(each["scope"] for each in book_ledger(build)["objects"])
    rows = [(scope.chinese, found[scope.value]) for scope in Scope if found[scope.value]]
    return table(("对什么成立", "对象"), [*rows, ("不适用（定义）", found[None])])


def _chapters(build: Build) -> str:
    """每一页是多少对象的家，各有几个已证。"""
    entries = {each["id"]: each for each in book_ledger(build)["objects"]}
    rows = []
    for page in build.sources.pages:
        here = [
            entries[id]
            for id, home in build.sources.homes.items()
            if home.page is page and id in entries
        ]
        if not here:
            continue
        title = next(iter(page.sections.values())).title
        link = tag("a", escape(title), href=build.link(page, next(iter(page.sections))))
        proved = sum(each["verdict"] == Verdict.PROVED for each in here)
        points = sum(each["points"] for each in here)
        rows.append((link, str(len(here)), str(proved), f"{points:,}"))
    return markup_table(("章", "对象", "已证", "复核的点"), rows)


def _evidence(build: Build) -> str:
    objects = book_ledger(build)["objects"]
    if not all("tests" in each for each in objects):
        return tag("p", "这份文档树旁边没有 tests/，数不出测试。")
    oracles = Counter(oracle for each in objects for oracle in each["oracles"])
    tests = {test for each in objects for test in each["tests"]}
    untested = [each["id"] for each in objects if not each["tests"]]
    words = (
        f"{len(tests)} 个测试函数碰到了书里的对象；"
        f"没有一个测试碰到的对象 {len(untested)} 个{_listed(untested)}。"
        f"独立复核一共走过 {sum(each['points'] for each in objects):,} 个点。"
    )
    return tag("p", escape(words)) + table(("参照", "用它核对过的对象"), oracles.most_common())


def _changes(build: Build) -> str:
    """与仓库里的记录相比：变了的陈述，它们的下游不再成立的与仍然成立的。"""
    path = build.records / RECORD
    if not path.is_file():
        return tag("p", "仓库里还没有陈述的记录。")
    try:
        found = ledgers.compare(ledgers.read(path), book_ledger(build))
    except ledgers.BadLedger as problem:
        raise SiteError(str(problem)) from None
    groups = ledgers.described(found)
    if not groups:
        return tag("p", "与记录相比，没有一个对象的陈述、结论或范围变过。")
    return "".join(
        tag("p", tag("strong", f"{words}（{len(ids)}）："), escape("、".join(ids)))
        for words, ids in groups
    )


def _idle(build: Build) -> str:
    found = idle(build)
    words = f"没有一页用到的对象 {len(found)} 个{_listed(found)}。"
    return tag("p", escape(words), " ", EQUATIONS)


def _listed(ids: list[str]) -> str:
    return f"：{'、'.join(ids)}" if ids else ""


def _versions(build: Build) -> str:
    return table(("软件", "版本"), list(book_ledger(build)["versions"].items()))


PARTS: Mapping[str, Callable[[Build], str]] = {
    "totals": _totals,
    "numbers": _numbers,
    "chapters": _chapters,
    "scopes": _scopes,
    "evidence": _evidence,
    "changes": _changes,
    "idle": _idle,
    "versions": _versions,
}
