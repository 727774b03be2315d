"""判定器说的话，写成 JSON：命令行的 `--json` 与网页里的判定器都由它来说。

网页里的判定器在浏览器的一个 worker 里（site/judge_worker.js），先问有哪些等号，再一个一个地问结论，
随时可以停下。
"""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import derive.theory
from derive.judge.read import Unreadable
from derive.judge.verdict import NotAsked, Step, account, answer, decide, steps
from derive.kernel.book import Book
from derive.kernel.report import Decision, Verdict

__all__ = ["Session", "check_answer", "decided", "described", "undecided"]


class Session:
    """读者的一篇推导。"""

    def __init__(self, text: str) -> None:
        self._found = tuple(steps(text))

    def outline(self) -> str:
        """各个等号和读不懂的各行，按次序，还没有判。"""
        return json.dumps([described(found) for found in self._found])

    def decide(self, index: int) -> str:
        """判第 index 个；只能是等号。"""
        found = self._found[index]
        assert isinstance(found, Step)
        return json.dumps(decided(decide(found)))


def described(found: Step | Unreadable) -> dict[str, Any]:
    """在哪里，写的是什么；读不懂的说为什么。"""
    if isinstance(found, Unreadable):
        return {
            "line": found.line,
            "column": found.column,
            "length": found.length,
            "error": found.message,
        }
    return {
        "line": found.line,
        "column": found.column,
        "left": found.left,
        "relation": found.relation.value,
        "right": found.right,
    }


def decided(decision: Decision) -> dict[str, str]:
    return {"verdict": decision.verdict.value, "account": account(decision)}


def undecided(seconds: float) -> Decision:
    """到了时限。"""
    reason = f"判了 {seconds:g} 秒还没有判完。请拆成小一些的步子"
    return Decision(Verdict.UNKNOWN, reason=reason)


def check_answer(id: str, text: str) -> str:
    """text 是不是对象 id 的答案；问不成，说为什么。"""
    try:
        return json.dumps(decided(answer(id, text.strip(), theory())))
    except Unreadable as problem:
        return json.dumps(described(problem))
    except NotAsked as problem:
        return json.dumps({"error": str(problem)})


@cache
def theory() -> Book:
    """书里的数学：不要 NumPy，浏览器里也载入得了。"""
    names = sorted(module.name for module in iter_modules(derive.theory.__path__))
    modules = [import_module(f"derive.theory.{name}") for name in names]
    return Book([obj for module in modules for obj in getattr(module, "OBJECTS", ())])
