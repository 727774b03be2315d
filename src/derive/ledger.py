"""验证台账：每个对象说了什么、凭什么成立，写成一个谁都能重算的文件。

台账里没有时钟：同一份源码、同样的软件，写出的字节完全相同。陈述的摘要只取决于陈述本身与变量的范围，
所以改了一个定义，变的只有它；它的下游各自重新判定，分成“不再成立”与“仍然成立”两组。
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from derive.description import Description
from derive.evidence import Evidence
from derive.kernel.book import Book
from derive.kernel.notation import plain, plain_statement
from derive.kernel.objects import (
    BookObject,
    Correction,
    Derivation,
    Domain,
    Implementation,
    Line,
    Refutation,
    Run,
    Statement,
)
from derive.kernel.report import Decision, Report

Json = dict[str, Any]


def ledger(book: Book, reports: Mapping[str, Report], evidence: Evidence | None = None) -> Json:
    """整本书的台账。evidence 给出哪些测试碰到了哪个对象；没有（不在仓库里）就不写。"""
    return {
        "versions": versions(),
        "objects": [entry(obj, reports[obj.id], book, evidence) for obj in book],
    }


def versions() -> dict[str, str]:
    """判定所用的软件。"""
    packages = {name: version(name) for name in ("sympy", "mpmath", "numpy")}
    return {platform.python_implementation(): platform.python_version(), **packages}


def entry(obj: BookObject, report: Report, book: Book, evidence: Evidence | None = None) -> Json:
    """台账里的一项。points 是独立复核走过的点数，measured 是实现的度量。"""
    found: Json = {
        "id": obj.id,
        "kind": report.kind,
        "title": obj.title,
        "statement": said(obj),
        "hash": statement_hash(obj),
        "proof": proof_hash(obj),
        "verdict": report.verdict.value,
        "scope": report.scope.value if report.scope else None,
        "uses": [used.id for used in book.uses(obj)],
        "steps": _steps(obj, report),
        "points": sum(step.points for step in report.steps),
        "measured": report.details,
    }
    if evidence is not None:
        found |= {"tests": evidence.tests(obj), "oracles": evidence.oracles(obj)}
    return found


def _steps(obj: BookObject, report: Report) -> list[Json]:
    rules = [step.rule.name for step in obj.steps] if isinstance(obj, Derivation) else []
    names = rules or [""] * len(report.steps)
    return [_step(name, decision) for name, decision in zip(names, report.steps, strict=True)]


def _step(rule: str, decision: Decision) -> Json:
    return {
        "rule": rule,
        "verdict": decision.verdict.value,
        "symbolic": decision.symbolic,
        "points": decision.points,
    }


# ---- 陈述 ---------------------------------------------------------------------


def said(obj: BookObject) -> str:
    """一个对象说了什么，写成一行文字。"""
    if isinstance(obj, Line):
        return f"{obj.function} 里的 {obj.target} 是 {plain(obj.expression)}"
    if isinstance(obj, Implementation):
        return f"{obj.function}({', '.join(map(plain, obj.arguments))}) 是 {plain(obj.expression)}"
    if isinstance(obj, Correction):
        return f"印作 {obj.printed}，应为 {obj.corrected}"
    return plain_statement(obj.statement)


@cache
def statement_hash(obj: BookObject) -> str:
    """陈述与变量范围的摘要；证明的步骤、标题、说明都不算在内。"""
    return _digest([type(obj).__name__, *_content(obj)])


@cache
def proof_hash(obj: BookObject) -> str | None:
    """推导写成哪几步、各凭哪条规则的摘要；别的对象没有步骤。"""
    if not isinstance(obj, Derivation):
        return None
    steps = [[step.relation.value, step.expr, step.rule.name] for step in obj.steps]
    return _digest(steps)


def _content(obj: BookObject) -> list[object]:
    """别的对象只写 id：它们变了，是它们的事，这里算下游。"""
    if isinstance(obj, Implementation):
        return [obj.function, obj.implements.id, obj.arguments, _ranges(obj.domain), obj.bound]
    if isinstance(obj, Correction):
        evidence = obj.evidence
        if isinstance(evidence, Refutation):
            right = evidence.right
            proved = _sides(right) if isinstance(right, Statement) else [right.id]
            return [*_sides(evidence.wrong), *proved, _ranges(evidence.domain)]
        assert isinstance(evidence, Run)
        return [evidence.setup, evidence.printed, evidence.corrected, evidence.look]
    return [*_sides(obj.statement), _ranges(obj.domain)]


def _digest(parts: list[Any]) -> str:
    return sha256(repr(Description().of(parts)).encode()).hexdigest()[:16]


def _sides(statement: Statement) -> list[object]:
    return [statement.lhs, statement.relation.value, statement.rhs]


def _ranges(domain: Domain) -> list[tuple[object, object]]:
    return sorted(domain.items(), key=str)


# ---- 存取 ---------------------------------------------------------------------


class BadLedger(ValueError):
    """读不出台账：哪个文件，哪里不对，怎么办。"""


def write(path: Path, book: Json) -> None:
    """写成 JSON，一个对象一行：改了什么，逐行比较就看得见。"""
    head, objects = {**book, "objects": []}, book["objects"]
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, allow_nan=False) for each in objects)
    text = json.dumps(head, ensure_ascii=False, allow_nan=False)
    path.write_text(text.replace('"objects": []', f'"objects": [\n{lines}\n]') + "\n", "utf-8")


def read(path: Path) -> Json:
    """读 `write` 写出的文件。错误：读不出、不是台账，BadLedger。"""
    wanted = "应是 mkdocs build 写出的 verification.json，或者 derive ledger 写出的文件"
    try:
        found = json.loads(path.read_text("utf-8"))
        for each in found["objects"]:
            _ = each["id"], each["hash"], each["verdict"], each["scope"]
    except OSError as problem:
        raise BadLedger(f"读不出 {path}：{problem.strerror}。{wanted}。") from None
    except (ValueError, KeyError, TypeError):
        raise BadLedger(f"{path} 不是台账。{wanted}。") from None
    return dict(found)


def record(book: Json) -> Json:
    """台账里要记进仓库的部分：每个对象说了什么，证明是否还是那样写，结论与范围。"""
    kept = ("id", "title", "statement", "hash", "proof", "verdict", "scope")
    return {"objects": [{name: each[name] for name in kept} for each in book["objects"]]}


# ---- 比较 ---------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """两份台账的不同。变了的陈述，连同它们的下游：不再成立的，和仍然成立的。"""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    """陈述变了的。"""
    broken: tuple[str, ...]
    """直接或间接用到它们，而不再成立的。"""
    still: tuple[str, ...]
    """直接或间接用到它们，重新判定之后仍然成立的。"""
    verdicts: tuple[str, ...]
    """陈述没有变，上游也没有变，结论或范围却不同的：软件或机器不同。"""

    def __bool__(self) -> bool:
        return any((self.added, self.removed, self.changed, self.broken, self.verdicts))


GOOD = ("proved", "definition")


def described(difference: Difference) -> list[tuple[str, tuple[str, ...]]]:
    """给人看的：每一组的说法与 id；空的不说。"""
    groups = [
        ("陈述变了", difference.changed),
        ("不再成立", difference.broken),
        ("用到变了的，重新判定之后仍然成立", difference.still),
        ("新的", difference.added),
        ("没有了", difference.removed),
        ("陈述相同，结论或范围却不同", difference.verdicts),
    ]
    return [(words, ids) for words, ids in groups if ids]


def compare(before: Json, now: Json) -> Difference:
    """now 与 before 相比有什么不同；两者都是台账。"""
    old = {entry["id"]: entry for entry in before["objects"]}
    new = {entry["id"]: entry for entry in now["objects"]}
    changed = {id for id in old.keys() & new.keys() if old[id]["hash"] != new[id]["hash"]}
    downstream = _downstream(new, changed | (new.keys() - old.keys())) & old.keys() - changed
    bad = {id for id in new if new[id]["verdict"] not in GOOD}
    untouched = new.keys() & old.keys() - changed - downstream
    judged = {id for id in untouched if _judged(old[id]) != _judged(new[id])}
    return Difference(
        added=_in_order(new, new.keys() - old.keys()),
        removed=_in_order(old, old.keys() - new.keys()),
        changed=_in_order(new, changed),
        broken=_in_order(new, (downstream | changed) & bad),
        still=_in_order(new, downstream - bad),
        verdicts=_in_order(new, judged),
    )


def _judged(entry: Json) -> tuple[object, object]:
    return entry["verdict"], entry["scope"]


def _downstream(entries: Mapping[str, Json], sources: Iterable[str]) -> set[str]:
    """直接或间接用到 sources 的。"""
    users: dict[str, list[str]] = {}
    for entry in entries.values():
        for used in entry["uses"]:
            users.setdefault(used, []).append(entry["id"])
    found: set[str] = set()
    waiting = list(sources)
    while waiting:
        for user in users.get(waiting.pop(), ()):
            if user not in found:
                found.add(user)
                waiting.append(user)
    return found


def _in_order(entries: Mapping[str, Json], ids: Iterable[str]) -> tuple[str, ...]:
    wanted = set(ids)
    return tuple(id for id in entries if id in wanted)
