"""首页：一个真的推导展开、盖章，旁边是它的那一行程序；没有脚本、不要动画时也完整。"""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

STEPS = ".derivation .steps > .step"
SEAL = ".derivation .seal--proved"
LINE = ".line > .highlight code"
END = "each => each.effect.getComputedTiming().endTime"


def opened(browser: Browser, address: str, width: int = 1280, **options: object) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => null)")
    return page


def opacity(page: Page, selector: str) -> float:
    return float(page.locator(selector).last.evaluate("e => getComputedStyle(e).opacity"))


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1280, 390])
def test_within_ten_seconds(browser: Browser, address: str, width: int, javascript: bool) -> None:
    """展开完：每一步打了勾，盖了章，有那一行程序；布局从头到尾没有动过。"""
    page = opened(browser, address, width, java_script_enabled=javascript)
    steps = page.locator(STEPS)
    boxes = "[...document.querySelectorAll('article *')].map(e => [e.offsetLeft, e.offsetTop])"
    before = page.evaluate(boxes)
    assert opacity(page, STEPS) < 1
    # wait_for_function 要在页面里 eval，内容安全策略不许；承诺等得到，脚本关着也行
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
    assert (
        page.evaluate("Math.max(...document.getAnimations().map(END))".replace("END", END)) < 10_000
    )
    assert page.evaluate(boxes) == before
    assert steps.count() >= 3
    assert steps.locator(".step__check").count() == steps.count() - 1
    assert opacity(page, STEPS) == 1
    assert page.locator(SEAL).first.is_visible()
    assert "@" in (page.locator(LINE).text_content() or "")
    page.context.close()


def test_starts_on_the_first_screen(browser: Browser, address: str) -> None:
    """不用滚动就看得到推导；手机上至少看得到开头。"""
    for width, height in ((1280, 900), (390, 844)):
        page = opened(browser, address, width)
        box = page.locator(".derivation").bounding_box()
        assert box
        assert box["y"] + (box["height"] if width > 1000 else 100) <= height
        page.context.close()


def test_still_for_those_who_want_it_still(browser: Browser, address: str) -> None:
    page = opened(browser, address, reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0
    assert opacity(page, STEPS) == 1
    page.context.close()


def test_printed_whole(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.emulate_media(media="print")
    assert opacity(page, STEPS) == 1
    page.context.close()


def test_formula_and_line_are_the_real_ones(browser: Browser, address: str) -> None:
    """首页上的推导与那一行，和讲它的那一章里的一字不差。"""
    page = opened(browser, address)
    words = {}
    for selector in (".derivation", ".line .highlight"):
        shown = page.locator(selector).first
        id = shown.evaluate("e => e.closest('[data-derive]').dataset.derive")
        words[id, selector] = shown.text_content()
    page.goto(address + "shallow/gradient-descent/")
    for (id, selector), text in words.items():
        there = f"[data-derive={id}]{selector}, [data-derive={id}] {selector.split()[-1]}"
        assert page.locator(there).first.text_content() == text
    page.context.close()


def test_numbers_are_the_ledgers(browser: Browser, address: str, site: Path) -> None:
    objects = json.loads((site / "verification.json").read_text("utf-8"))["objects"]
    expected = {
        "条定义": sum(each["kind"] == "definition" for each in objects),
        "个程序": sum(each["kind"] == "implementation" for each in objects),
        "个点上": sum(each["points"] for each in objects),
    }
    page = opened(browser, address)
    shown = {
        str(words)[:3]: int(str(number).replace(",", ""))
        for words, number in page.evaluate(
            """[...document.querySelectorAll('.numbers > div')]
                .map(e => [e.querySelector('dt').innerText, e.querySelector('dd').innerText])"""
        )
    }
    assert {words: shown[words] for words in expected} == expected
    assert "没有核对过的 0 处" in page.locator(".numbers__whole").inner_text()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_buttons_can_be_read(browser: Browser, address: str, scheme: str) -> None:
    """按钮上的字与底色、与页面的对比至少 4.5。"""
    page = opened(browser, address, color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_load_state("networkidle")
    for button in page.locator(".home .md-button").all():
        ratio = button.evaluate(CONTRAST)
        assert ratio >= 4.5, (button.inner_text(), ratio)
    page.context.close()


CONTRAST = """e => {
    const parse = colour => {
        const canvas = document.createElement("canvas").getContext("2d")
        canvas.fillStyle = colour
        canvas.fillRect(0, 0, 1, 1)
        return [...canvas.getImageData(0, 0, 1, 1).data]
    }
    const light = colour => {
        const [r, g, b] = colour.slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    let behind = e
    while (parse(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement
    const pair = [parse(getComputedStyle(e).color), parse(getComputedStyle(behind).backgroundColor)]
    const [low, high] = pair.map(light).sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05)
}"""
