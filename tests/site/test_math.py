"""行内公式的 Markdown 扩展，真的用 KaTeX 排。"""

import re

from bs4 import BeautifulSoup
from small_site import Render

from derive.site.katex import render as katex
from derive.site.mathml import plain_text


def test_plain_text() -> None:
    def plain(tex: str) -> str:
        return plain_text(katex(tex, display=False))

    assert plain(r"\sigma'(z)") == "σ′(z)"
    assert plain(r"x^{(i)}") == "x(i)"
    assert plain(r"W^{[l]}") == "W[l]"
    assert plain(r"\frac{1}{m}") == "1/m"
    assert plain(r"\frac{a+b}{2}") == "(a + b)/2"
    assert plain(r"z^2") == "z^2"
    assert plain(r"n_x") == "n_x"
    assert plain(r"\hat{y}") == "y\u0302"
    assert plain(r"\sqrt{x}") == "√x"
    assert plain(r"z<0") == "z < 0"


def test_heading_reads_as_text(render: Render) -> None:
    page = render("# $\\sigma'(z)$ 的导数\n")
    assert page.toc[0]["name"] == "σ′(z) 的导数"
    heading = BeautifulSoup(page.html, "html.parser").h1
    assert heading
    assert heading.select_one("derive-math .katex")


def test_katex_stays_out_of_the_search_index(render: Render) -> None:
    soup = BeautifulSoup(render("设 $z^2$ 与 $@sigmoid$。").html, "html.parser")
    for formula in soup.select(".katex"):
        assert formula.find_parent("derive-math", attrs={"data-search-exclude": True})
    assert [hidden.text.strip() for hidden in soup.select("derive-plain")] == [
        "z^2",
        "σ(z) = 1/(1 + e^(-z))",
    ]


def test_statement_carries_its_verdict(render: Render) -> None:
    page = render("由 $@sigmoid_complement$ 与 $@sigmoid$。")
    soup = BeautifulSoup(page.html, "html.parser")
    bound = [(e["data-derive"], e["data-verdict"]) for e in soup.select("[data-derive]")]
    assert bound == [("sigmoid_complement", "proved"), ("sigmoid", "definition")]
    assert not page.problems


def test_formula_and_punctuation_stay_together(render: Render) -> None:
    soup = BeautifulSoup(render("设 $z$，以及 $a$（输出）。").html, "html.parser")
    first, second = soup.select("span.math")
    assert first.get_text().endswith("，")
    assert "（" not in second.get_text()


def test_reference_across_pages(render: Render) -> None:
    other = '---\nnumber: "3.6"\n---\n```equation\nsigmoid\nsigmoid_complement\n```\n'
    page = render("见 [@sigmoid_complement]。", b=other)
    link = BeautifulSoup(page.html, "html.parser").select_one("a.eq-ref")
    assert link
    assert link.text == "式 (3.6.2)"
    assert link["href"] == "../b/#eq-sigmoid_complement"


def test_code_is_left_alone(render: Render) -> None:
    page = render("`$a=b$`，`[@sigmoid]`，\\$5 与 \\$6。")
    assert "<code>$a=b$</code>" in page.html
    assert "$5 与 $6" in page.html
    assert "katex" not in page.html


def test_markdown_does_not_touch_tex(render: Render) -> None:
    page = render(r"$a_1 * b_1$ 与 $c_2 * d_2$，$\{0, 1\}$")
    annotations = re.findall(r"<annotation[^>]*>(.*?)</annotation>", page.html)
    assert annotations == ["a_1 * b_1", "c_2 * d_2", r"\{0, 1\}"]


def test_tex_error_names_line_and_formula(render: Render) -> None:
    page = render("甲\n\n乙 $\\frac{1}{$ 丙\n")
    assert len(page.problems) == 1
    assert page.problems[0].startswith("docs/a.md:3:3: ")
    assert "\\frac{1}{" in page.problems[0]
    assert "derive-error" in page.html


def test_same_error_twice_has_two_places(render: Render) -> None:
    page = render("$\\nope$\n\n$\\nope$\n")
    assert [problem.split(": ")[0] for problem in page.problems] == [
        "docs/a.md:1:1",
        "docs/a.md:3:1",
    ]


def test_unknown_and_unproved_ids(render: Render) -> None:
    page = render("$@sigmoid_prim$\n\n[@nothing]\n\n$@wrong$\n\n$@impl_sigmoid$\n\n[@sigmoid]\n")
    assert [problem.split(": ")[0] for problem in page.problems] == [
        f"docs/a.md:{line}:1" for line in (1, 3, 5, 7, 9)
    ]
    assert "sigmoid_prime" in page.problems[0]  # 最接近的名字
    assert "证伪" in page.problems[2]
    assert "左边 = " in page.problems[2]  # 反例
    assert "没有显示在任何一页" in page.problems[4]
