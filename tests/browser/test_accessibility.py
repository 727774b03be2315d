"""无障碍：axe 一条也不报；公式有 MathML；图有名字；只用键盘什么都到得了，走到哪里都看得见。"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from unfolded import unfold
from waiting import until

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {
    "runOnly": {"type": "tag", "values": LEVELS},
    # 新版的 axe 才当它是正式的规则：名字里要有看得见的字，用嘴说的人才点得中
    "rules": {"label-content-name-mismatch": {"enabled": True}},
}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""另两种看法只换了配色，其余规则的结果不变。"""
VARIANTS = (
    pytest.param(1280, "light", EVERYTHING, id="desk-light"),
    pytest.param(390, "dark", EVERYTHING, id="phone-dark"),
    pytest.param(1280, "dark", COLOURS, id="desk-dark"),
    pytest.param(390, "light", COLOURS, id="phone-light"),
)
USUAL = ("shallow/activations/", "judge/", "live/", "puzzles/", "404.html")
"""四种看法都看这几页；CI 里用宽的两种看全部。"""

INSPECT = """() => {
    const faults = []
    for (const formula of document.querySelectorAll('.katex')) {
        if (!formula.querySelector('.katex-mathml > math')?.textContent.trim())
            faults.push('公式没有 MathML：' + formula.textContent)
        const drawn = formula.querySelector('.katex-html')
        if (drawn.ariaHidden !== 'true') faults.push('公式读了两遍：' + formula.textContent)
        for (const part of drawn.querySelectorAll('*'))
            if (getComputedStyle(part).color !== getComputedStyle(formula).color)
                faults.push('公式里换了颜色：' + formula.textContent)
    }
    const nameless = ':not([aria-hidden=true] *, [aria-hidden=true], [aria-label], [alt])'
    for (const picture of document.querySelectorAll(`article :is(svg, img)${nameless}`))
        if (!picture.querySelector(':scope > title') && !picture.closest('.md-icon'))
            faults.push('图没有名字：' + picture.outerHTML.slice(0, 80))
    return faults
}"""

HOLLOW = """() => {
    const boxes = [...document.querySelectorAll('.katex')]
    for (const [box, {width, height}] of boxes.map(e => [e, e.getBoundingClientRect()])) {
        box.setAttribute('aria-label', box.querySelector('math')?.textContent ?? '')
        box.setAttribute('role', 'math')
        box.textContent = ''
        box.style.cssText = `display:inline-block;width:${width}px;height:${height}px`
    }
}"""
"""公式换成一样大的空框：里面的 MathML 与颜色由 INSPECT 核对过；一页两万个元素，axe 要看很久。"""


@contextmanager
def opened(
    browser: Browser, url: str, width: int, scheme: Any = "light", **options: Any
) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",  # 动到一半的颜色不算数
        **options,
    )
    page = context.new_page()
    page.goto(url, wait_until="load")
    yield page
    context.close()


def faults(page: Page, rules: dict[str, Any]) -> list[str]:
    """展开全部内容、会动的图都动起来之后，页面上的毛病。"""
    until(
        page, "[...document.querySelectorAll('[data-live]')].every(f => f.querySelector('label'))"
    )
    unfold(page)  # 收起的内容 axe 不看
    found: list[str] = page.evaluate(INSPECT)
    page.evaluate(HOLLOW)
    page.evaluate(AXE)
    options = {**rules, "resultTypes": ["violations"], "preload": False}
    for violation in page.evaluate("options => axe.run(options)", options)["violations"]:
        for node in violation["nodes"]:
            summary = " ".join(node["failureSummary"].split())
            found.append(f"{violation['id']}：{node['target']} {summary}")
    return found


@pytest.mark.parametrize(("width", "scheme", "rules"), VARIANTS)
@pytest.mark.parametrize("name", USUAL)
def test_page(
    browser: Browser, address: str, name: str, width: int, scheme: str, rules: dict[str, Any]
) -> None:
    with opened(browser, address + name, width, scheme) as page:
        assert faults(page, rules) == []


PARTS = 6
"""全部的页分成几份，几个进程分着看。"""


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(("width", "scheme", "rules"), VARIANTS[::2])
def test_every_page(
    browser: Browser,
    address: str,
    site: Path,
    width: int,
    scheme: str,
    rules: dict[str, Any],
    part: int,
) -> None:
    found = {}
    for path in sorted(site.rglob("*.html"))[part::PARTS]:
        name = path.relative_to(site).as_posix()
        with opened(browser, address + name.removesuffix("index.html"), width, scheme) as page:
            found[name] = faults(page, rules)
    assert {name: these for name, these in found.items() if these} == {}


def test_faults_are_found(browser: Browser, address: str) -> None:
    """检查的检查：收起的内容里的毛病也看得见。"""
    with opened(browser, address + "404.html", 1280) as page:
        page.evaluate(
            """() => document.querySelector('article').insertAdjacentHTML('beforeend', `
                <details><summary>藏着</summary>
                <p style="color:#aaa;background:#fff">看不清的字</p><input>
                <svg width="9" height="9"></svg>
                <span class="katex"><span class="katex-html" aria-hidden="true">
                x<b style="color:red">y</b></span></span></details>`)"""
        )
        found = " ".join(faults(page, EVERYTHING))
    for fault in ("color-contrast", "label：", "图没有名字", "公式没有 MathML", "公式里换了颜色"):
        assert fault in found


# ---- 图里的字：axe 看不出 SVG 的底色，这里自己算 -----------------------------------

CONTRASTS = """() => {
    const parse = colour => {
        const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number)
        return {rgb: [r, g, b], a}
    }
    const over = ({rgb, a}, under) =>
        ({rgb: rgb.map((c, i) => c * a + under.rgb[i] * (1 - a)), a: 1})
    const luminance = ({rgb}) => rgb.map(c => c / 255)
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0)
    const page = parse(getComputedStyle(document.body).backgroundColor)
    return [...document.querySelectorAll('article svg text')]
        .filter(text => !text.closest('.onfill'))
        .map(text => {
            const box = text.closest('.graph__node')?.querySelector('rect')
            const under = box ? over(parse(getComputedStyle(box).fill), page) : page
            const [low, high] = [over(parse(getComputedStyle(text).fill), under), under]
                .map(luminance).sort((a, b) => a - b)
            return [text.textContent, (high + 0.05) / (low + 0.05)]
        })
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["deep/backward/", "graph/"])
def test_letters_in_pictures(browser: Browser, address: str, name: str, scheme: str) -> None:
    with opened(browser, address + name, 1280, scheme) as page:
        contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 10
    assert [(text, ratio) for text, ratio in contrasts if ratio < 4.5] == []


# ---- 键盘 -----------------------------------------------------------------------

EXPECTED = """() => [...document.querySelectorAll(
        'a[href], button, input, select, summary, [tabindex="0"]')]
    .filter(e => e.tabIndex === 0 && (e.type !== 'radio' || e.checked))
    .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .map((e, index) => e.dataset.stop = String(index))"""

FOCUSED = """() => {
    const here = document.activeElement
    if (here === document.body) return null
    const shown = here.matches('.md-option') ? here.nextElementSibling : here
    const box = shown.getBoundingClientRect(), style = getComputedStyle(shown)
    return {
        stop: here.dataset.stop ?? null,
        what: here.outerHTML.slice(0, 80),
        seen: box.width > 0 && box.left < innerWidth && box.right > 0
            && box.top < innerHeight && box.bottom > 0,
        drawer: here.closest('.md-sidebar--primary') !== null,
        uncovered: here.contains(document.elementFromPoint(
            box.left + box.width / 2, box.top + box.height / 2)),
        ring: style.outlineStyle === 'solid' && style.outlineWidth === '2px',
    }
}"""


def tab_stops(page: Page) -> Iterator[dict[str, Any]]:
    """从这里一路按 Tab，到页尾为止。"""
    page.keyboard.press("Tab")
    while here := page.evaluate(FOCUSED):
        yield here
        page.keyboard.press("Tab")


@pytest.mark.parametrize("width", [1280, 390])
def test_keyboard_reaches_everything(browser: Browser, address: str, width: int) -> None:
    """从头按 Tab 到尾：看得见的都到得了，到了的都看得见，并且有一圈线。"""
    with opened(browser, address + "how-to-read/", width) as page:
        expected = page.evaluate(EXPECTED)
        stops = list(tab_stops(page))
    assert 'class="md-skip' in stops[0]["what"]
    assert [here["what"] for here in stops if not here["seen"]] == []
    assert [here["what"] for here in stops if not here["ring"]] == []
    assert set(expected) - {here["stop"] for here in stops} == set()


def test_drawer_opens_by_keyboard(browser: Browser, address: str) -> None:
    with opened(browser, address + "how-to-read/", 390) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        button = page.get_by_role("button", name="导航")
        assert button.evaluate("e => e === document.activeElement")
        link = page.locator(".md-sidebar--primary a.md-nav__link").first
        assert not link.is_visible()
        page.keyboard.press("Enter")
        link.wait_for(state="visible")
        assert button.get_attribute("aria-expanded") == "true"
        inside = [here for here in tab_stops(page) if here["drawer"]]
        assert len(inside) == page.locator(".md-sidebar--primary a[href]:visible").count()
        assert [here["what"] for here in inside if not (here["seen"] and here["uncovered"])] == []
        button.focus()
        page.keyboard.press("Escape")
        link.wait_for(state="hidden")
        assert button.evaluate("e => e === document.activeElement")


def test_drawer_opens_without_javascript(browser: Browser, address: str) -> None:
    with opened(browser, address + "how-to-read/", 390, java_script_enabled=False) as page:
        link = page.locator(".md-sidebar--primary a.md-nav__link").first
        page.locator("label.md-header__button[for=__drawer]").click()
        assert (link.bounding_box() or {"x": -1})["x"] >= 0
