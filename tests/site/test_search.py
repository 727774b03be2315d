"""搜索：分词、索引里的术语、换掉的搜索线程。"""

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import jieba
import material
import pytest
from material.plugins.search.plugin import Parser
from small_site import MkDocs

from derive.site import search
from derive.site.errors import SiteError
from derive.site.glossary import Term, read_glossary
from derive.site.node import node_binary

ROOT = Path(__file__).parents[2]
GLOSSARY = """\
[[group]]
title = "学习"
[[group.term]]
zh = "梯度消失"
en = "vanishing gradient"
text = "传到前面的层时梯度几乎为 0。"
page = "a.md"
avoid = ["梯度弥散"]
[[group.term]]
zh = "缓存"
en = "cache"
text = "留给反向的数。"
page = "a.md#导数"
[[group.term]]
zh = "标签"
en = "label"
text = "正确答案。"
page = "later.md"
"""
PAGE = """\
# 第一章

## 直觉

往回乘许多小数，就是**梯度消失**。

## 导数

{body}
"""


def entries(mkdocs: MkDocs, body: str = "正文") -> dict[str, dict[str, Any]]:
    built = mkdocs({"glossary.toml": GLOSSARY, "a.md": PAGE.format(body=body)})
    assert built.exit_code == 0, built.output
    index = json.loads((built.site / search.INDEX).read_text("utf-8"))
    return {entry["location"]: entry for entry in index["docs"]}


def test_terms_are_one_word_to_the_segmenter() -> None:
    search.teach(read_glossary(ROOT / "docs"))
    words = jieba.lcut("前向传播之后，用链式法则做反向传播，交叉熵的梯度向量化，雅可比矩阵")
    assert {"前向传播", "链式法则", "反向传播", "交叉熵", "向量化", "雅可比"} <= set(words)


def test_section_is_found_by_every_name_of_its_term(mkdocs: MkDocs) -> None:
    found = entries(mkdocs)
    assert {"梯度消失", "消失", "梯度弥散", "vanishing"} <= set(found["a/#直觉"]["terms"].split())
    assert found["a/#导数"]["terms"] == "缓存 cache"
    assert "terms" not in found["a/"]


def test_term_without_a_place_belongs_to_the_whole_page(mkdocs: MkDocs) -> None:
    built = mkdocs({"glossary.toml": GLOSSARY, "a.md": "# 第一章\n\n## 导数\n\n正文\n"})
    index = json.loads((built.site / search.INDEX).read_text("utf-8"))
    taught = {entry["location"]: entry.get("terms", "") for entry in index["docs"]}
    assert "梯度弥散" in taught["a/"]


def test_every_term_of_the_book_has_a_home_in_the_index(site: Path) -> None:
    index = json.loads((site / search.INDEX).read_text("utf-8"))
    found = " ".join(entry.get("terms", "") for entry in index["docs"])
    missing = [
        term.zh
        for term in read_glossary(ROOT / "docs").terms
        if not all(part in found for part in search.parts(term.zh))
    ]
    assert missing == []


def test_furniture_is_not_indexed(mkdocs: MkDocs) -> None:
    body = "```derivation\nsigmoid_prime\n```\n\n```implementation\nline_forward_z1\n```"
    text = json.dumps(entries(mkdocs, body), ensure_ascii=False).replace("\u200b", "")
    assert "σ′(z)" in text
    assert "forward_propagation" in text
    for noise in ("代入定义", "展开中间", "故意改坏", "直接调用", "组随机的形状", "已证", "✓"):
        assert noise not in text, noise


def test_names_and_their_endings() -> None:
    term = Term("梯度消失", "vanishing gradient", "", "a.md", ("消失",), ("梯度弥散",))
    assert search.names(term) == ("梯度消失", "消失", "梯度弥散", "vanishing gradient")
    assert search.parts("梯度消失") == ["梯度消失", "度消失", "消失"]
    assert search.parts("凸") == ["凸"]
    assert " ".join(search.parts("带泄漏的 ReLU")).split() == ["带泄漏的", "ReLU"]


def test_index_holds_words_not_markup(mkdocs: MkDocs) -> None:
    body = "第一段 `a<b`。\n\n- 一\n- 二\n\n第二段"
    (text,) = (entry["text"] for place, entry in entries(mkdocs, body).items() if "导数" in place)
    assert [line.replace("\u200b", "") for line in text.split("\n")] == [
        "第一段 a<b。",
        "一",
        "二",
        "第二段",
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>梯度\u200b消失\u200b，\u200b层</p> <p>d</p>", "梯度\u200b消失，层\nd"),
        ("<pre><code>a = 1\n  b</code></pre>", "a = 1\nb"),
        ("1 &lt; 2 &amp;&amp; <sub>i</sub>", "1 < 2 && i"),
    ],
)
def test_plain(html: str, text: str) -> None:
    assert search.plain(html, r"[\s\u200b，]+") == text


# ---- 搜索线程 -----------------------------------------------------------------

DOCS = [
    {"location": "a/", "title": "反向\u200b传播", "text": "从后\u200b往前。\n梯度 <b> 与 sigmoid"},
    {"location": "a/#s", "title": "梯度", "text": "梯度 的 梯度\n层", "terms": "弥散"},
    {"location": "b/", "title": "层", "text": "d1 d10 σ′(z) 反向传播"},
]
CONFIG = {
    "separator": "[\\s\\u200b，。()<>]+",
    "fields": {"title": {"boost": 8}, "text": {"boost": 1}, "terms": {"boost": 20}},
}


def ask(*calls: str) -> list[Any]:
    """在 Node 里运行搜索线程，装好 DOCS，返回各个式子的值。"""
    setup = {"type": 0, "data": {"config": CONFIG, "docs": DOCS}}
    code = f"{search.worker()};answer({json.dumps(setup)});"
    code += f"console.log(JSON.stringify([{','.join(calls)}]))"
    done = subprocess.run([node_binary(), "-e", code], capture_output=True, text=True, check=True)
    result: list[Any] = json.loads(done.stdout)
    return result


def find(query: str) -> dict[str, Any]:
    (message,) = ask(f"answer({json.dumps({'type': 2, 'data': query})})")
    assert message["type"] == 3
    result: dict[str, Any] = message["data"]
    return result


@pytest.mark.parametrize(
    ("run", "index", "words"),
    [
        ("反向传播", ("反向", "反向传播"), ["反向传播"]),  # 整个查询也是一个词
        ("反向传", ("反向", "反向传播"), ["反向传"]),  # 还没有打完
        ("广", ("广播",), ["广"]),
        ("梯度弥散怎么办", ("梯度", "弥散"), ["梯度", "弥散", "怎么办"]),
        ("防止过拟合", ("过拟合",), ["过拟合"]),  # 不认识的字跳过，不是整句放弃
        ("量子纠缠", ("梯度",), ["量子纠缠"]),
    ],
)
def test_segment(run: str, index: tuple[str, ...], words: list[str]) -> None:
    known = json.dumps([[word, 0] for word in index])
    assert ask(f"segment({json.dumps(run)}, new Map({known}))") == [words]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("梯度怎么办", ["梯度"]),  # 虚词不搜
        ("为什么", ["为什么"]),  # 只有虚词，就搜虚词
        ("Sigmoid梯度", ["sigmoid", "梯度"]),
        ("σ'(z)", ["σ′", "z"]),
        ("d1 d1", ["d1"]),
    ],
)
def test_words_of_a_query(query: str, words: list[str]) -> None:
    call = f"new Index({json.dumps({'config': CONFIG, 'docs': DOCS})}).words({json.dumps(query)})"
    assert ask(call) == [words]


def locations(query: str) -> list[list[str]]:
    return [[entry["location"] for entry in page] for page in find(query)["items"]]


def test_sections_of_a_page_come_together_with_its_head() -> None:
    assert locations("弥散") == [["a/#s", "a/"]]
    assert find("弥散")["items"][0][1]["terms"] == {"弥散": True}  # 打开整页，也标得出
    assert locations("层") == [["b/"], ["a/#s", "a/"]]  # 标题里的胜过正文里的
    assert locations("没有这个") == []


def test_whole_word_beats_its_beginning_and_one_letter_is_itself() -> None:
    assert find("d1")["items"][0][0]["text"] == (
        "<p><mark>d1</mark> <mark>d10</mark> σ′(z) 反向传播</p>"
    )
    assert find("d")["items"] == []


def test_more_words_found_is_better() -> None:
    assert locations("梯度") == [["a/#s", "a/"]]
    assert locations("梯度 sigmoid") == [["a/", "a/#s"]]


def test_result_is_what_the_search_box_expects() -> None:
    first, head = find("梯度 xyz")["items"][0]
    assert (first["location"], head["location"]) == ("a/#s", "a/")
    assert first["title"] == "<mark>梯度</mark>"
    assert first["text"] == "<p><mark>梯度</mark> 的 <mark>梯度</mark></p>"
    assert first["terms"] == {"梯度": True, "xyz": False}
    assert head["title"] == "反向传播"
    assert head["text"] == "<p><mark>梯度</mark> &#60;b&#62; 与 sigmoid</p>"


def test_last_word_is_completed_from_the_titles() -> None:
    assert find("梯")["suggest"] == ["梯度"]
    assert find("sig")["suggest"] == []


def test_text_found_late_in_a_long_line_is_shown() -> None:
    long = " ".join(f"w{number}" for number in range(300))
    call = f"new Index({json.dumps({'config': CONFIG, 'docs': []})}).excerpt({json.dumps(long)}, "
    (text,) = ask(f"{call}new Set(['w200']))")
    assert text.startswith("…w1")
    assert "<mark>w200</mark>" in text
    assert text.endswith("…")
    assert len(text) < 300


def test_site_has_our_worker_and_nothing_of_lunr(mkdocs: MkDocs) -> None:
    site = mkdocs({"a.md": "正文"}).site
    (path,) = (site / "assets/javascripts/workers").glob("*")
    assert path.read_text("utf-8") == search.worker()
    assert not list(site.rglob("*lunr*"))
    assert not list(site.rglob("*.map"))


# ---- Material 的脚本 -----------------------------------------------------------


@cache
def bundle() -> str:
    folder = Path(material.__file__).parent / "templates/assets/javascripts"
    (path,) = folder.glob("bundle.*.min.js")
    return path.read_text("utf-8")


def test_bundle_starts_the_search_late() -> None:
    changed = search.patched_bundle(bundle())
    assert "new Worker(e)" not in changed
    assert "function searchPort(url)" in changed
    assert "sourceMappingURL" not in changed


def test_unknown_bundle_is_refused() -> None:
    with pytest.raises(SiteError, match="mkdocs-material 的版本"):
        search.patched_bundle(bundle().replace("new Worker(e)", "new Worker(e, {})"))
    with pytest.raises(SiteError, match="mkdocs-material 的版本"):
        search.patched_bundle(search.patched_bundle(bundle()))


def test_site_has_the_changed_bundle(mkdocs: MkDocs) -> None:
    site = mkdocs({"a.md": "正文"}).site
    (path,) = (site / "assets/javascripts").glob("bundle.*.min.js")
    assert path.read_text("utf-8").startswith(search.patched_bundle(bundle()))


def test_formulas_are_taken_away_whatever_else_their_tag_says() -> None:
    page = '<derive-math data-search-exclude=""{}>x</derive-math>y'
    for more in ("", ' tabindex="0" role="group"'):
        assert search.without_drawn(page.format(more)) == page.format(more).replace("x<", "<")


def test_colours_of_programs_are_taken_away() -> None:
    """程序的字都在；正文里的 span 不动：Material 要看它上面的 data-search-exclude。"""
    page = '<p><span class="k">字</span></p><pre><code><span class="k">def</span> f</code></pre>'
    expected = '<p><span class="k">字</span></p><pre><code>def f</code></pre>'
    assert search.without_drawn(page) == expected


def test_material_reads_the_same_without_colours(site: Path) -> None:
    def sections(html: str) -> list[tuple[str, str]]:
        parser = Parser()
        parser.feed(html)
        parser.close()
        return [("".join(section.title), "".join(section.text)) for section in parser.data]

    for name in ("labs/planar", "labs/step-by-step", "basics/vectorization", "deep/backward"):
        page = (site / name / "index.html").read_text("utf-8")
        article = page[page.index("<article") : page.index("</article>")]
        assert sections(search.without_drawn(article)) == sections(article), name
        assert "<pre><code" in article
