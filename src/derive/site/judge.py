"""判定器的一页：写推导、看结论的一块。

判定的程序在读者的浏览器里运行（Python 编译成 WebAssembly），按下“判定”才下载；写下的式子不离开
读者的机器。
"""

from __future__ import annotations

from html import escape

from markdown import Markdown

from derive.judge.patience import SECONDS
from derive.judge.verdict import answerable
from derive.kernel.notation import plain
from derive.kernel.objects import Claim, Definition, Derivation
from derive.site.build import Build
from derive.site.errors import SiteError
from derive.site.html import tag
from derive.site.judge_files import EXAMPLE, address, sizes

WHOLE, SENT = "@判定器的字节@", "@判定器的下载@"
"""判定器备好了才知道有多大：正文里先占着位置，写出这一页时由 `with_sizes` 填上。"""


def needs_wasm(page: str) -> bool:
    """这一页里有没有判定器。"""
    return '<form class="judge"' in page


def with_sizes(page: str) -> str:
    """有判定器的一页，填上它的大小；还没有备好就等着。"""
    whole, sent = sizes()
    return page.replace(WHOLE, str(whole)).replace(SENT, f"{sent / 1e6:.1f} MB")


def judge(build: Build, line: str, md: Markdown) -> str:
    """写推导、看结论的一块；没有脚本时说清楚怎么办。"""
    if line != "page":
        raise SiteError(f"```judge 里只能写 page，这里写的是 {line}。")
    here = f"{build.asset(address())}/"
    form = tag(
        "form",
        _field("要判的", _choice()),
        _field("哪一个等式", _objects(build)),
        _field("式子，一行一个", _text()),
        tag(
            "p",
            tag("button", "判定", type="submit", data_judge="run", class_="md-button"),
            tag("button", "停下", type="button", data_judge="stop", class_="md-button", hidden=""),
            class_="judge__buttons",
        ),
        tag(
            "p",
            f"第一次判定要下载约 {SENT}（Python、SymPy 与判定的程序），都来自本站；"
            "写下的式子不离开你的机器。",
            class_="judge__note",
            data_search_exclude="",  # 那时还没有填上大小
        ),
        tag("progress", data_judge="bar", max="1", value="0", aria_label="载入判定器", hidden=""),
        tag("p", data_judge="status", role="status", class_="judge__status"),
        tag("ol", data_judge="found", class_="judge__found"),
        class_="judge",
        data_base=here,
        data_bytes=WHOLE,
        data_seconds=f"{SECONDS:g}",
        data_grace="3",
        hidden="",
    )
    without = tag(
        "p",
        "这里要运行脚本，从磁盘打开的书里也用不了：请打开网上的这一页，或者用下面的命令。",
        class_="judge__note",
    )
    style = tag("link", rel="stylesheet", href=build.asset("assets/judge.css"))
    script = tag("script", type="module", src=f"{here}page.js")
    return style.removesuffix("</link>") + form + without + script


def _field(label: str, control: str) -> str:
    return tag("label", tag("span", escape(label)), control, class_="judge__field")


def _text() -> str:
    return tag(
        "textarea",
        escape(EXAMPLE),
        data_judge="text",
        rows="11",
        spellcheck="false",
        autocapitalize="off",
        autocomplete="off",
    )


def _choice() -> str:
    options = (("derivation", "一篇推导，逐个等号"), ("answer", "我的答案，与书里的一个等式比"))
    return tag(
        "select",
        *(tag("option", label, value=value) for value, label in options),
        data_judge="kind",
    )


def _objects(build: Build) -> str:
    """可以核对答案的对象，按章。"""
    options = [
        tag("option", escape(f"{plain(obj.statement.lhs)} = ?　{obj.title}"), value=obj.id)
        for obj in build.book
        if isinstance(obj, Definition | Derivation | Claim) and answerable(obj)
    ]
    return tag("select", *options, data_judge="id")
