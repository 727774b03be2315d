"""真的 Chromium 打开页面：没有控制台错误，不向别的主机要东西，不横着滚动。"""

from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page

from derive.site.katex import katex_assets
from derive.site.styles import KATEX, faces

pytestmark = pytest.mark.browser

CHAPTERS = ("basics/loss/", "shallow/activations/")
PAGES = ("", "how-to-read/", *CHAPTERS)
WIDTHS = (1280, 390)
USUAL = ((1280, "light", True), (390, "dark", False))
"""平时只看两种看法，宽度、配色、脚本各换过一次；CI 里看全部八种。"""


class Watched:
    """一个页面，和它出过的错、问过的别的主机。"""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.errors, self.strangers = page, [], []
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", lambda r: self.errors.append(r.url) if r.status >= 400 else None)
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith((address, "data:")) else self.strangers.append(r.url)
            ),
        )


@pytest.mark.parametrize(
    ("width", "scheme", "javascript"),
    [
        pytest.param(*way, marks=() if way in USUAL else pytest.mark.slow)
        for way in product(WIDTHS, ("light", "dark"), (True, False))
    ],
)
@pytest.mark.parametrize("name", PAGES)
def test_page(
    browser: Browser, address: str, name: str, width: int, scheme: str, javascript: bool
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        java_script_enabled=javascript,
    )
    watched = Watched(context.new_page(), address)
    page = watched.page
    page.goto(address + name, wait_until="networkidle")
    assert watched.errors == []
    assert watched.strangers == []
    assert page.locator("h1").is_visible()
    # 关掉脚本时 evaluate 仍可用：它不是页面自己的脚本
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if name in CHAPTERS:
        first = page.locator(".equation .katex-html").first
        box = first.bounding_box()
        assert box
        assert 0 < box["width"] <= width
        assert page.locator(".equation .seal").first.is_visible()
    if javascript:
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        light = sum(int(part) for part in background[4:-1].split(",")[:3]) > 3 * 128
        assert light == (scheme == "light")
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", CHAPTERS)
def test_every_formula_stays_inside(browser: Browser, address: str, name: str, width: int) -> None:
    """展开全部步骤之后，超出屏幕的公式必须在自己能滚动的框里。"""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address + name)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.katex-html')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
            .filter(e => {
                for (let p = e.parentElement; p; p = p.parentElement)
                    if (/auto|scroll/.test(getComputedStyle(p).overflowX)) return false
                return true
            })
            .map(e => e.parentElement.querySelector('math').textContent)"""
    )
    assert outside == []
    context.close()


def test_steps_open_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "shallow/activations/")
    more = page.locator("details", has=page.locator(".step")).first
    hidden = more.locator(".step").first
    assert not hidden.is_visible()
    more.locator("summary").first.click()
    assert hidden.is_visible()
    context.close()


def test_search_finds_a_chapter(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").fill("饱和")
    page.locator(".md-search__input").dispatch_event("keyup")
    result = page.locator(".md-search-result__link").first
    result.wait_for(state="visible", timeout=10_000)
    assert "shallow/activations" in (result.get_attribute("href") or "")
    context.close()


def test_palette_can_be_switched(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.goto(address)
    scheme = "document.body.getAttribute('data-md-color-scheme')"
    seen = {page.evaluate(scheme)}
    for _ in range(2):
        page.locator("form.md-header__option label:not([hidden])").first.click()
        seen.add(page.evaluate(scheme))
    assert seen == {"default", "slate"}
    context.close()


@pytest.mark.parametrize(("scheme", "chosen"), [("light", 2), ("dark", 1)])
def test_palette_is_remembered_before_the_first_paint(
    browser: Browser, address: str, scheme: Any, chosen: int
) -> None:
    """选过与系统不同的配色，再打开一页：从来没有画出过另一种。"""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(address)
    for _ in range(chosen):
        page.locator("form.md-header__option label:not([hidden])").first.click()
    wanted = page.evaluate("document.body.getAttribute('data-md-color-scheme')")
    assert wanted == {"light": "slate", "dark": "default"}[scheme]
    page.add_init_script("""
        window.painted = new Set()
        const look = () => {
          const scheme = document.body?.getAttribute("data-md-color-scheme")
          if (document.querySelector("article h1")) painted.add(scheme)
          requestAnimationFrame(look)
        }
        requestAnimationFrame(look)""")
    page.goto(address + "how-to-read/")
    page.wait_for_timeout(300)
    assert page.evaluate("[...painted]") == [wanted]
    context.close()


FONTS = """() => [...document.querySelectorAll(".katex-html *")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE))
    .map(e => {
        const {fontFamily, fontWeight, fontStyle} = getComputedStyle(e)
        const text = [...e.childNodes].filter(n => n.nodeType === Node.TEXT_NODE)
        return [fontFamily.split(",")[0].replaceAll('"', ""), Number(fontWeight) >= 600,
                fontStyle === "italic", text.map(n => n.data).join("")]
    })"""


@pytest.mark.slow
def test_every_letter_of_a_formula_is_in_its_font(
    browser: Browser, address: str, site: Path
) -> None:
    """字体只留了用到的字：每个公式的每个字，都在它真正用的那个字体里（KaTeX 本来就没有的除外）。"""
    whole = {
        (face.family, face.bold, face.italic): (
            covered(katex_assets()[face.path]),
            covered(path.read_bytes()) if path.exists() else set(),
        )
        for face in faces(katex_assets()["katex.min.css"].decode())
        for path in [site / KATEX / face.path]
    }
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    missing, seen = set(), 0
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        page.goto(address + name.removesuffix("index.html"))
        for family, bold, italic, text in page.evaluate(FONTS):
            ours, kept = whole.get((family, bold, italic), (set(), set()))
            missing |= {(family, bold, italic, c) for c in set(text) & ours - kept}
            seen += bool(ours)
    context.close()
    assert seen > 10_000
    assert missing == set()


def covered(font: bytes) -> set[str]:
    return set(map(chr, TTFont(BytesIO(font)).getBestCmap()))


PREVIEW = "#equation-preview"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("name", "id", "title", "start"),
    [
        ("how-to-read/", "sigmoid_prime", "sigmoid 的导数", "σ′(z)"),
        ("shallow/activations/", "tanh_prime", "tanh 的导数", "tanh′(z)"),
    ],
)
def test_reference_shows_its_equation(
    browser: Browser, address: str, name: str, id: str, title: str, start: str, width: int
) -> None:
    """指针停上去就看到等式（别的页的与本页的都行），Esc 收起；不去取别的页。"""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address + name, wait_until="networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    link = page.locator(f"p > .math > a.eq-ref[data-equation={id}]").last
    assert not page.locator(PREVIEW).is_visible()
    link.hover()
    page.locator(PREVIEW).wait_for(state="visible")
    assert title in page.locator(PREVIEW).inner_text()
    formula = page.locator(f"{PREVIEW} math").text_content() or ""
    assert formula.replace("\u2061", "").startswith(start)
    assert link.get_attribute("aria-describedby") == PREVIEW[1:]
    box = page.locator(PREVIEW).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    assert not page.locator(PREVIEW).is_visible()
    assert [url for url in asked if url.endswith((".html", "/"))] == []
    context.close()


def test_reference_shows_its_equation_to_the_keyboard(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address + "how-to-read/", wait_until="networkidle")
    page.locator("a.eq-ref").first.focus()
    page.keyboard.press("Shift+Tab")
    assert not page.locator(PREVIEW).is_visible()
    page.keyboard.press("Tab")
    page.locator(PREVIEW).wait_for(state="visible")
    page.keyboard.press("Tab")
    assert not page.locator(PREVIEW).is_visible()
    context.close()


def test_reference_is_a_link_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "how-to-read/")
    link = page.locator("a.eq-ref").first
    assert link.get_attribute("title") == "sigmoid 的导数"
    assert not page.locator("template .katex").first.is_visible()
    link.click()
    assert page.url == address + "shallow/activations/#eq-sigmoid_prime"
    context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_term_is_explained(browser: Browser, address: str, javascript: bool) -> None:
    """有脚本时悬停或聚焦显示解释，没有时是浏览器的提示；点一下都到术语表。"""
    context = browser.new_context(java_script_enabled=javascript)
    page = context.new_page()
    page.goto(address + "basics/loss/", wait_until="networkidle")
    term = page.locator("article a.term", has_text="sigmoid").first
    said = "sigmoid：把任何实数压进 0 与 1 之间"
    if javascript:
        term.focus()
        tip = page.locator(".md-tooltip2", has_text=said)
        tip.wait_for(state="visible")
        assert "px" in page.evaluate("e => getComputedStyle(e).fontSize", tip.element_handle())
    else:
        assert said in (term.get_attribute("title") or "")
    term.click()
    assert page.url == address + "glossary/#sigmoid"
    assert page.locator("dt#sigmoid").is_visible()
    context.close()
