"""结论的数据类型：判定一个对象之后，机器能说的全部内容。"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """已证、证伪、未决；定义不参与判定。"""

    PROVED = "proved"
    REFUTED = "refuted"
    UNKNOWN = "unknown"
    DEFINITION = "definition"

    @property
    def chinese(self) -> str:
        return {"proved": "已证", "refuted": "证伪", "unknown": "未决", "definition": "定义"}[self]


class Scope(StrEnum):
    """结论对什么成立：任意形状、列出的那些形状，或标量。"""

    ANY_SHAPE = "any-shape"
    LISTED_SHAPES = "listed-shapes"
    SCALAR = "scalar"

    @property
    def chinese(self) -> str:
        return {"any-shape": "任意形状", "listed-shapes": "所列形状", "scalar": "标量"}[self]


@dataclass(frozen=True)
class Witness:
    """反例：变量取什么值，左右两边各是多少。全部写成文字，以便存取和显示。"""

    point: tuple[tuple[str, str], ...]
    lhs: str
    rhs: str

    def __str__(self) -> str:
        at = "，".join(f"{name} = {value}" for name, value in self.point)
        return f"{at} 时，左边 = {self.lhs}，右边 = {self.rhs}".removeprefix(" 时，")


@dataclass(frozen=True)
class Decision:
    """一个关系的判定：symbolic 是符号判定用到的办法，points 是独立复核走过的点数。"""

    verdict: Verdict
    symbolic: str = ""
    points: int = 0
    witness: Witness | None = None
    reason: str = ""


@dataclass(frozen=True)
class Report:
    """一个对象的结论。steps 与推导的各步一一对应；details 是种类特有的度量（如最大误差）。"""

    id: str
    kind: str
    verdict: Verdict
    scope: Scope | None
    steps: tuple[Decision, ...] = ()
    message: str = ""
    witness: Witness | None = None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        return self.verdict in (Verdict.PROVED, Verdict.DEFINITION)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Report:
        return cls(
            **{
                **data,
                "verdict": Verdict(data["verdict"]),
                "scope": Scope(data["scope"]) if data["scope"] else None,
                "steps": tuple(_decision(step) for step in data["steps"]),
                "witness": _witness(data["witness"]),
            }
        )


def _witness(data: dict[str, Any] | None) -> Witness | None:
    if data is None:
        return None
    return Witness(tuple((name, value) for name, value in data["point"]), data["lhs"], data["rhs"])


def _decision(data: dict[str, Any]) -> Decision:
    fields = {**data, "verdict": Verdict(data["verdict"]), "witness": _witness(data["witness"])}
    return Decision(**fields)
