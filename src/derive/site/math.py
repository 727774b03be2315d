"""Markdown 扩展：行内的 `$…$`、`$@id$` 与 `[@id]`，以及不许缩进成代码块。

分两步：先按行内记号认出公式，原处放一段 Unicode 文字，标题、锚点、目录和搜索看到的都是它；
等目录做完，再把文字换成 KaTeX 的 HTML。
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from derive.site import html
from derive.site.build import Build
from derive.site.errors import SiteError
from derive.site.katex import TexError
from derive.site.mathml import plain_text
from derive.site.sources import Kind, Token

PENDING = "data-derive-pending"
"""第一步留下的记号：值是第二步要换上的 HTML 在暂存表里的序号。"""

CLOSING = re.compile(r"[，。、；：！？）》」』”…,.;:!?)]+")
"""跟在公式后面、不能自成一行的标点。"""


class MathExtension(Extension):
    """把公式接进 Markdown；优先级在反引号之后、反斜线转义之前。"""

    def __init__(self, build: Build) -> None:
        super().__init__()
        self.build = build

    def extendMarkdown(self, md: Markdown) -> None:
        stash: list[str] = []
        md.ESCAPED_CHARS.append("$")  # \\$ 是美元符号
        md.inlinePatterns.register(Statements(md, self.build, stash), "derive-statement", 186)
        md.inlinePatterns.register(Formulas(md, self.build, stash), "derive-math", 185)
        md.inlinePatterns.register(References(md, self.build, stash), "derive-reference", 184)
        md.parser.blockprocessors.register(IndentedCode(md, self.build), "derive-indented", 81)
        # toc 是 5，mkdocs 取标题是 1：都要在换成 HTML 之前
        md.treeprocessors.register(Typeset(md, stash), "derive-typeset", 0.5)


class IndentedCode(BlockProcessor):
    """缩进四格会变成代码块：手写的代码没有运行过，正文则是写错了。"""

    def __init__(self, md: Markdown, build: Build) -> None:
        super().__init__(md.parser)
        self.build = build

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith(" " * self.tab_length)

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        page = self.build.page
        first = block.strip().partition("\n")[0]
        error = SiteError(f"缩进成了代码块：{first}。程序请放进 snippets/；正文请去掉行首的空格。")
        line, column = page.find(block) if page else (0, 0)
        message = self.build.report(Token(Kind.STRAY, first, line, column), error)
        SubElement(parent, "p").text = AtomicString(message)


class Pending(InlineProcessor):
    """认出一个记号，渲染它，原处留下文字。"""

    kind: Kind
    pattern_text: str

    def __init__(self, md: Markdown, build: Build, stash: list[str]) -> None:
        super().__init__(self.pattern_text, md)
        self.build = build
        self.stash = stash

    def typeset(self, text: str) -> tuple[str, str]:
        """text 的文字与 HTML。"""
        raise NotImplementedError

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        text = m.group(1)
        token = self.build.take(self.kind, text)
        try:
            plain, markup = self.typeset(text)
        except (SiteError, TexError) as error:
            plain, markup = text, html.failure(self.build.report(token, error))
        element = Element("span", {PENDING: str(len(self.stash))})
        element.text = AtomicString(plain)
        self.stash.append(markup)
        return element, m.start(0), m.end(0)


class Statements(Pending):
    """`$@id$`：登记过的结论，连同它的判定。"""

    kind = Kind.STATEMENT
    pattern_text = r"(?<!\\)\$@(\w+)\$"

    def typeset(self, text: str) -> tuple[str, str]:
        return html.inline_statement(self.build, text)


class Formulas(Pending):
    """`$…$`：手写的符号或式子；断言另由 lint 拦下。"""

    kind = Kind.MATH
    pattern_text = r"(?<!\\)\$([^$\n]+)(?<!\\)\$"

    def typeset(self, text: str) -> tuple[str, str]:
        markup = self.build.render_tex(text, display=False)
        plain = plain_text(markup)
        return plain, html.inline_formula(markup, plain)


class References(Pending):
    """`[@id]`：式 (3.6.1)，链接到那个等式。"""

    kind = Kind.REFERENCE
    pattern_text = r"\[@(\w+)\]"

    def typeset(self, text: str) -> tuple[str, str]:
        return html.reference(self.build, text)


class Typeset(Treeprocessor):
    """第二步：把文字换成 HTML，并让公式和后面的标点不分家。"""

    def __init__(self, md: Markdown, stash: list[str]) -> None:
        super().__init__(md)
        self.stash = stash

    def run(self, root: Element) -> None:
        for element in root.iter("span"):
            index = element.attrib.pop(PENDING, None)
            if index is None:
                continue
            element.set("class", "math")
            tail = element.tail or ""
            closing = CLOSING.match(tail)
            mark = closing[0] if closing else ""
            element.text = AtomicString(self.md.htmlStash.store(self.stash[int(index)]) + mark)
            element.tail = tail[len(mark) :]
