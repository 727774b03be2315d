"""独立求值器：用 mpmath 的高精度算术，从表达式树直接算出一个数。

「不要只信一个引擎」：这里不调用 SymPy 的求导、求极限和化简。导数用数值差商，极限用逼近的
点，求和逐项相加；所以 SymPy 算错时，这里会给出不同的答案。
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

import mpmath
from mpmath import mpf
from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Dummy,
    Expr,
    Indexed,
    Limit,
    Max,
    Min,
    Mul,
    Number,
    NumberSymbol,
    Piecewise,
    Pow,
    Product,
    Subs,
    Sum,
    Symbol,
    binomial,
    exp,
    log,
    oo,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Eq, Ge, Gt, Le, Lt, Ne
from sympy.logic.boolalg import And, Boolean, BooleanFalse, BooleanTrue, Or

from derive.kernel.objects import Definition

DIGITS = 80
"""工作精度（十进制位数）。"""
TOLERANCE = mpf(10) ** -35
"""两个数的相对差不超过它，才算相等：远大于 80 位运算的误差，远小于任何真的差别。"""

Value = Any
"""一个 mpf，一个 int，或（对下标变量）一列数。"""
Point = Mapping[Basic, Value]
Definitions = Mapping[Any, Definition]


class NoValue(Exception):
    """在这一点没有实数值（除以零、负数取对数……）。"""


class CannotEvaluate(Exception):
    """求值器不认识这种结点。"""


def _quotient_safe_pow(base: mpf, exponent: mpf) -> mpf:
    if base == 0 and exponent < 0:
        raise NoValue("除以零")
    if base < 0 and exponent != int(exponent):
        raise NoValue("负数的非整数次幂")
    return mpmath.power(base, exponent)


def _log(x: mpf) -> mpf:
    if x <= 0:
        raise NoValue("对数的自变量不是正数")
    return mpmath.log(x)


ARITHMETIC: dict[type, Callable[..., mpf]] = {
    Add: lambda *terms: mpmath.fsum(terms),
    Mul: lambda *factors: mpmath.fprod(factors),
    Pow: _quotient_safe_pow,
    exp: mpmath.exp,
    log: _log,
    Abs: lambda x: abs(x),
    Max: max,
    Min: min,
    binomial: mpmath.binomial,
}

COMPARISON: dict[type, Callable[[mpf, mpf], bool]] = {
    Lt: lambda a, b: a < b,
    Le: lambda a, b: a <= b,
    Gt: lambda a, b: a > b,
    Ge: lambda a, b: a >= b,
    Eq: lambda a, b: a == b,
    Ne: lambda a, b: a != b,
}


def evaluate(expr: Basic, point: Point, definitions: Definitions) -> mpf:
    """expr 在 point 处的值；调用者负责设定精度（见 `at_precision`）。"""

    def value(e: Basic) -> mpf:
        return evaluate(e, point, definitions)

    if expr in point:
        return mpf(point[expr])
    if expr in definitions:  # 没有自变量的量
        return value(definitions[expr].body)
    if isinstance(expr, Number | NumberSymbol):  # 含 ±∞
        return _number(expr)
    if type(expr) in ARITHMETIC:
        return ARITHMETIC[type(expr)](*map(value, expr.args))
    if isinstance(expr, AppliedUndef):
        return _applied(expr, point, definitions)
    if isinstance(expr, Piecewise):
        for branch, condition in expr.args:
            if _holds(condition, point, definitions):
                return value(branch)
        raise NoValue("不属于分段函数的任何一段")
    if isinstance(expr, Indexed):
        return _entry(expr, point, definitions)
    if isinstance(expr, Sum | Product):
        return _repeated(expr, point, definitions)
    if isinstance(expr, Derivative):
        return _derivative(expr, point, definitions)
    if isinstance(expr, Subs):
        inner = dict(point) | {v: value(p) for v, p in zip(expr.variables, expr.point, strict=True)}
        return evaluate(expr.expr, inner, definitions)
    if isinstance(expr, Limit):
        return _limit(expr, point, definitions)
    raise CannotEvaluate(f"求值器不认识 {type(expr).__name__}：{expr}")


def _number(expr: Basic) -> mpf:
    if expr is oo:
        return mpmath.inf
    if expr is -oo:
        return -mpmath.inf
    if expr.is_Rational:
        return mpf(int(expr.p)) / int(expr.q)
    names = {"Pi": mpmath.pi, "Exp1": mpmath.e}
    name = type(expr).__name__
    if name not in names:
        raise CannotEvaluate(f"求值器不认识常数 {expr}")
    return +names[name]


def _applied(expr: AppliedUndef, point: Point, definitions: Definitions) -> mpf:
    definition = definitions.get(expr.func)
    if definition is None:
        raise CannotEvaluate(f"没有 {expr.func} 的定义")
    arguments = [evaluate(a, point, definitions) for a in expr.args]
    inner = dict(point) | dict(zip(definition.lhs.args, arguments, strict=True))
    return evaluate(definition.body, inner, definitions)


def hidden_dependence(body: Basic, variable: Basic, definitions: Definitions) -> bool:
    """对一个量（如 a(z)、y[i] 或有定义的符号）求导时，body 是否还经由别处依赖它。

    把 body 里写出来的 variable 都看作独立的变量之后，如果剩下的部分（连同用到的定义）仍与它有关，
    偏导数指什么就说不清：∂J/∂ŷ⁽¹⁾ 里的 J 若不展开，看上去与 ŷ⁽¹⁾ 无关。
    """
    if isinstance(variable, Symbol) and variable not in definitions:
        return False
    return _depends_elsewhere(body, variable, tuple(definitions.items()))


@lru_cache(maxsize=1024)
def _depends_elsewhere(
    body: Basic, variable: Basic, items: tuple[tuple[Any, Definition], ...]
) -> bool:
    definitions = dict(items)
    if isinstance(variable, Symbol):
        roots: set[Basic] = {variable}
    elif isinstance(variable, Indexed):
        roots = {variable.base.label}
    else:
        roots = variable.free_symbols
    waiting: list[Basic] = [body.xreplace({variable: Dummy()})]
    seen: set[Any] = set()
    while waiting:
        expression = waiting.pop()
        if roots & expression.free_symbols:
            return True
        heads = {e.func for e in expression.atoms(AppliedUndef)} | expression.free_symbols
        for head in heads & definitions.keys() - seen:
            seen.add(head)
            parameters = {p: Dummy() for p in definitions[head].lhs.args}
            waiting.append(definitions[head].body.xreplace(parameters))
    return False


def _entry(expr: Indexed, point: Point, definitions: Definitions) -> mpf:
    """第 i 项，从 1 数起；越界时不作答（Python 的 [-1] 会悄悄取到最后一项）。"""
    if expr.base not in point:
        raise CannotEvaluate(f"没有 {expr.base} 的值")
    (index,) = (evaluate(i, point, definitions) for i in expr.indices)
    entries = point[expr.base]
    if not (mpmath.isint(index) and 1 <= index <= len(entries)):
        raise CannotEvaluate(f"{expr.base} 没有第 {text(index)} 项")
    return mpf(entries[int(index) - 1])


def _holds(condition: Boolean, point: Point, definitions: Definitions) -> bool:
    if isinstance(condition, BooleanTrue | BooleanFalse):
        return bool(condition)
    if isinstance(condition, And):
        return all(_holds(c, point, definitions) for c in condition.args)
    if isinstance(condition, Or):
        return any(_holds(c, point, definitions) for c in condition.args)
    if type(condition) in COMPARISON:
        left, right = (evaluate(side, point, definitions) for side in condition.args)
        return COMPARISON[type(condition)](left, right)
    raise CannotEvaluate(f"求值器不认识条件 {condition}")


def _repeated(expr: Sum | Product, point: Point, definitions: Definitions) -> mpf:
    ((index, low, high),) = expr.limits
    ends = [evaluate(end, point, definitions) for end in (low, high)]
    if not all(mpmath.isint(end) for end in ends):
        raise CannotEvaluate(f"{expr} 的上下限要是整数")
    first, last = map(int, ends)
    values = [
        evaluate(expr.function, {**point, index: k}, definitions) for k in range(first, last + 1)
    ]
    return mpmath.fsum(values) if isinstance(expr, Sum) else mpmath.fprod(values)


def _derivative(expr: Derivative, point: Point, definitions: Definitions) -> mpf:
    """数值求导。对一个量（如 a(z)）求导时，先把它换成独立的变量。

    左右不一的尖点上没有导数：居中的差商与单侧的差商不同。
    """
    *inner_counts, (variable, order) = expr.variable_count
    body: Expr = Derivative(expr.expr, *inner_counts) if inner_counts else expr.expr
    if hidden_dependence(body, variable, definitions):
        raise CannotEvaluate(f"{body} 还经由别处依赖 {variable}，先代入定义")
    at = evaluate(variable, point, definitions)
    free, body = (variable, body) if isinstance(variable, Symbol) else _as_letter(body, variable)

    def value(t: mpf) -> mpf:
        return evaluate(body, {**point, free: t}, definitions)

    centred = mpmath.diff(value, at, int(order))
    if not agree(centred, mpmath.diff(value, at, int(order), direction=1)):
        raise NoValue("左右导数不同")
    return centred


@lru_cache(maxsize=1024)
def _as_letter(body: Expr, variable: Basic) -> tuple[Dummy, Expr]:
    letter = Dummy()
    return letter, body.xreplace({variable: letter})


def _limit(expr: Limit, point: Point, definitions: Definitions) -> mpf:
    """双侧的极限两侧各算一次；左右不同，就没有极限。"""
    values = [_one_sided_limit(side, point, definitions) for side in one_sided(expr)]
    if not nearly(values[0], values[-1]):
        raise NoValue("左右极限不同")
    return values[0]


def one_sided(limit: Limit) -> tuple[Limit, ...]:
    """一个极限由哪些单侧极限组成：双侧的由右、左两个，单侧的就是它自己。"""
    body, variable, target, direction = limit.args
    return tuple(Limit(body, variable, target, side) for side in str(direction))


def _one_sided_limit(expr: Limit, point: Point, definitions: Definitions) -> mpf:
    """沿 10^10, 10^20, …, 10^80 的尺度逼近；各段的增量一直不缩小就是发散到无穷。

    逼近的点离目标极近，相减会丢掉很多位，所以用三倍的精度；收敛得太慢时不作答。
    """
    body, variable, target, direction = expr.args
    with mpmath.workdps(3 * mpmath.mp.dps):
        scales = [mpf(10) ** k for k in range(10, 90, 10)]
        if target in (oo, -oo):
            path = [scale if target is oo else -scale for scale in scales]
        else:
            at = evaluate(target, point, definitions)
            sign = -1 if str(direction) == "-" else 1
            path = [at + sign / scale for scale in scales]
        values = [evaluate(body, {**point, variable: t}, definitions) for t in path]
        increments = [after - before for before, after in pairwise(values)]
        if nearly(values[-2], values[-1]):
            with mpmath.workdps(2 * mpmath.mp.dps):  # 位数不够，相减会丢光：换一种精度再算
                again = evaluate(body, {**point, variable: path[-1]}, definitions)
            if nearly(values[-1], again):
                return values[-1]
            raise CannotEvaluate(f"{expr} 逼近时相消太多，看不出极限")
        growing = all(
            before * after > 0 and abs(after) > 0.99 * abs(before)
            for before, after in pairwise(increments)
        )
        if growing:
            return mpmath.inf if increments[-1] > 0 else -mpmath.inf
    raise CannotEvaluate(f"{expr} 收敛得太慢，看不出极限")


def agree(left: mpf, right: mpf, tolerance: mpf = TOLERANCE) -> bool:
    """两个高精度的数相等：同为无穷，或相对差在容差之内。"""
    if mpmath.isinf(left) or mpmath.isinf(right):
        return bool(left == right)
    return bool(abs(left - right) <= tolerance * max(abs(left), abs(right), tolerance))


def nearly(left: mpf, right: mpf) -> bool:
    """逼近得到的数与它的极限：差在容差之内（以 1 为尺度）。"""
    if mpmath.isinf(left) or mpmath.isinf(right):
        return bool(left == right)
    return bool(abs(left - right) <= TOLERANCE * max(abs(right), 1))


def at_precision(digits: int = DIGITS) -> Any:
    """`with at_precision():` 之内的 mpmath 运算用 digits 位。"""
    return mpmath.workdps(digits)


def text(value: mpf, digits: int = 12) -> str:
    """给人看的写法。"""
    return str(mpmath.nstr(value, digits))
