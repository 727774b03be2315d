"""搜索：让 Material 的搜索找得到该找的那一页。

三件事：术语在索引里是一个词；讲解术语的那一节，用术语的别名、英文和别处的译名也找得到；
搜索线程里切查询、算分的几处换掉。网页上的搜索框仍是 Material 的。
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from importlib.resources import files
from typing import Any

import jieba

from derive.site.errors import SiteError
from derive.site.glossary import Glossary, Term
from derive.site.sources import Sources

INDEX = "search/search_index.json"
"""索引在网站里的位置；由 Material 的插件写出。"""

WORKER = re.compile(r"assets/javascripts/workers/search\.\w+\.min\.js")
"""搜索线程的文件。"""

FIELD = "terms"
"""索引里加的一栏；权重写在 mkdocs.yml 的 search.fields 里。"""

WORDS = ("前向", "反向", "雅可比")
"""不是术语，也不能切开的词。"""

_HAN = re.compile(r"[\u4e00-\u9fff]+")


# ---- 索引 ---------------------------------------------------------------------


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


def with_terms(index: str, glossary: Glossary, sources: Sources) -> str:
    """给讲解术语的各节加上一栏：术语的全部叫法。汉字直接写，不用 \\u 转义，文件小一半。"""
    data: dict[str, Any] = json.loads(index)
    taught: defaultdict[str, list[str]] = defaultdict(list)
    for term in glossary.terms:
        if place := home(term, sources):
            taught[place] += [part for name in names(term) for part in parts(name)]
    for entry in data["docs"]:
        if words := taught.get(entry["location"]):
            entry[FIELD] = " ".join(dict.fromkeys(words))
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def parts(name: str) -> list[str]:
    """一个叫法，和它的每个后半截：查询总按词的开头去配，只记得“消失”的人才找得到梯度消失。"""
    if not _HAN.fullmatch(name):
        return [_HAN.sub(lambda match: f" {match[0]} ", name)]
    return [name[start:] for start in range(max(1, len(name) - 1))]


# ---- 搜索线程 -----------------------------------------------------------------

_SEGMENT = re.compile(
    r"function (?P<name>\w+)\(t,e\)\{let r=new Set,n=new Uint16Array\(t\.length\);"
    r'.*?return r\.has\(""\)\?new Set\(\[t\]\):r\}',
)

_CHANGES = (
    # 汉字与字母连写（sigmoid导数）也要切开；撇号与书里的一撇是一个意思
    (
        'e=e.replace(new RegExp("\\\\p{sc=Han}+","gu"),s=>[',
        'e=e.replace(/\'/g,"′").replace(new RegExp("\\\\p{sc=Han}+","gu"),s=>" "+[',
    ),
    ('].join("* "))', '].join(" ")+" ")'),
    # 整个词都对上，比只对上开头值得多；一个字母只找它自己
    ("r:`${r}*`", "r:/^[!-~]$/.test(r)?r:`${r}^4 ${r}*`"),
    # 查询里的词对上得越全，排得越前；页的开头略胜过其中一节
    ("let g=+!c.parent+Object", "let g=Object"),
    ("score:a*(1+K(g,2))", "score:a*K(g,3)*(c.parent?1:1.5)"),
    # lunr 合并相同的后缀时，拿“字符＋结点号”连起来当钥匙：字符是数字就会混淆，凭空多出几个词，
    # 查到它们整个查询都失败（搜 rank-1 什么也没有）。隔开就不混淆
    ("e=e+s+o.id}return e}", 'e=e+s+o.id+","}return e}'),
    # 正文里没有对上的词，就只显示第一段，不把整节都搬出来
    (
        "if(!m.length)continue;",
        'if(!m.length){if(l==="text")c[l]=(/<p>.*?<\\/p>/s.exec(c[l])||[""])[0];continue}',
    ),
)
"""(原来的, 换成的)。"""


def patched(worker: str) -> str:
    """改好的搜索线程。

    Material 的分词差了一位：整个查询从来不当作一个词去找，“反向传播”只按“反向”搜；遇到索引里没有的
    字，就整句放弃。算分时又不大在乎查询里的词对上了几个。换了版本、认不出要改的地方，SiteError。
    """
    own = files("derive.site").joinpath("segment.js").read_text("utf-8")
    function = own[own.index("function segment(") :].rstrip()
    result, count = _SEGMENT.subn(
        lambda match: function.replace("function segment(", f"function {match['name']}(", 1), worker
    )
    found = [count, *(worker.count(old) for old, _ in _CHANGES)]
    if found != [1] * len(found):
        raise SiteError(
            f"Material 的搜索线程里，要改的 {len(found)} 处各应有一处，实际是 {found}。"
            "换了 mkdocs-material 的版本，就请对照新的源码修改 derive.site.search。"
        )
    for old, new in _CHANGES:
        result = result.replace(old, new)
    return result
