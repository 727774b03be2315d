"""记住渲染好的页：原文、它用到的对象、渲染的程序都没有变，就不再渲染一遍。

一页一个文件，放在缓存里，文件名由这一页在磁盘上的位置定，所以改多少次也只有一份。钥匙里写全了
一页取决于的一切；写不全的（要看整本书的围栏），就把整本书写进钥匙。有过问题或警告的页不记，
下次照样再报。读不出、写不进都只是慢一些，从不改变结果。
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import derive
from derive.cache_dir import CacheDirError, cache_dir, write_whole
from derive.description import Description
from derive.fingerprint import source_digest
from derive.kernel.book import Book
from derive.kernel.objects import BookObject, Correction
from derive.kernel.report import Report
from derive.ledger import statement_hash
from derive.site.build import Build
from derive.site.sources import OBJECT_FENCES, Kind, Page
from derive.system_error import reason

log = logging.getLogger(__name__)  # 不是 mkdocs 的：存不进缓存，--strict 也照样构建

Json = dict[str, Any]

SOFTWARE = (
    *("sympy", "mpmath", "numpy", "markdown", "pymdown-extensions", "pygments", "jieba"),
    *("mkdocs", "mkdocs-material", "mkdocs-jupyter", "svg.py", "scikit-image", "pillow"),
)
"""渲染所用的软件包：换了版本就重新渲染。"""
BOOK_CODE = ("theory", "errata")
"""src/derive 里只装着对象的包；它们的内容按对象逐个写进钥匙。"""
SHARED = (
    *("snippets/**/*", "tests/**/*.py", "mkdocs.yml", "docs/*.toml", "docs/*.csv"),
    *("docs/records/*", "docs/labs/*.out/*"),
)
"""仓库里每一页都可能用到的文件。"""
WHOLE = frozenset({"ledger", "graph", "puzzles"})
"""要看整本书的围栏。"""
NAMES = frozenset({"judge", "misconceptions"})
"""只列出各个对象的名字与陈述的围栏。"""
DRAWN = {
    "figure": "derive.figures",
    "live": "derive.figures",
    "notation": "derive.site.symbol_table",
}
"""由程序画出来的围栏 → 程序从哪个模块开始；它导入的都算。"""


@dataclass
class Rendering:
    """一页渲染的结果。content 等是正文，finished 以下是套上外壳之后的。"""

    key: str
    content: str
    toc: list[Json]
    title: str | None
    anchors: list[str]
    links: dict[str, dict[str, str]]
    classes: list[str]
    letters: dict[str, str]
    """正文里的类名，和各种类名的元素里直接写的字：要哪些字体、字体里要哪些字，由它们定。"""
    shell: str = ""
    finished: str = ""
    entries: list[Json] = field(default_factory=list)
    """在搜索索引里的各项。"""


# ---- 钥匙 ---------------------------------------------------------------------


class ObjectKeys:
    """各个对象的钥匙；预览时书没有变，下一次构建接着用。"""

    def __init__(self, book: Book, reports: Mapping[str, Report]) -> None:
        self._book = book
        self._reports = reports
        self._objects: dict[str, str] = {}
        self._summaries: dict[str, str] = {}

    def of(self, id: str) -> str:
        """一个对象在页面上的样子取决于什么：它自己的一切、它的结论，和它直接用到的各个对象的摘要。

        间接用到的不算：页面上看不到它们；它们若使结论变了，结论在这里。
        """
        if id not in self._objects and id in self._book:
            obj = self._book[id]
            report = self._reports.get(id)
            verdict = json.dumps(report.to_json(), ensure_ascii=False) if report else ""
            used = map(self.summary, self._book.uses(obj))
            self._objects[id] = digest(id, repr(_Appearance(obj).of(obj)), verdict, *used)
        return self._objects.get(id, "")

    def summary(self, obj: BookObject) -> str:
        """引用 obj 的地方看得到的：名字、陈述、结论。"""
        if obj.id not in self._summaries:
            report = self._reports.get(obj.id)
            verdict = report.verdict.value if report else ""
            self._summaries[obj.id] = digest(obj.id, obj.title, statement_hash(obj), verdict)
        return self._summaries[obj.id]


class Keys:
    """各页的钥匙。files 是网站的全部源文件的路径：链接对不对要看它们。"""

    def __init__(self, build: Build, files: Iterable[str], objects: ObjectKeys) -> None:
        self._build = build
        self._files = sorted(files)
        self._objects = objects

    def of(self, page: Page) -> str:
        """渲染 page 的正文取决于的一切。"""
        fences = {token.info for token in page.tokens if token.kind is Kind.FENCE}
        parts = [self.everywhere, page.path, page.text]
        parts += [self._objects.of(id) for id in _mentioned(page)]
        if "why" in fences:
            chapters = [t.text for t in page.tokens if t.info == "why"]
            shown = [self._build.sources.by_path[path] for path in chapters]
            ids = [id for chapter in shown for id in chapter.objects()]
            parts += [*map(self._objects.of, ids), self._around(ids)]
        parts += self._errata_on(page)
        if fences & WHOLE:
            parts.append(self.book)
        if fences & NAMES:
            parts += [self._objects.summary(obj) for obj in self._build.book]
        parts += [source_digest(module) for fence, module in DRAWN.items() if fence in fences]
        return digest(*parts)

    @cached_property
    def book(self) -> str:
        """整本书，连同渲染它的程序。"""
        package = Path(derive.__file__).parent
        code = [path for name in BOOK_CODE for path in sorted((package / name).rglob("*.py"))]
        objects = (self._objects.of(obj.id) for obj in self._build.book)
        return digest(self.everywhere, self._errata, *map(_content, code), *objects)

    @cached_property
    def everywhere(self) -> str:
        """每一页都取决于的：程序、数据、软件，和各页的提纲。"""
        package = Path(derive.__file__).parent
        code = (
            path
            for path in package.rglob("*")
            if path.is_file()
            and "__pycache__" not in path.parts
            and path.relative_to(package).parts[0] not in BOOK_CODE
        )
        shared = (path for pattern in SHARED for path in self._build.root.glob(pattern))
        files = sorted({*code, *(path for path in shared if path.is_file())})
        outlines = (repr(_outline(page)) for page in self._build.sources.pages)
        return digest(
            sys.version, *map(_version, SOFTWARE), *map(_content, files), *outlines, *self._files
        )

    def _around(self, ids: Iterable[str]) -> str:
        """ids 的全部依据，和直接用到它们的：谁用到谁，各叫什么，结论如何。"""
        build = self._build
        near = {
            each
            for id in ids
            if id in build.graph.uses  # 写错的 id 别处会报
            for each in (id, *build.graph.grounds(id), *build.graph.consequences(id))
        }
        return digest(
            *(
                repr((id, build.book[id].title, build.reports[id].verdict.value, used))
                for id, used in build.graph.uses.items()
                if id in near
            )
        )

    def _errata_on(self, page: Page) -> list[str]:
        """勘误的围栏：一章末尾只列讲到这一章时印错的，别处的判过又判，不动它。"""
        listings = [t.text for t in page.tokens if t.info == "errata"]
        if any(t.info == "erratum" for t in page.tokens) or set(listings) - {"page"}:
            return [self._errata]
        if not listings:
            return []
        here = [e.id for e in self._build.errata.values() if self._build.page_of(e) is page]
        return [self._errata_texts, *map(self._objects.of, here)]

    @cached_property
    def _errata(self) -> str:
        registered = [obj.id for obj in self._build.book if isinstance(obj, Correction)]
        return digest(self._errata_texts, *map(self._objects.of, registered))

    @cached_property
    def _errata_texts(self) -> str:
        """有哪些勘误与名错，和写着它们的源文件。"""
        package = Path(derive.__file__).parent
        listed = [*self._build.errata, *(each.id for each in self._build.museum)]
        code = map(_content, sorted((package / "errata").rglob("*.py")))
        return digest(repr(listed), *code)


class _Appearance(Description):
    """一个对象的描述；它引用的对象只写 id。"""

    def of(self, value: Any) -> Any:
        if isinstance(value, BookObject) and value is not self._whole:
            return "object", value.id
        return super().of(value)


def _mentioned(page: Page) -> list[str]:
    """这一页点名的对象，引用式号的也算。"""
    named = (
        token.ids
        for token in page.tokens
        if token.info in OBJECT_FENCES or token.kind in (Kind.STATEMENT, Kind.REFERENCE)
    )
    return list(dict.fromkeys(id for ids in named for id in ids))


def _outline(page: Page) -> Any:
    """别的页看得到的：地址、章号、各节，和在哪里显示哪个对象。行号不算：改一段话不动别的页。"""
    tokens = (token for token in page.tokens if token.kind is not Kind.MATH)
    kept = [(t.kind.value, t.info, t.text) for t in tokens if t.kind is not Kind.LINK]
    sections = [(section.anchor, section.title) for section in page.sections.values()]
    return page.path, page.number, sections, kept


def digest(*parts: str) -> str:
    found = sha256()
    for part in parts:
        found.update(f"{len(part)}:{part}".encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def _content(path: Path) -> str:
    return f"{path.name} {sha256(path.read_bytes()).hexdigest()}"


@cache
def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return package


# ---- 存取 ---------------------------------------------------------------------


class Shelf:
    """缓存里的一个文件夹：一个名字一个 JSON 文件。不可用时什么也不记。"""

    def __init__(self, owner: Path) -> None:
        """owner 是文档所在的文件夹：别处的同名的页另有自己的文件。"""
        self._owner = str(owner.resolve())
        try:
            self._folder: Path | None = cache_dir() / "pages"
        except CacheDirError:
            self._folder = None
        self._known: dict[str, Json] = {}

    def get(self, name: str) -> Json | None:
        if name not in self._known and self._folder:
            try:
                found = json.loads(self._file(name).read_text("utf-8"))
            except (OSError, ValueError):
                return None
            if isinstance(found, dict):
                self._known[name] = found
        return self._known.get(name)

    def put(self, name: str, value: Json) -> None:
        """记下；存不进就警告一次，以后不再存。"""
        self._known[name] = value
        if self._folder is None:
            return
        try:
            write_whole(self._file(name), json.dumps(value, ensure_ascii=False))
        except OSError as problem:
            log.warning(
                "渲染好的页存不进 %s（%s），下次要重新渲染。", self._folder, reason(problem)
            )
            self._folder = None  # 只警告一次

    def _file(self, name: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{digest(self._owner, name)[:32]}.json"
