"""没有变的页不再渲染，结果与从头渲染的一个字节不差；变了的、有问题的，一定重新渲染。"""

import shutil
from dataclasses import replace
from pathlib import Path

import jieba
import mkdocs.structure.pages
import pytest
from small_site import GOOD, MkDocs

from derive.kernel.book import Book

PAGES = {
    "index.md": "# 首页\n\n见[甲](a.md#one)与 $@sigmoid_prime$。\n",
    "a.md": "---\nnumber: 1.1\n---\n# 甲\n\n## 一 {#one}\n\n```derivation\nsigmoid_prime\n```\n",
    "b.md": "# 乙\n\n普通的一段。\n",
}


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """真的用 Markdown 渲染过的页；缓存是空的。"""
    monkeypatch.setenv("DERIVE_CACHE_DIR", str(cache_with_npm(tmp_path / "cache")))
    names: list[str] = []
    original = mkdocs.structure.pages.Page.render

    def render(self: mkdocs.structure.pages.Page, *arguments: object) -> None:
        names.append(self.file.src_uri)
        original(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(mkdocs.structure.pages.Page, "render", render)
    return names


def cache_with_npm(folder: Path) -> Path:
    """只有 npm 依赖与结论的缓存，别的都没有记住。"""
    from derive.cache_dir import cache_dir
    from derive.site.node import node_modules

    folder.mkdir()
    npm = node_modules().parent
    (folder / npm.name).symlink_to(npm, target_is_directory=True)
    if (cache_dir() / "verdicts").is_dir():
        (folder / "verdicts").symlink_to(cache_dir() / "verdicts", target_is_directory=True)
    return folder


def contents(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file() and not path.name.startswith("sitemap.xml")
    }


def test_nothing_is_rendered_twice(mkdocs: MkDocs, rendered: list[str]) -> None:
    first = mkdocs(PAGES)
    assert first.exit_code == 0, first.output
    assert {"index.md", "a.md", "b.md"} <= set(rendered)
    before = contents(first.site)
    shutil.rmtree(first.site)
    rendered.clear()
    assert mkdocs(PAGES).exit_code == 0
    assert rendered == []
    assert contents(first.site) == before


def test_only_the_edited_page_is_rendered(mkdocs: MkDocs, rendered: list[str]) -> None:
    mkdocs(PAGES)
    rendered.clear()
    built = mkdocs({**PAGES, "b.md": "# 乙\n\n改过的一段。\n"})
    assert rendered == ["b.md"]
    assert "改过的一段" in (built.site / "b/index.html").read_text("utf-8")
    assert "改过" in (built.site / "search/search_index.json").read_text("utf-8").replace(
        "\u200b", ""
    )


def test_a_new_title_changes_the_navigation_of_every_page(
    mkdocs: MkDocs, rendered: list[str]
) -> None:
    mkdocs(PAGES)
    built = mkdocs({**PAGES, "b.md": "# 新的题目\n\n普通的一段。\n"})
    assert "新的题目" in (built.site / "a/index.html").read_text("utf-8")


def test_a_changed_object_is_rendered_where_it_is_shown(
    mkdocs: MkDocs, rendered: list[str]
) -> None:
    mkdocs(PAGES)
    rendered.clear()
    renamed = Book(replace(o, title="换了题目") if o.id == "sigmoid_prime" else o for o in GOOD)
    built = mkdocs(PAGES, renamed)
    assert {"index.md", "a.md"} <= set(rendered)
    assert "b.md" not in rendered
    assert "换了题目" in (built.site / "a/index.html").read_text("utf-8")


def test_words_stay_whole_when_only_the_shell_changes(
    mkdocs: MkDocs, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """正文都不必渲染，但要重进索引：分词器照样得知道术语。"""
    glossary = '[[group]]\ntitle = "组"\n[[group.term]]\nzh = "梯度消失"\nen = "vanishing"\n'
    glossary += 'text = "梯度几乎为 0。"\npage = "b.md"\n'
    pages = {**PAGES, "glossary.toml": glossary, "b.md": "# 乙\n\n这就是**梯度消失**的原因。\n"}
    for address in ("", "https://one.example/"):
        monkeypatch.setenv("SITE_URL", address)
        rendered.clear()
        fresh = jieba.Tokenizer()  # 分词器学过的词留在进程里；读者的每次构建是新的进程
        monkeypatch.setattr(jieba, "add_word", fresh.add_word)
        monkeypatch.setattr(jieba, "cut", fresh.cut)
        built = mkdocs(pages)
        assert built.exit_code == 0, built.output
        index = (built.site / "search/search_index.json").read_text("utf-8")
        assert "梯度消失" in index.partition('"b/"')[2].partition("terms")[0]
    assert rendered == []


def test_problems_are_reported_again(mkdocs: MkDocs, rendered: list[str]) -> None:
    bad = {**PAGES, "b.md": "# 乙\n\n断了的[链接](nowhere.md)，手写的 $a=b$。\n"}
    for _ in range(2):
        built = mkdocs(bad)
        assert built.exit_code == 1
        assert "nowhere.md" in built.output
        assert "b.md:3" in built.output


def test_a_broken_anchor_is_reported_even_when_the_page_did_not_change(
    mkdocs: MkDocs, rendered: list[str]
) -> None:
    assert mkdocs(PAGES).exit_code == 0
    built = mkdocs({**PAGES, "a.md": PAGES["a.md"].replace("{#one}", "{#two}")})
    assert built.exit_code == 1
    assert "one" in built.output


def test_a_damaged_record_only_costs_time(
    mkdocs: MkDocs, rendered: list[str], tmp_path: Path
) -> None:
    first = contents(mkdocs(PAGES).site)
    for path in (tmp_path / "cache" / "pages").glob("*.json"):
        path.write_text(path.read_text("utf-8")[:100], "utf-8")
    rendered.clear()
    built = mkdocs(PAGES)
    assert built.exit_code == 0
    assert set(rendered) >= set(PAGES)
    assert contents(built.site) == first
