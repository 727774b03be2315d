"""勘误的公开列表：`derive errata --json` 的字段，与页面上的计数。"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from derive.kernel.notation import plain_statement
from derive.kernel.objects import Correction, Erratum, Refutation, Run, Statement
from derive.kernel.report import Report


class Kind(StrEnum):
    """证据的种类：反例、抛出的异常，或者只是文字。"""

    WITNESS = "witness"
    EXCEPTION = "exception"
    PROSE = "prose"

    @property
    def chinese(self) -> str:
        return {"witness": "反例", "exception": "异常", "prose": "只是文字"}[self]


def kind(correction: Correction) -> Kind:
    evidence = correction.evidence
    if isinstance(evidence, Refutation):
        return Kind.WITNESS
    if isinstance(evidence, Run):
        return Kind.EXCEPTION if evidence.raises else Kind.WITNESS
    return Kind.PROSE


def entry(erratum: Erratum, report: Report | None) -> dict[str, Any]:
    """一条勘误的公开字段；只是文字的没有结论，verdict 是 None。"""
    return {
        "id": erratum.id,
        "note": erratum.note,
        "line": list(erratum.line),
        "section": erratum.section,
        "printed": erratum.printed,
        "corrected": erratum.corrected,
        "category": erratum.category.value,
        "severity": erratum.severity.value,
        "evidence": {"kind": kind(erratum).value, **_content(erratum, report)},
        "verdict": report.verdict.value if report else None,
    }


def _content(erratum: Erratum, report: Report | None) -> dict[str, Any]:
    evidence = erratum.evidence
    grounds = [ground.id for ground in evidence.grounds]
    if isinstance(evidence, Refutation):
        witness = report.witness if report else None
        right = evidence.right
        proved = right if isinstance(right, Statement) else right.statement
        return {
            "refuted": plain_statement(evidence.wrong),
            "point": dict(witness.point) if witness else {},
            "left": witness.lhs if witness else "",
            "right": witness.rhs if witness else "",
            "proved": plain_statement(proved),
            "grounds": grounds,
        }
    if isinstance(evidence, Run):
        outcomes = report.details.get("run", {}) if report else {}
        return {
            "setup": evidence.setup,
            "printed": evidence.printed,
            "printed_gives": outcomes.get("printed", ""),
            "corrected": evidence.corrected,
            "corrected_gives": outcomes.get("corrected", ""),
            "look": evidence.look,
            "grounds": grounds,
        }
    return {"reason": evidence.reason, "grounds": grounds}


WAYS: Mapping[str, Callable[[Erratum], object]] = {
    "资料": lambda erratum: erratum.note,
    "轻重": lambda erratum: erratum.severity.value,
    "种类": lambda erratum: erratum.category.value,
    "证据": lambda erratum: kind(erratum).chinese,
}
"""按什么数。"""


def counts(errata: Iterable[Erratum]) -> dict[str, Counter[object]]:
    """按资料、轻重、种类、证据各有几条。"""
    everything = list(errata)
    return {name: Counter(map(way, everything)) for name, way in WAYS.items()}
