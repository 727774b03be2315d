"""360 像素宽的手机：页面不横着滚动；宽的表格、公式、图在自己的框里滚动，键盘也滚得动。"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from unfolded import unfold

pytestmark = pytest.mark.browser

WIDTH = 360
USUAL = ("shallow/gradient-descent/", "labs/planar/", "graph/", "judge/", "live/", "puzzles/")
"""平时只看这几页；CI 里看全部。"""

OUTSIDE = """() => {
    const width = document.documentElement.clientWidth, faults = []
    const name = e => e.tagName + '.' + e.getAttribute('class') + ' ' + e.textContent.slice(0, 40)
    if (document.documentElement.scrollWidth > width)
        faults.push('页面宽 ' + document.documentElement.scrollWidth)

    // 伸到屏幕外的，要有一个自己在屏幕里、能滚动的框；裁掉的（hidden）不算
    const boxed = e => {
        for (let box = e.parentElement; box; box = box.parentElement)
            if (/auto|scroll/.test(getComputedStyle(box).overflowX))
                return box.getBoundingClientRect().right <= width + 1
        return false
    }
    const drawn = document.querySelectorAll('article *:not(.katex-mathml *, .katex-html svg *)')
    for (const e of drawn) {
        const {right, width: wide, height} = e.getBoundingClientRect()
        if (wide && height && right > width + 1 && !boxed(e)) faults.push('在屏幕外：' + name(e))
    }
    return faults
}"""

STUCK = """() => {
    const stop = '[tabindex="0"], a[href], button'
    return [...document.querySelectorAll('article *')]
        .filter(box => /auto|scroll/.test(getComputedStyle(box).overflowX))
        .filter(box => box.scrollWidth > box.clientWidth + 1)
        .filter(box => !box.matches(stop) && !box.querySelector(stop))
        .map(box => '键盘滚不动：' + box.outerHTML.slice(0, 80))
}"""


def outside(page: Page) -> list[str]:
    unfold(page)
    faults: list[str] = page.evaluate(OUTSIDE)
    return faults


def stuck(page: Page) -> list[str]:
    faults: list[str] = page.evaluate(STUCK)
    return faults


@pytest.mark.parametrize("name", USUAL)
def test_page(browser: Browser, address: str, name: str) -> None:
    context = browser.new_context(viewport={"width": WIDTH, "height": 800})
    page = context.new_page()
    page.goto(address + name)
    assert outside(page) == []
    assert stuck(page) == []
    context.close()


def test_the_home_page_moves_inside_the_screen(browser: Browser, address: str) -> None:
    """首页的印章盖下来之前放大一倍。"""
    context = browser.new_context(viewport={"width": WIDTH, "height": 800})
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    context.close()


PARTS = 3
"""全部的页分成几份，几个进程分着看。"""


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("javascript", [True, False])
def test_every_page(
    browser: Browser, address: str, site: Path, javascript: bool, part: int
) -> None:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 800},
        reduced_motion="reduce",
        java_script_enabled=javascript,
    )
    page = context.new_page()
    found = {}
    for path in sorted(site.rglob("*.html"))[part::PARTS]:
        name = path.relative_to(site).as_posix()
        page.goto(address + name.removesuffix("index.html"))
        found[name] = outside(page)
        found[name] += stuck(page)
    context.close()
    assert {name: these for name, these in found.items() if these} == {}


def test_faults_are_found(browser: Browser, address: str) -> None:
    """检查的检查。"""
    context = browser.new_context(viewport={"width": WIDTH, "height": 800})
    page = context.new_page()
    page.goto(address + "404.html")
    page.evaluate(
        """() => document.querySelector('article').insertAdjacentHTML('beforeend', `
            <details><summary>藏着</summary><p style="width:500px">太宽</p>
            <p style="overflow:auto"><b style="display:block;width:500px">滚不到</b></p>
            </details>`)"""
    )
    found = " ".join([*outside(page), *stuck(page)])
    for fault in ("页面宽", "在屏幕外", "键盘滚不动"):
        assert fault in found
    context.close()
