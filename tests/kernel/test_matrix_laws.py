"""矩阵的规则：每条规则放行自己的那种变形，拒绝错的式子，也拒绝功劳不在自己的式子。"""

from __future__ import annotations

import pytest
from sympy import (
    Abs,
    Expr,
    Function,
    MatrixSymbol,
    OneMatrix,
    S,
    Sum,
    Symbol,
    Trace,
    symbols,
)
from sympy.core.function import Derivative
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.book import Book
from derive.kernel.matrices import elementwise, hadamard, minus, ones_like, plus, times, transpose
from derive.kernel.objects import Definition, Domain, Law, Step
from derive.kernel.pull_back import Gradient
from derive.kernel.report import Scope, Verdict
from derive.kernel.rules import (
    CYCLIC_TRACE,
    DISTRIBUTE,
    ENTRYWISE,
    PULL_BACK,
    REPEAT,
    TRANSPOSE_LAW,
    MatrixProduct,
    Rule,
    Unfold,
)
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory.losses import COST_VECTORISED, LABEL_ROW, PREDICTION_ROW
from derive.theory.symbols import Y, m, sigma, y_

n, p = symbols("n p", integer=True, positive=True)
i = Symbol("i", integer=True, positive=True)
W, X, b = MatrixSymbol("W", n, p), MatrixSymbol("X", p, m), MatrixSymbol("b", n, 1)
G, V, R = MatrixSymbol("G", n, m), MatrixSymbol("V", p, m), MatrixSymbol("R", n, n)
g = Function("g", real=True)
DOMAIN: Domain = {
    **dict.fromkeys((n, p, m), S.Naturals),
    **dict.fromkeys((W, X, b, G, V, R), S.Reals),
}
Z = plus(times(W, X), times(b, OneMatrix(1, m)))
J = Trace(times(transpose(G), elementwise(g, Z)))
dZ = hadamard(G, elementwise(lambda t: Derivative(g(t), t), Z))
COPIES, row = OneMatrix(n, 1), MatrixSymbol("r", 1, m)
product_entry = Sum(MatrixElement(W, S.Zero, i - 1) * MatrixElement(X, i - 1, S.Zero), (i, 1, p))
first_entry = MatrixElement(times(W, X), S.Zero, S.Zero)

RIGHT: list[tuple[Rule, Expr, Expr]] = [
    (DISTRIBUTE, times(W, plus(X, V)), plus(times(W, V), times(W, X))),
    (DISTRIBUTE, plus(times(W, X), times(W, V)), times(W, plus(X, V))),
    (DISTRIBUTE, hadamard(X, plus(V, X)), plus(hadamard(X, V), hadamard(X, X))),
    (DISTRIBUTE, Trace(plus(R, times(3, R))), Trace(R) + 3 * Trace(R)),
    (TRANSPOSE_LAW, transpose(times(W, X)), times(transpose(X), transpose(W))),
    (TRANSPOSE_LAW, transpose(plus(X, V)), plus(transpose(X), transpose(V))),
    (TRANSPOSE_LAW, transpose(elementwise(g, X)), elementwise(g, transpose(X))),
    (
        TRANSPOSE_LAW,
        times(transpose(hadamard(X, V)), X),
        times(hadamard(transpose(X), transpose(V)), X),
    ),
    (CYCLIC_TRACE, Trace(times(W, X, transpose(G))), Trace(times(X, transpose(G), W))),
    (CYCLIC_TRACE, 2 * Trace(times(R, R, transpose(R))), 2 * Trace(times(transpose(R), R, R))),
    (REPEAT, elementwise(g, times(COPIES, row)), times(COPIES, elementwise(g, row))),
    (
        REPEAT,
        hadamard(times(COPIES, row), elementwise(g, times(COPIES, row))),
        times(COPIES, hadamard(row, elementwise(g, row))),
    ),
    (PULL_BACK, Gradient(J, W), times(dZ, transpose(X))),
    (PULL_BACK, Gradient(J, X), times(transpose(W), dZ)),
    (ENTRYWISE, hadamard(ones_like(X), X), X),
    (
        ENTRYWISE,
        times(W, hadamard(X, minus(ones_like(X), X))),
        times(W, elementwise(lambda t: t * (1 - t), X)),
    ),
    (  # 里层逐元素相同，外层就相同
        ENTRYWISE,
        plus(times(W, hadamard(ones_like(X), X)), G),
        plus(times(W, X), G),
    ),
    (ENTRYWISE, Trace(hadamard(ones_like(R), R)), Trace(R)),
    (ENTRYWISE, elementwise(Abs, hadamard(X, X)), hadamard(X, X)),  # 各项是实数
    (MatrixProduct(), product_entry, first_entry),
    (MatrixProduct((LABEL_ROW,)), Sum(y_[i] ** 2, (i, 1, m)), times(Y, transpose(Y))),
]


@pytest.mark.parametrize(("rule", "before", "after"), RIGHT)
def test_right_step(rule: Rule, before: Expr, after: Expr) -> None:
    assert rule.objection(before, after, DOMAIN) == ""


WRONG: list[tuple[Rule, Expr, Expr]] = [
    (DISTRIBUTE, times(W, plus(X, V)), times(W, V)),  # 式子错
    (DISTRIBUTE, times(times(W, X), transpose(X)), times(W, times(X, transpose(X)))),  # 结合律而已
    (DISTRIBUTE, transpose(times(W, X)), times(transpose(X), transpose(W))),  # 功劳在别人
    (TRANSPOSE_LAW, transpose(times(R, R)), times(transpose(R), R)),
    (TRANSPOSE_LAW, times(W, plus(X, V)), plus(times(W, X), times(W, V))),
    (
        CYCLIC_TRACE,
        Trace(times(R, transpose(R), R, G, transpose(G))),
        Trace(times(R, R, transpose(R), G, transpose(G))),
    ),
    (CYCLIC_TRACE, Trace(transpose(R)), Trace(R)),
    (REPEAT, elementwise(g, times(W, X)), times(W, elementwise(g, X))),  # W 不是全 1 的列
    (REPEAT, elementwise(g, times(R, COPIES, row)), times(R, COPIES, elementwise(g, row))),
    (PULL_BACK, Gradient(J, W), times(G, transpose(X))),  # 漏了 g′
    (PULL_BACK, Gradient(J, W), times(2, dZ, transpose(X))),
    (ENTRYWISE, times(R, R), hadamard(R, R)),
    (ENTRYWISE, hadamard(R, R), times(2, R)),
    (ENTRYWISE, times(W, X), times(W, V)),  # 只是名字不同，也是不同的矩阵
    (ENTRYWISE, times(n, R, R), times(p, R, R)),
    (ENTRYWISE, times(R, R), times(R, R, R)),
    (ENTRYWISE, times(2, R, R), times(2, hadamard(R, R))),  # 矩阵的积不是逐元素的
    (MatrixProduct(), first_entry, first_entry),  # 没有和式
    (MatrixProduct(), product_entry, MatrixElement(times(2, W, X), S.Zero, S.Zero)),
    (MatrixProduct(), Sum(y_[i] ** 2, (i, 1, m)), times(Y, transpose(Y))),  # 没说 Y 由什么排成
]


@pytest.mark.parametrize(("rule", "before", "after"), WRONG)
def test_wrong_step(rule: Rule, before: Expr, after: Expr) -> None:
    assert rule.label in rule.objection(before, after, DOMAIN)


# ---- 定律 ---------------------------------------------------------------------


def law(start: Expr, *steps: Step) -> Law:
    return Law(id="law", title="定律", start=start, steps=steps, domain=DOMAIN)


def test_law_is_proved_for_every_shape() -> None:
    chain = law(
        Gradient(J, W),
        Step(times(dZ, transpose(X)), PULL_BACK),
        Step(transpose(times(X, transpose(dZ))), TRANSPOSE_LAW),
    )
    report = verify(chain, Book([chain]))
    assert (report.verdict, report.scope) == (Verdict.PROVED, Scope.ANY_SHAPE), report.message
    assert all(step.points >= 9 for step in report.steps)


def test_wrong_law_is_refuted() -> None:
    chain = law(Gradient(J, W), Step(times(dZ, X), PULL_BACK))
    report = verify(chain, Book([chain]))
    assert report.verdict is Verdict.REFUTED
    assert report.witness is not None


def test_right_law_with_wrong_rule_is_unknown() -> None:
    chain = law(Gradient(J, W), Step(times(dZ, transpose(X)), DISTRIBUTE))
    report = verify(chain, Book([chain]))
    assert report.verdict is Verdict.UNKNOWN
    assert "分配律" in report.message


def test_fixed_shape_has_listed_scope() -> None:
    K = MatrixSymbol("K", 2, 3)
    chain = Law(
        id="law",
        title="定律",
        start=transpose(plus(K, K)),
        steps=(Step(plus(transpose(K), transpose(K)), TRANSPOSE_LAW),),
        domain={K: S.Reals},
    )
    report = verify(chain, Book([chain]))
    assert (report.verdict, report.scope) == (Verdict.PROVED, Scope.LISTED_SHAPES)


def test_definitions_of_matrices_and_functions_unfold() -> None:
    t = Symbol("t", real=True)
    A, H = MatrixSymbol("A", n, m), MatrixSymbol("H", n, m)
    pre = Definition("pre", "Z = WX + b", H, Z, {})
    activation = Definition("act", "A = σ(Z)", A, elementwise(sigma, H), {})
    logistic = Definition("sigmoid", "σ", sigma(t), 1 / (1 + S.Exp1 ** (-t)), {t: S.Reals})
    chain = law(
        transpose(A),
        Step(transpose(elementwise(sigma, H)), Unfold(activation)),
        Step(transpose(elementwise(sigma, Z)), Unfold(pre)),
        Step(elementwise(sigma, transpose(Z)), TRANSPOSE_LAW),
        Step(elementwise(lambda x: 1 / (1 + S.Exp1 ** (-x)), transpose(Z)), Unfold(logistic)),
    )
    report = verify(chain, Book([pre, activation, logistic, chain]))
    assert report.verdict is Verdict.PROVED, report.message


def test_vectorised_cost() -> None:
    report = verify(COST_VECTORISED, BOOK)
    assert (report.verdict, report.scope) == (Verdict.PROVED, Scope.ANY_SHAPE), report.message
    assert {LABEL_ROW, PREDICTION_ROW} <= set(BOOK.uses(COST_VECTORISED))
