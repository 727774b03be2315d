"""整本书的 PDF：把构建好的网站的各页接成一页，由 Chromium 印出来。

接成的那一页叫打印页，由 book_pdf.js 在 Chromium 里装配；排版、分页、书内的链接都归 Chromium，
pikepdf 加上书签与书的信息。印两遍：第一遍知道每个标题落在第几页，第二遍目录里就有页码。
“为什么成立”的页不印：它们把章节里的等式又列一遍；指到那里的链接只留文字。
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from derive import system_error
from derive.site.errors import SiteError
from derive.site.light import light_css
from derive.site.sources import Page as Source

if TYPE_CHECKING:
    from pikepdf import OutlineItem
    from playwright.sync_api import Page, Route, ViewportSize

ORIGIN = "http://book"
"""打印页的地址。没有这样的主机：一切请求都由网站的文件夹回答，出不了这台机器。"""

PRINT_PAGE = "/print-page"

TYPE_AREA: ViewportSize = {"width": 658, "height": 973}
"""版心，以 CSS 像素计：book_pdf.css 里的纸减去页边。"""

SCRIPT, STYLE = (Path(__file__).with_suffix(suffix) for suffix in (".js", ".css"))

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


# ---- 书 -----------------------------------------------------------------------


@dataclass(frozen=True)
class Chapter:
    """一章：目录里的名字，页面的地址。"""

    title: str
    url: str


@dataclass(frozen=True)
class Part:
    """mkdocs.yml 的 nav 里的一组；不在组里的页，自成没有名字的一组。"""

    title: str
    pages: tuple[Chapter, ...]


@dataclass(frozen=True)
class Book:
    """书名，书名下的一句话，各部分。"""

    title: str
    subtitle: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Heading:
    """书签里的一条：第几级（从 0 起），写什么，在打印页的哪个锚点。"""

    level: int
    title: str
    id: str


def read_book(config: Path) -> Book:
    """从 mkdocs.yml 读书名和各章的次序。"""
    from mkdocs.utils.yaml import yaml_load

    with config.open("rb") as opened:
        settings = yaml_load(opened)
    parts = []
    for entry in settings["nav"]:
        ((title, content),) = entry.items()
        if isinstance(content, str):
            parts.append(Part("", (_chapter(entry),)))
        else:
            parts.append(Part(title, tuple(map(_chapter, content))))
    return Book(settings["site_name"], settings["site_description"], tuple(parts))


def _chapter(entry: dict[str, str]) -> Chapter:
    ((title, path),) = entry.items()
    return Chapter(title, Source(path, "").url)


# ---- 命令 ---------------------------------------------------------------------


def check_tools() -> str:
    """Chromium 在哪里；它或者要用的库没有装，SiteError。"""
    for name in ("playwright", "pikepdf"):
        if find_spec(name) is None:
            raise SiteError(
                f"没有安装 {name}，印不了 PDF。请先执行 python3 run.py setup，装上开发工具。"
            )
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return found
    raise SiteError(
        "没有找到 Chromium，印不了 PDF。请安装它（Debian：apt install chromium），"
        "并让 chromium 或 google-chrome 在 PATH 上。"
    )


def write(site: Path, config: Path, output: Path, say: Callable[[str], None]) -> int:
    """把构建好的网站 site 印成 output，返回页数。"""
    from playwright.sync_api import Error

    book = read_book(config)
    try:
        with print_page(site, book) as (page, headings):
            say("正在排版，数每一节在第几页（第一遍）…")
            numbers = page_numbers(printed(page))
            page.evaluate("fillNumbers", [numbers[heading.id] for heading in headings])
            say("正在印（第二遍）…")
            content = printed(page, tagged=True)
    except Error as problem:
        reason, *_ = problem.message.splitlines()
        raise SiteError(f"Chromium 没有印成：{reason}") from None
    if page_numbers(content) != numbers:
        raise SiteError("填上目录的页码之后，有的标题换了页。请加宽 book_pdf.css 里页码的位置。")
    pages, result = finished(content, book, headings)
    save(result, output)
    return pages


# ---- 打印页 -------------------------------------------------------------------


@contextmanager
def print_page(site: Path, book: Book) -> Iterator[tuple[Page, list[Heading]]]:
    """在 Chromium 里装配好的打印页，和它的标题。"""
    from playwright.sync_api import sync_playwright

    for chapter in (chapter for part in book.parts for chapter in part.pages):
        if not (site / chapter.url / "index.html").is_file():
            raise SiteError(
                f"{site} 里应有 {chapter.url}index.html（目录里的“{chapter.title}”），实际没有。"
                "请重新构建网站：mkdocs build --strict"
            )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=check_tools(), args=FLAGS)
        page = browser.new_page(viewport=TYPE_AREA, color_scheme="light")
        page.emulate_media(media="print")
        page.route("**/*", lambda route: _answer(route, site))
        page.goto(f"{ORIGIN}{PRINT_PAGE}")
        page.add_script_tag(content=light_css(SCRIPT.read_text("utf-8")))
        found = page.evaluate("assemble", asdict(book))
        yield page, [Heading(**heading) for heading in found]
        browser.close()


def _answer(route: Route, site: Path) -> None:
    """用网站的文件夹回答；别的主机一律不通。"""
    address = urlsplit(route.request.url)
    path = unquote(address.path)
    file = site / path.lstrip("/")
    if f"{address.scheme}://{address.netloc}" != ORIGIN:
        route.abort()
    elif path == PRINT_PAGE:
        style = light_css(STYLE.read_text("utf-8"))
        body = f"<!doctype html><meta charset=utf-8><style>{style}</style><body></body>"
        route.fulfill(body=body, content_type="text/html")
    elif path.endswith("/"):
        route.fulfill(path=file / "index.html")
    elif file.is_file():
        route.fulfill(path=file)
    else:
        route.fulfill(status=404)


def printed(page: Page, *, tagged: bool = False) -> bytes:
    """印出打印页。tagged 的带着结构（标题、段落、表格），读屏软件用得着，也大一些、慢一些。"""
    return page.pdf(prefer_css_page_size=True, print_background=True, tagged=tagged)


# ---- PDF ----------------------------------------------------------------------


def page_numbers(content: bytes) -> dict[str, int]:
    """锚点 → 它在第几页（从 1 起）。"""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        return {name[1:]: numbers[place[0].objgen] for name, place in pdf.Root.Dests.items()}


def finished(content: bytes, book: Book, headings: Sequence[Heading]) -> tuple[int, bytes]:
    """页数，和加上书签与书的信息的 PDF；不记时刻，同一台机器上两次印的字节才相同。"""
    import pikepdf

    result = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        with pdf.open_outline() as outline:
            _add_bookmarks(outline.root, headings)
        del pdf.docinfo
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = book.title
            metadata["dc:description"] = book.subtitle
            metadata["dc:language"] = {str(pdf.Root.Lang)}
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        compact = pikepdf.ObjectStreamMode.generate
        pdf.save(result, object_stream_mode=compact, deterministic_id=True)
        return len(pdf.pages), result.getvalue()


def _add_bookmarks(root: list[OutlineItem], headings: Sequence[Heading]) -> None:
    """按级别一层套一层，各指到标题在页上的位置。"""
    from pikepdf import Name, OutlineItem

    levels = [root]
    for heading in headings:
        item = OutlineItem(heading.title, Name(f"/{heading.id}"))
        item.is_closed = True
        del levels[heading.level + 1 :]
        levels[-1].append(item)
        levels.append(item.children)


def save(content: bytes, output: Path) -> None:
    """整个写好了才换上，中途失败不留下半个。"""
    try:
        with tempfile.TemporaryDirectory(dir=output.absolute().parent) as folder:
            part = Path(folder, output.name)
            part.write_bytes(content)
            part.replace(output)
    except OSError as error:
        raise SiteError(
            f"PDF 写不进 {output}（{system_error.reason(error)}）。"
            "请检查权限与磁盘空间，或换一个文件名。"
        ) from None
