"""判定：一个关系是已证、证伪，还是未决。

两个引擎各自作答：符号判定（SymPy 把差化成零，或看出符号），和独立复核（高精度地代入定义域
里的点）。两者都同意才是已证；复核找到反例而符号判定没有说成立，是证伪；符号判定没有结论而复核
处处成立，是未决；两者矛盾就抛出 `Disagreement`，构建失败，从不折中。
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import mpmath
from sympy import (
    Abs,
    Derivative,
    Expr,
    FiniteSet,
    Interval,
    Limit,
    Max,
    Min,
    Piecewise,
    Product,
    Rational,
    S,
    Set,
    cancel,
    exp,
    expand,
    factor,
    log,
    oo,
    simplify,
    together,
)

from derive.kernel.algebra import (
    OutOfReach,
    canonical,
    expand_logs,
    gather_sums,
    log_products,
    positive_form,
    reduce,
)
from derive.kernel.exact import (
    CannotEvaluate,
    Definitions,
    NoValue,
    agree,
    at_precision,
    evaluate,
    nearly,
    text,
)
from derive.kernel.objects import Domain, Relation, Statement
from derive.kernel.points import breakpoints, readable, sample_points
from derive.kernel.report import Decision, Verdict, Witness


class Disagreement(Exception):
    """符号判定与独立复核不一致：SymPy 或核心有错，谁也不能信。"""


STRATEGIES: tuple[tuple[str, Callable[[Expr], Expr]], ...] = (
    ("整理", canonical),
    ("展开", expand),
    ("通分", lambda d: cancel(together(d))),
    ("指数化后通分", lambda d: cancel(together(expand(d.rewrite(exp), power_exp=True)))),
    ("对数展开", lambda d: simplify(expand_logs(d))),
    ("和式合并", lambda d: gather_sums(log_products(d))),
    ("和式逐项", lambda d: gather_sums(expand_logs(log_products(d)))),
    ("simplify", simplify),
)
"""把差化成零的各种办法，从便宜到昂贵依次试。"""

SIGN_STRATEGIES: tuple[tuple[str, Callable[[Expr], Expr]], ...] = (
    ("整理", canonical),
    ("分解", lambda d: factor(together(d))),
    ("simplify", simplify),
)
"""看出差的符号的各种办法。"""

COMPARE: dict[Relation, Callable[[mpmath.mpf, mpmath.mpf], bool]] = {
    Relation.EQ: agree,
    Relation.LT: lambda a, b: bool(a < b),
    Relation.LE: lambda a, b: bool(a <= b) or agree(a, b),
    Relation.GT: lambda a, b: bool(a > b),
    Relation.GE: lambda a, b: bool(a >= b) or agree(a, b),
}


def decide(statement: Statement, domain: Domain, definitions: Definitions) -> Decision:
    """statement 在 domain 上的判定。"""
    method = prove(statement, domain, definitions)
    try:
        points, witness = confirm(statement, domain, definitions)
    except CannotEvaluate as problem:
        return Decision(Verdict.UNKNOWN, method, reason=f"无法独立复核：{problem}")
    if witness is not None:
        if method:
            raise Disagreement(f"符号判定（{method}）说成立，复核却找到反例：{witness}")
        return Decision(Verdict.REFUTED, "", points, witness)
    if not method:
        reason = f"在 {points} 个点上成立，但符号判定没有结论"
        return Decision(Verdict.UNKNOWN, "", points, reason=reason)
    if points == 0:
        return Decision(Verdict.UNKNOWN, method, reason="定义域里没有可供复核的点")
    return Decision(Verdict.PROVED, method, points)


def prove(statement: Statement, domain: Domain, definitions: Definitions) -> str:
    """符号判定：成立时返回所用的办法，没有结论时返回空串。

    有分段函数、最大值或绝对值时，在分界点两侧和分界点上分别判定，全部成立才算成立。
    """
    methods = [
        _prove_case(statement, case, definitions) for case in _cases(statement, domain, definitions)
    ]
    if not all(methods):
        return ""
    return "分段：" + "、".join(dict.fromkeys(methods)) if len(methods) > 1 else methods[0]


def _cases(statement: Statement, domain: Domain, definitions: Definitions) -> list[Domain]:
    """把实数变量的定义域在分界点处切开；求导的变量不切，因为孤立的点上没有导数。"""
    whole = (statement.lhs, statement.rhs, *(d.body for d in definitions.values()))
    if not any(e.has(Piecewise, Max, Min, Abs) for e in whole) or statement.lhs.has(Derivative):
        return [domain]
    breaks = {S.Zero, *breakpoints(*whole)}
    cases: list[Domain] = [domain]
    for variable, values in domain.items():
        if values == S.Reals:
            cases = [{**case, variable: piece} for case in cases for piece in _pieces(breaks)]
    return cases


def _pieces(breaks: set[Rational]) -> list[Set]:
    points = sorted(breaks)
    ends = [-oo, *points, oo]
    return [*(Interval.open(a, b) for a, b in pairwise(ends)), *map(FiniteSet, points)]


def _prove_case(statement: Statement, domain: Domain, definitions: Definitions) -> str:
    try:
        left, right = (
            reduce(canonical(side), domain, definitions) for side in (statement.lhs, statement.rhs)
        )
    except (OutOfReach, NotImplementedError):
        return ""
    if statement.relation is Relation.EQ:
        if left == right:  # 两边都是无穷时不能作差
            return "整理"
        method = _first(STRATEGIES, positive_form(left - right, domain), lambda d: d == 0)
        return method or _prove_by_logs(positive_form(left, domain), positive_form(right, domain))
    greater = statement.relation in (Relation.GT, Relation.GE)
    gap = positive_form(left - right if greater else right - left, domain)
    strict = statement.relation in (Relation.GT, Relation.LT)
    return _first(
        SIGN_STRATEGIES, gap, lambda d: bool(d.is_positive if strict else d.is_nonnegative)
    )


def _prove_by_logs(left: Expr, right: Expr) -> str:
    """两边都为正时，只要对数相等。"""
    if not (_is_positive(left) and _is_positive(right)):
        return ""
    method = _first(STRATEGIES, log(left) - log(right), lambda d: d == 0)
    return f"取对数后{method}" if method else ""


def _is_positive(expr: Expr) -> bool:
    """SymPy 看不出指数函数里的和式是实数，也看不进连乘的里面。"""
    if isinstance(expr, Product):
        return _is_positive(together(expr.function))
    return isinstance(expr, exp) or bool(expr.is_positive)


def _first(
    strategies: tuple[tuple[str, Callable[[Expr], Expr]], ...],
    difference: Expr,
    done: Callable[[Expr], bool],
) -> str:
    for name, strategy in strategies:
        try:
            if done(strategy(difference)):
                return name
        except (NotImplementedError, ValueError, TypeError):  # SymPy 对付不了，换下一种办法
            continue
    return ""


def confirm(
    statement: Statement, domain: Domain, definitions: Definitions
) -> tuple[int, Witness | None]:
    """独立复核：走过的点数，与第一个反例（没有则为 None）。"""
    bodies = [definition.body for definition in definitions.values()]
    breaks = breakpoints(statement.lhs, statement.rhs, *bodies)
    compare = COMPARE[statement.relation]
    if statement.lhs.has(Limit) and statement.relation is Relation.EQ:
        compare = nearly  # 极限只能逼近
    count = 0
    with at_precision():
        for point in sample_points(domain, breaks):
            try:
                left = evaluate(statement.lhs, point, definitions)
                right = evaluate(statement.rhs, point, definitions)
                holds, values = compare(left, right), (text(left), text(right))
            except NoValue as problem:
                holds, values = False, (f"没有值（{problem}）", "")
            count += 1
            if not holds:
                where = tuple((str(name), readable(value)) for name, value in point.items())
                return count, Witness(where, *values)
    return count, None
