"""原文里什么不许手写：独立公式、行内的断言、没有运行过的代码。

正文里的等式一律引用登记过的对象，由机器证明、由机器排版；手写的式子没有人核对。
行内公式只许写一个符号、一个式子，或交代场景（左边一个符号，右边数、元组、区间或集合）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from derive.site.problems import Problem
from derive.site.sources import FENCES, OBJECT_FENCES, Kind, Page, Token

PLAIN_FENCES = ("sh", "text")
"""不是程序、不必运行的代码块。"""

BANNED = re.compile(r"\\(?:char|def|gdef|edef|xdef|let|futurelet|newcommand|renewcommand)\b")
"""能改写记号、绕开检查的命令。"""


def lint(page: Page) -> Iterator[Problem]:
    """一页原文里的全部问题，按出现的次序。"""
    for token in page.tokens:
        message = _message(token)
        if message:
            yield Problem(*page.at(token.line, token.column), message)


def _message(token: Token) -> str:
    if token.kind is Kind.DISPLAY:
        return (
            f"这里手写了独立公式（{' '.join(token.text.split())}）。"
            "请把等式登记成 src/derive/theory 里的对象，再用 ```equation 引用它的 id。"
        )
    if token.kind is Kind.STRAY:
        return _stray(token.text)
    if token.kind is Kind.MATH:
        return _math(token.text)
    if token.kind is Kind.FENCE:
        return _fence(token)
    return ""


def _stray(text: str) -> str:
    if text == "$":
        return "这个 $ 没有配对（行内公式不能跨行）。要写美元符号请用 \\$。"
    if text.startswith("[@"):
        return f"引用 {text} 写得不对：应为 [@id]，id 只含字母、数字、下划线。"
    return f"围栏 {text} 没有闭合，或没有独占一行。请让它独占一行，并用同样的记号结束。"


def _math(tex: str) -> str:
    if BANNED.search(tex):
        return f"行内公式 ${tex}$ 里不能定义命令，也不能用字符编码。请直接写出公式。"
    if asserts(tex):
        return (
            f"行内公式 ${tex}$ 断言了一个关系。请登记成对象后写 $@id$；"
            "手写的关系只能是左边一个符号，右边一个数、元组、区间或集合。"
        )
    return ""


def _fence(token: Token) -> str:
    language = token.info.split()[0].strip("{}.") if token.info.split() else ""
    if language in FENCES:
        if token.info != language:
            return f"围栏 ```{token.info} 应只写 ```{language}，id 写在下面，每行一个。"
        if not token.text:
            return f"围栏 ```{language} 是空的：请在里面写 id，每行一个。"
        if language in OBJECT_FENCES and not re.fullmatch(r"\w+(\s*\n\w+)*", token.text):
            return f"围栏 ```{language} 里只能写 id，每行一个；公式请登记成对象。"
        return ""
    if language in PLAIN_FENCES:
        return ""
    return (
        f"不能手写 ```{language or '（无语言）'} 代码块。程序请放进 snippets/ 并用 ```snippet，"
        f"函数用 ```implementation；只有 {'、'.join(PLAIN_FENCES)} 可以直接写。"
    )


# ---- 断言的判断 ---------------------------------------------------------------

_RELATION_NAMES = (
    "le|leq|leqslant|ge|geq|geqslant|lt|gt|ne|neq|approx|approxeq|equiv|cong|sim|simeq|propto"
    "|in|notin|ni|subset|subseteq|supset|supseteq|ll|gg|to|rightarrow|leftarrow|longrightarrow"
    "|leftrightarrow|mapsto|longmapsto|Rightarrow|Leftarrow|Leftrightarrow|Longrightarrow"
    "|Longleftrightarrow|implies|impliedby|iff|doteq|coloneqq|eqqcolon|coloneq|asymp|lesssim"
    "|gtrsim|prec|succ|preceq|succeq|perp|parallel|mid|models|vdash"
)
_RELATION = re.compile(
    rf"\\not\s*|\\(?:{_RELATION_NAMES})(?![A-Za-z])"
    r"|:=|[=<>≤≥≠≈≡∈∉⊂⊆→⇒⇔∝≪≫≔]"
)
_NOISE = re.compile(
    r"\\(?:left|right|displaystyle|textstyle|quad|qquad|middle|[bB]igg?[lrm]?)(?![A-Za-z])"
    r"|\\[,;:! ]|~"
)
_GREEK = (
    r"\\(?:alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi"
    r"|rho|sigma|tau|upsilon|phi|varphi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi"
    r"|Omega|ell)(?![A-Za-z])"
)
_LETTER = rf"(?:d?[A-Za-z]|{_GREEK})"
_ACCENT = r"\\(?:hat|bar|tilde|vec|dot|mathbf|mathrm|mathcal|boldsymbol|mathit|bm)"
_INDEX = r"(?:\{[^{}]*(?:\{[^{}]*\})*[^{}]*\}|[A-Za-z0-9]|\\[A-Za-z]+)"
_MARK = r"(?:\{(?:[\[(][^{}]*[\])])+(?:T|\\top)?\}|\{(?:T|\\top|\*)\}|T|\*|\\top|\\ast|\\star)"
_SYMBOL = re.compile(
    rf"(?:{_LETTER}|{_ACCENT}\s*(?:\{{\s*{_LETTER}\s*\}}|{_LETTER}))"
    rf"(?:_{_INDEX}|\^{_MARK})*"
)
_NUMBER = (
    r"[+-]?(?:\d+(?:\.\d+)?(?:/\d+)?(?:\\times10\^\{?-?\d+\}?|e[+-]?\d+|\^\{?[+-]?\d*\}?|\\%)?"
    r"|10\^\{?-?\d+\}?|\\infty|\\pi|\\frac(?:\{-?\d+\}\{\d+\}|\d\d))"
)
_ITEM = (
    rf"(?:{_NUMBER}|-?(?:{_LETTER}|{_ACCENT}\{{?{_LETTER}\}}?)(?:_{_INDEX}|\^{_MARK})*"
    r"|\\[lcv]?dots|…)"
)
_LIST = rf"{_ITEM}(?:,{_ITEM})*,?"
_BLACKBOARD = (
    r"(?:\\mathbb(?:\{[A-Z]\}|\s?[A-Z])|\\R(?![A-Za-z]))"
    r"(?:[_^](?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\w|[+*]))*"
)
_RIGHT = re.compile(
    rf"{_NUMBER}"
    rf"|[(\[]{_LIST}[)\]]"
    rf"|\\\{{{_LIST}\\\}}(?:\^(?:\{{[^{{}}]*\}}|\w))?"
    rf"|{_NUMBER}(?:,{_ITEM})+"
    rf"|{_BLACKBOARD}|\\(?:emptyset|varnothing)"
)


def asserts(tex: str) -> bool:
    """这段 TeX 是否断言了什么（不只是一个式子，也不只是交代场景）。"""
    visible = _without_subscripts(tex)
    relations = list(_RELATION.finditer(visible))
    if not relations:
        return False
    if len(relations) > 1:
        return True
    sign = relations[0]
    if sign[0].startswith(r"\not"):
        return True
    # 下标里的等号已经抹去，长度不变，所以在原文的同一处切开
    left, right = (_tidy(side) for side in (tex[: sign.start()], tex[sign.end() :]))
    if not left and not right:  # 只写一个关系号，说的是这个记号
        return False
    return not (_SYMBOL.fullmatch(left) and _RIGHT.fullmatch(right))


def _tidy(tex: str) -> str:
    """去掉排版用的空白；命令与字母之间的那个空格有意义，留下。"""
    return re.sub(
        r"(\\[A-Za-z]+)?\s+([A-Za-z])?",
        lambda m: " ".join(filter(None, m.groups())),
        _NOISE.sub("", tex).strip(),
    )


def _without_subscripts(tex: str) -> str:
    """把下标（求和、极限的范围等）抹成空格，长度不变：那里的等号不是断言。"""
    characters = list(tex)
    for match in re.finditer(r"(?<=[^\s{_^])(?<!\{\})\s*_\s*\{", tex):  # 空的底不算底
        depth = 0
        for i in range(match.end() - 1, len(tex)):
            depth += (tex[i] == "{") - (tex[i] == "}")
            characters[i] = " "
            if depth == 0:
                break
    return "".join(characters)
