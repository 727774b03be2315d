"""把评分写给人看：每个函数一段，最后一行是总数。"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from derive.homework.compare import FULL, describe, shape_text
from derive.homework.grades import ERROR, MISSING, RIGHT, TIMEOUT, WRONG, Counterexample, Grade

SEALS = {RIGHT: "✓", WRONG: "✗", ERROR: "✗", TIMEOUT: "✗", MISSING: "·"}
CHINESE = {RIGHT: "对", WRONG: "不对", ERROR: "出错", TIMEOUT: "超时", MISSING: "没有写"}


@dataclass(frozen=True)
class Law:
    """书里的一个对象：写给人看的名字、式子，在网站的哪里。"""

    id: str
    title: str = ""
    statement: str = ""
    address: str = ""

    def __str__(self) -> str:
        named = f"{self.title}（{self.id}）" if self.title else self.id
        return "  ".join(filter(None, (named, self.statement, self.address)))


def laws_of(docs: Path) -> Callable[[str], Law]:
    """由 docs/ 里的记录与各章的原文查一个对象；不导入 SymPy。"""
    from derive.site.sources import Page, Sources

    chapters = sorted(docs.rglob("*.md"))
    sources = Sources(
        Page(path.relative_to(docs).as_posix(), path.read_text("utf-8")) for path in chapters
    )
    record = json.loads((docs / "records" / "statements.json").read_text("utf-8"))
    entries: Mapping[str, Mapping[str, Any]] = {each["id"]: each for each in record["objects"]}

    def law(id: str) -> Law:
        entry, home = entries.get(id, {}), sources.homes.get(id)
        address = f"{home.page.url}#{home.anchor(id)}" if home else ""
        statement = str(entry.get("statement", "")).partition("\n")[0]
        return Law(id, str(entry.get("title", "")), statement, address)

    return law


def report(grades: Sequence[Grade], law: Callable[[str], Law]) -> Iterator[str]:
    """一行一行的评分。"""
    for each in grades:
        if each.place is not None:
            yield from _block(each, law)
    for file in dict.fromkeys(each.assignment for each in grades):
        absent = [e.function for e in grades if e.assignment == file and e.place is None]
        if absent:
            yield f"· {file} 里还有这些函数，文件里没有（不算错）：{'、'.join(absent)}"
    counts = Counter(each.status for each in grades if each.place is not None)
    told = "，".join(f"{CHINESE[status]} {n}" for status in CHINESE if (n := counts[status]))
    yield f"共 {sum(counts.values())} 个函数：{told}。"


def _block(grade: Grade, law: Callable[[str], Law]) -> Iterator[str]:
    words = "" if grade.status == RIGHT else f"  {grade.message}"
    yield f"{SEALS[grade.status]} {grade.function}{words}"
    for finding in grade.findings:
        yield f"    {finding.why}"
    if grade.law:
        yield f"    定律：{law(grade.law)}"
    if grade.counterexample:
        yield from (f"    {line}" for line in _example(grade.counterexample))
    for remark in grade.remarks:
        yield f"    提醒：{remark}"


def _example(example: Counterexample) -> Iterator[str]:
    yield "反例：" + "，".join(
        f"{name} = {shown(value)}" for name, value in example.arguments.items()
    )
    if example.part is not None:
        yield f"    {example.part} 应为 {shown(example.expected)}"
        yield f"    {' ' * len(example.part)} 得到 {shown(example.got)}"
        if _is_large(example.expected):
            yield f"    {example.difference}"


def shown(value: Any) -> str:
    """一个值；矩阵连同形状。"""
    if isinstance(value, np.ndarray) and value.ndim and value.size <= FULL:
        return f"{describe(value)} {shape_text(value)}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {shown(each)}" for key, each in value.items()) + "}"
    if isinstance(value, tuple | list) and any(isinstance(e, np.ndarray | tuple) for e in value):
        return "(" + ", ".join(map(shown, value)) + ")"
    return re.sub(r"\s+", " ", describe(value))


def _is_large(value: Any) -> bool:
    return (
        value.size > FULL
        if isinstance(value, np.ndarray)
        else isinstance(value, tuple | list | dict)
    )
