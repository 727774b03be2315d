"""按主题找：主题是术语，页是真的页；页首与“按主题找”都从一处来。"""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from small_site import MkDocs, write_docs

from derive.site.errors import SiteError
from derive.site.glossary import read_glossary
from derive.site.sources import read_sources
from derive.site.tags import COLUMNS, Topic, read_tags

DOCS = Path(__file__).parents[2] / "docs"
GLOSSARY = """\
[[group]]
title = "甲"
[[group.term]]
zh = "导数"
en = "derivative"
text = "斜率。"
page = "a.md"
"""
FILES = {
    "glossary.toml": GLOSSARY,
    "tags.toml": '"导数" = ["b.md", "a.md"]\n',
    "tags.md": "# 按主题找\n\n```tags\ntopics\npages\n```\n",
    "a.md": "# 甲\n\n**导数**\n\n```derivation\nsigmoid_prime\n```\n",
    "b.md": "# 乙\n\n## 练习\n",
}


def topics(root: Path, tags: str) -> tuple[Topic, ...]:
    write_docs(root, {**FILES, "tags.toml": tags})
    docs = root / "docs"
    return read_tags(docs, read_glossary(docs), read_sources(docs))


def test_order_is_as_written(tmp_path: Path) -> None:
    [topic] = topics(tmp_path, FILES["tags.toml"])
    assert [page.path for page in topic.pages] == ["b.md", "a.md"]
    assert topic.anchor == "tag-derivative"


def test_without_the_file(tmp_path: Path) -> None:
    write_docs(tmp_path, {"a.md": "# 甲\n"})
    docs = tmp_path / "docs"
    assert read_tags(docs, read_glossary(docs), read_sources(docs)) == ()


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ('"微分" = ["a.md"]\n', "的 微分不是术语表里的译名"),
        ('"导数" = ["c.md"]\n', "有 c.md，docs/ 里没有这一页"),
        ('"导数" = "a.md"\n', "应是页的列表"),
        ('"导数" = []\n', "应是页的列表"),
        ("导数\n", "不是 TOML"),
    ],
)
def test_mistakes_are_explained(tmp_path: Path, tags: str, words: str) -> None:
    with pytest.raises(SiteError, match=words):
        topics(tmp_path, tags)


def test_mistake_stops_the_build(mkdocs: MkDocs) -> None:
    built = mkdocs({**FILES, "tags.toml": '"导数" = ["c.md"]\n'})
    assert built.exit_code != 0
    assert "docs/ 里没有这一页" in built.output


def test_pages_and_the_index_agree(mkdocs: MkDocs) -> None:
    built = mkdocs(FILES)
    assert built.exit_code == 0, built.output

    def read(path: str) -> BeautifulSoup:
        return BeautifulSoup((built.site / path).read_text("utf-8"), "html.parser")

    for name in ("a", "b"):
        [link] = read(f"{name}/index.html").select(".md-tag")
        assert link.get_text() == "导数"
        assert link["href"] == "../tags/#tag-derivative"
    index = read("tags/index.html")
    [entry] = index.select("dt#tag-derivative + dd")
    assert [a.get_text() for a in entry.select("a")] == ["乙", "甲"]
    rows = [[cell.get_text() for cell in row.select("td")] for row in index.select("tbody tr")]
    assert rows == [["甲", "1", *[""] * (len(COLUMNS) - 1)]]
    assert read("why/a/index.html").select(".md-tag") == []


def test_every_chapter_and_lab_has_a_topic() -> None:
    """引言之外的每一章、每个实验至少一个主题，至多四个。"""
    sources = read_sources(DOCS)
    found = read_tags(DOCS, read_glossary(DOCS), sources)
    counts = {
        page.path: sum(page in topic.pages for topic in found)
        for page in sources.pages
        if page.path.startswith("labs/") or (page.number and not page.path.startswith("intro/"))
    }
    assert {path: count for path, count in counts.items() if not 1 <= count <= 4} == {}


def test_pages_are_in_reading_order() -> None:
    """资料页与实验排在章节之后。"""
    sources = read_sources(DOCS)
    for topic in read_tags(DOCS, read_glossary(DOCS), sources):
        numbered = [page for page in topic.pages if page.number]
        assert numbered == sorted(numbered, key=sources.pages.index), topic.term.zh
