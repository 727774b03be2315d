"""术语表：数据、页面上的提示、链接的终点。"""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from small_site import MkDocs, write_docs

from derive.site.errors import SiteError
from derive.site.glossary import Glossary, read_glossary
from derive.site.sources import Page, read_sources

ROOT = Path(__file__).parents[2]
DATA = """\
[[group]]
title = "学习"
[[group.term]]
zh = "特征"
en = "feature"
text = "描述样本的一个数。"
page = "a.md"
[[group.term]]
zh = "特征向量"
en = "feature vector (of one example)"
text = "一个样本的全部特征 <排成> 一列。"
page = "a.md#向量"
aliases = ["x 向量"]
[[group.term]]
zh = "ULP"
en = "unit in the last place"
text = "最后一位。"
page = "later.md"
[[group.term]]
zh = "参数"
en = "parameter"
text = "要学的数。"
page = "a.md"
tooltip = false
"""
TABLE = "# 术语表\n\n```glossary\n学习\n```\n"


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return read_glossary(ROOT / "docs")


def page_of(mkdocs: MkDocs, text: str) -> Tag:
    built = mkdocs({"glossary.toml": DATA, "glossary.md": TABLE, "a.md": text})
    assert built.exit_code == 0, built.output
    page = BeautifulSoup((built.site / "a/index.html").read_text("utf-8"), "html.parser")
    article = page.find("article")
    assert isinstance(article, Tag)
    return article


def tips(tag: Tag) -> list[str]:
    return [link.get_text() for link in tag.select("a.term")]


# ---- 数据 ---------------------------------------------------------------------


def test_slug_leaves_out_the_abbreviation(tmp_path: Path) -> None:
    write_docs(tmp_path, {"glossary.toml": DATA})
    slugs = [term.slug for term in read_glossary(tmp_path / "docs").terms]
    assert slugs == ["feature", "feature-vector", "unit-in-the-last-place", "parameter"]


def test_no_file_is_an_empty_glossary(tmp_path: Path) -> None:
    assert read_glossary(tmp_path).terms == ()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("[[group", "不是 TOML"),
        ('[[group]]\ntitle = "学习"', "'term'"),
        (DATA.replace('zh = "ULP"\n', ""), "zh"),
        (DATA.replace("tooltip", "tip"), "tip"),
        (DATA.replace('"ULP"', '"特征"'), "特征 出现了两次"),
        (DATA.replace("x 向量", "特征"), "特征 出现了两次"),
        (DATA.replace('"parameter"', '"feature"'), "#feature 出现了两次"),
    ],
)
def test_bad_data_is_named(tmp_path: Path, data: str, said: str) -> None:
    write_docs(tmp_path, {"glossary.toml": data})
    with pytest.raises(SiteError, match=r"docs/glossary\.toml") as caught:
        read_glossary(tmp_path / "docs")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("# 甲\n\n**特征**（feature）是……", "term-feature"),
        ("# 甲\n\n特征是……", ""),
        ("# 甲\n\n```text\n**特征**\n```\n", ""),
    ],
)
def test_place(tmp_path: Path, text: str, place: str) -> None:
    write_docs(tmp_path, {"glossary.toml": DATA})
    feature, vector, *_ = read_glossary(tmp_path / "docs").terms
    page = Page("a.md", text)
    assert feature.place(page) == place
    assert vector.place(page) == "向量"


# ---- 页面上的提示 ---------------------------------------------------------------


def test_first_occurrence_is_explained_once(mkdocs: MkDocs) -> None:
    page = page_of(
        mkdocs, "# 甲\n\n一列特征向量；又一个特征向量，一个特征。\n\n特征。\n\n## 向量\n"
    )
    assert tips(page) == ["特征向量", "特征"]
    link = page.select("a.term")[0]
    assert link["href"] == "../glossary/#feature-vector"
    assert link["title"] == (
        "特征向量（feature vector (of one example)）：一个样本的全部特征 <排成> 一列。"
    )


def test_headings_links_code_and_math_are_left_alone(mkdocs: MkDocs) -> None:
    text = """\
    # 特征

    ## 特征向量 {#向量}

    见[特征](index.md)、`特征`、$\\text{特征}$。ULPs 不是一个词。

    ```text
    特征
    ```

    | 特征 |
    |---|
    | 参数 |
    """
    page = page_of(mkdocs, text)
    assert tips(page) == []
    assert page.select_one("h2#向量")


def test_introduction_gets_the_anchor_and_no_tip(mkdocs: MkDocs) -> None:
    page = page_of(mkdocs, "# 甲\n\n先说特征。**特征**（feature）：特征。**特征**\n\n## 向量\n")
    assert tips(page) == ["特征"]
    assert [tag.get_text() for tag in page.select("#term-feature")] == ["特征"]
    assert page.select_one("strong#term-feature")


def test_introduced_before_any_mention_needs_no_tip(mkdocs: MkDocs) -> None:
    page = page_of(mkdocs, "# 甲\n\n**特征**是一个数，特征有多个。ULP。\n\n## 向量\n")
    assert tips(page) == ["ULP"]


def test_table_links_to_the_introduction(mkdocs: MkDocs) -> None:
    built = mkdocs(
        {
            "glossary.toml": DATA,
            "glossary.md": TABLE,
            "a.md": "# 甲\n\n**特征**；**参数**。\n\n## 向量\n",
        }
    )
    assert built.exit_code == 0, built.output
    page = BeautifulSoup((built.site / "glossary/index.html").read_text("utf-8"), "html.parser")
    assert [tag["id"] for tag in page.select("dl.glossary > dt")] == [
        "feature",
        "feature-vector",
        "unit-in-the-last-place",
        "parameter",
    ]
    links = [link["href"] for link in page.select("dl.glossary a")]
    assert links == ["../a/#term-feature", "../a/#向量", "../a/#term-parameter"]
    assert tips(page) == []


def test_unknown_group_is_named(mkdocs: MkDocs) -> None:
    built = mkdocs({"glossary.toml": DATA, "glossary.md": "```glossary\n没有\n```\n"})
    assert built.exit_code == 1
    assert "docs/glossary.md:2:1: 术语表里没有 没有。有的是：学习。" in built.output


# ---- 本书的术语表 ---------------------------------------------------------------


def test_at_least_ninety_terms(glossary: Glossary) -> None:
    assert len(glossary.terms) >= 90
    assert all(term.text.endswith("。") for term in glossary.terms)
    rejected = [form for term in glossary.terms for form in term.avoid]
    assert not set(rejected) & set(glossary.forms)
    assert len(rejected) == len(set(rejected))


def test_every_group_is_shown(glossary: Glossary) -> None:
    page = read_sources(ROOT / "docs").by_path["glossary.md"]
    shown = [token.text for token in page.tokens if token.info == "glossary"]
    assert shown == list(glossary.groups)


def test_every_term_is_explained_somewhere(glossary: Glossary) -> None:
    """每个术语都链接到一页里的一处：粗体的第一次出现，或写明的标题。"""
    pages = read_sources(ROOT / "docs").by_path
    problems = []
    for term in glossary.terms:
        path = term.page.partition("#")[0]
        if path not in pages:
            problems.append(f"{term.zh}：没有 {path} 这一页")
        elif not term.place(pages[path]):
            problems.append(f"{term.zh}：{path} 里没有粗体的 **{term.zh}**，请写明 {path}#锚点")
    assert problems == []
