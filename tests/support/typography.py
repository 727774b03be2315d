"""中文排版与译名的检查。

空格与标点由 autocorrect 检查；它不管的几样（公式与行内代码两边、半角括号与引号），和「一个术语
一个译名」，在这里检查。都只看文字：代码、公式、围栏不管。
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import autocorrect_py

from derive.site.glossary import Glossary, any_of
from derive.site.sources import prose

RULES = {
    "space-word": 1,  # 汉字与字母、数字之间空一格
    "space-punctuation": 1,
    "space-dollar": 1,  # 汉字与公式之间空一格
    "fullwidth": 1,  # 汉字之间用全角标点
    "no-space-fullwidth": 1,  # 全角标点两边不空格
    "no-space-fullwidth-quote": 1,
    "halfwidth-word": 1,  # 字母、数字用半角
    "halfwidth-punctuation": 0,  # 「ReLU、tanh」里的顿号是对的
    "space-bracket": 0,
    "space-backticks": 0,
    "space-dash": 0,
    "spellcheck": 0,
}
HAN = r"[\u4e00-\u9fff]"
FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
CODE, MATH, REFERENCE = "\ue000", "\ue001", "\ue002"
"""行内代码、公式、式号引用的替身：私用区的字符，正文里不会有。"""


@dataclass(frozen=True)
class Flaw:
    """一处毛病：第几行，和怎样改。"""

    line: int
    message: str


def flaws(text: str, glossary: Glossary) -> list[Flaw]:
    """一页 Markdown 里的全部毛病，按行排列。"""
    words = prose(text)
    found = {*_autocorrect(words), *_marks(words), *_translations(words, glossary)}
    return sorted(found, key=lambda flaw: (flaw.line, flaw.message))


def _autocorrect(words: str) -> Iterator[Flaw]:
    autocorrect_py.load_config(json.dumps({"rules": RULES}))
    for line in autocorrect_py.lint_for(words, "markdown").lines:
        yield Flaw(line.line, f"「{line.old}」应写成「{line.new}」")


def _plain(line: str) -> str:
    """一行文字，行内代码、公式、引用与链接的地址换成替身。"""
    line = re.sub(r'^\s*(?:!!!|\?\?\?\+?|===)[^"]*"(.*)"\s*$', r"\1", line)  # 提示框与标签页的标题
    line = re.sub(r"(`+).+?\1", CODE, line)
    line = re.sub(r"(?<!\\)\$[^$]+\$", MATH, line)
    line = re.sub(r"\[@\w+\]", REFERENCE, line)
    line = re.sub(r"\]\([^)]*\)", "]", line)
    return re.sub(r"\{[^{}]*\}|https?://\S+|<[^>]*>|\*+(?! )", "", line)


BROKEN = (
    (rf"{HAN}[,;:?!()]|[,;:?!()]{HAN}|[，。；：！？）”][,;:?!]|[,;:?!][（“]", "半角标点"),
    (rf"{HAN}\s?\"|\"\s?{HAN}", "半角引号：中文里用 “ ”"),
    (rf"{HAN}[{CODE}{MATH}]|[{CODE}{MATH}]{HAN}", "汉字与行内代码、公式之间应空一格"),
    (
        rf"[，。；：！？、（“] [{CODE}{MATH}]|[{CODE}{MATH}] [，。；：！？、）”]",
        "全角标点两边不空格",
    ),
    (rf"{REFERENCE}{HAN}", "式号引用的后面应空一格"),
    (rf"{HAN}\.\.\.|。。", "省略号用 …… 或 …"),
)


def _marks(words: str) -> Iterator[Flaw]:
    for number, line in enumerate(words.splitlines(), 1):
        plain = _plain(line)
        for pattern, name in BROKEN:
            for match in re.finditer(pattern, plain):
                around = plain[max(0, match.start() - 6) : match.end() + 6]
                yield Flaw(number, f"{name}，在「{_readable(around)}」")


def _readable(text: str) -> str:
    return text.replace(CODE, "`…`").replace(MATH, "$…$").replace(REFERENCE, "[@…]")


def _translations(words: str, glossary: Glossary) -> Iterator[Flaw]:
    """不许用的译名。它若是某个正当写法的一部分（超参数里的「超参」），就不算。"""
    rejected = {form: term for term in glossary.terms for form in term.avoid}
    both = any_of(sorted((*rejected, *glossary.forms), key=len, reverse=True))
    for number, line in enumerate(words.splitlines(), 1):
        for match in both.finditer(_plain(line)):
            if match[0] in rejected:
                term = rejected[match[0]]
                yield Flaw(number, f"「{match[0]}」应写成「{term.zh}」（{term.en}）")
