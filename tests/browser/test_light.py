"""变轻的公式与 KaTeX 排的，画出来一样：每个字、每条线都在原处，一样大。"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from derive.site.build import Stated, load_book
from derive.site.html import statement_tex, tag
from derive.site.katex import katex_assets, render
from derive.site.light import RULES, light, light_css

pytestmark = pytest.mark.browser

OTHERS = (
    r"x^2 + x^{n+1} + x^{-\frac12} + e^{-z^2} + x_i^2 + x_{i,j} + \hat y^{(i)} + {x'}^2",
    r"\mathbb{R}^{n_x \times m},\quad \|W\|_F^2,\quad \mathcal{L}(a, y)",
    r"\begin{bmatrix} w_1^T \\ w_2^T \end{bmatrix}",
    r"\begin{cases} 0 & z < 0 \\ 1 & z > 0 \end{cases}",
    r"\underbrace{a + b}_{c},\quad \sqrt{\frac{1}{n^{[l-1]}}},\quad \overline{x}^{2}",
    r"\frac{1}{1 + e^{-\frac{z^2}{2}}} \left(\frac{a}{b}\right)^{2} \text{当 } x^{a^{b^c}}",
    r"\sum_{i=1}^{m^2} a^{[1](i)},\quad \lim_{h \to 0^+} \frac{f(x+h)^2}{h} + \int_0^1 x^2\,dx",
)

PLACES = """() => [...document.querySelectorAll('derive-math')].map(formula => {
    const from = formula.getBoundingClientRect()
    const place = ({x, y, width, height}) => [x - from.x, y - from.y, width, height]
    const drawn = formula.querySelector('.katex-html')
    const texts = document.createTreeWalker(drawn, NodeFilter.SHOW_TEXT)
    const letters = [], range = document.createRange()
    while (texts.nextNode())
        for (let at = 0; at < texts.currentNode.length; at++) {
            range.setStart(texts.currentNode, at)
            range.setEnd(texts.currentNode, at + 1)
            letters.push([texts.currentNode.data[at], ...place(range.getBoundingClientRect())])
        }
    const lined = e => /solid|dashed/.test(getComputedStyle(e).borderStyle)
    const lines = [...drawn.querySelectorAll('*')].filter(lined)
    return {letters, lines: lines.map(e => place(e.getBoundingClientRect())),
            size: place(drawn.getBoundingClientRect())}
})"""


@pytest.fixture(scope="module")
def formulas() -> list[str]:
    return [*OTHERS, *(statement_tex(obj) for obj in load_book() if isinstance(obj, Stated))]


def places(page: Page, folder: Path, markup: str, css: str) -> Any:
    for path, content in katex_assets().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / "katex.css").write_text(css, "utf-8")
    head = '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="katex.css">'
    (folder / "index.html").write_text(head + markup, "utf-8")
    page.goto((folder / "index.html").as_uri())
    page.evaluate("document.fonts.ready")
    return page.evaluate(PLACES)


@pytest.fixture(scope="module")
def original(browser: Browser, formulas: list[str], tmp_path_factory: Any) -> tuple[str, Any]:
    markup = "\n".join(tag("derive-math", render(tex, display=True)) for tex in formulas)
    page = browser.new_page(viewport={"width": 3000, "height": 800})
    css = katex_assets()["katex.min.css"].decode()
    found = places(page, tmp_path_factory.mktemp("original"), markup, css)
    page.close()
    return markup, found


def differences(before: Any, after: Any) -> list[int]:
    """不一样的公式是第几个；容许四分之一个像素：浏览器每排一个
    元素，都取整到六十四分之一个像素，长的公式里积得多。"""
    return [
        number
        for number, (one, other) in enumerate(zip(before, after, strict=True))
        if [letter for letter, *_ in one["letters"]] != [letter for letter, *_ in other["letters"]]
        or _numbers(one) != pytest.approx(_numbers(other), abs=0.25)
    ]


def _numbers(found: Any) -> list[float]:
    letters = [value for _, *place in found["letters"] for value in place]
    return [*letters, *(value for place in found["lines"] for value in place), *found["size"]]


def test_everything_stays_in_its_place(
    browser: Browser, formulas: list[str], original: tuple[str, Any], tmp_path: Path
) -> None:
    markup, before = original
    page = browser.new_page(viewport={"width": 3000, "height": 800})
    css = light_css(katex_assets()["katex.min.css"].decode()) + RULES
    after = places(page, tmp_path, light(markup), css)
    page.close()
    assert len(before) == len(formulas)
    assert sum(len(found["lines"]) for found in before) > 100
    assert [formulas[number] for number in differences(before, after)] == []


def test_the_comparison_can_fail(
    browser: Browser, original: tuple[str, Any], tmp_path: Path
) -> None:
    """测试的测试：少了变轻用的规则，看得出来。"""
    markup, before = original
    page = browser.new_page(viewport={"width": 3000, "height": 800})
    css = light_css(katex_assets()["katex.min.css"].decode())
    after = places(page, tmp_path, light(markup), css)
    page.close()
    assert len(differences(before, after)) > len(before) / 2
