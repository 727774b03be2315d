"""搜索：分词、索引里的术语、换掉的搜索线程。"""

import json
import subprocess
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jieba
import material
import pytest
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


# ---- 搜索线程 -----------------------------------------------------------------


@cache
def worker() -> str:
    folder = Path(material.__file__).parent / "templates/assets/javascripts/workers"
    (path,) = folder.glob("search.*.min.js")
    return path.read_text("utf-8")


def segment(query: str, *index: str) -> list[str]:
    code = files("derive.site").joinpath("segment.js").read_text("utf-8")
    words = dict.fromkeys(index, 0)
    call = f"console.log(JSON.stringify([...segment({json.dumps(query)}, {json.dumps(words)})]))"
    done = subprocess.run(
        [node_binary(), "-e", code + call], capture_output=True, text=True, check=True
    )
    result: list[str] = json.loads(done.stdout)
    return result


@pytest.mark.parametrize(
    ("query", "index", "words"),
    [
        ("反向传播", ("反向", "反向传播"), ["反向传播"]),  # 整个查询也是一个词
        ("反向传", ("反向", "反向传播"), ["反向传"]),  # 还没有打完
        ("广", ("广播",), ["广"]),
        ("梯度弥散怎么办", ("梯度", "弥散"), ["梯度", "弥散"]),
        ("防止过拟合", ("过拟合",), ["过拟合"]),  # 不认识的字跳过，不是整句放弃
        ("为什么", ("什么",), ["为什么"]),  # 只有虚词，就搜虚词
        ("量子纠缠", ("梯度",), ["量子纠缠"]),
    ],
)
def test_segment(query: str, index: tuple[str, ...], words: list[str]) -> None:
    assert segment(query, *index) == words


def test_worker_segments_with_ours() -> None:
    changed = search.patched(worker())
    assert "const known = (word)" in changed
    assert "Uint16Array(t.length)" not in changed
    # 调用它的地方仍用原来的名字
    name = changed.split("const empty")[0].rsplit("function ", 1)[1].split("(")[0]
    assert f"...{name}(s,this.index.invertedIndex)" in changed


def test_unknown_worker_is_refused() -> None:
    with pytest.raises(SiteError, match="mkdocs-material 的版本"):
        search.patched(worker().replace("score:a*", "score: a*"))
    with pytest.raises(SiteError, match="mkdocs-material 的版本"):
        search.patched(search.patched(worker()))


def test_site_has_the_changed_worker(mkdocs: MkDocs) -> None:
    site = mkdocs({"a.md": "正文"}).site
    (path,) = (site / "assets/javascripts/workers").glob("search.*.min.js")
    assert path.read_text("utf-8") == search.patched(worker())
