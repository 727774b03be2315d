"""围栏：每种围栏由哪个函数写成 HTML，怎样接到 superfences。"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from markdown import Markdown

from derive.site import errata, homework, html, judge, labs, ledger, live, puzzles, tags, why
from derive.site.build import Build
from derive.site.errors import SiteError
from derive.site.katex import TexError
from derive.site.sources import Kind

Formatter = Callable[[Build, str, Markdown], str]
"""formatter(build, 围栏里的一行, md) → HTML。"""

FORMATTERS: dict[str, Formatter] = {
    "equation": html.equation,
    "derivation": html.derivation,
    "implementation": html.implementation,
    "function": html.function,
    "snippet": html.snippet,
    "erratum": errata.erratum,
    "errata": errata.errata,
    "ledger": ledger.ledger,
    "benchmark": html.benchmark,
    "figure": html.figure,
    "glossary": html.glossary,
    "notation": html.notation,
    "sources": html.sources,
    "graph": why.graph,
    "why": why.why,
    "cell": labs.cell,
    "output": labs.output,
    "downloads": labs.downloads,
    "misconceptions": homework.misconceptions,
    "tags": tags.tags,
    "judge": judge.judge,
    "puzzles": puzzles.puzzles,
    "live": live.live,
}


def custom_fences(build: Build) -> list[dict[str, Any]]:
    """superfences 的 custom_fences 配置。"""
    return [
        {"name": name, "class": name, "format": _guarded(build, formatter)}
        for name, formatter in FORMATTERS.items()
    ]


def _guarded(build: Build, formatter: Formatter) -> Callable[..., str]:
    """superfences 会吞掉异常、把围栏原文留在页面上，所以任何异常都在这里变成问题。"""

    def format(
        source: str, language: str, css_class: str, options: Any, md: Markdown, **_: Any
    ) -> str:
        body = "\n".join(line.strip(" \t>") for line in source.splitlines()).strip()
        token = build.take(Kind.FENCE, body)
        blocks = []
        for number, name in enumerate(body.splitlines(), 1):
            if not name:
                continue
            here = token and replace(token, line=token.line + number)
            try:
                block = formatter(build, name, md)
            except (SiteError, TexError) as error:
                block = html.failure(build.report(here, error))
            except Exception as error:
                unexpected = SiteError(f"渲染 ```{language} {name} 时出错：{error!r}")
                block = html.failure(build.report(here, unexpected))
            else:
                if build.is_home(name, token):
                    block = html.with_id(block, f"eq-{name}")
            blocks.append(block)
        return "\n".join(blocks)

    return format
