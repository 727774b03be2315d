"""搜索：读者找得到该找的那一页，不搜索的人什么也不必下载。

三件事：索引里术语是一个词，讲解术语的那一节用它的别名、英文和别处的译名也找得到；
搜索线程换成我们的（search_worker.js），不用 Material 带的 lunr，它在手机上要好几秒才备妥；
Material 的脚本改几处：搜索框打开时才去取索引与线程，复制按钮不冒充导航。
网页上的搜索框仍是 Material 的。
"""

from __future__ import annotations

import json
import logging
import re
from collections import defaultdict
from functools import lru_cache
from html import unescape
from importlib.resources import files
from typing import Any

import jieba

from derive.site.errors import SiteError
from derive.site.glossary import Glossary, Term
from derive.site.sources import Sources

jieba.setLogLevel(logging.CRITICAL)  # 它每次载入词典都要说上几句

INDEX = "search/search_index.json"
"""索引在网站里的位置；由 Material 的插件写出。"""

WORKER = re.compile(r"assets/javascripts/workers/search\.\w+\.min\.js")
"""搜索线程的文件。"""

BUNDLE = re.compile(r"assets/javascripts/bundle\.\w+\.min\.js")
"""Material 的脚本。"""

UNUSED = re.compile(r"assets/javascripts/lunr/.*|assets/.*\.map")
"""不再用到的：lunr 的各种语言，和只供调试的对照。"""

FIELD = "terms"
"""索引里加的一栏；权重写在 mkdocs.yml 的 search.fields 里。"""

WORDS = ("前向", "反向", "雅可比")
"""不是术语，也不能切开的词。"""

_HAN = re.compile(r"[\u4e00-\u9fff]+")


# ---- 索引 ---------------------------------------------------------------------


_DRAWN = re.compile(
    r'(<derive-(math|figure)\b[^>]*? data-search-exclude=""[^>]*>).*?(?=</derive-\2>)', re.DOTALL
)
_PROGRAM = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_SPAN = re.compile(r"</?span\b[^>]*>")


def without_drawn(content: str) -> str:
    """给搜索看的正文：公式与图的标记、代码的颜色本来就不进索引，先拿掉，Material 少读九成。"""
    return _PROGRAM.sub(_without_colour, _DRAWN.sub(r"\1", content))


def _without_colour(match: re.Match[str]) -> str:
    return _SPAN.sub("", match[0])


def names(term: Term) -> tuple[str, ...]:
    """读者可能用来找它的一切叫法，不许用在书里的译名也在内。"""
    return (*term.forms, *term.avoid, term.en)


def teach(glossary: Glossary) -> None:
    """告诉分词器：术语是一个词。要在第一页进索引之前。"""
    for word in sorted({word for term in glossary.terms for word in names(term)} | set(WORDS)):
        if _HAN.fullmatch(word):
            jieba.add_word(word)


def home(term: Term, sources: Sources) -> str | None:
    """讲解它的那一节在索引里的位置；页不在（小的文档树）就是 None。"""
    page = sources.by_path.get(term.page.partition("#")[0])
    if page is None:
        return None
    anchor = term.place(page)
    if anchor not in page.sections:
        line = next(
            (page.find(f"**{form}**")[0] for form in term.forms if f"**{form}**" in page.text), 0
        )
        around = [name for name, section in page.sections.items() if line in section.lines]
        anchor = around[-1] if around else ""
    first = next(iter(page.sections), "")
    return page.url if anchor in ("", first) else f"{page.url}#{anchor}"


def finished(index: str, glossary: Glossary, sources: Sources) -> str:
    """写完的索引：正文只留文字，讲解术语的各节加上一栏，写着术语的全部叫法。"""
    data: dict[str, Any] = json.loads(index)
    taught: defaultdict[str, list[str]] = defaultdict(list)
    for term in glossary.terms:
        if place := home(term, sources):
            taught[place] += [part for name in names(term) for part in parts(name)]
    for entry in data["docs"]:
        for field in ("title", "text"):
            entry[field] = plain(entry[field], data["config"]["separator"])
        if words := taught.get(entry["location"]):
            entry[FIELD] = " ".join(dict.fromkeys(words))
    # 汉字直接写，不用 \u 转义，文件小一半
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


@lru_cache(20_000)
def plain(text: str, separator: str) -> str:
    """没有标签的文字，一段一行；jieba 切词用的零宽空格，只留在别处断不开的地方。"""
    text = re.sub(r"</(?:p|li|pre)>", "\n", text)
    text = unescape(re.sub(r"<[^<>]+>", "", text))
    text = re.sub(separator, lambda run: run[0].replace("\u200b", "") or "\u200b", text)
    text = re.sub(r"[^\S\n]+", " ", text)
    return re.sub(r" ?\n\s*", "\n", text).strip()


def parts(name: str) -> list[str]:
    """一个叫法，和它的每个后半截：查询总按词的开头去配，只记得“消失”的人才找得到梯度消失。"""
    if not _HAN.fullmatch(name):
        return [_HAN.sub(lambda match: f" {match[0]} ", name)]
    return [name[start:] for start in range(max(1, len(name) - 1))]


# ---- 脚本 ---------------------------------------------------------------------

_CHANGES = (
    # 收到第一条消息才启动线程
    ("function Mn(e,t=new Worker(e))", "function Mn(e,t=searchPort(e))"),
    # 不是从磁盘打开的网页，原来一打开就取索引；都改成搜索框打开才取
    ('L($(location.protocol!=="file:"),Je("search")).pipe(', 'Je("search").pipe('),
    # 标出所搜的词要用索引里的设置；地址里没有 ?h= 就不取
    (
        'z([t,r.pipe(Q(we()),g(o=>!!o.searchParams.get("h")))]).pipe(',
        'r.pipe(Q(we()),g(o=>!!o.searchParams.get("h")),b(n=>t.pipe(m(o=>[o,n])))).pipe(',
    ),
    # 每个代码块的复制按钮各成一个没有名字的导航区，读屏软件逐个报；它不是导航
    ('x("nav",{class:"md-code__nav"})', 'x("div",{class:"md-code__nav"})'),
)
"""(原来的, 换成的)。"""


def worker() -> str:
    """搜索线程。"""
    return files("derive.site").joinpath("search_worker.js").read_text("utf-8")


def patched_bundle(bundle: str) -> str:
    """改好的 Material 的脚本；换了版本、认不出要改的地方，SiteError。"""
    found = [bundle.count(old) for old, _ in _CHANGES]
    if found != [1] * len(found):
        raise SiteError(
            f"Material 的脚本里，要改的 {len(found)} 处各应有一处，实际是 {found}。"
            "换了 mkdocs-material 的版本，就请对照新的源码修改 derive.site.search。"
        )
    for old, new in _CHANGES:
        bundle = bundle.replace(old, new)
    bundle = re.sub(r"//# sourceMappingURL=\S+\s*$", "", bundle)  # 改过就对不上了
    return bundle + files("derive.site").joinpath("search_port.js").read_text("utf-8")
