"""没有网络也能读：在真的 Chromium 里看过、断网、换版本。"""

import itertools
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hosting import Host, host
from playwright.sync_api import Browser, BrowserContext, Page
from waiting import until

from derive.site import service_worker

pytestmark = pytest.mark.browser

PAGE = """\
<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title} - 小书</title>
<link rel="stylesheet" href="{root}style.css"></head><body><h1>{title}·{version}</h1>
<script src="{root}assets/javascripts/bundle.js"></script></body></html>"""

Deploy = Callable[..., None]
"""deploy(版本, 样式的颜色)"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "hosted"


@pytest.fixture
def deploy(folder: Path) -> Deploy:
    """在 book/ 这个子路径下放一个小网站，换掉原来的。

    主机按整秒的修改时间答 304，所以每一版都比上一版晚一分钟，照真的网站那样。
    """
    times = itertools.count(int(time.time()) - 3600, 60)

    def deploy(version: str, color: str) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        site = folder / "book"
        (site / "assets/javascripts").mkdir(parents=True)
        for name, title in (("", "首页"), ("one/", "第一章"), ("two/deep/", "第二章")):
            path = site / name / "index.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            root = "../" * name.count("/")
            path.write_text(PAGE.format(title=title, version=version, root=root), "utf-8")
        (site / "style.css").write_text(f"h1 {{ color: {color} }}", "utf-8")
        (site / "late.txt").write_text(f"late {version}", "utf-8")
        script = service_worker.registration(serving=False)
        (site / "assets/javascripts/bundle.js").write_text(script, "utf-8")
        service_worker.write(site)
        now = next(times)
        for path in folder.rglob("*"):
            os.utime(path, (now, now))

    return deploy


@pytest.fixture
def hosted(folder: Path) -> Iterator[Host]:
    with host(folder) as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def settled(page: Page) -> None:
    """登记好了，这一页的东西也都留下了。"""
    until(page, "Boolean(navigator.serviceWorker.controller)")
    until(
        page,
        """async () => {
            const { scope } = await navigator.serviceWorker.ready
            const names = performance.getEntriesByType("resource").map(({ name }) => name)
                .filter((name) => name.startsWith(scope) && !name.endsWith("favicon.ico"))
            const kept = await Promise.all([location.href, ...names].map(url => caches.match(url)))
            return kept.every(Boolean)
        }""",
    )


def reader(context: BrowserContext, hosted: Host) -> Page:
    """看过第一章的读者，看过的都留下了。"""
    page = context.new_page()
    page.goto(f"{hosted.address}book/one/")
    settled(page)
    return page


def shown(page: Page) -> tuple[str, str]:
    color = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    return page.locator("h1").inner_text(), color


RED, BLUE = "rgb(255, 0, 0)", "rgb(0, 0, 255)"


def test_visited_page_opens_without_network(
    deploy: Deploy, hosted: Host, context: BrowserContext
) -> None:
    deploy("一", "red")
    page = reader(context, hosted)
    with hosted.down():
        page.reload()
        assert shown(page) == ("第一章·一", RED)


def test_first_visit_downloads_nothing_twice(
    deploy: Deploy, hosted: Host, context: BrowserContext
) -> None:
    deploy("一", "red")
    reader(context, hosted)
    asked = [path for path in hosted.asked if path != "/favicon.ico"]
    parts = ["assets/javascripts/bundle.js", "one/", "style.css", "sw.js"]
    assert sorted(asked) == [f"/book/{part}" for part in parts]


def test_page_never_visited_says_so_and_leads_back(
    deploy: Deploy, hosted: Host, context: BrowserContext
) -> None:
    deploy("一", "red")
    page = reader(context, hosted)
    with hosted.down():
        for path in ("two/deep/", "no/such/page/", "one.html"):
            page.goto(f"{hosted.address}book/{path}")
            assert "没有网络" in page.locator("main").inner_text()
        page.get_by_role("link", name="第一章", exact=True).click()
        page.wait_for_url("**/one/")
        assert shown(page) == ("第一章·一", RED)
    page.goto(f"{hosted.address}book/two/deep/")
    assert shown(page) == ("第二章·一", RED)


def test_another_site_of_the_host_is_left_alone(
    deploy: Deploy, hosted: Host, context: BrowserContext, folder: Path
) -> None:
    deploy("一", "red")
    (folder / "other.html").write_text("别的网站", "utf-8")
    page = context.new_page()
    page.goto(f"{hosted.address}book/")
    page.evaluate("caches.open('/other/ 1')")
    settled(page)
    (old,) = names(page)
    page.goto(f"{hosted.address}other.html")
    assert page.evaluate("navigator.serviceWorker.controller") is None
    deploy("二", "blue")
    page.goto(f"{hosted.address}book/")
    replaced(page, old)
    assert page.evaluate("caches.has('/other/ 1')")


def names(page: Page) -> list[str]:
    """这个网站的各个缓存；名字里有版本。"""
    found: list[str] = page.evaluate("caches.keys()")
    return [name for name in found if name.startswith("/book/ ")]


def replaced(page: Page, old: str) -> None:
    """新版已经接手，只剩它的缓存。"""
    until(
        page,
        """async old => {
            const found = await navigator.serviceWorker.getRegistration()
            const names = (await caches.keys()).filter(name => name.startsWith("/book/ "))
            return found.active?.state === "activated" && !found.waiting && !found.installing
                && names.length === 1 && names[0] !== old
        }""",
        old,
    )


def test_next_visit_shows_the_new_version_wholly(
    deploy: Deploy, hosted: Host, context: BrowserContext
) -> None:
    deploy("一", "red")
    page = reader(context, hosted)
    (old,) = names(page)
    deploy("二", "blue")
    page.goto(f"{hosted.address}book/two/deep/")
    assert shown(page) == ("第二章·二", BLUE)
    replaced(page, old)
    settled(page)
    with hosted.down():
        page.reload()
        assert shown(page) == ("第二章·二", BLUE)
        page.goto(f"{hosted.address}book/one/")  # 旧版留下的，已经没有了
        assert "没有网络" in page.locator("main").inner_text()


def test_two_versions_of_the_same_second_do_not_mix(
    deploy: Deploy, hosted: Host, context: BrowserContext, folder: Path
) -> None:
    """主机分不出这两版的样式，答 304；新的一页仍旧要用新的样式。"""
    deploy("一", "red")
    page = reader(context, hosted)
    style = folder / "book/style.css"
    second = style.stat().st_mtime
    deploy("二", "blue")
    os.utime(style, (second, second))
    page.goto(f"{hosted.address}book/two/deep/")
    assert shown(page) == ("第二章·二", BLUE)


def test_only_the_style_changed(deploy: Deploy, hosted: Host, context: BrowserContext) -> None:
    """页面一个字也没变：这一次全是旧的，或者全是新的，早晚换成新的。"""
    deploy("一", "red")
    page = reader(context, hosted)
    deploy("一", "blue")
    (old,) = names(page)
    page.reload()
    assert shown(page) == ("第一章·一", RED)
    until(page, "navigator.serviceWorker.getRegistration().then(found => Boolean(found.waiting))")
    page.goto("about:blank")  # 没有旧的页开着了
    page.wait_for_timeout(500)
    page.goto(f"{hosted.address}book/one/")
    replaced(page, old)
    page.reload()
    assert shown(page) == ("第一章·一", BLUE)


def test_open_page_of_the_old_version_keeps_its_own(
    deploy: Deploy, hosted: Host, context: BrowserContext
) -> None:
    """两个标签页：旧的那个还开着，就一直是旧的；都换了，新版才接手。"""
    deploy("一", "red")
    first = context.new_page()
    first.goto(f"{hosted.address}book/one/")
    settled(first)
    ask = "fetch('../late.txt').then(response => response.text())"
    assert first.evaluate(ask) == "late 一"
    until(first, "caches.match(new URL('../late.txt', location)).then(Boolean)")
    (old,) = names(first)

    deploy("二", "blue")
    second = context.new_page()
    second.goto(f"{hosted.address}book/one/")
    assert shown(second) == ("第一章·二", BLUE)
    assert second.evaluate(ask) == "late 二"
    until(second, "navigator.serviceWorker.getRegistration().then(found => Boolean(found.waiting))")
    assert first.evaluate(ask) == "late 一"
    assert old in names(first)

    first.close()
    second.reload()
    assert shown(second) == ("第一章·二", BLUE)
    replaced(second, old)


def test_damaged_file_is_not_kept(
    deploy: Deploy, hosted: Host, context: BrowserContext, folder: Path
) -> None:
    """对不上校验和的，照样给读者看，可是不留下。"""
    deploy("一", "red")
    style = folder / "book/style.css"
    style.write_text("h1 { color: blue }", "utf-8")
    page = context.new_page()
    page.goto(f"{hosted.address}book/one/")
    until(page, "Boolean(navigator.serviceWorker.controller)")
    page.reload()
    assert shown(page) == ("第一章·一", BLUE)
    page.wait_for_timeout(500)
    assert page.evaluate("caches.match(new URL('../style.css', location))") is None


@contextmanager
def serving(folder: Path) -> Iterator[None]:
    script = service_worker.registration(serving=True)
    (folder / "book/assets/javascripts/bundle.js").write_text(script, "utf-8")
    (folder / "book/sw.js").unlink()
    yield


def test_served_site_takes_the_worker_away(
    deploy: Deploy, hosted: Host, context: BrowserContext, folder: Path
) -> None:
    """同一个地址上先看过构建好的网站，再 mkdocs serve。"""
    deploy("一", "red")
    page = reader(context, hosted)
    deploy("改着", "blue")
    with serving(folder):
        page.reload()
        assert shown(page) == ("第一章·改着", BLUE)
        until(page, "navigator.serviceWorker.getRegistrations().then(found => !found.length)")


# ---- 真的网站 -----------------------------------------------------------------


def test_chapter_and_search_work_without_network(context: BrowserContext, site: Path) -> None:
    with host(site) as hosted:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{hosted.address}shallow/activations/", wait_until="networkidle")
        settled(page)
        search(page)
        page.wait_for_timeout(300)
        with hosted.down():
            page.reload()
            assert page.locator(".katex-display").count() > 10
            fonts = "[...document.fonts].filter(font => font.status === 'loaded').length"
            until(page, fonts)
            assert page.evaluate("[...document.fonts].every(font => font.status !== 'error')")
            assert page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length)")
            search(page)
        assert errors == []


def search(page: Page) -> None:
    page.keyboard.press("/")
    page.locator(".md-search__input").fill("sigmoid 导数")
    page.locator(".md-search__input").dispatch_event("keyup")
    page.locator(".md-search-result__item").first.wait_for(state="attached")
