"""网页变轻：没有样式的名字去掉，别的一样不少。"""

import re

import pytest

from derive.site import katex
from derive.site.html import tag
from derive.site.light import ATOMS, light


def formula(tex: str) -> str:
    return tag("derive-math", katex.render(tex, display=True))


def test_names_taken_away_have_no_rules() -> None:
    css = katex.katex_assets()["katex.min.css"].decode()
    assert not ATOMS & set(re.findall(r"\.([\w-]+)", css))


@pytest.mark.parametrize("tex", [r"\sigma'(z) = \frac{a - y}{a(1 - a)}", r"\sum_{i=1}^m \ln a_i"])
def test_only_elements_go(tex: str) -> None:
    before = formula(tex)
    after = light(before)
    text = re.compile(r"<[^>]*>")
    assert text.sub("", after) == text.sub("", before)
    assert re.findall(r' style="[^"]*"', after) == re.findall(r' style="[^"]*"', before)
    assert after.count("<span") < before.count("<span")
    assert after.count("<span") == after.count("</span>")
    assert after.count("<math") == 1
    assert "mord" not in after


def test_blocks_the_stylesheet_asks_for_stay() -> None:
    """上下标里，pstrut 后面的那个元素是单独的一块。"""
    after = light(formula("x^2"))
    assert re.search(r'class="pstrut"[^>]*></span><span', after)


def test_the_rest_of_the_page_is_left_alone() -> None:
    page = '<p class="mord"><span>字</span></p>'
    assert light(page) == page
    assert light('<derive-plain data-search-exclude="">x</derive-plain>') == (
        "<derive-plain>x</derive-plain>"
    )


def test_code_can_be_scrolled_by_keyboard() -> None:
    page = '<pre><span></span><code><span class="n">z</span></code></pre><p><code>z</code></p>'
    assert light(page) == (
        '<pre><code tabindex="0"><span class="n">z</span></code></pre><p><code>z</code></p>'
    )
