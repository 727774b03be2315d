"""读构建好的 HTML：页面里有哪些公式、链接、锚点，以及不该有的东西。

这里不信任渲染的代码：只看写到磁盘上的文件。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml.etree import HTMLParser, XPath, fromstring

from derive.site.problems import Problem
from derive.site.sources import FENCES, Kind, Page, Sources

LOADED = {"src", "srcset", "data", "poster"}
"""浏览器会自己去取的属性；`link` 的 href 也是（见 `_loads`）。"""
NOT_LOADED = {"canonical", "next", "prev", "alternate"}
"""这几种 `link` 只是说明关系。"""

_FENCE = re.compile(rf"(?:{'|'.join(FENCES)})\b[^\n]*\n")
_MARKS = re.compile(r"```|~~~|\$@|\[@\w")
_TEX = re.compile(r"\$[^$]+\$|\\\(|\\\[|\\begin\{")


@dataclass(frozen=True)
class Formula:
    """页面上的一个公式，和包着它的 data-derive、data-verdict。

    tex 是它的 TeX；没有写 TeX 的（见 `derive.site.light`），是 MathML 里的文字。
    """

    tex: str
    display: bool
    id: str | None
    verdict: str | None


@dataclass
class Document:
    """一个 HTML 文件里我们关心的东西。"""

    path: str
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)


_IDS = XPath("//@id", smart_strings=False)
_LINKS = XPath("//a/@href", smart_strings=False)
_LOADING = XPath("//link | //@src/.. | //@srcset/.. | //@data/.. | //@poster/..")
_FORMULAS = XPath("//math")
_CODE = XPath("//code[not(ancestor::pre)]//text()[not(ancestor::math)]", smart_strings=False)
_SUSPECT = XPath(
    """//text()[contains(., '```') or contains(., '~~~') or contains(., '[@') or contains(., '$')
        or contains(., '\\(') or contains(., '\\[') or contains(., '\\begin{')]"""
)
"""也许是没有渲染的原文；再由 `_is_raw` 细看。"""
_SUSPICIOUS = (b"```", b"~~~", b"[@", b"$", b"\\(", b"\\[", b"\\begin{", b"&#")
"""文件里一个都没有，就不必找 `_SUSPECT`；&# 是写成编号的字。"""
_ENTRY = re.compile(
    rb'<li class="md-nav__item">\s*<a href="([^"&]*)" class="md-nav__link">\s*'
    rb'<span class="md-ellipsis">[^<&`~$\[\\]*</span>\s*</a>\s*</li>'
)
"""目录里普通的一项：一个链接，一行没有记号的字。"""
_NOT_PROSE = {"script", "style", "math", "title", "pre", "code"}


def read_document(site: Path, path: Path) -> Document:
    """读一个 HTML 文件；由 lxml 解析，一页几十万个字节也只要几十毫秒。

    每一页都有整本书的目录，一项项交给 lxml，页数一多就比读正文还久；普通的一项取出链接就够了。
    """
    whole = path.read_bytes()
    entries = _ENTRY.findall(whole)
    written = _ENTRY.sub(b"", whole)
    tree = fromstring(written, HTMLParser(encoding="utf-8", huge_tree=True))
    suspects = _SUSPECT(tree) if any(mark in written for mark in _SUSPICIOUS) else ()
    return Document(
        path=path.relative_to(site).as_posix(),
        ids=_IDS(tree),
        links=[*(address.decode() for address in entries), *_LINKS(tree)],
        loads=[address for element in _LOADING(tree) for address in _loads(element)],
        formulas=[_formula(element) for element in _FORMULAS(tree)],
        raw=[text for text in _CODE(tree) if _FENCE.match(text)]
        + [str(text) for text in suspects if _is_raw(text)],
    )


def _formula(math: Any) -> Formula:
    bound = next((e for e in math.iterancestors() if "data-derive" in e.attrib), None)
    tex = math.findtext(".//annotation")
    return Formula(
        "".join(math.itertext()) if tex is None else tex,
        _inside(math, "katex-display"),
        None if bound is None else bound.get("data-derive"),
        None if bound is None else bound.get("data-verdict"),
    )


def _is_raw(text: Any) -> bool:
    """text 是正文里的一段文字，却留着 Markdown 或公式的记号。"""
    element = text.getparent()
    if text.is_tail:
        element = element.getparent()
    tags = {element.tag, *(e.tag for e in element.iterancestors())}
    if tags & _NOT_PROSE or _inside(element, "derive-error"):
        return False
    return bool(_MARKS.search(text) or ("article" in tags and _TEX.search(text)))


def _inside(element: Any, name: str) -> bool:
    return any(name in e.get("class", "").split() for e in (element, *element.iterancestors()))


def _loads(element: Any) -> list[str]:
    """打开页面时浏览器会去取的地址。"""
    found = [element.attrib[name] for name in LOADED & set(element.attrib)]
    if element.tag == "link" and element.get("rel") not in NOT_LOADED:
        found.append(element.get("href", ""))
    return found


def read_site(site: Path) -> list[Document]:
    return [read_document(site, path) for path in sorted(site.rglob("*.html"))]


# ---- 检查 ---------------------------------------------------------------------


def check_output(
    site: Path, sources: Sources, read: Iterable[Document] | None = None
) -> Iterator[Problem]:
    """写出的网站里的全部问题；能说清原文位置的，报原文的位置。read 是已经读好的页面。"""
    found = read_site(site) if read is None else read
    documents = {document.path: document for document in found}
    anchors = {path: frozenset(document.ids) for path, document in documents.items()}
    pages = {_html_path(page): page for page in sources.pages}
    for document in documents.values():
        page = pages.get(document.path)
        yield from _check_document(document, page)
        for link in dict.fromkeys(document.links):
            if _is_broken(link, document.path, anchors, site):
                yield _broken_link(link, document, page)
    for path in sorted(site.rglob("*.css")):
        for address in re.findall(
            r"(?:@import\s+|url\()\s*['\"]?([^'\")\s;]+)", path.read_text("utf-8")
        ):
            if _is_external(address):
                yield Problem(
                    path.relative_to(site).as_posix(),
                    0,
                    0,
                    f"样式表要从别的主机取 {address}。请改用站内的文件。",
                )


def _check_document(document: Document, page: Page | None) -> Iterator[Problem]:
    path = document.path

    def problem(text: str, message: str) -> Problem:
        return Problem(*(page.at(*page.find(text)) if page else (path, 0, 0)), message)

    for address in document.loads:
        if _is_external(address):
            yield problem(address, f"页面要从别的主机取 {address}。请改用站内的文件。")
    for text in document.raw:
        yield problem(text, f"页面上留着没有渲染的原文：{_excerpt(text)}。请检查围栏或公式的写法。")
    for id in sorted(id for id, times in Counter(document.ids).items() if times > 1):
        yield problem(id, f"锚点 {id} 在这一页出现了不止一次。请改掉其中一个标题。")


def _html_path(page: Page) -> str:
    return f"{page.url}index.html"


def _is_external(address: str) -> bool:
    return bool(re.match(r"(?:https?:)?//", address.strip()))


def _is_broken(link: str, path: str, anchors: Mapping[str, Set[str]], site: Path) -> bool:
    """path 这一页上的链接；anchors 是各页的锚点。"""
    if path == "404.html":
        return False  # 它的地址由服务器决定
    if link.startswith("#"):
        return link != "#" and unquote(link[1:]) not in anchors[path]
    target = _target(*_from_above(link, path))
    if target is None:
        return False  # 站外的链接不归这里管
    page, anchor = target
    if page not in anchors:
        return not (site / page).is_file()
    return bool(anchor) and anchor not in anchors[page]


def _from_above(link: str, path: str) -> tuple[str, str]:
    """x/y/a.html 里的 ../b/，就是 x/a.html 里的 b/：各页的目录通到同样的地方，只拆一遍。"""
    folder, _, name = path.rpartition("/")
    if ":" in link or "//" in link:  # ../https://… 是站内的（也是写错的）
        return link, path
    rest = link
    while folder and rest.startswith("../"):
        rest, folder = rest[3:], folder.rpartition("/")[0]
    return rest if rest == link else f"./{rest}", f"{folder}/{name}" if folder else name


@lru_cache(100_000)
def _target(link: str, path: str) -> tuple[str, str] | None:
    """path 这一页上的链接通到哪个文件、哪个锚点；站外的是 None。"""
    if urlsplit(link).scheme or link.startswith("//"):
        return None
    target = urlsplit(urljoin(f"/{path}", link))
    page = unquote(target.path).lstrip("/")
    if page == "" or page.endswith("/"):
        page += "index.html"
    return page, unquote(target.fragment)


def _excerpt(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:40]}…"


def _broken_link(link: str, document: Document, page: Page | None) -> Problem:
    """说清是原文里的哪一个链接：地址的末一段与锚点都对得上的那个。"""
    written = (token for token in (page.tokens if page else ()) if token.kind is Kind.LINK)
    token = next((t for t in written if _link_key(t.text) == _link_key(link)), None)
    message = "链接 {} 指向不存在的页面或锚点。请改成现有的页面与标题。"
    if page is None or token is None:
        return Problem(page.place if page else document.path, 0, 0, message.format(link))
    return Problem(*page.at(token.line, token.column), message.format(token.text))


def _link_key(link: str) -> tuple[str, str]:
    parts = urlsplit(link)
    path = re.sub(r"(?:/?index)?\.(?:md|py|html)$", "", unquote(parts.path)).strip("/")
    return path.rpartition("/")[2].strip("."), unquote(parts.fragment)
