"""判定：一个关系是已证、证伪，还是未决。

两个引擎各自作答：符号判定（SymPy 把差化成零，或看出符号），和独立复核（高精度地代入定义域
里的点）。两者都同意才是已证；复核找到反例而符号判定没有说成立，是证伪；符号判定没有结论而复核
处处成立，是未决；两者矛盾就抛出 `Disagreement`，构建失败，从不折中。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import mpmath
from sympy import (
    Abs,
    Derivative,
    Expr,
    FiniteSet,
    Interval,
    Limit,
    MatrixSymbol,
    Max,
    Min,
    Piecewise,
    Product,
    Rational,
    S,
    Set,
    Symbol,
    cancel,
    exp,
    expand,
    factor,
    log,
    oo,
    simplify,
    together,
)

from derive.kernel import shapes
from derive.kernel.algebra import (
    OutOfReach,
    by_induction,
    canonical,
    expand_logs,
    gather_sums,
    log_products,
    positive_form,
    reduce,
    written_out,
)
from derive.kernel.exact import (
    DIGITS,
    CannotEvaluate,
    Definitions,
    NoValue,
    Point,
    agree,
    at_precision,
    evaluate,
    nearly,
    text,
)
from derive.kernel.index_form import residues, summands
from derive.kernel.matrices import has_matrices
from derive.kernel.names import unicode_name
from derive.kernel.objects import Domain, Relation, Statement
from derive.kernel.points import breakpoints, readable, sample_points
from derive.kernel.pull_back import Gradient
from derive.kernel.report import Decision, Verdict, Witness


class Disagreement(Exception):
    """符号判定与独立复核不一致：SymPy 或核心有错，谁也不能信。"""


STRATEGIES: tuple[tuple[str, Callable[[Expr], Expr]], ...] = (
    ("整理", canonical),
    ("展开", expand),
    ("通分", lambda d: cancel(together(d))),
    ("指数化后通分", lambda d: cancel(together(expand(d.rewrite(exp))))),
    ("对数展开", lambda d: simplify(expand_logs(d))),
    ("和式合并", lambda d: gather_sums(log_products(d))),
    ("和式逐项", lambda d: gather_sums(expand_logs(log_products(d)))),
    ("逐项写出", lambda d: expand(written_out(d))),
    ("归纳", by_induction),
    ("simplify", simplify),
)
"""把差化成零的各种办法，从便宜到昂贵依次试。"""

SIGN_STRATEGIES: tuple[tuple[str, Callable[[Expr], Expr]], ...] = (
    ("整理", canonical),
    ("分解", lambda d: factor(together(d))),
    ("simplify", simplify),
)
"""看出差的符号的各种办法。"""

Comparison = Callable[[mpmath.mpf, mpmath.mpf], bool]

COMPARE: dict[Relation, Comparison] = {
    Relation.EQ: agree,
    Relation.LT: lambda a, b: bool(a < b),
    Relation.LE: lambda a, b: bool(a <= b) or agree(a, b),
    Relation.GT: lambda a, b: bool(a > b),
    Relation.GE: lambda a, b: bool(a >= b) or agree(a, b),
}


def decide(statement: Statement, domain: Domain, definitions: Definitions) -> Decision:
    """statement 在 domain 上的判定。写在 domain 里的量是自由的变量，不管它在别处有没有定义。"""
    definitions = {name: d for name, d in definitions.items() if name not in domain}
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


def refute(statement: Statement, domain: Domain, definitions: Definitions) -> Decision:
    """只找反例：找到是证伪，找不到是未决。一个代得进去的反例就够了，不必再问符号判定。"""
    definitions = {name: d for name, d in definitions.items() if name not in domain}
    try:
        points, witness = confirm(statement, domain, definitions)
    except CannotEvaluate as problem:
        return Decision(Verdict.UNKNOWN, reason=f"无法取点：{problem}")
    if witness is None:
        return Decision(Verdict.UNKNOWN, "", points, reason=f"在 {points} 个点上都成立")
    return Decision(Verdict.REFUTED, "", points, witness)


def prove(statement: Statement, domain: Domain, definitions: Definitions) -> str:
    """符号判定：成立时返回所用的办法，没有结论时返回空串。

    有分段函数、最大值或绝对值时，在分界点两侧和分界点上分别判定，全部成立才算成立。
    """
    if _about_matrices(statement, definitions):
        return _prove_entrywise(statement, domain, definitions)
    methods = [
        _prove_case(statement, case, definitions) for case in _cases(statement, domain, definitions)
    ]
    if not all(methods):
        return ""
    whole = "、".join(dict.fromkeys(methods))
    return f"分段：{whole}" if len(methods) > 1 else whole


def _about_matrices(statement: Statement, definitions: Definitions) -> bool:
    return any(has_matrices(side, definitions) for side in (statement.lhs, statement.rhs))


def _prove_entrywise(statement: Statement, domain: Domain, definitions: Definitions) -> str:
    """矩阵的等式：标准形消不掉的差是若干个标量式子，逐个判定它们恒为零。

    和式 ≥ 0：逐个判定每一项 ≥ 0。
    """
    if statement.relation not in (Relation.EQ, Relation.GE):
        return ""
    for known in _with_and_without_matrices(statement, definitions):
        method = _prove_residues(statement, domain, known)
        if method:
            return method
    return ""


def _with_and_without_matrices(
    statement: Statement, definitions: Definitions
) -> Iterator[Definitions]:
    """先照原样；再把 Z = WX + b 里的 Z 换成任意的矩阵：对任意矩阵成立，对这一个也成立。

    有梯度的不能换：∂J/∂W 里，Z 随 W 而变。
    """
    yield definitions
    expressions = [statement.lhs, statement.rhs, *(d.body for d in definitions.values())]
    defined = [name for name in definitions if isinstance(name, MatrixSymbol)]
    if defined and not any(e.has(Gradient) for e in expressions):
        yield {name: d for name, d in definitions.items() if name not in defined}


def _prove_residues(statement: Statement, domain: Domain, definitions: Definitions) -> str:
    try:
        reach = residues if statement.relation is Relation.EQ else summands
        remaining = reach(statement, domain, definitions)
    except OutOfReach:
        return ""
    methods = [
        prove(Statement(rest, statement.relation, S.Zero), ranges, definitions)
        for rest, ranges in remaining
    ]
    return "、".join(dict.fromkeys(["下标标准形", *methods])) if all(methods) else ""


def _cases(statement: Statement, domain: Domain, definitions: Definitions) -> list[Domain]:
    """只取有限个值的变量逐个取值；实数变量的定义域在分界点处切开。

    求导的变量不切，因为孤立的点上没有导数。
    """
    cases: list[Domain] = [domain]
    for variable, values in domain.items():
        if isinstance(variable, Symbol) and isinstance(values, FiniteSet):
            cases = [{**case, variable: FiniteSet(v)} for case in cases for v in values]
    whole = (statement.lhs, statement.rhs, *(d.body for d in definitions.values()))
    if not any(e.has(Piecewise, Max, Min, Abs) for e in whole) or statement.lhs.has(Derivative):
        return cases
    breaks = {S.Zero, *breakpoints(*whole)}
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
    compare = COMPARE[statement.relation]
    if _about_matrices(statement, definitions):
        return shapes.confirm(statement, domain, definitions, compare)
    definitions = {**definitions, **shapes.stand_ins(statement, definitions)}
    bodies = [definition.body for definition in definitions.values()]
    breaks = breakpoints(statement.lhs, statement.rhs, *bodies)
    if statement.relation is Relation.EQ and (statement.lhs.has(Limit) or statement.rhs.has(Limit)):
        compare = nearly  # 极限只能逼近
    count = 0
    with at_precision():
        for point in sample_points(domain, breaks):
            count += 1
            values = _compare(statement, point, definitions, compare)
            if values:  # 也许只是相减丢掉了太多位：用四倍的精度再算一次
                with at_precision(4 * DIGITS):
                    values = _compare(statement, point, definitions, compare)
            if values:
                where = tuple(
                    (unicode_name(str(name)), readable(value)) for name, value in point.items()
                )
                return count, Witness(where, *values)
    return count, None


def _compare(
    statement: Statement, point: Point, definitions: Definitions, compare: Comparison
) -> tuple[str, str] | None:
    """在这一点成立时为 None；不成立时是左右两边的写法，位数多到看得出不同。"""
    sides = []
    for side in (statement.lhs, statement.rhs):
        try:
            sides.append(evaluate(side, point, definitions))
        except NoValue as problem:
            sides.append(f"没有值（{problem}）")
    if all(isinstance(side, str) for side in sides):  # 谈不上真假：是定义域写大了
        where = "，".join(f"{name} = {readable(value)}" for name, value in point.items())
        raise CannotEvaluate(f"{where or '这里'} 时两边都{sides[0]}，请缩小定义域")
    if any(isinstance(side, str) for side in sides):
        left, right = (side if isinstance(side, str) else text(side) for side in sides)
        return left, right
    if compare(*sides):
        return None
    left, right = sides
    for digits in (12, 40, DIGITS):
        written = text(left, digits), text(right, digits)
        if written[0] != written[1]:
            return written
    return text(left), text(right)
