"""读构建好的 HTML：页面里有哪些公式、链接、锚点，以及不该有的东西。

这里不信任渲染的代码：只看写到磁盘上的文件。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from derive.site.problems import Problem
from derive.site.sources import FENCES, Kind, Page, Sources

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"} | {
    "source",
    "track",
    "wbr",
}
LOADED = {"src", "srcset", "data", "poster"}
"""浏览器会自己去取的属性；`link` 的 href 也是（见 `_loads`）。"""


@dataclass(frozen=True)
class Formula:
    """页面上的一个公式，和包着它的 data-derive、data-verdict。"""

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


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    classes: set[str]


class _Reader(HTMLParser):
    """走一遍标签，记下 `Document` 里的各项。"""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.document = Document(path)
        self.open: list[_Open] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = _Open(tag, attributes, set(attributes.get("class", "").split()))
        if "id" in attributes:
            self.document.ids.append(attributes["id"])
        if tag == "a" and "href" in attributes:
            self.document.links.append(attributes["href"])
        self.document.loads += _loads(tag, attributes)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for position in range(len(self.open) - 1, -1, -1):
            if self.open[position].tag == tag:
                del self.open[position:]
                return

    def handle_data(self, data: str) -> None:
        if not data.strip():
            return
        tags = {element.tag for element in self.open}
        if "annotation" in tags:
            self._formula(data)
        elif tags & {"script", "style", "math", "title", "pre"} or self._inside("derive-error"):
            pass
        elif "code" in tags:
            if re.match(rf"(?:{'|'.join(FENCES)})\b[^\n]*\n", data):
                self.document.raw.append(data)
        elif re.search(r"```|~~~|\$@|\[@\w", data) or (
            "article" in tags and re.search(r"\$[^$]+\$|\\\(|\\\[|\\begin\{", data)
        ):
            self.document.raw.append(data)

    def _formula(self, tex: str) -> None:
        bound = next((e for e in reversed(self.open) if "data-derive" in e.attributes), None)
        self.document.formulas.append(
            Formula(
                tex,
                self._inside("katex-display"),
                bound.attributes["data-derive"] if bound else None,
                bound.attributes.get("data-verdict") if bound else None,
            )
        )

    def _inside(self, name: str) -> bool:
        return any(name in element.classes for element in self.open)


def _loads(tag: str, attributes: dict[str, str]) -> list[str]:
    """打开页面时浏览器会去取的地址。"""
    found = [attributes[name] for name in LOADED & attributes.keys()]
    if tag == "link" and attributes.get("rel") not in ("canonical", "next", "prev", "alternate"):
        found.append(attributes.get("href", ""))
    return found


def read_document(site: Path, path: Path) -> Document:
    reader = _Reader(path.relative_to(site).as_posix())
    reader.feed(path.read_text("utf-8"))
    reader.close()
    return reader.document


def read_site(site: Path) -> list[Document]:
    return [read_document(site, path) for path in sorted(site.rglob("*.html"))]


# ---- 检查 ---------------------------------------------------------------------


def check_output(
    site: Path, sources: Sources, read: Iterable[Document] | None = None
) -> Iterator[Problem]:
    """写出的网站里的全部问题；能说清原文位置的，报原文的位置。read 是已经读好的页面。"""
    found = read_site(site) if read is None else read
    documents = {document.path: document for document in found}
    pages = {_html_path(page): page for page in sources.pages}
    for document in documents.values():
        page = pages.get(document.path)
        yield from _check_document(document, page)
        for link in document.links:
            if _is_broken(link, document, documents, site):
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
    for id in sorted({id for id in document.ids if document.ids.count(id) > 1}):
        yield problem(id, f"锚点 {id} 在这一页出现了不止一次。请改掉其中一个标题。")


def _html_path(page: Page) -> str:
    return f"{page.url}index.html"


def _is_external(address: str) -> bool:
    return bool(re.match(r"(?:https?:)?//", address.strip()))


def _is_broken(link: str, document: Document, documents: dict[str, Document], site: Path) -> bool:
    if urlsplit(link).scheme or link.startswith("//") or document.path == "404.html":
        return False  # 站外的链接不归这里管；404 页的地址由服务器决定
    target = urlsplit(urljoin(f"/{document.path}", link))
    path = unquote(target.path).lstrip("/")
    if path == "" or path.endswith("/"):
        path += "index.html"
    if path not in documents:
        return not (site / path).is_file()
    fragment = unquote(target.fragment)
    return bool(fragment) and fragment not in ("", *documents[path].ids)


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
