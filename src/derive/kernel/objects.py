"""数据类型：书里的每一条数学都是这里的某一种对象。

定义（Definition）只被使用，不被证明；推导（Derivation）与定律（Law）是由步骤（Step）
连成的链，每一步都写明由哪条规则得到；断言（Claim）是正文说出的一个数或一条关系；
实现（Implementation）把一个 NumPy 函数系在它实现的表达式上；勘误（Erratum）记下资料中的错误，
名错（Reported）记下别人向公开的笔记报告过的错误。

对象只存数学，不存结论。结论（`derive.kernel.report.Report`）一律由机器算出，没有人能手写。
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from sympy import Basic, Expr, S, Set

if TYPE_CHECKING:
    from derive.kernel.rules import Rule

Domain = Mapping[Basic, Set]
"""每个变量的取值范围；下标变量（IndexedBase）的范围是每一项的范围。"""


class Relation(StrEnum):
    """等号与不等号。"""

    EQ = "="
    LT = "<"
    LE = "≤"
    GT = ">"
    GE = "≥"


@dataclass(frozen=True, eq=False)
class Statement:
    """左边、关系、右边。"""

    lhs: Expr
    relation: Relation
    rhs: Expr


@dataclass(frozen=True, eq=False)
class Definition:
    """lhs := body。函数写成 f(x)，量写成一个符号或一个自变量的函数。"""

    id: str
    title: str
    lhs: Expr
    body: Expr
    domain: Domain
    note: str = ""

    @property
    def statement(self) -> Statement:
        return Statement(self.lhs, Relation.EQ, self.body)


@dataclass(frozen=True, eq=False)
class Step:
    """由上一个式子按 rule 得到 expr；两者之间是 relation。"""

    expr: Expr
    rule: Rule
    relation: Relation = Relation.EQ


@dataclass(frozen=True, eq=False)
class Derivation:
    """start = 第一步 = 第二步 = …：每个等号要判定，每条规则也要核对。"""

    id: str
    title: str
    start: Expr
    steps: tuple[Step, ...]
    domain: Domain
    note: str = ""

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError(f"推导 {self.id}：至少要有一步，否则什么也没有证明")
        _ = self.relation  # 不等号方向相反的链说不出结论，一写下就报错

    @property
    def relation(self) -> Relation:
        """整条链的关系：一路相等就是相等，有严格不等号就是严格的。"""
        seen = {step.relation for step in self.steps} - {Relation.EQ}
        for strict, weak in ((Relation.LT, Relation.LE), (Relation.GT, Relation.GE)):
            if seen and seen <= {strict, weak}:
                return strict if strict in seen else weak
        if seen:
            raise ValueError(f"推导 {self.id}：一条链里不能混用方向相反的不等号")
        return Relation.EQ

    @property
    def statement(self) -> Statement:
        return Statement(self.start, self.relation, self.steps[-1].expr)


@dataclass(frozen=True, eq=False)
class Law(Derivation):
    """矩阵的推导，形状是符号：一次判定对所有形状成立，再在具体形状上逐项复核。"""


@dataclass(frozen=True, eq=False)
class Claim:
    """正文说出的一个数或一条关系；每次都重新算。"""

    id: str
    title: str
    lhs: Expr
    relation: Relation
    rhs: Expr
    domain: Domain = field(default_factory=dict)
    note: str = ""

    @property
    def statement(self) -> Statement:
        return Statement(self.lhs, self.relation, self.rhs)


@dataclass(frozen=True, eq=False)
class Implementation:
    """NumPy 函数 function（"模块:名字"）实现 implements 的右边，各参数依次是 arguments。

    bound 是允许的最大误差：逐元素函数以 ULP 计（参数都是符号），
    数据集上的函数以相对误差计（参数是下标变量，传入 (1, m) 数组）。
    """

    id: str
    title: str
    function: str
    implements: Definition | Derivation | Claim
    arguments: tuple[Basic, ...]
    domain: Domain
    bound: float
    dtypes: tuple[str, ...] = ("float64", "float32")
    note: str = ""

    @property
    def expression(self) -> Expr:
        """程序的输出要与它的精确值比较。"""
        return self.implements.statement.rhs


@dataclass(frozen=True, eq=False)
class Line(Implementation):
    """只看一行：函数 function 里给 target 赋值的那一行（target 是 return 时，返回的那个式子）。

    行里的名字按习惯对应书里的符号（A_prev 是 A⁽ˡ⁻¹⁾，dZ2 是 dZ⁽²⁾）；不合习惯的写在 names 里。
    domain 只写 implements 没有写明的范围。bound 以 max(1, |v|) 计。
    activations 是行里的 g 依次取哪些激活函数：式子对任意 g 成立，程序总要取定一个。
    那一行算出的是式子的 multiple 倍（训练器把除以 m 留到最后，一次做完）。
    """

    target: str = "return"
    names: Mapping[str, Basic] = field(default_factory=dict)
    activations: tuple[Definition, ...] = ()
    multiple: Expr = S.One


class Category(StrEnum):
    """勘误的种类：错在哪里。"""

    FORMULA = "公式"
    INDEX = "下标"
    TRANSPOSE = "转置"
    PRODUCT = "乘号"
    CASE = "大小写"
    SHAPE = "形状"
    NUMBER = "数字"
    CODE = "代码"
    CONCLUSION = "结论"
    OVERCLAIM = "过度断言"
    NOTATION = "记号"
    TERM = "术语"
    TRANSLATION = "译误"
    WORDING = "表述"
    TYPO = "排印"


class Severity(StrEnum):
    """照着做会怎样：高，得错的结果或抛出异常；中，会误解；低，只是字句。"""

    HIGH = "高"
    MEDIUM = "中"
    LOW = "低"


@dataclass(frozen=True, eq=False)
class Refutation:
    """数学证据：印的关系 wrong 在 domain 上有反例，right 已证。

    right 是书里的对象时，范围取它的 domain，这里的 domain 只写另外要的。
    """

    wrong: Statement
    right: Statement | Definition | Derivation | Claim
    domain: Domain = field(default_factory=dict)

    @property
    def grounds(self) -> tuple[BookObject, ...]:
        return () if isinstance(self.right, Statement) else (self.right,)

    @property
    def whole_domain(self) -> Domain:
        """wrong 与 right 的变量的范围。"""
        known = {} if isinstance(self.right, Statement) else self.right.domain
        return {**known, **self.domain}


@dataclass(frozen=True, eq=False)
class Run:
    """程序证据：先运行 setup，再运行 printed 或 corrected，然后看 look 的值。

    照改正的运行，look 的值（连同形状）等于 expected 的值；照印的运行，抛出 raises，
    或者（raises 是空串）look 的值不等于 expected 的值。expected 与改正的写法没有共用的算式。
    各段程序里可以用 np。grounds 是改正所依据的对象。
    """

    printed: str
    corrected: str
    look: str
    expected: str
    setup: str = ""
    raises: str = ""
    grounds: tuple[BookObject, ...] = ()


@dataclass(frozen=True, eq=False)
class Prose:
    """只是文字，机器判不了：为什么错；grounds 是与它矛盾的对象。"""

    reason: str
    grounds: tuple[BookObject, ...] = ()


@dataclass(frozen=True, eq=False)
class Correction:
    """别处印成 printed，应为 corrected；证据由机器判。"""

    id: str
    title: str
    printed: str
    corrected: str
    evidence: Refutation | Run | Prose


@dataclass(frozen=True, eq=False)
class Erratum(Correction):
    """勘误：资料 note（0–4）第 line 行的错误，在标题 section（如 N3-025）之下。"""

    note: int
    line: tuple[int, ...]
    section: str
    category: Category
    severity: Severity


@dataclass(frozen=True, eq=False)
class Reported(Correction):
    """名错：读者向公开的笔记或课程报告过的，在仓库 repository 的第 number 号讨论里。

    state 是那里的状态（open、closed、merged）。reader_right 为假：读者错了，printed 是读者的说法，
    corrected 是原来那样。
    """

    repository: str
    number: int
    url: str
    story: str
    state: str
    reader_right: bool = True


BookObject = Definition | Derivation | Law | Claim | Implementation | Correction
Chain = Derivation | Law


def kind_of(obj: BookObject) -> str:
    """对象种类的公开名字（`derive list --json` 的 kind）。"""
    if isinstance(obj, Correction):
        return "erratum"
    return "implementation" if isinstance(obj, Implementation) else type(obj).__name__.lower()
