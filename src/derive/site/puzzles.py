"""找错步的题写成 HTML：没有脚本时答案折叠在下面，有脚本时一步一步地选。"""

from __future__ import annotations

import json
from html import escape
from typing import Any

from markdown import Markdown

from derive.kernel.book import UnknownId
from derive.kernel.notation import latex, plain
from derive.puzzles import Puzzle, build, source, written
from derive.site.build import Build
from derive.site.errors import SiteError
from derive.site.html import tag, typeset

RECORD = "puzzles.json"
SCROLLS_ABOVE = 20
"""单行写法超过这么多字符的，手机上也许放不下。"""
_UPDATE = "请运行 derive puzzles --update。"


def puzzles(page: Build, line: str, md: Markdown) -> str:
    """`all` 全部的题；`counts` 有几题、几级、几种误解。"""
    found = read(page)
    if line == "counts":
        return _counts([puzzle for puzzle, _ in found])
    if line != "all":
        raise SiteError(f"```puzzles 里只能写 all 或 counts，这里写的是 {line}。")
    listed = (_puzzle(page, puzzle, witness) for puzzle, witness in found)
    return (
        tag("link", rel="stylesheet", href=page.asset("assets/puzzles.css")).removesuffix("</link>")
        + tag("div", tag("derive-errata", *listed, data_search_exclude=""), id="puzzles")
        + tag("script", src=page.asset("assets/puzzles.js"), defer="")
    )


def read(page: Build) -> list[tuple[Puzzle, str]]:
    """记下的题，和不成立的那个等号的反例；由易到难。推导变了而没有重出，SiteError。"""
    path = page.records / RECORD
    try:
        entries: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["puzzles"]
    except FileNotFoundError:
        raise SiteError(f"没有 docs/records/{RECORD}。{_UPDATE}") from None
    found = []
    for entry in entries:
        origin = source(entry)
        try:
            puzzle = build(origin, page.book)
        except UnknownId:
            puzzle = None
        if puzzle is None or written(puzzle) != entry["lines"]:
            raise SiteError(f"推导 {origin.derivation} 变了，由它出的题还没有重出。{_UPDATE}")
        found.append((puzzle, entry["witness"]))
    return sorted(found, key=lambda each: each[0].level)


def _counts(found: list[Puzzle]) -> str:
    levels = [sum(puzzle.level == level for puzzle in found) for level in (1, 2, 3)]
    kinds = len({puzzle.misconception.name for puzzle in found})
    sizes = "、".join(f"第 {n} 级 {count} 题" for n, count in enumerate(levels, 1))
    return tag("p", f"一共 {len(found)} 题，{sizes}，用到 {kinds} 种误解。")


def _puzzle(page: Build, puzzle: Puzzle, witness: str) -> str:
    start, *rest = puzzle.lines
    steps = [
        tag(
            "li",
            tag("span", f"{number}", class_="puzzle__number"),
            tag("span", "=", class_="puzzle__sign"),
            _formula(page, line),
            class_="puzzle__step",
            data_step=str(number),
        )
        for number, line in enumerate(rest, 1)
    ]
    what = puzzle.misconception
    answer = tag(
        "details",
        tag("summary", "答案"),
        tag(
            "p",
            tag("strong", escape(f"第 {puzzle.wrong} 个等号不成立：{what.name}。")),
            escape(what.why),
        ),
        tag("p", escape(f"{witness}。")),
        tag("p", "这一行本来是 ", _formula(page, puzzle.right)),
        class_="puzzle__answer line__more",
    )
    return tag(
        "section",
        tag(
            "h3", escape(puzzle.title), tag("span", f"第 {puzzle.level} 级", class_="puzzle__level")
        ),
        tag("div", _formula(page, start), class_="puzzle__start"),
        tag("ol", *steps, class_="puzzle__steps"),
        answer,
        class_="puzzle",
        id=f"puzzle-{puzzle.id}",
        data_wrong=str(puzzle.wrong),
        data_level=str(puzzle.level),
    )


def _formula(page: Build, expr: Any) -> str:
    """一个式子；长的在自己的框里滚动，键盘也滚得动。"""
    text = plain(expr)
    markup = typeset(page, rf"\displaystyle {latex(expr)}", text, display=False, indexed=False)
    scrolls = {"tabindex": "0", "role": "group", "aria_label": "公式"}
    long = scrolls if len(text) > SCROLLS_ABOVE else {}
    return tag("span", markup, class_="puzzle__formula", **long)
