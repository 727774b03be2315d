"""梯度下降：更新的式子，为什么朝梯度的反方向走，学习率多大才收敛。"""

from sympy import (
    Derivative,
    Function,
    Interval,
    MatrixSymbol,
    S,
    Symbol,
    evaluate,
    oo,
)

from derive.kernel.matrices import minus, times
from derive.kernel.objects import (
    BookObject,
    Definition,
    Derivation,
    Law,
    Relation,
    Step,
)
from derive.kernel.pull_back import Gradient
from derive.kernel.rules import (
    ARRANGE,
    DROP_SQUARE,
    ELEMENTARY,
    FACTOR,
    POSITIVE_FACTORS,
    Apply,
    Chain,
    Fold,
    Then,
    Unfold,
)
from derive.theory.logistic import SAMPLES
from derive.theory.symbols import (
    POSITIVE,
    REALS,
    UNIT,
    J_of_paths,
    alpha,
    b,
    cost,
    n,
    path_p,
    path_q,
    u,
    v,
    w,
)
from derive.theory.vectorization import LOGISTIC_STEP_B, LOGISTIC_STEP_W

position, minimum = Symbol("w", real=True), Symbol("c", real=True)
position_new = Symbol("w_new", real=True)
bowl = Function("bowl", real=True)
"""只有一个参数 w 的代价，最低点在 c。"""
dw, db = MatrixSymbol("dw", n, 1), MatrixSymbol("db", 1, 1)
LINE = {position: REALS, minimum: REALS}
STEP = {**LINE, alpha: POSITIVE}
TOO_LARGE = Interval.open(1, oo)
PLANE = {path_p: REALS, path_q: REALS, u: REALS, v: REALS}
"""两个参数时，梯度的两个分量 (p, q)，与走的方向 (u, v)。"""

with evaluate(False):
    # ---- 一个参数 ----------------------------------------------------------------

    DESCENT_STEP = Definition(
        id="descent_step",
        title="梯度下降的一步",
        lhs=position_new,
        body=position - alpha * Derivative(J_of_paths(position), position),
        domain={position: REALS, alpha: POSITIVE},
        note="右边的 w 是旧值，算出的数是新值。",
    )
    BOWL = Definition(
        id="bowl",
        title="最简单的碗",
        lhs=bowl(position),
        body=(position - minimum) ** 2,
        domain=LINE,
    )
    BOWL_SLOPE = Derivation(
        id="bowl_derivative",
        title="碗的斜率",
        domain=LINE,
        start=Derivative(bowl(position), position),
        steps=(
            Step(Derivative((position - minimum) ** 2, position), Unfold(BOWL)),
            Step(2 * (position - minimum), Then(Chain(position - minimum), ELEMENTARY)),
        ),
    )
    BOWL_STEP = Derivation(
        id="bowl_distance",
        title="走一步之后，离最低点还有多远",
        domain=STEP,
        start=(position - alpha * Derivative(bowl(position), position)) - minimum,
        steps=(
            Step(
                (position - alpha * (2 * (position - minimum))) - minimum,
                Apply(BOWL_SLOPE),
            ),
            Step((1 - 2 * alpha) * (position - minimum), FACTOR),
        ),
    )
    BOWL_COST = Derivation(
        id="bowl_cost",
        title="走一步之后，代价是原来的多少倍",
        domain=STEP,
        start=bowl(position - alpha * Derivative(bowl(position), position)),
        steps=(
            Step(bowl(position - alpha * (2 * (position - minimum))), Apply(BOWL_SLOPE)),
            Step((position - alpha * (2 * (position - minimum)) - minimum) ** 2, Unfold(BOWL)),
            Step((1 - 2 * alpha) ** 2 * (position - minimum) ** 2, FACTOR),
            Step((1 - 2 * alpha) ** 2 * bowl(position), Fold(BOWL)),
        ),
    )
    STEP_SHRINKS = Derivation(
        id="step_shrinks",
        title="学习率小于 1：代价减小",
        domain={alpha: UNIT},
        start=(1 - 2 * alpha) ** 2 - 1,
        steps=(
            Step(-4 * alpha * (1 - alpha), FACTOR),
            Step(S.Zero, POSITIVE_FACTORS, Relation.LT),
        ),
    )
    STEP_GROWS = Derivation(
        id="step_grows",
        title="学习率大于 1：代价增大",
        domain={alpha: TOO_LARGE},
        start=(1 - 2 * alpha) ** 2 - 1,
        steps=(
            Step(4 * alpha * (alpha - 1), FACTOR),
            Step(S.Zero, POSITIVE_FACTORS, Relation.GT),
        ),
    )

    # ---- 两个参数：最陡的方向 -------------------------------------------------------

    STEEPEST = Derivation(
        id="steepest",
        title="沿任何方向的斜率，都不超过梯度的长度",
        domain=PLANE,
        start=(path_p * u + path_q * v) ** 2,
        steps=(
            Step(
                (path_p**2 + path_q**2) * (u**2 + v**2) - (path_p * v - path_q * u) ** 2,
                ARRANGE,
            ),
            Step(
                (path_p**2 + path_q**2) * (u**2 + v**2),
                DROP_SQUARE,
                Relation.LE,
            ),
        ),
        note="(u, v) 是走的方向，(p, q) 是梯度；两者成比例时，减去的平方是 0，等号成立。",
    )

    # ---- 逻辑回归：程序里的写法 -----------------------------------------------------

    DW_NAME = Definition(
        id="dw_name",
        title="程序里的 dw",
        lhs=dw,
        body=Gradient(cost, w),
        domain=SAMPLES,
    )
    DB_NAME = Definition(
        id="db_name",
        title="程序里的 db",
        lhs=db,
        body=Gradient(cost, b),
        domain=SAMPLES,
    )
    STEP_W_IN_CODE = Law(
        id="step_w_in_code",
        title="w 走一步，程序里的写法",
        domain=LOGISTIC_STEP_W.domain,
        start=LOGISTIC_STEP_W.body,
        steps=(Step(minus(w, times(alpha, dw)), Fold(DW_NAME)),),
    )
    STEP_B_IN_CODE = Law(
        id="step_b_in_code",
        title="b 走一步，程序里的写法",
        domain=LOGISTIC_STEP_B.domain,
        start=LOGISTIC_STEP_B.body,
        steps=(Step(minus(b, times(alpha, db)), Fold(DB_NAME)),),
    )

OBJECTS: tuple[BookObject, ...] = (
    DESCENT_STEP,
    BOWL,
    BOWL_SLOPE,
    BOWL_STEP,
    BOWL_COST,
    STEP_SHRINKS,
    STEP_GROWS,
    STEEPEST,
    DW_NAME,
    DB_NAME,
    STEP_W_IN_CODE,
    STEP_B_IN_CODE,
)
