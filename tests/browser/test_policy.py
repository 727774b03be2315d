"""内容安全策略在真的 Chromium 里：页面的一切照常，注入的脚本不运行。"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

KINDS = (
    "",
    "how-to-read/",
    "shallow/activations/",
    "labs/planar/",
    "homework/",
    "errata/",
    "graph/",
    "glossary/",
    "tags/",
    "why/shallow/activations/",
    "404.html",
)
"""每一种页一个。"""
LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event =>
    window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """一个页面；违反策略的都记在 window.violations 里。"""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.add_init_script(LISTEN)
    page = context.new_page()
    yield page
    context.close()


def violations(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.violations")
    return found


@pytest.mark.parametrize("name", KINDS)
def test_page_keeps_the_policy(page: Page, address: str, name: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address + name, wait_until="networkidle")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert violations(page) == []
    assert [text for text in said if "Content Security Policy" in text] == []
    assert page.evaluate("document.documentElement.classList.contains('js')")  # 自己的脚本在运行


def test_everything_still_works(page: Page, address: str) -> None:
    """搜索、切换深浅、提示、引用的预览、复制，一个也不被拦住。"""
    page.goto(address + "shallow/activations/", wait_until="networkidle")
    scheme = "document.body.getAttribute('data-md-color-scheme')"
    seen = {page.evaluate(scheme)}
    for _ in range(2):
        page.locator("form.md-header__option label:not([hidden])").first.click()
        seen.add(page.evaluate(scheme))
    assert seen == {"default", "slate"}

    page.locator("article a.term").first.hover()
    page.locator(".md-tooltip2[role=tooltip]").first.wait_for(state="visible")

    page.locator("a.eq-ref >> visible=true").first.hover()
    page.locator("#equation-preview").wait_for(state="visible")

    code = page.locator(".highlight:has(.md-code__button)").first
    code.hover()
    code.locator(".md-code__button[data-md-type=copy]").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == (code.locator("code").text_content() or "").strip()

    page.locator(".md-search__input").click()
    page.locator(".md-search__input").fill("饱和")
    page.locator(".md-search__input").dispatch_event("keyup")
    page.locator(".md-search-result__link").first.wait_for(state="visible", timeout=10_000)
    assert violations(page) == []


def test_filter_of_the_errata_works(page: Page, address: str) -> None:
    page.goto(address + "errata/", wait_until="networkidle")
    page.locator(".errata-filter input").fill("keepdims")
    assert not page.locator("#errata > *").first.is_visible()
    assert violations(page) == []


INJECTED = {
    "script": "<script>window.injected = true</script>",
    "handler": '<img src="data:," onerror="window.injected = true">',
    "stranger": '<script src="https://example.org/injected.js"></script>',
    "plugin": '<object data="data:text/html,x"></object>',
    "style": "<style>body { display: none }</style>",
}


@pytest.mark.parametrize("kind", INJECTED)
def test_what_is_injected_does_not_run(page: Page, address: str, kind: str) -> None:
    def inject(route: Route) -> None:
        response = route.fetch()
        body = response.text().replace("</article>", f"{INJECTED[kind]}</article>", 1)
        route.fulfill(response=response, body=body)

    page.route(address, inject)
    page.goto(address, wait_until="networkidle")
    assert page.evaluate("window.injected") is None
    assert page.locator("h1").is_visible()
    assert len(violations(page)) == 1, violations(page)


def test_link_to_a_script_does_not_run(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(
        """() => {
            const link = document.createElement("a")
            link.href = "javascript:window.injected = true"
            document.body.append(link)
            link.click()
        }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.injected") is None
    assert len(violations(page)) == 1
