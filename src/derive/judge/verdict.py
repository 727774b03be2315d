"""逐个等号判定读者的推导：用的就是书的判定程序。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sympy import Symbol
from sympy.core.function import AppliedUndef

from derive.judge.names import FUNCTIONS
from derive.judge.read import Chain, Settings, Unreadable, read, read_expression
from derive.kernel.book import Book
from derive.kernel.names import FUNCTIONS as WRITTEN
from derive.kernel.names import QUANTITIES, unicode_name
from derive.kernel.objects import Claim, Definition, Derivation, Domain, Relation, Statement
from derive.kernel.report import Decision
from derive.kernel.verify import decide_safely
from derive.theory.activations import OBJECTS as ACTIVATIONS
from derive.theory.losses import OBJECTS as LOSSES


@dataclass(frozen=True)
class Step:
    """一个等号：在第 line 行，左右两边的文字，和要判的关系。"""

    line: int
    column: int
    left: str
    right: str
    statement: Statement
    domain: Domain

    @property
    def relation(self) -> Relation:
        return self.statement.relation


def steps(text: str) -> Iterator[Step | Unreadable]:
    """推导里的每个等号，还没有判；读不懂的一行是 Unreadable。"""
    for found in read(text):
        if isinstance(found, Unreadable):
            yield found
        else:
            yield from _steps_of(found)


def _steps_of(chain: Chain) -> Iterator[Step]:
    for relation, left, right in zip(chain.relations, chain.sides, chain.sides[1:], strict=False):
        used = left.expr.free_symbols | right.expr.free_symbols
        domain = {v: values for v, values in chain.domain.items() if v in used}
        statement = Statement(left.expr, relation, right.expr)
        yield Step(right.line, right.column, left.text, right.text, statement, domain)


def decide(step: Step) -> Decision:
    """判一个等号；不限时。"""
    sides = step.statement.lhs, step.statement.rhs
    return decide_safely(step.statement, step.domain, _functions().definitions_in(*sides))


@cache
def _functions() -> Book:
    """判定器认得的函数的定义。"""
    book = Book([*ACTIVATIONS, *LOSSES])
    heads = {known.make for known in FUNCTIONS} | {known.prime for known in FUNCTIONS}
    return Book([book.definitions[head] for head in heads if head in book.definitions])


def account(decision: Decision) -> str:
    """结论之外，对人说的一句：反例，或者为什么没有判出来。"""
    if decision.witness:
        return str(decision.witness)
    return decision.reason


class NotAsked(Exception):
    """这个对象没有能核对的答案。"""


def answerable(obj: Definition | Derivation | Claim) -> bool:
    """它是等式，式子里只有标量。"""
    scalars = all(isinstance(variable, Symbol) for variable in obj.domain)
    return scalars and obj.statement.relation is Relation.EQ


def answer(id: str, text: str, book: Book) -> Decision:
    """text 是不是对象 id 的答案（它的等式的右边）。

    错误：没有这个对象 UnknownId；它的式子里有矩阵、求和，NotAsked；读不懂，或用了式子里没有的字母，
    Unreadable。
    """
    obj = book[id]
    if not isinstance(obj, Definition | Derivation | Claim):
        raise NotAsked(f"{id} 不是等式，没有答案可对。请选一个推导或断言（derive list）")
    if not answerable(obj):
        raise NotAsked(f"{id} 是不等式，或者里面有矩阵或带下标的量，这里的写法写不出来")
    statement, domain = obj.statement, obj.domain
    letters = {unicode_name(str(variable)): variable for variable in domain}
    settings = Settings(ranges={name: domain[v] for name, v in letters.items()})
    expr, used = read_expression(text, settings)
    applied = statement.lhs.atoms(AppliedUndef) | statement.rhs.atoms(AppliedUndef)
    names = {each: each.func.__name__ for each in applied}
    quantities = {
        WRITTEN[name][1] if name in WRITTEN else name: each
        for each, name in names.items()
        if name in QUANTITIES
    }
    strange = sorted(str(v) for v in used if str(v) not in {**letters, **quantities})
    if strange:
        known = "、".join([*letters, *quantities]) or "没有字母"
        raise Unreadable(
            f"这里的式子里没有 {'、'.join(strange)}（有的是 {known}）", 1, 1, len(text)
        )
    expr = expr.xreplace({v: letters.get(str(v), quantities.get(str(v), v)) for v in used})
    wanted = Statement(statement.rhs, Relation.EQ, expr)
    return decide_safely(wanted, domain, book.definitions_in(statement.rhs, expr))
