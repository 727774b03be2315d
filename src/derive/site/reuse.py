"""让 MkDocs 用上记住的渲染结果：没有变的页，正文、外壳、搜索的各项、写出后的检查都不再重做。

这里只有与 MkDocs 的接口；一页什么时候算没有变，见 `derive.site.remembered`。
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from html import unescape
from itertools import takewhile
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import CountHandler

from derive.site.build import Build
from derive.site.output import Document, Formula, read_document
from derive.site.remembered import Json, Keys, Rendering, Shelf, digest
from derive.site.sources import Page

TEMPLATE = "finished.html"
"""只有一行的模板：原样写出记住的页。"""
FINISHED = "finished"
"""它要的变量。"""

_LETTERS = re.compile(r'<span class="([^"]*)"[^>]*>(?:<span>)?([^<]+)<')
"""元素里直接写的字；KaTeX 拼成的大括号，各段在里面一层没有类名的元素里。"""


class Reuse:
    """一次构建里，哪些页可以用上次的。"""

    def __init__(self, shelf: Shelf, build: Build, keys: Keys, pages: Iterable[Page]) -> None:
        self._shelf = shelf
        self._build = build
        self._keys = {page.path: keys.of(page) for page in pages}
        self._found = {path: self._get(path, key) for path, key in self._keys.items()}
        self._whole = keys.book
        self.everywhere = keys.everywhere
        """每一页都取决于的一切的摘要。"""
        self._finished: set[str] = set()
        self._faulty: set[str] = set()
        self._warnings = CountHandler()
        self._warnings.setLevel(logging.WARNING)
        self._before = 0

    def _get(self, path: str, key: str) -> Rendering | None:
        found = self._shelf.get(f"page {path}")
        if not found or found.get("key") != key:
            return None
        try:
            return Rendering(**found)
        except TypeError:  # 别的版本写的
            return None

    def has(self, path: str) -> bool:
        """这一页的正文没有变。"""
        return self._found.get(path) is not None

    def spoil(self, path: str) -> None:
        """这一页有问题：不记，下次照样再报。"""
        self._faulty.add(path)

    # ---- 正文 -----------------------------------------------------------------

    def restore(self, page: MkDocsPage) -> bool:
        """没有变就让它的 render 直接给出记住的正文。"""
        rendering = self._found.get(page.file.src_uri)
        if rendering is None:
            return False

        def render(config: MkDocsConfig, files: Files) -> None:
            page.content = rendering.content
            page.toc = _contents(rendering.toc)
            page._title_from_render = rendering.title
            page.present_anchor_ids = set(rendering.anchors)
            found = ((files.get_file_from_path(uri), a) for uri, a in rendering.links.items())
            page.links_to_anchors = {file: dict(anchors) for file, anchors in found if file}

        vars(page)["render"] = render
        return True

    def start(self) -> None:
        """开始渲染一页：从这里起数警告与问题。"""
        logging.getLogger("mkdocs").addHandler(self._warnings)
        self._before = self._trouble

    def rendered(self, page: MkDocsPage) -> None:
        """渲染完了一页：记下正文。"""
        logging.getLogger("mkdocs").removeHandler(self._warnings)
        path = page.file.src_uri
        if path not in self._keys or self.has(path):
            return
        if self._trouble > self._before:
            self.spoil(path)
        self._found[path] = Rendering(
            key=self._keys[path],
            content=page.content or "",
            toc=[_entry(link) for link in page.toc],
            title=page._title_from_render,
            anchors=sorted(page.present_anchor_ids or ()),
            links={file.src_uri: dict(found) for file, found in page.links_to_anchors.items()}
            if page.links_to_anchors
            else {},
            classes=sorted(_classes(page.content or "")),
            letters=_letters(page.content or ""),
        )

    @property
    def _trouble(self) -> int:
        return sum(count for _, count in self._warnings.get_counts()) + len(
            self._build.problems.found
        )

    def letters(self) -> dict[str, str]:
        """全站：类名（可以有几个）→ 元素里直接写的字。"""
        return _merged(r.letters.items() for r in self._found.values() if r)

    def classes(self, path: str | None = None) -> set[str]:
        """一页的正文里的类名；缺省是全站的。"""
        chosen = self._found.values() if path is None else [self._found.get(path)]
        return set().union(*(r.classes for r in chosen if r))

    # ---- 外壳与搜索 --------------------------------------------------------------

    def dress(self, pages: Iterable[MkDocsPage], nav: Navigation, config: MkDocsConfig) -> None:
        """导航定了：外壳也没有变的页，换成原样写出的模板，也不再进搜索索引（由我们补上）。"""
        around = digest(repr(list(_places(nav.items))), *_settings(config))
        for page in pages:
            rendering = self._found.get(page.file.src_uri)
            if rendering is None:
                continue
            shell = digest(rendering.key, around, page.url, str(page.edit_url))
            if rendering.shell == shell and rendering.finished:
                self._finished.add(page.file.src_uri)
                page.meta = {**page.meta, "template": TEMPLATE, "search": {"exclude": True}}
            else:
                rendering.shell, rendering.finished = shell, ""

    def add_finished(self, page: MkDocsPage, context: Any, index: list[Json]) -> None:
        """给原样写出的模板它要的变量；给搜索索引补上这一页的各项。"""
        rendering = self._found.get(page.file.src_uri)
        if rendering is None:
            return
        if page.file.src_uri in self._finished:
            context[FINISHED] = rendering.finished
            index += rendering.entries
        else:
            added = takewhile(
                lambda entry: entry["location"].partition("#")[0] == page.url, reversed(index)
            )
            rendering.entries = [*added][::-1]

    def is_finished(self, page: MkDocsPage) -> bool:
        return page.file.src_uri in self._finished

    def finish(self, page: MkDocsPage, output: str) -> None:
        """一页做完了：记下来。"""
        path = page.file.src_uri
        rendering = self._found.get(path)
        if rendering is None or path in self._finished or path in self._faulty:
            return
        rendering.finished = output
        self._shelf.put(f"page {path}", vars(rendering))

    # ---- 整个网站 ---------------------------------------------------------------

    def documents(self, site: Path) -> list[Document]:
        """写出的每个 HTML 文件；内容没有变的，上次已经读过。"""
        documents = []
        for path in sorted(site.rglob("*.html")):
            name = f"document {path.relative_to(site).as_posix()}"
            key = sha256(path.read_bytes()).hexdigest()
            found = self._shelf.get(name)
            if not found or found["key"] != key:
                found = {"key": key, "document": _written(read_document(site, path))}
                self._shelf.put(name, found)
            documents.append(_document(found["document"]))
        return documents

    def ledger(self) -> Json | None:
        """整本书没有变时，上次的台账。"""
        found = self._shelf.get("ledger")
        return found["ledger"] if found and found["key"] == self._whole else None

    def keep_ledger(self, ledger: Mapping[str, Any]) -> None:
        if self.ledger() is None:
            self._shelf.put("ledger", {"key": self._whole, "ledger": ledger})


def _classes(markup: str) -> set[str]:
    return {name for names in re.findall(r'class="([^"]*)"', markup) for name in names.split()}


def _letters(markup: str) -> dict[str, str]:
    return _merged([((names, unescape(text)) for names, text in _LETTERS.findall(markup))])


def _merged(several: Iterable[Iterable[tuple[str, str]]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for each in several:
        for names, text in each:
            found.setdefault(names, set()).update(text)
    return {names: "".join(sorted(found[names])) for names in sorted(found)}


def _written(document: Document) -> Json:
    return {**vars(document), "formulas": [vars(formula) for formula in document.formulas]}


def _document(found: Json) -> Document:
    return Document(**{**found, "formulas": [Formula(**each) for each in found["formulas"]]})


def _entry(link: AnchorLink) -> Json:
    children = [_entry(child) for child in link.children]
    return {"title": link.title, "id": link.id, "level": link.level, "children": children}


def _contents(entries: Iterable[Json]) -> TableOfContents:
    """目录；第一项总标作正在看的，与 MkDocs 渲染的一样。"""
    links = [_link(entry) for entry in entries]
    for first in links[:1]:
        vars(first)["active"] = True
    return TableOfContents(links)


def _link(entry: Json) -> AnchorLink:
    link = AnchorLink(entry["title"], entry["id"], entry["level"])
    link.children = [_link(child) for child in entry["children"]]
    return link


def _places(items: Iterable[Any]) -> Iterator[Any]:
    """导航里的各项：标题与地址，次序与层次。"""
    for item in items:
        children = list(_places(item.children)) if item.children else ()
        yield item.title, getattr(item, "url", None), children


def _settings(config: MkDocsConfig) -> Iterator[str]:
    """外壳用到的设置。"""
    names = (
        *("site_name", "site_url", "site_description", "site_author", "copyright"),
        *("repo_url", "repo_name", "edit_uri", "edit_uri_template", "extra"),
        *("extra_css", "extra_javascript"),
    )
    for name in names:
        yield f"{name} {json.dumps(config[name], default=str, ensure_ascii=False)}"
    yield str(config.theme.custom_dir)
    yield str(config.plugins["derive"].config if "derive" in config.plugins else None)
