"""网页变轻：没有样式的名字去掉，别的一样不少。"""

import re
from pathlib import Path

import material
import pytest

from derive.site import katex
from derive.site.html import tag
from derive.site.light import (
    ATOMS,
    COMMON_CLASSES,
    COMMON_STYLES,
    RULES,
    SHORT,
    SUPERSCRIPT,
    light,
    light_css,
)
from derive.site.lint import asserts
from derive.site.styles import words_of

MATERIAL = Path(material.__file__).parent / "templates/assets/stylesheets"
RELATIONS = (
    *("=", "<", ">", r"\le", r"\ge", r"\ne", r"\approx", r"\equiv", r"\in", r"\notin", r"\subset"),
    *(r"\to", r"\mapsto", r"\Rightarrow", r"\iff", r"\propto", r"\sim", r"\ll", ":=", r"\coloneqq"),
    *(r"\perp", r"\mid", r"\cong", r"\leftarrow", r"\doteq", r"\implies", r"\longrightarrow"),
    *(r"\succeq", r"\models", r"\simeq", r"\ni", r"\lesssim", r"\asymp", r"\vdash", r"\parallel"),
)


def katex_css() -> str:
    return katex.katex_assets()["katex.min.css"].decode()


def formula(tex: str) -> str:
    return tag("derive-math", katex.render(tex, display=True))


def test_names_taken_away_have_no_rules() -> None:
    css = katex.katex_assets()["katex.min.css"].decode()
    assert not ATOMS & set(re.findall(r"\.([\w-]+)", css))


@pytest.mark.parametrize("tex", [r"\sigma'(z) = \frac{a - y}{a(1 - a)}", r"\sum_{i=1}^m \ln a_i"])
def test_the_text_stays_and_elements_go(tex: str) -> None:
    before = formula(tex)
    after = light(before)
    text = re.compile(r"<annotation.*?</annotation>|<[^>]*>")
    assert text.sub("", after) == text.sub("", before)
    assert after.count("<span") < before.count("<span")
    assert after.count("<span") == after.count("</span>")
    assert after.count("<math") == 1
    assert "mord" not in after


def test_superscripts_on_one_line_are_raised() -> None:
    """x² 的指数：KaTeX 抬高 3.113 − 2.7 = 0.413 em，字是七成大。"""
    raised = f'<span class="{SHORT[SUPERSCRIPT]} {SHORT["vertical-align:0.5900em;"]}">2</span>'
    assert raised in light(formula("x^2"))
    assert re.search(r'style="vertical-align:[\d.]+em;">2<', light(formula(r"\hat{\hat{X}}^2")))
    for tex in ("x_i^2", r"x^{\frac{1}{2}}"):  # 两行的、含分数的，照旧
        assert SHORT[SUPERSCRIPT] not in words_of(light(formula(tex)))


def test_blocks_the_stylesheet_asks_for_stay() -> None:
    """上下标里，pstrut 后面的那个元素是单独的一块。"""
    after = light(formula("x_2"))
    assert re.search(rf'class="{SHORT["pstrut"]} \w+"></span><span', after)


def test_short_names_are_the_stylesheet_s() -> None:
    """短的类名与样式表里的一致，也不与别家的重。"""
    css = light_css(katex.katex_assets()["katex.min.css"].decode())
    names = set(re.findall(r"\.([\w-]+)", css))
    assert not names & set(COMMON_CLASSES)
    styled = {name for name in COMMON_CLASSES if f".{name}" in katex_css()}
    assert {SHORT[name] for name in styled} <= names
    assert len(set(SHORT.values())) == len(SHORT) == 1 + len(COMMON_CLASSES) + len(COMMON_STYLES)
    theirs = set[str]()
    for path in (*Path("docs/assets").glob("*.css"), *MATERIAL.glob("*.css")):
        theirs |= set(re.findall(r"\.([A-Za-z][\w-]*)", path.read_text("utf-8")))
    assert not theirs & set(SHORT.values())
    assert all(f".{SHORT[style]}{{{style}}}" in RULES for style in COMMON_STYLES)


def test_scripts_follow_the_names() -> None:
    assert light_css('querySelectorAll(".katex .vlist > span")') == (
        f'querySelectorAll(".katex .{SHORT["vlist"]} > span")'
    )
    assert light_css(".vlist-height, .katex") == ".vlist-height, .katex"


# ---- MathML 与 TeX -----------------------------------------------------------------


def test_tex_stays_only_where_coverage_needs_it() -> None:
    shown = formula("a = b")
    inline = tag("derive-math", katex.render("a = b", display=False))
    symbol = tag("derive-math", katex.render(r"W^{[1]}", display=False))
    assert "<annotation" not in light(shown)
    assert ">a = b</annotation>" in light(inline)
    assert "<annotation" not in light(symbol)
    for each in (shown, inline, symbol):
        assert light(each, tex=True).count("</annotation>") == 1


@pytest.mark.parametrize("sign", RELATIONS)
def test_every_relation_keeps_its_tex(sign: str) -> None:
    """覆盖率认作断言的，TeX 都在；不在的，MathML 里也没有关系号。"""
    tex = f"a + b {sign} c + d"
    assert asserts(tex)
    assert ">a + b" in light(tag("derive-math", katex.render(tex, display=False)))


def test_mathml_keeps_what_it_says() -> None:
    after = light(formula(r"\mathbb{R}^{m \times n} \frac{\partial L}{\partial z}"))
    for kept in ("<mfrac>", "<msup>", 'mathvariant="double-struck"', 'display="block"'):
        assert kept in after
    for gone in ("stretchy", "semantics", 'mathvariant="normal"', "xmlns"):
        assert gone not in after


# ---- 别的 ------------------------------------------------------------------------


def test_the_rest_of_the_page_is_left_alone() -> None:
    page = '<p class="mord"><span>字</span></p>'
    assert light(page) == page
    assert light('<derive-plain data-search-exclude="">x</derive-plain>') == (
        "<derive-plain>x</derive-plain>"
    )


def test_code_can_be_scrolled_by_keyboard() -> None:
    page = '<pre><span></span><code><span class="k">if</span></code></pre><p><code>z</code></p>'
    assert light(page) == (
        "<pre><code tabindex=0><span class=k>if</span></code></pre><p><code>z</code></p>"
    )


def test_words_without_colour_need_no_element() -> None:
    page = '<pre><code><span class="n">z</span><span class="w"> </span></code></pre>'
    assert light(page) == "<pre><code tabindex=0>z </code></pre>"
    assert light('<p><span class="n">z</span></p>') == '<p><span class="n">z</span></p>'


def test_space_between_tags() -> None:
    assert light("<ul>\n   \n <li>甲\n乙</li>\n</ul>") == "<ul>\n <li>甲\n 乙</li>\n </ul>"
    for kept in (
        "<pre>a\n\n  b</pre>",
        "<textarea>a\n\n  b</textarea>",
        "<script>a\n\n  b</script>",
    ):
        assert light(kept) == kept


def test_pictures() -> None:
    """不必要的引号去掉；后面紧跟 / 的不去，那样 / 会成为值的一部分。"""
    page = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path class="c1" d="M0"/></svg>'
    )
    assert light(page) == '<svg viewBox="0 0 9 9"><path class=c1 d="M0"/></svg>'
