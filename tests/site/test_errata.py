"""勘误的页面：卡片、筛选要用的属性、一页的那几条、计数、名错。"""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from small_site import Render, Rendered

from derive.errata import ERRATA, MUSEUM
from derive.kernel.objects import Category, Erratum, Prose, Run, Severity
from derive.registry import BOOK
from derive.site.errata import pages_showing, with_scripts
from derive.site.fences import FORMATTERS
from derive.site.table_of_sources import Row

SIGN = BOOK["erratum_sigmoid_prime_sign"]
assert isinstance(SIGN, Erratum)
PROSE = replace(
    SIGN,
    id="prose",
    title="译错了",
    section="N1-002",
    printed="激活功能",
    corrected="激活函数",
    category=Category.TRANSLATION,
    severity=Severity.LOW,
    evidence=Prose("function 是函数", (BOOK["sigmoid"],)),  # type: ignore[arg-type]
)
RUN = next(e for e in ERRATA if isinstance(e.evidence, Run) and e.evidence.raises)


def page(rendered: Rendered, which: str, prose_on: str = "b.md") -> BeautifulSoup:
    """a.md 里的 ```errata，所在的书里多了一条只是文字的，在 prose_on。"""
    build = rendered.build
    build.errata = {SIGN.id: SIGN, PROSE.id: PROSE}
    build.rows = {
        "4": (Row("N4-025", 402, "3.8 激活函数的导数", "a.md#here", ()),),
        "1": (Row("N1-002", 20, "译文", prose_on, ()),),
    }
    build.start(build.sources.by_path["a.md"])
    markup = FORMATTERS["errata"](build, which, None)  # type: ignore[arg-type]
    return BeautifulSoup(markup, "html.parser")


@pytest.fixture
def rendered(render: Render) -> Rendered:
    return render("# 甲\n\n## 这里 {#here}\n", b="# 乙\n", errata="# 勘误\n")


def test_every_card_carries_what_the_filter_needs(rendered: Rendered) -> None:
    cards = page(rendered, "all").select("#errata > .erratum")
    assert [card["id"] for card in cards] == [f"erratum-{SIGN.id}", "erratum-prose"]
    assert [card["data-evidence"] for card in cards] == ["反例", "只是文字"]
    assert [card["data-severity"] for card in cards] == ["高", "低"]
    assert cards[0]["data-note"] == "4"
    assert "资料 4 · 第 407 行 · 3.8 激活函数的导数 · 公式" in cards[0].text
    assert all(card.select("details > .erratum__evidence") for card in cards)


def test_prose_says_that_it_is_prose(rendered: Rendered) -> None:
    card = page(rendered, "all").select("#erratum-prose")[0]
    assert "只是文字：function 是函数。" in card.text
    assert not card.select("[data-verdict]")


def test_the_proof_of_an_object_is_its_own(rendered: Rendered) -> None:
    """改正的是书里的对象：印章与编号是它的，不是勘误的。"""
    build = rendered.build
    proved = replace(SIGN.evidence, right=BOOK["sigmoid_prime"])  # type: ignore[type-var]
    build.errata = {SIGN.id: replace(SIGN, evidence=proved)}
    markup = FORMATTERS["erratum"](build, SIGN.id, None)  # type: ignore[arg-type]
    sides = BeautifulSoup(markup, "html.parser").select("[data-derive]")
    assert [(s["data-derive"], s["data-verdict"]) for s in sides] == [
        (SIGN.id, "refuted"),
        ("sigmoid_prime", "proved"),
    ]


def test_a_page_shows_what_the_notes_got_wrong_there(rendered: Rendered) -> None:
    here = page(rendered, "page")
    assert here.select("details.errata-of-page > .erratum")
    assert "五份资料讲到这里时印错的 1 处" in here.text
    rendered.build.start(rendered.build.sources.by_path["b.md"])
    markup = FORMATTERS["errata"](rendered.build, "page", None)  # type: ignore[arg-type]
    there = BeautifulSoup(markup, "html.parser")
    assert len(there.select("details.errata-of-page > .erratum")) == 1, "只有字句上的，就列出它们"
    assert "只是字句或记号" not in there.text
    assert there.select("a")[0]["href"] == "../errata/#errata"
    rendered.build.start(rendered.build.sources.by_path["errata.md"])
    assert "没有发现错误" in FORMATTERS["errata"](rendered.build, "page", None)  # type: ignore[arg-type]


def test_light_ones_are_only_counted_beside_serious_ones(rendered: Rendered) -> None:
    here = page(rendered, "page", prose_on="a.md")
    assert len(here.select(".erratum")) == 1
    assert "另有 1 处只是字句或记号" in here.text


def test_what_the_page_shows_already_is_not_repeated(render: Render) -> None:
    text = f"# 甲\n\n## 这里 {{#here}}\n\n```erratum\n{SIGN.id}\n```\n"
    here = page(render(text, b="# 乙\n"), "page")
    assert not here.select(".erratum")


def test_counts(rendered: Rendered) -> None:
    found = page(rendered, "counts")
    assert "共 2 条。证据：反例 1 条，只是文字 1 条。" in found.text
    rows = [[cell.text for cell in row.select("td")] for row in found.select("tbody tr")]
    assert rows[:3] == [
        ["资料 4", "1", "", "1", "2"],
        ["合计", "1", "", "1", "2"],
        ["公式", "1", "", "", "1"],
    ]


def test_a_program_shows_both_outcomes(render: Render) -> None:
    text = f"# 甲\n\n```erratum\n{RUN.id}\n```\n"
    built = render(text)
    assert "没有 id" in built.problems[0]  # 小书里没有它
    build = built.build
    build.errata = {RUN.id: RUN}
    assert FORMATTERS["erratum"] is not None


def test_the_museum(rendered: Rendered) -> None:
    """每一件都有出处；这里只看有没有在小书里，真的网站另有测试。"""
    assert page(rendered, "museum").select(".errata")
    assert all(each.url.startswith("https://github.com/") for each in MUSEUM)


def test_an_unknown_part_says_what_there_is(render: Render) -> None:
    assert "只能写 all、page、counts 或 museum" in render("```errata\n全部\n```\n").problems[0]


def test_pages_showing(rendered: Rendered, render: Render) -> None:
    assert pages_showing(rendered.build.sources, SIGN) == ()
    listed = render("甲", c="```errata\nall\n```\n", d="```errata\nmuseum\n```\n").build.sources
    assert pages_showing(listed, SIGN) == ("c/",)
    assert pages_showing(listed, MUSEUM[0]) == ("d/",)
    assert pages_showing(listed, BOOK["sigmoid"]) == ()


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("a^[l]", "a<sup>[l]</sup>"),
        ("z^[1](i) < 0", "z<sup>[1](i)</sup> &lt; 0"),
        ("x^(i)", "x<sup>(i)</sup>"),
        ("A_ij v_j", "A<sub>ij</sub> v<sub>j</sub>"),
        ("A_{3×4}", "A<sub>3×4</sub>"),
        ("W^[2]ᵀ", "W<sup>[2]</sup>ᵀ"),
        ("没有上下标", "没有上下标"),
        ("grad_w2 = h_relu · 2(y_pred − y)", "grad_w2 = h_relu · 2(y_pred − y)"),
        ("L_model_backward", "L_model_backward"),
    ],
)
def test_scripts(text: str, markup: str) -> None:
    assert with_scripts(text) == markup
