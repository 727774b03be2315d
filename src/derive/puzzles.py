"""找错步的题：从已证的推导出发，照常见的误解改错一处，由判定程序核对恰有一个等号不成立。

题目不是手写的：`make` 依次试每条推导、每一步、每种误解，后面几行照着错的式子接着算，错只在一处。
选中的题记在 docs/records/puzzles.json 里，记从哪里来；式子每次都由推导重新写出，与记下的文字相比，
结论由测试重新判定。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import islice, pairwise
from typing import Any

from sympy import (
    Add,
    Derivative,
    Expr,
    Integer,
    Limit,
    Mul,
    Pow,
    S,
    Symbol,
    exp,
    expand,
    factor,
    log,
    together,
)
from sympy.core.function import AppliedUndef

from derive.kernel.algebra import replace
from derive.kernel.book import Book
from derive.kernel.notation import plain
from derive.kernel.objects import Derivation, Law, Relation, Statement
from derive.kernel.report import Decision, Verdict
from derive.kernel.verify import decide_safely

SHORTEST, LONGEST = 2, 9
"""一题最少、最多几个等号。"""
EACH = 3
"""一条推导最多出几题。"""


# ---- 误解 ---------------------------------------------------------------------


@dataclass(frozen=True)
class Misconception:
    """一种误解：名字，为什么错，和它把一个式子写成什么（不适用就是 None）。"""

    name: str
    why: str
    change: Callable[[Expr], Expr | None]


def _factors(expr: Expr) -> list[Expr]:
    return list(Mul.make_args(expr))


def _product(factors: list[Expr]) -> Expr:
    return Mul(*factors, evaluate=False) if len(factors) > 1 else (factors or [S.One])[0]


def _lost_minus(expr: Expr) -> Expr | None:
    factors = _factors(expr)
    if isinstance(expr, Mul) and factors[0] == -1:
        return _product(factors[1:])
    return None


def _lost_inner(expr: Expr) -> Expr | None:
    if not isinstance(expr, Mul) or not expr.has(Derivative):
        return None
    kept = [factor for factor in expr.args if not isinstance(factor, Derivative)]
    return _product(kept) if 0 < len(kept) < len(expr.args) else None


def _lost_square(expr: Expr) -> Expr | None:
    return expr.base if isinstance(expr, Pow) and expr.exp == 2 else None


def _lost_exponent_minus(expr: Expr) -> Expr | None:
    if isinstance(expr, exp) and expr.args[0].could_extract_minus_sign():
        return exp(-expr.args[0])
    return None


def _plus_for_minus(expr: Expr) -> Expr | None:
    if not isinstance(expr, Add) or len(expr.args) != 2 or S.One not in expr.args:
        return None
    (other,) = (term for term in expr.args if term != 1)
    if other.could_extract_minus_sign() and not other.is_number:
        return Add(S.One, -other, evaluate=False)
    return None


def _split_reciprocal(expr: Expr) -> Expr | None:
    if isinstance(expr, Pow) and expr.exp == -1 and isinstance(expr.base, Add):
        return Add(*(Pow(term, -1, evaluate=False) for term in expr.base.args), evaluate=False)
    return None


def _square_by_terms(expr: Expr) -> Expr | None:
    if isinstance(expr, Pow) and expr.exp == 2 and isinstance(expr.base, Add):
        return Add(*(Pow(term, 2, evaluate=False) for term in expr.base.args), evaluate=False)
    return None


def _log_of_sum(expr: Expr) -> Expr | None:
    if isinstance(expr, log) and isinstance(expr.args[0], Add):
        return Add(*(log(term, evaluate=False) for term in expr.args[0].args), evaluate=False)
    return None


def _lost_complement(expr: Expr) -> Expr | None:
    """a(1 − a) 写成 a。"""
    if not isinstance(expr, Mul):
        return None
    for each in expr.args:
        rest = [other for other in expr.args if other is not each]
        if isinstance(each, Add) and any(each - 1 + other == 0 for other in rest):
            return _product(rest)
    return None


def _swapped(expr: Expr) -> Expr | None:
    if isinstance(expr, Add) and len(expr.args) == 2:
        signs = [term.could_extract_minus_sign() for term in expr.args]
        plain = all(
            isinstance(-t if s else t, Symbol) for t, s in zip(expr.args, signs, strict=True)
        )
        if plain and sum(signs) == 1:
            return Add(*(-term for term in reversed(expr.args)), evaluate=False)
    return None


def _tanh_as_sigmoid(expr: Expr) -> Expr | None:
    if isinstance(expr, Add) and len(expr.args) == 2 and S.One in expr.args:
        (other,) = (term for term in expr.args if term != 1)
        square = -other
        if isinstance(square, Pow) and square.exp == 2 and isinstance(square.base, AppliedUndef):
            return Mul(square.base, Add(S.One, -square.base, evaluate=False), evaluate=False)
    return None


def _doubled(expr: Expr) -> Expr | None:
    """x + x 以外的两个相同的式子相乘，写成二倍。"""
    if isinstance(expr, Pow) and expr.exp == 2:
        return Mul(Integer(2), expr.base, evaluate=False)
    return None


MISCONCEPTIONS = (
    Misconception("漏了内层的导数", "链式法则要再乘里面那个函数的导数。", _lost_inner),
    Misconception("σ 的导数漏了 1 − σ", "导数是 a(1 − a)，不是 a。", _lost_complement),
    Misconception(
        "tanh 的导数当成 σ 的", "tanh 的导数是 1 − tanh²，不是 tanh(1 − tanh)。", _tanh_as_sigmoid
    ),
    Misconception("减反了", "a − y 与 y − a 差一个负号，梯度下降就走反了。", _swapped),
    Misconception("和的倒数拆开了", "1/(x + y) 不等于 1/x + 1/y。", _split_reciprocal),
    Misconception("和的平方少了交叉项", "(x + y)² 里还有 2xy。", _square_by_terms),
    Misconception(
        "和的对数拆开了", "ln(x + y) 不等于 ln x + ln y；乘积的对数才拆得开。", _log_of_sum
    ),
    Misconception("减写成了加", "去括号、移项时符号要跟着变。", _plus_for_minus),
    Misconception("指数上的负号丢了", "e⁻ᶻ 与 eᶻ 互为倒数。", _lost_exponent_minus),
    Misconception("漏了负号", "前面的负号没有抄下来。", _lost_minus),
    Misconception("平方丢了", "上一行的平方没有抄下来。", _lost_square),
    Misconception("平方当成二倍", "x² 是 x·x，不是 2x。", _doubled),
)
BY_NAME = {misconception.name: misconception for misconception in MISCONCEPTIONS}


# ---- 一题 ---------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """一题从哪里来：哪条推导，第几行（起头是 0），哪种误解，改第几处，后面几行怎样接着算。"""

    derivation: str
    line: int
    misconception: str
    site: int
    tail: str


@dataclass(frozen=True)
class Puzzle:
    """lines[wrong − 1] = lines[wrong] 不成立，别的等号都成立；right 是那一行本来的样子。"""

    source: Source
    title: str
    lines: tuple[Expr, ...]
    wrong: int
    right: Expr
    misconception: Misconception

    @property
    def id(self) -> str:
        return f"{self.source.derivation}-{self.source.line}"

    @property
    def level(self) -> int:
        """1、2、3：等号越多越难。"""
        count = len(self.lines) - 1
        return 1 if count <= 3 else 2 if count <= 5 else 3


def build(source: Source, book: Book) -> Puzzle | None:
    """照来历写出这一题；推导变了、写不出来，就是 None。"""
    obj = book[source.derivation]
    misconception = BY_NAME.get(source.misconception)
    if not isinstance(obj, Derivation) or misconception is None:
        return None
    lines = (obj.start, *(step.expr for step in obj.steps))
    if not 0 < source.line < len(lines):
        return None
    sites = _sites(lines[source.line], misconception)
    if source.site >= len(sites):
        return None
    right, rest = lines[source.line], lines[source.line + 1 :]
    old, new = sites[source.site]
    wrong = replace(right, {old: new})
    tail = TAILS[source.tail](wrong, rest, old, new)
    if wrong == right or tail is None:
        return None
    kept = (*lines[: source.line], wrong, *tail)
    return Puzzle(source, obj.title, kept, source.line, right, misconception)


# ---- 错的一行之后 ---------------------------------------------------------------

Tail = Callable[[Expr, tuple[Expr, ...], Expr, Expr], tuple[Expr, ...] | None]
"""tail(错的一行, 原来的后几行, 改掉的, 改成的) → 照着错的一行接着算的后几行；接不下去是 None。"""


def _replaced(wrong: Expr, rest: tuple[Expr, ...], old: Expr, new: Expr) -> tuple[Expr, ...] | None:
    """同一处也照样改。"""
    return tuple(replace(line, {old: new}) for line in rest) or None


def _negated(wrong: Expr, rest: tuple[Expr, ...], old: Expr, new: Expr) -> tuple[Expr, ...] | None:
    """整行差一个负号。"""
    return tuple(map(_minus, rest)) or None


def _minus(expr: Expr) -> Expr:
    factors = _factors(expr)
    if factors[0] == -1:
        return _product(factors[1:])
    if isinstance(expr, Add):
        return Add(*(-term for term in reversed(expr.args)), evaluate=False)
    return Mul(-1, expr, evaluate=False)


def _worked_out(way: Callable[[Expr], Expr]) -> Tail:
    """错的是最后一行：再往下整理一步。"""

    def tail(wrong: Expr, rest: tuple[Expr, ...], old: Expr, new: Expr) -> tuple[Expr, ...] | None:
        done = way(wrong.doit())
        short = done.count_ops() <= wrong.count_ops() + 4
        return (done,) if not rest and short and done != wrong else None

    return tail


TAILS: dict[str, Tail] = {
    "照样改": _replaced,
    "差一个负号": _negated,
    "展开": _worked_out(expand),
    "通分": _worked_out(together),
    "分解": _worked_out(factor),
    "到此为止": lambda wrong, rest, old, new: () if not rest else None,
}
"""依次试；最后一种是错在最后一行。"""


def _sites(expr: Expr, misconception: Misconception) -> list[tuple[Expr, Expr]]:
    """expr 里这种误解改得了的各处，和改成什么；不重复，由外到里。"""
    found: dict[Expr, Expr] = {}
    waiting: list[Any] = [expr]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, Expr) and node not in found:
            changed = misconception.change(node)
            if changed is not None and changed != node:
                found[node] = changed
        waiting += node.args
    return list(found.items())


def decisions(puzzle: Puzzle, book: Book) -> Iterator[Decision]:
    """依次判每个等号。"""
    obj = book[puzzle.source.derivation]
    assert isinstance(obj, Derivation)
    for left, right in pairwise(puzzle.lines):
        statement = Statement(left, Relation.EQ, right)
        yield decide_safely(statement, obj.domain, book.definitions_in(left, right))


def sound(puzzle: Puzzle, book: Book) -> Decision | None:
    """恰有一个等号不成立，别的都已证：不成立的那个的结论；否则 None。"""
    refuted = None
    for number, decision in enumerate(decisions(puzzle, book), 1):
        wanted = Verdict.REFUTED if number == puzzle.wrong else Verdict.PROVED
        if decision.verdict is not wanted:
            return None
        if number == puzzle.wrong:
            refuted = decision
    return refuted


# ---- 出题 ---------------------------------------------------------------------


def suitable(obj: object) -> bool:
    """标量的等式推导，长短合适。"""
    return (
        isinstance(obj, Derivation)
        and not isinstance(obj, Law)
        and SHORTEST <= len(obj.steps) <= LONGEST
        and obj.relation is Relation.EQ
        and all(isinstance(variable, Symbol) for variable in obj.domain)
        and not any(e.has(Limit) for e in (obj.start, *(step.expr for step in obj.steps)))
    )


def make(
    book: Book, say: Callable[[str], None] = lambda _: None
) -> Iterator[tuple[Puzzle, Decision]]:
    """依次出题：一条推导出 EACH 题，误解不同，少见的误解优先；错在最后一行的排在后面。"""
    used = Counter[str]()
    for obj in book:
        if not suitable(obj):
            continue
        say(obj.id)
        for puzzle, decision in islice(_puzzles(obj.id, book, used), EACH):
            used[puzzle.misconception.name] += 1
            yield puzzle, decision


def _puzzles(id: str, book: Book, used: Counter[str]) -> Iterator[tuple[Puzzle, Decision]]:
    """一条推导的题，误解各不相同，错的行也不同。"""
    obj = book[id]
    assert isinstance(obj, Derivation)
    order = sorted(MISCONCEPTIONS, key=lambda each: used[each.name])
    lines: set[int] = set()
    taken: set[str] = set()
    for tail in TAILS:
        for misconception in order:
            for line in range(1, len(obj.steps) + 1):
                if misconception.name in taken or line in lines:
                    continue
                for site in range(len(_sites(obj.steps[line - 1].expr, misconception))):
                    puzzle = build(Source(id, line, misconception.name, site, tail), book)
                    decision = puzzle and sound(puzzle, book)
                    if puzzle and decision:
                        taken.add(misconception.name)
                        lines.add(line)
                        yield puzzle, decision
                        break


def source(entry: Mapping[str, Any]) -> Source:
    """记下的一项从哪里来。"""
    return Source(**{field.name: entry[field.name] for field in fields(Source)})


def written(puzzle: Puzzle) -> list[str]:
    """各行的单行写法；在哪台机器上都一样。"""
    return [plain(line) for line in puzzle.lines]


def recorded(puzzle: Puzzle, decision: Decision) -> dict[str, Any]:
    """记在 puzzles.json 里的一项；各行也写成文字，推导变了就对不上。"""
    source = puzzle.source
    return {
        "derivation": source.derivation,
        "line": source.line,
        "misconception": source.misconception,
        "site": source.site,
        "tail": source.tail,
        "witness": str(decision.witness),
        "lines": written(puzzle),
    }
