"""“为什么成立”与依赖图的页：每个印章通到自己的那一条，图与书里的“用到”一致。"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from small_site import GOOD, WRONG, Built, MkDocs

from derive.graph import Graph, graph_of
from derive.kernel.objects import kind_of
from derive.registry import BOOK

STATED = ("definition", "derivation", "law", "claim")
LARGEST = 60_000
"""一页“为什么成立”压缩之后最多多少字节。"""


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def target(site: Path, page: str, link: Tag) -> tuple[Path, str]:
    """页面 page（如 a/index.html）上的链接通到哪个文件、哪个锚点。"""
    address = urlsplit(urljoin(f"http://site/{page}", str(link["href"])))
    path = unquote(address.path).lstrip("/")
    path += "" if path.endswith(".html") else "index.html"
    return site / path, unquote(address.fragment)


def edges(picture: Tag) -> set[tuple[str, str]]:
    drawn = [tuple(str(path["data-edge"]).split()) for path in picture.select("path[data-edge]")]
    assert len(drawn) == len(set(drawn))
    return {(used, user) for used, user in drawn}


# ---- 小的网站 -------------------------------------------------------------------

PAGE = """\
---
number: "3.6"
---
# 甲

```derivation
sigmoid_prime
```

由它得 $@sigmoid_complement$。

```implementation
impl_sigmoid
```
"""


@pytest.fixture
def small(mkdocs: MkDocs) -> Built:
    built = mkdocs({"a.md": PAGE, "how-to-read.md": "# 读\n\n## 印章 {#seals}\n"})
    assert built.exit_code == 0, built.output
    return built


def test_seals_lead_to_why(small: Built) -> None:
    page = soup(small.site / "a/index.html")
    seals = {
        str(seal.find_parent(attrs={"data-derive": True})["data-derive"]): seal["href"]  # type: ignore[index]
        for seal in page.select("a.seal")
    }
    assert seals["sigmoid_prime"] == "../why/a/#sigmoid_prime"
    assert seals["sigmoid_complement"] == "../why/a/#sigmoid_complement"
    assert "../why/a/#impl_sigmoid" in seals.values()


def test_the_entries_of_a_page(small: Built) -> None:
    page = soup(small.site / "why/a/index.html")
    assert page.h1
    assert page.h1.text.startswith("为什么成立：甲")
    bodies = [str(body["id"]) for body in page.select("details.why > .why__body")]
    assert bodies == ["sigmoid_prime", "sigmoid_complement", "impl_sigmoid"]
    prime = page.find(id="sigmoid_prime")
    assert isinstance(prime, Tag)
    # 在这里，印章通到印章的说明
    assert prime.select("a.seal")[0]["href"] == "../../how-to-read/#seals"
    assert edges(prime) == {("sigmoid", "sigmoid_prime")}
    # sigmoid 没有在哪一页出现，画得出来，没有地方可去
    assert [node.find("title").text for node in prime.select("svg g.graph__node")] == [  # type: ignore[union-attr]
        BOOK["sigmoid"].title,
        BOOK["sigmoid_prime"].title,
    ]
    impl = page.find(id="impl_sigmoid")
    assert isinstance(impl, Tag)
    assert edges(impl) == {("sigmoid", "impl_sigmoid")}


def test_why_pages_stay_out_of_nav_and_search(small: Built) -> None:
    index = json.loads((small.site / "search/search_index.json").read_text("utf-8"))
    assert not [entry for entry in index["docs"] if entry["location"].startswith("why/")]
    home = soup(small.site / "index.html")
    assert not [link for link in home.select("nav a") if "why/" in str(link["href"])]


def test_an_object_without_a_page_has_no_entry(mkdocs: MkDocs) -> None:
    built = mkdocs({"a.md": "# 甲\n"})
    assert built.exit_code == 0, built.output
    assert not (built.site / "why").exists()


def test_what_is_not_proved_is_reported_once(mkdocs: MkDocs) -> None:
    """正文用了不成立的断言：两处问题（书里、页上），生成的页不再添一处；网站没有发布。"""
    built = mkdocs({"a.md": "# 甲\n\n$@wrong$\n"}, WRONG)
    assert built.exit_code == 1
    assert len([line for line in built.output.splitlines() if "σ 是偶函数" in line]) == 2
    assert not built.site.exists()


def test_the_graph_of_a_small_book(mkdocs: MkDocs) -> None:
    graph = "# 图\n\n```graph\nchapters\n```\n\n```graph\n1\n```\n\n```graph\n3\n```\n"
    first = '---\nnumber: "1.2"\n---\n# 乙\n\n```equation\nsigmoid\n```\n'
    built = mkdocs({"graph.md": graph, "a.md": PAGE, "b.md": first})
    assert built.exit_code == 0, built.output
    page = soup(built.site / "graph/index.html")
    overview, chapter = page.select("svg[aria-label$=依赖图]")
    assert edges(overview) == {("b.md", "a.md")}
    shown = ("sigmoid_prime", "sigmoid_complement")
    count = sum(1 for id in shown for used in GOOD.uses(GOOD[id]) if used.id == "sigmoid")
    assert f">{count}</text>" in str(overview)
    assert {str(a["href"]) for a in overview.select("a")} == {"#chapter-1.2", "#chapter-3.6"}
    assert ("sigmoid", "sigmoid_prime") in edges(chapter)
    [outside] = chapter.select(".graph__node--outside")
    assert outside["href"] == "../why/b/#sigmoid"
    assert "（1.2）" in outside.title.get_text()


def test_an_unknown_week_is_named(mkdocs: MkDocs) -> None:
    built = mkdocs({"graph.md": "# 图\n\n```graph\n7\n```\n", "a.md": PAGE})
    assert built.exit_code == 1
    assert (
        "docs/graph.md:4:1: ```graph 里写 chapters 或第几周的数字；第 7 周没有对象。"
        in built.output
    )


def test_a_page_without_edges_is_drawn_too(mkdocs: MkDocs) -> None:
    """只有一个对象、没有一条边：不画图，列出来；没有来往的章也列出来。"""
    page = '---\nnumber: "1.2"\n---\n# 乙\n\n```equation\nsigmoid\n```\n'
    graph = "# 图\n\n```graph\nchapters\n```\n\n```graph\n1\n```\n"
    built = mkdocs({"graph.md": graph, "b.md": page})
    assert built.exit_code == 0, built.output
    shown = soup(built.site / "graph/index.html")
    assert [str(a["href"]) for a in shown.select("article li a")] == [
        "#chapter-1.2",
        "../why/b/#sigmoid",
        "../b/#eq-sigmoid",
    ]


# ---- 真的网站 -------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole() -> Graph:
    return graph_of(BOOK)


@pytest.fixture(scope="module")
def entries(site: Path) -> dict[str, tuple[Path, Tag]]:
    """id → 它的那一条，和写着它的文件。"""
    found: dict[str, tuple[Path, Tag]] = {}
    for path in sorted((site / "why").rglob("index.html")):
        for body in soup(path).select("details.why > .why__body"):
            assert body["id"] not in found
            found[str(body["id"])] = path, body
    return found


def test_every_stated_object_has_an_entry(entries: dict[str, tuple[Path, Tag]]) -> None:
    assert entries.keys() == {obj.id for obj in BOOK if kind_of(obj) != "erratum"}


def equations(page: BeautifulSoup) -> Iterator[Tag]:
    """最外层的等式；勘误里证伪的那一半没有为什么，预览里的等式不在页面上。"""
    for element in page.select("[data-derive]"):
        if element.find_parent("template") or element.find_parent(attrs={"data-derive": True}):
            continue
        if not (element.find_parent(class_="erratum") or "erratum" in element.get("class", [])):
            yield element


def test_every_equation_opens_its_own_entry(
    site: Path, entries: dict[str, tuple[Path, Tag]]
) -> None:
    count = 0
    for path in site.rglob("*.html"):
        name = path.relative_to(site).as_posix()
        if name.startswith("why/"):
            continue
        for equation in equations(soup(path)):
            id = str(equation["data-derive"])
            opened = [target(site, name, seal) for seal in equation.select("a.seal")]
            assert opened == [(entries[id][0], id)], (name, id)
            count += 1
    assert count > len(entries) / 2


def test_every_entry_draws_its_grounds_down_to_the_bottom(
    site: Path, entries: dict[str, tuple[Path, Tag]], whole: Graph
) -> None:
    for id, (path, body) in entries.items():
        why = whole.why(id).reduced()
        pictures = body.select("svg[role=group]")
        if not why.edges:
            assert not pictures
            assert body.select(":scope > p")
            continue
        [picture] = pictures
        assert edges(picture) == set(why.edges)
        nodes = picture.select(".graph__node")
        assert sorted(
            str(node.title.text).split("（")[0] for node in nodes if node.title
        ) == sorted(BOOK[each].title.split("（")[0] for each in why.uses)
        assert len(picture.select(".graph__node--here")) == 1
        # 点一个框，就到它的那一条
        name = path.relative_to(site).as_posix()
        reached = {target(site, name, link) for link in picture.select("a")}
        assert reached == {(entries[each][0], each) for each in why.uses if each != id}
        # 最下面的是定义，或者不依据别的对象的结论
        assert all(not BOOK.uses(BOOK[each]) for each, used in why.uses.items() if not used)


def test_every_entry_lists_what_it_uses_and_who_uses_it(
    entries: dict[str, tuple[Path, Tag]], whole: Graph
) -> None:
    for id, (_, body) in entries.items():
        listed = {
            caption.text.partition("（")[0]: len(caption.find_next("ul").select("li"))  # type: ignore[union-attr]
            for caption in body.select(".why__heading")
        }
        expected = {"直接用到": len(whole.uses[id]), "用到它的": len(whole.consequences(id))}
        assert listed == {name: count for name, count in expected.items() if count}


def test_the_big_graph_shows_every_statement_and_only_real_edges(
    site: Path, whole: Graph, entries: dict[str, tuple[Path, Tag]]
) -> None:
    page = soup(site / "graph/index.html")
    shown: set[str] = set()
    for chapter in page.select("details.why > .why__body"):
        inside: set[str] = set()
        drawn: set[str] = set()
        for link in chapter.select("svg a.graph__node"):
            _, id = target(site, "graph/index.html", link)
            drawn.add(id)
            if "graph__node--outside" not in link["class"]:
                inside.add(id)
        listed = {
            target(site, "graph/index.html", a)[1] for a in chapter.select("li a:first-child")
        }
        assert not inside & listed
        assert not shown & (inside | listed)
        shown |= inside | listed
        for picture in chapter.select("svg[role=group]"):
            part = whole.part(drawn)
            assert edges(picture) <= set(part.edges)
            assert edges(picture) == set(part.reduced().edges)  # 走得到的与归约之前一样
    assert shown == {obj.id for obj in BOOK if kind_of(obj) in STATED}


def test_the_overview_counts_the_uses(
    site: Path, whole: Graph, entries: dict[str, tuple[Path, Tag]]
) -> None:
    page = soup(site / "graph/index.html")
    overview = page.select("svg[role=group]")[0]
    counts = [int(text.text) for text in overview.select("text.graph__count")]
    assert len(counts) == len(edges(overview))
    home = {id: entries[id][0] for id in whole.uses if kind_of(BOOK[id]) in STATED}
    crossing = [1 for a, b in whole.edges if a in home and b in home and home[a] != home[b]]
    assert sum(counts) == len(crossing)
    for link in overview.select("a"):
        assert page.find(id=str(link["href"]).lstrip("#"))


def test_pages_are_light(site: Path) -> None:
    sizes = {
        path.relative_to(site).as_posix(): len(gzip.compress(path.read_bytes(), 6))
        for path in (site / "why").rglob("index.html")
    }
    assert sizes
    assert max(sizes.values()) < LARGEST, sizes
