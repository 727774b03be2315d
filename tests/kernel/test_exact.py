"""独立求值器：每种结点都与 mpmath 或闭式比较；没有值、不认识的都要说出来。"""

from __future__ import annotations

import mpmath
import pytest
from mpmath import mpf
from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    E,
    Eq,
    Expr,
    Function,
    Integer,
    Limit,
    Max,
    Min,
    Mul,
    Ne,
    Piecewise,
    Pow,
    Product,
    Rational,
    S,
    Subs,
    Sum,
    Symbol,
    cos,
    exp,
    log,
    nan,
    oo,
    pi,
    sqrt,
    zoo,
)

from derive.kernel.exact import (
    TOLERANCE,
    CannotEvaluate,
    NoValue,
    agree,
    at_precision,
    evaluate,
    hidden_dependence,
    nearly,
    text,
)
from derive.kernel.objects import Definition
from derive.registry import BOOK
from derive.theory.symbols import (
    J,
    P,
    a,
    activation,
    alpha,
    h,
    i,
    leaky_relu,
    loss,
    m,
    relu,
    sigma,
    softplus,
    tanh,
    y,
    y_,
    yhat_,
    z,
)

THIRD = Rational(1, 3)


def value(expr: Basic, **at: object) -> mpf:
    """expr 在 at 处的值；名字就是符号的名字，列表给下标变量。"""
    named = {s.name: s for s in (z, h, y, a, alpha, m, i)} | {"y_": y_, "yhat_": yhat_}
    with at_precision():
        point = {
            named[name]: [mpf(v) for v in given] if isinstance(given, list) else mpf(given)
            for name, given in at.items()
        }
        return evaluate(expr, point, BOOK.definitions)


def close(got: mpf, expected: mpf) -> bool:
    with at_precision():
        return agree(got, expected)


def exactly(formula: str) -> mpf:
    """一个 mpmath 表达式在工作精度下的值。"""
    with at_precision():
        return mpf(eval(formula, vars(mpmath)))


@pytest.mark.parametrize(
    ("expr", "at", "expected"),
    [
        (Integer(7), {}, "7"),
        (-THIRD, {}, "-mpf(1)/3"),
        (pi, {}, "pi"),
        (E, {}, "e"),
        (oo, {}, "inf"),
        (-oo, {}, "-inf"),
        (z + 2, {"z": 3}, "5"),
        (-2 * z, {"z": 3}, "-6"),
        (z**3, {"z": -2}, "-8"),
        (1 / z, {"z": 4}, "mpf(1)/4"),
        (sqrt(a), {"a": 2}, "sqrt(2)"),
        (sqrt(z), {"z": 0}, "0"),
        (Pow(y, 0, evaluate=False), {"y": 0}, "1"),
        (exp(z), {"z": -40}, "exp(-40)"),
        (log(a), {"a": 5}, "log(5)"),
        (Abs(z), {"z": -3}, "3"),
        (Max(0, z), {"z": -3}, "0"),
        (Min(0, z), {"z": -3}, "-3"),
        (Piecewise((z, z > 0), (S.Zero, z <= 0)), {"z": 0}, "0"),
        (Piecewise((1, (z > 0) & (z < 2)), (2, (z >= 2) | (z < -1)), (3, True)), {"z": 1}, "1"),
        (Piecewise((1, (z > 0) & (z < 2)), (2, (z >= 2) | (z < -1)), (3, True)), {"z": 2}, "2"),
        (Piecewise((1, (z > 0) & (z < 2)), (2, (z >= 2) | (z < -1)), (3, True)), {"z": -1}, "3"),
        (Piecewise((1, Eq(z, 2)), (2, True)), {"z": 2}, "1"),
        (Piecewise((1, Eq(z, 2)), (2, True)), {"z": 3}, "2"),
        (Piecewise((1, Ne(z, 2)), (2, True)), {"z": 2}, "2"),
        (Piecewise((1, Ne(z, 2)), (2, True)), {"z": 3}, "1"),
        (y_[2], {"y_": [1, 5]}, "5"),
        (Sum(y_[i], (i, 1, m)), {"m": 3, "y_": [1, 2, 4]}, "7"),
        (Product(y_[i], (i, 1, m)), {"m": 3, "y_": [1, 2, 4]}, "8"),
        (Sum(i, (i, 1, m)), {"m": 4}, "10"),
        (Sum(i, (i, 1, 0)), {}, "0"),
        (sigma(z), {"z": 2}, "1/(1+exp(-2))"),
        (sigma(sigma(z)), {"z": 0}, "1/(1+exp(-mpf(1)/2))"),
        (activation(z), {"z": 2}, "1/(1+exp(-2))"),
        (Derivative(sigma(z), z), {"z": 2}, "exp(-2)/(1+exp(-2))**2"),
        (Derivative(tanh(z), z), {"z": "0.5"}, "sech(mpf(1)/2)**2"),
        (Derivative(z**3, (z, 2)), {"z": 5}, "30"),
        (Derivative(Derivative(z**2 * y, z), y), {"z": 5, "y": 2}, "10"),
        (Derivative(relu(z), z), {"z": -1}, "0"),
        (Derivative(loss(activation(z), y), activation(z)), {"z": 0, "y": 0}, "2"),
        (Derivative(exp(-m * J), J), {"m": 1, "y_": [0], "yhat_": ["0.5"]}, "-mpf(1)/2"),
        (Subs(Derivative(sigma(z), z), z, 0), {}, "mpf(1)/4"),
        (Limit(sigma(z), z, oo), {}, "1"),
        (Limit(z**2, z, -oo), {}, "inf"),
        (Limit(log(a), a, 0, "+"), {}, "-inf"),
        (Limit(1 / h, h, 0, "-"), {}, "-inf"),
        (Limit(relu(h) / h, h, 0, "+"), {}, "1"),
        (Limit(relu(h) / h, h, 0, "-"), {}, "0"),
        (Limit(Abs(h), h, 0, "+-"), {}, "0"),
        (Limit((exp(h) - 1) / h, h, 0, "+-"), {}, "1"),
        (Limit(1 / h**2, h, 0, "+-"), {}, "inf"),
    ],
)
def test_every_node_against_mpmath(expr: Basic, at: dict[str, object], expected: str) -> None:
    got, wanted = value(expr, **at), exactly(expected)
    assert nearly(got, wanted) if expr.has(Limit) else close(got, wanted)


def test_parameters_are_bound_together() -> None:
    """形参与实参同名而换位时，不能先代一个再代另一个。"""
    assert value(leaky_relu(alpha, z), z="0.25", alpha="-0.5") == mpf("-0.125")


def test_summation_index_does_not_leak() -> None:
    assert value(i + Sum(i, (i, 1, 3)), i=10) == 16


def test_symbols_and_functions_expand_their_definitions() -> None:
    assert close(value(J, m=1, y_=[1], yhat_=["0.5"]), exactly("log(2)"))
    assert close(value(P, m=2, y_=[1, 0], yhat_=["0.5", "0.75"]), exactly("mpf(1)/8"))


@pytest.mark.parametrize(
    ("expr", "at"),
    [
        (1 / z, {"z": 0}),
        (log(z), {"z": 0}),
        (log(z), {"z": -1}),
        (sqrt(z), {"z": -1}),
        (Mul(z, 1 / z, evaluate=False), {"z": 0}),
        (Add(log(a), -log(a), evaluate=False), {"a": 0}),
        (Piecewise((1, z > 0)), {"z": 0}),
        (Limit(Abs(h) / h, h, 0, "+-"), {}),
        (Limit(1 / h, h, 0, "+-"), {}),
        (Derivative(relu(z), z), {"z": 0}),
        (Derivative(Max(0, z), z), {"z": 0}),
        (Derivative(Abs(z), z), {"z": 0}),
        (Derivative(Abs(z), (z, 2)), {"z": 0}),
        (Derivative(relu(z) ** 2, (z, 2)), {"z": 0}),
    ],
)
def test_no_value(expr: Basic, at: dict[str, object]) -> None:
    with pytest.raises(NoValue):
        value(expr, **at)


@pytest.mark.parametrize(
    ("expr", "at"),
    [
        (cos(z), {"z": 0}),
        (z, {}),
        (Symbol("w"), {"z": 0}),
        (Function("f")(z), {"z": 0}),
        (nan, {}),
        (S.true, {}),
        (zoo, {}),
        (y_[1], {}),
        (y_[0], {"y_": [1, 2]}),
        (y_[3], {"y_": [1, 2]}),
        (y_[i], {"i": "1.5", "y_": [1, 2]}),
        (Sum(i, (i, 1, z)), {"z": "1.5"}),
        (Sum(2 ** (-i), (i, 1, oo)), {}),
        (Limit(1 / log(z), z, oo), {}),
        (Limit((exp(h) - 1 - h - h**2 / 2) / h**3, h, 0, "+"), {}),  # 分子只剩舍入误差
        (Derivative(J, yhat_[1]), {"m": 1, "y_": [1], "yhat_": ["0.5"]}),
        (Derivative(softplus(z), sigma(z)), {"z": 0}),
    ],
)
def test_cannot_evaluate(expr: Basic, at: dict[str, object]) -> None:
    with pytest.raises(CannotEvaluate):
        value(expr, **at)


def test_hidden_dependence() -> None:
    definitions = BOOK.definitions
    assert not hidden_dependence(sigma(z), z, definitions)
    assert not hidden_dependence(exp(-m * J), J, definitions)
    assert not hidden_dependence(loss(activation(z), y), activation(z), definitions)
    assert hidden_dependence(J, yhat_[1], definitions)
    assert hidden_dependence(z * activation(z), activation(z), definitions)


def test_limits_survive_cancellation() -> None:
    """(eʰ − 1 − h)/h² → 1/2：离目标太近时分子只剩舍入误差，所以要加精度。"""
    assert nearly(value(Limit((exp(h) - 1 - h) / h**2, h, 0, "+")), mpf("0.5"))
    assert nearly(value(Limit(1 / sqrt(z), z, oo)), mpf(0))


def test_a_limit_lost_to_cancellation_is_not_answered() -> None:
    """(√(1+h⁴) − 1)/h⁴ → 1/2：走得近到分子全被舍掉，两点碰巧都是 0；换一种精度就看得出来。"""
    lost = Limit((sqrt(1 + h**4) - 1) / h**4, h, 0, "+")
    with pytest.raises(CannotEvaluate, match="相消太多"):
        value(lost)


def test_slow_divergence_is_divergence() -> None:
    """各段的增量虽小，却不缩小。"""
    assert value(Limit(log(z) / 1000, z, oo)) == mpmath.inf
    assert value(Limit(-log(z) / 1000, z, oo)) == -mpmath.inf


def staircase(*heights: Expr) -> Expr:
    """在 z = 10^10, 10^20, … 处依次取 heights 里各值的函数。"""
    return Piecewise(*((height, z < 10 ** (10 * k + 15)) for k, height in enumerate(heights)))


SHRINK = Rational(0.99)  # 就是 0.99 那个浮点数


@pytest.mark.parametrize(
    "body",
    [
        1000 + 1 / log(z),  # 离零远，而增量在缩小
        staircase(*[Rational(k % 2, 2) for k in range(8)]),  # 来回跳
        staircase(S.Zero, *map(Integer, range(7))),  # 起先不动
        staircase(*[sum((SHRINK**j for j in range(k)), S.Zero) for k in range(8)]),  # 缩到 0.99 倍
    ],
)
def test_divergence_needs_increments_of_one_sign_that_do_not_shrink(body: Expr) -> None:
    with pytest.raises(CannotEvaluate):
        value(Limit(body, z, oo))


LIMIT_WITH_ERROR: list[tuple[Expr, Expr, Expr, str]] = [
    (1 / z, z, oo, "-"),
    (-1 / z, z, -oo, "+"),
    (h, h, S.Zero, "+"),
    (-h, h, S.Zero, "-"),
]


@pytest.mark.parametrize(("error", "variable", "target", "side"), LIMIT_WITH_ERROR)
def test_limit_is_answered_once_the_last_two_points_agree(
    error: Expr, variable: Expr, target: Expr, side: str
) -> None:
    """最后两点在 10^70 与 10^80 的尺度上：之差在容差之内才作答，答的是最近的那一点。"""
    got = value(Limit(10**35 * error, variable, target, side))
    with at_precision():
        assert agree(got, mpf(10) ** -45)
    with pytest.raises(CannotEvaluate):
        value(Limit(10**36 * error, variable, target, side))


def test_two_sided_limit_tolerates_less_than_the_tolerance() -> None:
    """左右两侧之差在容差之内，是同一个极限，取右侧的值；再大就没有极限。"""
    assert value(Limit(Piecewise((Rational(1, 10**36), h < 0), (0, True)), h, 0, "+-")) == 0
    with pytest.raises(NoValue):
        value(Limit(Piecewise((Rational(1, 10**34), h < 0), (0, True)), h, 0, "+-"))


def test_derivative_reaches_into_definitions() -> None:
    """对字母求导，经由定义的依赖也算；对一个量求导，别处的同名自变量不受牵连。"""
    c, k = Symbol("c", real=True), Function("k", real=True)
    definitions = {
        **BOOK.definitions,
        c: Definition("c", "c", c, z**2, {}),
        k: Definition("k", "k", k(z), activation(z) ** 2, {}),
    }
    with at_precision():
        point = {z: mpf(0), y: mpf(3)}
        by_letter = evaluate(Derivative(c, z), {z: mpf(3)}, definitions)
        by_quantity = evaluate(Derivative(activation(z) * k(y), activation(z)), point, definitions)
        assert agree(by_letter, mpf(6))
        assert agree(by_quantity, evaluate(sigma(y) ** 2, point, definitions))


def test_equality_is_relative_except_next_to_zero() -> None:
    with at_precision():
        one = mpf(1)
        assert agree(one, one + TOLERANCE / 2)
        assert agree(one, one - TOLERANCE)  # 恰好差一个容差
        assert agree(mpf(0), mpf(0))
        assert not agree(one, one + 2 * TOLERANCE)
        tiny = mpf(10) ** -60
        assert not agree(tiny, 2 * tiny)
        assert agree(mpf(10) ** -80, mpf(0))
        assert not agree(mpf(10) ** -69, mpf(0))
        assert agree(mpmath.inf, mpmath.inf)
        assert not agree(mpmath.inf, -mpmath.inf)
        assert not agree(mpmath.inf, one)
        assert not agree(one, -mpmath.inf)
        assert not agree(mpmath.nan, mpmath.nan)
        assert nearly(mpf(10) ** -36, mpf(0))
        assert not nearly(TOLERANCE * 3 / 2, mpf(0))
        assert not nearly(mpf(10) ** -34, mpf(0))
        assert nearly(one + TOLERANCE, one)
        assert not nearly(one, mpmath.inf)
        assert not nearly(mpmath.inf, mpf(10) ** 99)


def test_text_is_short() -> None:
    assert text(mpf(1) / 3) == "0.333333333333"


def test_cancellation_is_looked_for_where_the_answer_is_read() -> None:
    """最近的一点才看得出来的跳跃：两点都因相消得 0，换一种精度再算的必须是最近的那一点。"""
    late = 1 / (1 + (Rational(1, 10**75) / h) ** -40)  # h 小于 10⁻⁷⁵ 时才由 0 变成 1
    lost = Limit((sqrt(1 + h**4) - 1) / h**4 * late, h, 0, "+")
    with pytest.raises(CannotEvaluate, match="相消太多"):
        value(lost)
