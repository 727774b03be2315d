"""依赖图的页，和“为什么成立”：每个对象一条，往下直到定义，往上到用它的。

“为什么成立”的页是生成的，docs/ 里没有：`docs/甲/乙.md` 里的对象在 `why/甲/乙/`，锚点就是 id。
勘误的证据写在勘误自己那里，这里没有它的条目。
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from html import escape
from pathlib import PurePosixPath
from posixpath import dirname, relpath

from markdown import Markdown

from derive.graph import Graph
from derive.kernel.book import Book
from derive.kernel.objects import Correction, Definition, Erratum, Implementation
from derive.site.build import Build, Stated
from derive.site.drawing import Node, Sketch
from derive.site.errata import LISTING
from derive.site.errata import anchor as card_anchor
from derive.site.errors import SiteError
from derive.site.html import MARKS, implemented, statement_line, tag
from derive.site.layout import lay_out
from derive.site.sources import Page, Sources

GRAPH_PAGE = "graph.md"
MUSEUM = "museum.md"
"""列出名错的那一页。"""


# ---- 生成的页 -------------------------------------------------------------------


def why_pages(book: Book, sources: Sources) -> dict[str, Page]:
    """id → 它的“为什么成立”在哪一页；没有在任何一页出现的对象没有。"""
    pages: dict[str, Page] = {}
    found: dict[str, Page] = {}
    for obj in book:
        chapter = sources.places.get(obj.id)
        if chapter is None or isinstance(obj, Correction):
            continue
        if chapter.path not in pages:
            pages[chapter.path] = Page(path_of(chapter), _text(chapter, sources))
        found[obj.id] = pages[chapter.path]
    return found


def path_of(chapter: Page) -> str:
    """讲 chapter 里的对象为什么成立的页；chapter 也可以是实验。"""
    return f"why/{PurePosixPath(chapter.path).with_suffix('.md')}"


def _text(chapter: Page, sources: Sources) -> str:
    path = path_of(chapter)
    name = title(chapter)

    def link(words: str, target: str) -> str:
        return f"[{words}]({relpath(target, dirname(path))})"

    whole = f"全书的图在{link('依赖图', GRAPH_PAGE)}。" if GRAPH_PAGE in sources.by_path else ""
    return f"""\
---
title: {json.dumps(f"为什么成立：{name}", ensure_ascii=False)}
hide: [toc]
search:
  exclude: true
---

# 为什么成立：{name}

{link(name, chapter.path)}里的每个等式，凭的是什么？点开一条，图从下往上读：最下面不依据别的，\
多半是定义；箭头从依据指向由它得到的结论；虚线框在别的页上，小字是那一页的章号。点一个框，就接着问它为什么。{whole}

```why
{chapter.path}
```
"""


def title(page: Page) -> str:
    """一页的标题。"""
    return next((section.title for section in page.sections.values()), page.path)


def prepare(build: Build, paths: Collection[str]) -> None:
    """把 paths 这些页用得到的图一次排完；随后写页面时都在缓存里。"""
    sketches = [why_sketch(build, id) for id, page in build.whys.items() if page.path in paths]
    if GRAPH_PAGE in paths:
        sketches += [chapter_sketch(build, page) for page in chapters(build)]
        sketches.append(overview_sketch(build))
    lay_out([sketch.boxes for sketch in sketches if sketch.edges])


# ---- 一个对象：为什么成立 ------------------------------------------------------------


def why(build: Build, path: str, md: Markdown) -> str:
    """一页里每个对象一条，按那一页的次序。"""
    page = build.sources.by_path[path]
    here = [id for id in dict.fromkeys(page.objects()) if build.sources.places[id] is page]
    return "".join(entry(build, id) for id in here if id in build.whys and build.reports[id].good)


def entry(build: Build, id: str) -> str:
    """一条：等式、依据的图、直接用到的、用到它的。"""
    obj, report = build.get(id)
    home = build.sources.homes.get(id)
    number = tag("span", f"({home.number})", class_="why__number") if home and home.number else ""
    sketch = why_sketch(build, id)
    if isinstance(obj, Implementation):
        formula = implemented(build, obj, report)
    else:
        assert isinstance(obj, Stated)
        formula = statement_line(build, obj, report)
    body = tag(
        "div",
        tag("div", formula, class_="equation", data_derive=id, data_verdict=report.verdict),
        sketch.render() if sketch.edges else tag("p", start(build, id)),
        _list(build, "直接用到", build.graph.uses[id]),
        _list(build, "用到它的", build.graph.consequences(id)),
        class_="why__body",
        id=id,
    )
    mark = tag("span", MARKS[report.verdict], class_=f"why__mark why__mark--{report.verdict}")
    heading = tag("summary", mark, tag("span", escape(obj.title)), number)
    return tag("details", heading, body, class_="why")


def start(build: Build, id: str) -> str:
    """没有依据的对象说什么。"""
    if isinstance(build.book[id], Definition):
        return "这是一个起点：定义是约定，它没有用到别的定义。"
    return "它不依据别的对象，只凭运算的规则。"


def why_sketch(build: Build, id: str) -> Sketch:
    """一个对象和它的全部依据。"""
    graph = build.graph.why(id).reduced()
    return Sketch(
        f"{build.book[id].title}的依据",
        {
            each: node(build, each, build.sources.places.get(id), here=each == id)
            for each in graph.uses
        },
        graph.edges,
    )


def node(build: Build, id: str, chapter: Page | None, *, here: bool = False) -> Node:
    """一个对象的方框；不在 chapter 上的是别处的。"""
    obj = build.book[id]
    place = build.sources.places.get(id)
    kind = f"graph__node--{build.reports[id].verdict}"
    outside = place is not None and place is not chapter
    if here:
        kind += " graph__node--here"
    if outside:
        kind += " graph__node--outside"
    number = place.number if outside and place else ""
    full = f"{obj.title}（{number}）" if number else obj.title
    return Node(obj.title, full, kind, None if here else build.why(id), number)


def _list(build: Build, heading: str, ids: Iterable[str]) -> str:
    return _listed(heading, (_item(build, id) for id in ids))


def _listed(heading: str, items: Iterable[str]) -> str:
    """标题、个数和一列；一个也没有就什么都不写。"""
    rows = [tag("li", item) for item in items]
    if not rows:
        return ""
    caption = tag("p", f"{heading}（{len(rows)}）", class_="why__heading")
    return caption + tag("ul", *rows, class_="why__list")


def _item(build: Build, id: str) -> str:
    """标题通到它的“为什么”，式号通到等式；勘误与名错通到列出它的那一页。"""
    obj = build.book[id]
    if isinstance(obj, Correction):
        label, path = ("勘误", LISTING) if isinstance(obj, Erratum) else ("名错", MUSEUM)
        page = build.sources.by_path.get(path)
        address = build.link(page, card_anchor(obj)) if page else None
        return _linked(f"{label}：{obj.title}", address)
    label = "程序：" if isinstance(obj, Implementation) else ""
    linked = _linked(label + obj.title, build.why(id) or build.link_to(id))
    home = build.sources.homes.get(id)
    if not home or not home.number:
        return linked
    number = tag("a", f"式 ({home.number})", href=build.link_to(id), class_="why__equation")
    return f"{linked} {number}"


def _linked(name: str, address: str | None) -> str:
    return tag("a", escape(name), href=address) if address else escape(name)


# ---- 全书：依赖图 -----------------------------------------------------------------


def graph(build: Build, name: str, md: Markdown) -> str:
    """`chapters` 是各章之间的图；一个数字是那一周每一章的图。"""
    if name == "chapters":
        return _overview(build)
    pages = [page for page in chapters(build) if week(page) == name]
    if not pages:
        raise SiteError(f"```graph 里写 chapters 或第几周的数字；第 {name} 周没有对象。")
    return "".join(_chapter(build, page) for page in pages)


def statements(build: Build) -> dict[str, Page]:
    """陈述了什么的对象 → 它在哪一章；实现、程序里的一行、勘误都是叶子，不进大图。"""
    return {id: build.sources.places[id] for id in build.whys if isinstance(build.book[id], Stated)}


def chapters(build: Build) -> list[Page]:
    """有对象的章，按阅读的次序。"""
    found = {page.path for page in statements(build).values()}
    return [page for page in build.sources.pages if page.number and page.path in found]


def week(page: Page) -> str:
    """第几周：章号的第一个数。"""
    return page.number.partition(".")[0]


def _overview(build: Build) -> str:
    sketch = overview_sketch(build)
    alone = [page for page in chapters(build) if page.path not in sketch.nodes]
    links = (
        tag("a", f"{page.number} {escape(title(page))}", href=f"#{anchor(page)}") for page in alone
    )
    return sketch.render() + _listed("与别的章没有来往的", links)


def overview_sketch(build: Build) -> Sketch:
    """一章一个方框，箭头上是用到的次数；没有来往的不画，另列在下面。"""
    place = statements(build)
    inside = Counter(page.path for page in place.values())
    uses = Counter(
        (place[used].path, place[id].path)
        for used, id in build.graph.edges
        if used in place and id in place and place[used] is not place[id]
    )
    pages = {page.path: page for page in chapters(build)}
    uses = Counter({ends: n for ends, n in uses.items() if set(ends) <= pages.keys()})
    nodes = {
        path: Node(
            title(page),
            f"{page.number} {title(page)}，{inside[path]} 个对象",
            "graph__node--chapter",
            f"#{anchor(page)}",
            f"{page.number} · {inside[path]} 个",
        )
        for path, page in pages.items()
        if any(path in ends for ends in uses)
    }
    groups: dict[str, tuple[str, ...]] = {}
    for path, page in pages.items():
        if path not in nodes:
            continue
        name = f"第 {week(page)} 周"
        groups[name] = (*groups.get(name, ()), path)
    return Sketch(
        "各章之间的依赖图",
        nodes,
        tuple(sorted(uses)),
        upward=False,
        labels={ends: str(count) for ends, count in uses.items()},
        groups=groups,
    )


def anchor(page: Page) -> str:
    return f"chapter-{page.number}"


def chapter_graph(build: Build, page: Page) -> Graph:
    """一章的对象，和它们直接用到的别处的对象。"""
    place = statements(build)
    here = [id for id, home in place.items() if home is page]
    outside = {used for id in here for used in build.graph.uses[id] if used in place}
    return build.graph.part({*here, *outside}).reduced()


def chapter_sketch(build: Build, page: Page) -> Sketch:
    """一章的图；没有一条边的对象不画，另列在下面。"""
    graph = chapter_graph(build, page)
    linked = {id for edge in graph.edges for id in edge}
    return Sketch(
        f"{title(page)}的依赖图",
        {id: node(build, id, page) for id in graph.uses if id in linked},
        graph.edges,
        upward=False,
    )


def _chapter(build: Build, page: Page) -> str:
    sketch = chapter_sketch(build, page)
    alone = [id for id in chapter_graph(build, page).uses if id not in sketch.nodes]
    here = [id for id, home in statements(build).items() if home is page]
    body = tag(
        "div",
        sketch.render() if sketch.edges else "",
        _list(build, "自成一条的", alone),
        class_="why__body",
        id=anchor(page),
    )
    heading = tag(
        "summary",
        tag("span", page.number, class_="why__number"),
        escape(title(page)),
        tag("span", f"{len(here)} 个", class_="why__count"),
    )
    return tag("details", heading, body, class_="why")
