"""打成 zip 的书：解开，从磁盘打开，像读者那样用。"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page
from waiting import until

from derive.site.offline import write_zip

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def book(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """解开了的书；文件夹的名字里有汉字和空格。"""
    folder = tmp_path_factory.mktemp("zip") / "下载 的书"
    target = folder.with_name("book.zip")
    write_zip(site, target)
    with ZipFile(target) as archive:
        archive.extractall(folder)
    return folder


class Reader:
    """从磁盘打开的一页，和它出过的事。"""

    def __init__(self, page: Page, book: Path) -> None:
        self.page, self.book = page, book
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(f"{message.type} {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda request: self.complaints.append(f"没有 {request.url}"))

    def open(self, name: str) -> None:
        self.page.goto((self.book / name).as_uri(), wait_until="networkidle")

    def here(self) -> str:
        path = Path(unquote(urlsplit(self.page.url).path))
        return path.relative_to(self.book).as_posix()


@pytest.fixture
def reader(browser: Browser, book: Path) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    reader = Reader(context.new_page(), book)
    yield reader
    context.close()
    assert reader.complaints == []
    assert {urlsplit(url).scheme for url in reader.asked} <= {"file", "data"}


def test_reader_follows_links(reader: Reader) -> None:
    reader.open("index.html")
    for name in ("next", "next", "prev"):
        link = reader.page.locator(f"footer .md-footer__link--{name}")
        link.click()
        reader.page.wait_for_load_state()
        assert reader.here().endswith("/index.html"), reader.page.url
        assert reader.page.locator("h1").first.is_visible()
    reader.page.locator(".md-header a.md-logo").click()
    reader.page.wait_for_url("**/index.html")
    assert reader.here() == "index.html"


def test_chapter_is_whole(reader: Reader) -> None:
    reader.open("shallow/activations/index.html")
    page = reader.page
    assert page.locator(".katex-display").count() > 10
    assert page.evaluate("[...document.fonts].some(font => font.status === 'loaded')")
    assert page.evaluate("[...document.fonts].every(font => font.status !== 'error')")
    assert page.evaluate(
        "getComputedStyle(document.querySelector('.katex')).fontFamily"
    ).startswith("KaTeX")
    seal = page.locator("a.seal, a[href*='why/']").first
    seal.click()
    page.wait_for_load_state()
    assert reader.here().startswith("why/")


def test_search_works(reader: Reader) -> None:
    reader.open("deep/backward/index.html")
    page = reader.page
    page.keyboard.press("/")
    page.locator(".md-search__input").fill("梯度消失")
    page.locator(".md-search__input").dispatch_event("keyup")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/shallow/activations/index.html*")
    assert set(page.locator("mark[data-md-highlight]").all_text_contents()) == {"梯度消失"}


def test_labs_show_their_figures_and_can_be_saved(reader: Reader, book: Path) -> None:
    reader.open("labs/planar/index.html")
    figures = reader.page.locator("article img")
    assert figures.count() > 0
    for figure in figures.all():
        figure.scroll_into_view_if_needed()
    until(
        reader.page,
        "[...document.querySelectorAll('article img')].every(image => image.naturalWidth)",
    )
    for link in reader.page.locator("a[href$='.ipynb'], a[href$='.py']").all():
        address = str(link.evaluate("link => link.href"))
        assert Path(unquote(urlsplit(address).path)).is_file()


def test_every_link_leads_to_a_file(browser: Browser, book: Path) -> None:
    """链接与资源都在，锚点由构建时检查。"""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    missing = []
    for path in sorted(book.rglob("*.html")):
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_load_state("domcontentloaded")
        addresses: list[str] = page.locator("[href], [src]").evaluate_all(
            "found => found.map(one => new URL(one.getAttribute('href') ?? one.src, location).href)"
        )
        for address in set(addresses):
            parts = urlsplit(address)
            if parts.scheme == "file" and not Path(unquote(parts.path)).is_file():
                missing.append(f"{path.relative_to(book)} → {address}")
    context.close()
    assert missing == []
