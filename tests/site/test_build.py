"""mkdocs build --strict：坏的输入各自让它失败并说清文件、行、怎么办；好的网站没有漏洞。"""

import json
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from small_site import WRONG, MkDocs

from derive.site.build import where_written

GOOD_PAGE = """\
---
number: "3.6"
---
# $\\sigma$ 的导数

```equation
sigmoid
```

由 [@sigmoid] 得 $@sigmoid_complement$。见 [首页](index.md) 与 [本节](#σ-的导数)。
"""


def test_good_page(mkdocs: MkDocs) -> None:
    built = mkdocs({"a.md": GOOD_PAGE})
    assert built.exit_code == 0, built.output
    page = (built.site / "a/index.html").read_text("utf-8")
    assert 'id="eq-sigmoid"' in page
    assert "derive-plain" not in page
    [sheet] = (built.site / "assets").glob("site.*.css")
    assert f"assets/{sheet.name}" in page
    assert (built.site / "assets/katex/fonts/KaTeX_Math-Italic.woff2").is_file()


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("甲\n\n$$x$$\n", "3:1", "独立公式"),
        ("甲\n\n\\[x\\]\n", "3:1", "独立公式"),
        ("由 $a=b$ 得\n", "1:3", "断言"),
        ("```python\nprint()\n```\n", "1:1", "snippets/"),
        ("甲\n\n    print(1)\n", "3:5", "缩进成了代码块"),
        ("$\\frac{1}{$\n", "1:1", "KaTeX 不能解析公式 \\frac{1}{"),
        ("```equation\nsigmoi\n```\n", "2:1", "最接近的有：sigmoid"),
        ("$@nothing_at_all$\n", "1:1", "没有 id 为 nothing_at_all 的对象"),
        ("[@sigmoid]\n", "1:1", "没有显示在任何一页"),
        ("```equation sigmoid\n```\n", "1:1", "id 写在下面"),
        ("```equation-x\nsigmoid\n```\n", "1:1", "不能手写 ```equation-x"),
        ("```derivation\nsigmoid\n```\n", "2:1", "不是推导"),
        ("```snippet\nnone/none\n```\n", "2:1", "没有片段"),
        ("```benchmark\nnone\n```\n", "2:1", "没有基准记录"),
        ("甲\n\n见 [乙](b.md)。\n", "3:7", "不存在的页面或锚点"),
        ("见 [首页](index.md#没有)。\n", "1:8", "不存在的页面或锚点"),
        ("见 [上面](#没有)。\n", "1:8", "不存在的页面或锚点"),
        ("# 甲 {#x}\n\n## 乙 {#x}\n", "1:", "不止一次"),
        ('<img src="https://example.org/a.png">\n', "1:11", "从别的主机取"),
        ("![图](https://example.org/a.png)\n", "1:6", "从别的主机取"),
    ],
)
def test_bad_input_fails_with_place_and_mend(
    mkdocs: MkDocs, text: str, place: str, words: str
) -> None:
    built = mkdocs({"a.md": text})
    assert built.exit_code == 1, built.output
    line = next(line for line in built.output.splitlines() if words in line)
    assert f"docs/a.md:{place}" in line


def test_every_problem_is_reported_in_one_run(mkdocs: MkDocs) -> None:
    built = mkdocs({"a.md": "$$x$$\n\n$\\nope$\n", "b.md": "$@nothing$\n\n[@none]\n"})
    assert built.exit_code == 1
    for place in ("a.md:1:1", "a.md:3:1", "b.md:1:1", "b.md:3:1"):
        assert f"docs/{place}" in built.output


def test_object_that_is_not_proved_fails_even_if_no_page_shows_it(mkdocs: MkDocs) -> None:
    built = mkdocs({}, WRONG)
    assert built.exit_code == 1
    assert re.search(r"wrong（σ 是偶函数）证伪：.*左边 = .*derive check wrong", built.output)


def test_page_that_uses_it_is_named(mkdocs: MkDocs) -> None:
    built = mkdocs({"a.md": "甲\n\n$@wrong$\n"}, WRONG)
    assert built.exit_code == 1
    assert re.search(r"docs/a\.md:3:1: wrong（σ 是偶函数）证伪", built.output)


def test_object_is_located_in_the_source() -> None:
    path, line = where_written("sigmoid_prime")
    text = (Path(__file__).parents[2] / path).read_text("utf-8").splitlines()[line - 1]
    assert 'id="sigmoid_prime"' in text
    assert where_written("没有") == ("", 0)


def test_search_index_reads_formulas_as_text(mkdocs: MkDocs) -> None:
    built = mkdocs({"a.md": GOOD_PAGE})
    index = json.loads((built.site / "search/search_index.json").read_text("utf-8"))
    entries = [entry for entry in index["docs"] if entry["location"].startswith("a/")]
    text = json.dumps(entries, ensure_ascii=False).replace("\u200b", "")
    assert "σ 的导数" in " ".join(text.split())
    assert "σ(z) = 1/(1 + e^(-z))" in text
    assert "\\sigma" not in text
    assert "\\frac" not in text


def test_two_builds_are_identical(mkdocs: MkDocs) -> None:
    first = (mkdocs({"a.md": GOOD_PAGE}).site / "a/index.html").read_bytes()
    assert (mkdocs({"a.md": GOOD_PAGE}).site / "a/index.html").read_bytes() == first


# ---- 真的网站 -------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in site.rglob("*.html")
    }


CHAPTERS = ("basics/loss/index.html", "shallow/activations/index.html")


def test_both_chapters_are_there(pages: dict[str, BeautifulSoup]) -> None:
    for name in CHAPTERS:
        chapter = pages[name]
        assert len(chapter.select(".derivation")) >= 3
        assert chapter.select(".implementation")
        assert chapter.select(".snippet")
        assert chapter.select(".erratum")


def test_no_raw_fence_and_no_error(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        assert not page.select(".derive-error"), name
        for code in page.select("pre, code, annotation, script, style"):
            code.decompose()
        text = page.get_text()
        assert not re.search(r"```|\[@\w+\]|\$@\w|\\\(|\\\[", text), name


def test_every_equation_is_in_the_contract(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        for formula in page.select(".katex-display"):
            holder = formula.find_parent(attrs={"data-derive": True})
            assert holder, name
            assert holder["data-verdict"] in ("proved", "definition", "refuted")
            if holder["data-verdict"] == "refuted":
                assert holder.find_parent(class_="erratum"), name


def test_links_and_anchors(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    anchors = {name: {e["id"] for e in page.select("[id]")} for name, page in pages.items()}
    for name, page in pages.items():
        if name == "404.html":
            continue
        for link in page.select("a[href]"):
            target = urlsplit(urljoin(f"http://site/{name}", str(link["href"])))
            if target.netloc != "site":
                continue
            path = unquote(target.path).lstrip("/")
            path += "index.html" if path.endswith("/") or not path else ""
            assert (site / path).is_file(), (name, link["href"])
            if target.fragment:
                assert unquote(target.fragment) in anchors[path], (name, link["href"])


def test_ids_are_unique(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        ids = [e["id"] for e in page.select("[id]")]
        assert len(ids) == len(set(ids)), name


def test_no_external_asset(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        for element in page.select("[src], link[href], iframe, object, embed"):
            address = str(element.get("src") or element.get("href") or "")
            assert not re.match(r"(?:https?:)?//", address), (name, address)
    for path in site.rglob("*.css"):
        text = path.read_text("utf-8")
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", text), path


def test_numbers_are_unique_and_references_match(pages: dict[str, BeautifulSoup]) -> None:
    numbers: dict[str, str] = {}
    for name in CHAPTERS:
        for equation in pages[name].select(".equation[id], .derivation[id]"):
            number = equation.select_one(".equation__line .equation__number")
            if number:
                assert number.text not in numbers
                numbers[number.text] = str(equation["id"])
    for page in pages.values():
        for reference in page.select("a.eq-ref"):
            number_text = reference.text.removeprefix("式 ")
            if number_text in numbers:
                assert str(reference["href"]).endswith("#" + numbers[number_text])
