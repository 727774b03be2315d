"""式号引用的预览：页面带着哪些等式。脚本在 tests/browser/test_preview.py 里测。"""

from bs4 import BeautifulSoup, Tag
from small_site import Render

HOME = (
    '---\nnumber: "3.6"\n---\n```equation\nsigmoid\n```\n\n```implementation\nimpl_sigmoid\n```\n'
)


def templates(page: str) -> list[Tag]:
    return BeautifulSoup(page, "html.parser").select("template")


def test_equation_of_another_page_comes_along_once(render: Render) -> None:
    page = render("由[@sigmoid]，又由[@sigmoid]。", b=HOME)
    assert page.problems == []
    links = BeautifulSoup(page.html, "html.parser").select("a.eq-ref")
    assert [link["data-equation"] for link in links] == ["sigmoid", "sigmoid"]
    assert [link["title"] for link in links] == ["sigmoid 函数", "sigmoid 函数"]
    (template,) = templates(page.html)
    assert template["data-equation"] == "sigmoid"
    formula = template.select_one("derive-math")
    assert isinstance(formula, Tag)
    assert (formula["data-derive"], formula["data-verdict"]) == ("sigmoid", "definition")
    assert len(formula.select(".katex-display")) == 1


def test_equation_of_this_page_is_not_written_twice(render: Render) -> None:
    page = render(f"{HOME}\n由[@sigmoid]。")
    assert page.problems == []
    assert templates(page.html) == []


def test_objects_without_an_equation_have_no_preview(render: Render) -> None:
    page = render("见[@impl_sigmoid]。", b=HOME)
    assert page.problems == []
    assert templates(page.html) == []
