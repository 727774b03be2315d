"""梯度下降为什么有效：沿负梯度走，代价起初一定下降。"""

from collections.abc import Callable

from sympy import (
    Derivative,
    Expr,
    Function,
    MatPow,
    MatrixExpr,
    MatrixSymbol,
    S,
    Sum,
    evaluate,
    log,
)
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.matrices import ENTRY, elementwise, hadamard, minus, plus, times, transpose
from derive.kernel.objects import BookObject, Definition, Law, Relation, Step
from derive.kernel.pull_back import Gradient
from derive.kernel.rules import (
    BY_ENTRIES,
    PULL_BACK,
    SUM_OF_SQUARES,
    Apply,
    Fold,
    MatrixProduct,
    Then,
    Unfold,
)
from derive.theory.activations import SOFTPLUS_PRIME
from derive.theory.logistic import (
    COST_OF_Z,
    EVERY,
    LOGISTIC_A,
    LOGISTIC_COST,
    LOGISTIC_DB,
    LOGISTIC_DW,
    LOGISTIC_DZ,
    LOGISTIC_Z,
    ONES,
    SAMPLES,
)
from derive.theory.losses import CROSS_ENTROPY, LOSS_FROM_LOGITS
from derive.theory.network import reals
from derive.theory.symbols import (
    REALS,
    A,
    X,
    Y,
    Z,
    b,
    cost,
    dZ,
    i,
    loss,
    m,
    n,
    sigma,
    softplus,
    w,
    y,
    z,
)

cost_at = Function("cost_at", real=True)
"""J(w, b) 作为 w 与 b 的函数：可以代入别的 w 与 b。"""
Z_I, Y_I = MatrixElement(Z, S.Zero, i - 1), MatrixElement(Y, S.Zero, i - 1)
"""第 i 个样本的 z 与标签。"""
alpha = MatrixSymbol("alpha", 1, 1)
u, c = MatrixSymbol("u", n, 1), MatrixSymbol("c", 1, 1)
"""学习率（1×1 矩阵），与走的方向：w 减去 αu，b 减去 αc。"""
dw, db = MatrixSymbol("dw", n, 1), MatrixSymbol("db", 1, 1)
LINE = {**SAMPLES, u: REALS, c: REALS, alpha: REALS}


def logits(weights: MatrixExpr, bias: MatrixExpr) -> MatrixExpr:
    """wᵀX + b1ᵀ。"""
    return plus(times(transpose(weights), X), times(bias, transpose(ONES)))


def averaged(term: Callable[[Expr, Expr], Expr]) -> Expr:
    """(1/m) Σᵢ term(z⁽ⁱ⁾, y⁽ⁱ⁾)。"""
    return 1 / m * Sum(term(Z_I, Y_I), EVERY)


with evaluate(False):
    COST_AT = Definition(
        id="cost_at",
        title="代价是参数的函数",
        lhs=cost_at(w, b),
        body=LOGISTIC_COST.body.xreplace({A: elementwise(sigma, logits(w, b))}),
        domain=SAMPLES,
    )
    COST_AT_BY_LOGITS = Law(
        id="cost_at_by_logits",
        title="代价作为参数的函数，由 Z 写出",
        domain=SAMPLES,
        start=cost_at(w, b),
        steps=(
            Step(COST_AT.body, Unfold(COST_AT)),
            Step(
                LOGISTIC_COST.body.xreplace({A: elementwise(sigma, Z)}),
                Fold(LOGISTIC_Z),
            ),
            Step(
                averaged(lambda z, y: -(y * log(sigma(z)) + (1 - y) * log(1 - sigma(z)))),
                MatrixProduct(),
            ),
            Step(averaged(lambda z, y: loss(sigma(z), y)), Fold(CROSS_ENTROPY)),
            Step(
                averaged(lambda z, y: softplus(z) - y * z),
                Apply(LOSS_FROM_LOGITS, {z: Z_I, y: Y_I}),
            ),
            Step(COST_OF_Z, MatrixProduct()),
            Step(COST_OF_Z.xreplace({Z: logits(w, b)}), Unfold(LOGISTIC_Z)),
        ),
    )
    DIRECTION_X = plus(times(transpose(u), X), times(c, transpose(ONES)))
    NEXT_W, NEXT_B = minus(w, times(u, alpha)), minus(b, times(c, alpha))
    NEXT_Z = logits(NEXT_W, NEXT_B)
    NEXT_SLOPE = hadamard(
        elementwise(lambda t: Derivative(softplus(t), t), NEXT_Z), transpose(ONES)
    )
    SLOPE_ALONG_STEP = Law(
        id="slope_along_step",
        title="沿方向 (u, c) 走 α，代价对 α 的导数",
        domain=LINE,
        start=Gradient(cost_at(NEXT_W, NEXT_B), alpha),
        steps=(
            Step(
                Gradient(COST_OF_Z.xreplace({Z: NEXT_Z}), alpha),
                Apply(COST_AT_BY_LOGITS, {w: NEXT_W, b: NEXT_B}),
            ),
            Step(
                plus(
                    times(-1 / m, transpose(u), X, transpose(NEXT_SLOPE)),
                    times(-1 / m, c, NEXT_SLOPE, ONES),
                    times(1 / m, transpose(u), X, transpose(Y)),
                    times(1 / m, c, Y, ONES),
                ),
                PULL_BACK,
            ),
            Step(
                times(
                    -1 / m,
                    DIRECTION_X,
                    transpose(minus(elementwise(sigma, NEXT_Z), Y)),
                ),
                Then(Apply(SOFTPLUS_PRIME, {z: ENTRY}), BY_ENTRIES),
            ),
        ),
    )
    SLOPE_AT_START = Law(
        id="slope_at_start",
        title="刚起步时的导数，由梯度与方向的内积定下",
        domain=LINE,
        start=times(-1, plus(times(transpose(u), Gradient(cost, w)), times(c, Gradient(cost, b)))),
        steps=(
            Step(
                times(
                    -1,
                    plus(
                        times(transpose(u), times(1 / m, X, transpose(dZ))),
                        times(c, times(1 / m, dZ, ONES)),
                    ),
                ),
                Then(Apply(LOGISTIC_DW), Apply(LOGISTIC_DB)),
            ),
            Step(times(-1 / m, DIRECTION_X, transpose(dZ)), BY_ENTRIES),
            Step(times(-1 / m, DIRECTION_X, transpose(minus(A, Y))), Unfold(LOGISTIC_DZ)),
            Step(
                times(-1 / m, DIRECTION_X, transpose(minus(elementwise(sigma, logits(w, b)), Y))),
                Then(Unfold(LOGISTIC_A), Unfold(LOGISTIC_Z)),
            ),
        ),
        note="右边就是 slope_along_step 的右边在 α = 0 处的样子。方向取梯度自己，"
        "u = ∂J/∂w、c = ∂J/∂b，左边就是梯度的平方和的相反数。",
    )
    SQUARES_OF_GRADIENT = Law(
        id="squares_of_gradient",
        title="梯度的平方和不小于零",
        domain=reals(dw, db),
        start=plus(times(transpose(dw), dw), MatPow(db, 2)),
        steps=(Step(S.Zero, SUM_OF_SQUARES, Relation.GE),),
        note="所以沿负梯度走，起步时 J 一定不升；梯度不为零时严格下降，直到 α 太大为止。",
    )

OBJECTS: tuple[BookObject, ...] = (
    COST_AT,
    COST_AT_BY_LOGITS,
    SLOPE_ALONG_STEP,
    SLOPE_AT_START,
    SQUARES_OF_GRADIENT,
)
