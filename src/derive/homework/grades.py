"""一个函数的评分：数据，和它的 JSON。"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from derive.homework.compare import describe
from derive.homework.diagnosis import Finding
from derive.homework.source import Place

RIGHT, WRONG, ERROR, TIMEOUT, MISSING = "right", "wrong", "error", "timeout", "missing"
MAX_JSON = 1000
"""数组里的数不多于这么多，才全部写进 JSON。"""


@dataclass(frozen=True)
class Counterexample:
    """最小的反例：在这组参数上，这一部分应是 expected，得到的是 got。"""

    arguments: Mapping[str, Any]
    part: str | None = None
    expected: Any = None
    got: Any = None
    difference: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "arguments": {name: _json(value) for name, value in self.arguments.items()},
            "part": self.part,
            "expected": _json(self.expected),
            "got": _json(self.got),
            "difference": self.difference,
        }


@dataclass(frozen=True)
class Grade:
    """一个函数的评分。"""

    function: str
    status: str
    message: str = ""
    diagnosis: str | None = None
    law: str | None = None
    counterexample: Counterexample | None = None
    remarks: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    assignment: str = ""
    place: Place | None = None
    """它在文件的哪里；没有找到就是 None。"""

    @property
    def good(self) -> bool:
        """对的，或者文件里根本没有。"""
        return self.status == RIGHT or (self.status == MISSING and self.place is None)

    def to_json(self) -> dict[str, Any]:
        """`derive grade --json` 的一项；字段是公开的约定。"""
        return {
            "function": self.function,
            "status": self.status,
            "diagnosis": self.diagnosis,
            "law": self.law,
            "counterexample": self.counterexample and self.counterexample.to_json(),
            "remarks": list(self.remarks),
            "message": self.message,
            "assignment": self.assignment,
            "place": self.place and str(self.place),
        }


def _json(value: Any) -> Any:
    """写进 JSON 的样子：数组写出形状与各个数，NaN 与 ∞ 写成字符串。"""
    if isinstance(value, np.ndarray):
        small = value.size <= MAX_JSON
        return {"shape": list(value.shape), "value": _json(value.tolist()) if small else None}
    if isinstance(value, dict):
        return {str(key): _json(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_json(each) for each in value]
    if isinstance(value, np.generic):
        return _json(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return describe(value)
