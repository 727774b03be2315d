"""从一个样本到 m 个样本：参数的更新，平均的梯度，取出一列；向量化与广播补充的定律。"""

from collections.abc import Callable

from sympy import (
    Abs,
    Derivative,
    Expr,
    FunctionMatrix,
    IndexedBase,
    Lambda,
    MatrixSymbol,
    OneMatrix,
    Range,
    Rational,
    S,
    Set,
    Sum,
    Symbol,
    evaluate,
    exp,
    log,
)

from derive.kernel.matrices import COLUMN as COL
from derive.kernel.matrices import (
    ROW,
    Column,
    Columns,
    Pair,
    Shape,
    elementwise,
    hadamard,
    minus,
    plus,
    times,
    transpose,
)
from derive.kernel.objects import (
    BookObject,
    Claim,
    Definition,
    Derivation,
    Law,
    Relation,
    Step,
)
from derive.kernel.pull_back import Gradient
from derive.kernel.rules import (
    BY_ENTRIES,
    COLUMN,
    SHAPE_LAW,
    Apply,
    Fold,
    MatrixProduct,
    Unfold,
)
from derive.theory.logistic import (
    EVERY,
    INPUTS,
    LOGISTIC_A,
    LOGISTIC_DB,
    LOGISTIC_DW,
    LOGISTIC_DZ,
    LOGISTIC_Z,
    LOGIT,
    NUMBERS,
    ONES,
    SAMPLE_DB,
    SAMPLE_DW1,
    SAMPLE_DW2,
    SAMPLES,
    TABLE,
    K,
    M,
    column,
    row,
    v,
)
from derive.theory.shapes import shape_law
from derive.theory.sums import SumOfDerivatives
from derive.theory.symbols import (
    COUNT,
    LABEL,
    POSITIVE,
    REALS,
    A,
    X,
    Y,
    Z,
    activation,
    alpha,
    b,
    bias,
    cost,
    dZ,
    dz,
    i,
    logit,
    loss,
    m,
    n,
    p,
    relu,
    sigma,
    w,
    w1,
    w2,
    x1,
    x2,
    y,
    y_,
)

w1_new, w2_new, bias_new = (Symbol(f"{name}_new", real=True) for name in ("w1", "w2", "b"))
w_new, b_new = MatrixSymbol("w_new", n, 1), MatrixSymbol("b_new", 1, 1)
"""走一步之后的参数；印出来仍是原来的字母，用 := 表示旧值换成新值。"""
x1_, x2_ = IndexedBase("x1", real=True), IndexedBase("x2", real=True)
FEATURES = {m: COUNT, x1_: REALS, x2_: REALS, **dict.fromkeys((w1, w2, bias), REALS), y_: LABEL}
"""m 个样本的两个特征。"""
STEP = {alpha: POSITIVE}
SAMPLE = {i: Range(1, m + 1)}
"""第 i 个样本，i 从 1 到 m。"""
square = MatrixSymbol("A", p, p)
vector, other = MatrixSymbol("a", n, 1), MatrixSymbol("x", n, 1)
COLUMN_VECTOR = {n: COUNT, vector: REALS}


def update(id: str, title: str, new: Symbol, old: Symbol) -> Definition:
    """旧值减去 α 乘以一个样本的损失对它的导数。"""
    return Definition(
        id=id,
        title=title,
        lhs=new,
        body=old - alpha * Derivative(loss(activation(LOGIT), y), old),
        domain={**NUMBERS, y: LABEL, **STEP},
    )


def updated(id: str, title: str, step: Definition, gradient: Derivation) -> Derivation:
    """更新的式子里，导数换成已经求得的样子。"""
    (old,) = (v for v, count in gradient.start.variable_count)
    return Derivation(
        id=id,
        title=title,
        domain=step.domain,
        start=step.body,
        steps=(Step(old - alpha * gradient.steps[-1].expr, Apply(gradient)),),
    )


def entries_sum(term: Callable[[Expr], Expr]) -> FunctionMatrix:
    """一列：第 i 个数是 Σₖ term(i)，k 从 1 到 p。"""
    return FunctionMatrix(p, 1, Lambda((ROW, COL), Sum(term(ROW), (K, 1, p))))


def applied(id: str, title: str, function: Callable[[Expr], Expr], domain: Set = REALS) -> Law:
    """对 v 的每个元素用同一个函数。"""
    return Law(
        id=id,
        title=title,
        domain={p: COUNT, v: domain},
        start=FunctionMatrix(p, 1, Lambda((ROW, COL), function(v[ROW, 0]))),
        steps=(Step(elementwise(function, v), BY_ENTRIES),),
    )


with evaluate(False):
    LOGIT_I = logit(x1_[i], w1, x2_[i], w2, bias)
    LOSS_I = loss(activation(LOGIT_I), y_[i])
    COST_OF_TWO = 1 / m * Sum(LOSS_I, EVERY)
    """m 个样本、每个两个特征：第 i 个样本的 z 与损失，和代价。"""

    # ---- 一个样本：更新参数 -------------------------------------------------------

    SAMPLE_STEP_W1 = update("sample_step_w1", "只看一个样本：w₁ 走一步", w1_new, w1)
    SAMPLE_STEP_W2 = update("sample_step_w2", "只看一个样本：w₂ 走一步", w2_new, w2)
    SAMPLE_STEP_B = update("sample_step_b", "只看一个样本：b 走一步", bias_new, bias)
    SAMPLE_STEP_W1_VALUE = updated(
        "sample_step_w1_value", "只看一个样本：w₁ 走到哪里", SAMPLE_STEP_W1, SAMPLE_DW1
    )
    SAMPLE_STEP_W2_VALUE = updated(
        "sample_step_w2_value", "只看一个样本：w₂ 走到哪里", SAMPLE_STEP_W2, SAMPLE_DW2
    )
    SAMPLE_STEP_B_VALUE = updated(
        "sample_step_b_value", "只看一个样本：b 走到哪里", SAMPLE_STEP_B, SAMPLE_DB
    )

    # ---- m 个样本：第 i 列就是第 i 个样本 ---------------------------------------------

    LOGISTIC_COLUMN_Z = Law(
        id="logistic_column_z",
        title="Z 的第 i 个数，就是第 i 个样本的 z",
        domain={**INPUTS, **SAMPLE},
        start=Column(Z, i),
        steps=(
            Step(
                Column(plus(times(transpose(w), X), times(b, transpose(ONES))), i),
                Unfold(LOGISTIC_Z),
            ),
            Step(plus(times(transpose(w), Column(X, i)), b), COLUMN),
        ),
    )
    LOGISTIC_COLUMN_A = Law(
        id="logistic_column_a",
        title="A 的第 i 个数，就是第 i 个样本的 a",
        domain={**INPUTS, **SAMPLE},
        start=Column(A, i),
        steps=(
            Step(Column(elementwise(sigma, Z), i), Unfold(LOGISTIC_A)),
            Step(elementwise(sigma, Column(Z, i)), COLUMN),
        ),
    )
    LOGISTIC_COLUMN_DZ = Law(
        id="logistic_column_dz",
        title="dZ 的第 i 个数，就是第 i 个样本的 dz",
        domain={**SAMPLES, **SAMPLE},
        start=Column(dZ, i),
        steps=(
            Step(Column(minus(A, Y), i), Unfold(LOGISTIC_DZ)),
            Step(minus(Column(A, i), Column(Y, i)), COLUMN),
        ),
    )
    AVERAGE_DW1 = Derivation(
        id="average_dw1",
        title="代价对 w₁ 的导数：各样本的 dw₁ 取平均",
        domain=FEATURES,
        start=Derivative(COST_OF_TWO, w1),
        steps=(
            Step(1 / m * Sum(Derivative(LOSS_I, w1), EVERY), SumOfDerivatives()),
            Step(
                1 / m * Sum(x1_[i] * dz(LOGIT_I, y_[i]), EVERY),
                Apply(SAMPLE_DW1, {x1: x1_[i], x2: x2_[i], y: y_[i]}),
            ),
        ),
    )
    AVERAGE_DW2 = Derivation(
        id="average_dw2",
        title="代价对 w₂ 的导数：各样本的 dw₂ 取平均",
        domain=FEATURES,
        start=Derivative(COST_OF_TWO, w2),
        steps=(
            Step(1 / m * Sum(Derivative(LOSS_I, w2), EVERY), SumOfDerivatives()),
            Step(
                1 / m * Sum(x2_[i] * dz(LOGIT_I, y_[i]), EVERY),
                Apply(SAMPLE_DW2, {x1: x1_[i], x2: x2_[i], y: y_[i]}),
            ),
        ),
    )
    AVERAGE_DB = Derivation(
        id="average_db",
        title="代价对 b 的导数：各样本的 db 取平均",
        domain=FEATURES,
        start=Derivative(COST_OF_TWO, bias),
        steps=(
            Step(1 / m * Sum(Derivative(LOSS_I, bias), EVERY), SumOfDerivatives()),
            Step(
                1 / m * Sum(dz(LOGIT_I, y_[i]), EVERY),
                Apply(SAMPLE_DB, {x1: x1_[i], x2: x2_[i], y: y_[i]}),
            ),
        ),
    )
    LOGISTIC_Z_COLUMNS = Law(
        id="logistic_z_columns",
        title="Z：m 个样本的 z 排成一行",
        domain=INPUTS,
        start=Columns(plus(times(transpose(w), Column(X, i)), b), i, m),
        steps=(
            Step(plus(times(transpose(w), X), times(b, transpose(ONES))), BY_ENTRIES),
            Step(Z, Fold(LOGISTIC_Z)),
        ),
    )
    LOGISTIC_A_COLUMNS = Law(
        id="logistic_a_columns",
        title="A：m 个样本的 a 排成一行",
        domain=INPUTS,
        start=Columns(elementwise(sigma, Column(Z, i)), i, m),
        steps=(Step(elementwise(sigma, Z), BY_ENTRIES), Step(A, Fold(LOGISTIC_A))),
    )
    LOGISTIC_DZ_COLUMNS = Law(
        id="logistic_dz_columns",
        title="dZ：m 个样本的误差排成一行",
        domain=SAMPLES,
        start=Columns(minus(Column(A, i), Column(Y, i)), i, m),
        steps=(Step(minus(A, Y), BY_ENTRIES), Step(dZ, Fold(LOGISTIC_DZ))),
    )
    WEIGHT_ROW = Law(
        id="weight_row",
        title="w 的转置是一行",
        domain={n: COUNT, w: REALS},
        start=transpose(w),
        steps=(Step(FunctionMatrix(S.One, n, Lambda((ROW, COL), w[COL, 0])), BY_ENTRIES),),
    )
    BIAS_ROW = Law(
        id="bias_row",
        title="b 抄成一行",
        domain={m: COUNT, b: REALS},
        start=FunctionMatrix(S.One, m, Lambda((ROW, COL), b[0, 0])),
        steps=(Step(times(b, transpose(ONES)), BY_ENTRIES),),
    )

    # ---- m 个样本：更新参数 ---------------------------------------------------------

    LOGISTIC_STEP_W = Definition(
        id="logistic_step_w",
        title="逻辑回归：w 走一步",
        lhs=w_new,
        body=minus(w, times(alpha, Gradient(cost, w))),
        domain={**SAMPLES, **STEP},
    )
    LOGISTIC_STEP_B = Definition(
        id="logistic_step_b",
        title="逻辑回归：b 走一步",
        lhs=b_new,
        body=minus(b, times(alpha, Gradient(cost, b))),
        domain={**SAMPLES, **STEP},
    )
    LOGISTIC_STEP_W_VALUE = Law(
        id="logistic_step_w_value",
        title="逻辑回归：w 走到哪里",
        domain={**SAMPLES, **STEP},
        start=LOGISTIC_STEP_W.body,
        steps=(Step(minus(w, times(alpha / m, X, transpose(dZ))), Apply(LOGISTIC_DW)),),
    )
    LOGISTIC_STEP_B_VALUE = Law(
        id="logistic_step_b_value",
        title="逻辑回归：b 走到哪里",
        domain={**SAMPLES, **STEP},
        start=LOGISTIC_STEP_B.body,
        steps=(Step(minus(b, times(alpha / m, dZ, ONES)), Apply(LOGISTIC_DB)),),
    )

    # ---- 形状 ------------------------------------------------------------------

    SHAPE_OF_LOGISTIC_Z = shape_law("shape_of_logistic_z", "逻辑回归：Z 是一行", LOGISTIC_Z, INPUTS)
    SHAPE_OF_LOGISTIC_A = shape_law("shape_of_logistic_a", "逻辑回归：A 是一行", LOGISTIC_A, INPUTS)
    SHAPE_OF_LOGISTIC_DZ = shape_law(
        "shape_of_logistic_dz", "逻辑回归：dZ 是一行", LOGISTIC_DZ, SAMPLES
    )
    SHAPE_OF_LOGISTIC_DW = Law(
        id="shape_of_logistic_dw",
        title="逻辑回归：dw 与 w 同形",
        domain=SAMPLES,
        start=Shape(times(1 / m, X, transpose(dZ))),
        steps=(Step(Pair(n, S.One), SHAPE_LAW),),
    )

    # ---- 向量化 -----------------------------------------------------------------

    INNER_PRODUCT = Law(
        id="inner_product",
        title="内积：对应相乘，再求和",
        domain={n: COUNT, w: REALS, other: REALS},
        start=Sum(w[K - 1, 0] * other[K - 1, 0], (K, 1, n)),
        steps=(Step(times(transpose(w), other), MatrixProduct()),),
    )
    ELEMENTWISE_EXP = applied("elementwise_exp", "对每个元素取指数", exp)
    ELEMENTWISE_LOG = applied("elementwise_log", "对每个元素取对数", log, POSITIVE)
    ELEMENTWISE_ABS = applied("elementwise_abs", "对每个元素取绝对值", Abs)
    ELEMENTWISE_MAXIMUM = applied("elementwise_maximum", "每个元素与 0 取大", relu)
    ELEMENTWISE_INVERSE = applied(
        "elementwise_inverse", "对每个元素取倒数", lambda t: 1 / t, POSITIVE
    )
    ELEMENTWISE_SQUARE = Law(
        id="elementwise_square",
        title="对每个元素平方",
        domain={p: COUNT, v: REALS},
        start=FunctionMatrix(p, 1, Lambda((ROW, COL), v[ROW, 0] ** 2)),
        steps=(Step(hadamard(v, v), BY_ENTRIES),),
    )

    SPEEDUP_BY_305 = Claim(
        id="speedup_by_305",
        title="资料测得 305.08 毫秒与 0.97 毫秒，约 314 倍",
        lhs=Abs(Rational("305.083") / Rational("0.9706") - 314),
        relation=Relation.LT,
        rhs=Rational(1, 2),
    )
    SPEEDUP_BY_400 = Claim(
        id="speedup_by_400",
        title="资料测得 400 毫秒与 1.5 毫秒（400000 与 1500 微秒），不到 300 倍",
        lhs=S(400000) / S(1500),
        relation=Relation.LT,
        rhs=S(300),
    )

    # ---- 广播 ------------------------------------------------------------------

    BROADCAST_ROW_TIMES = Law(
        id="broadcast_row_times",
        title="广播：矩阵乘一行，逐元素",
        domain={**TABLE, M: REALS, row: REALS},
        start=FunctionMatrix(n, p, Lambda((ROW, COL), M[ROW, COL] * row[0, COL])),
        steps=(Step(hadamard(M, times(OneMatrix(n, 1), row)), BY_ENTRIES),),
    )
    BROADCAST_COLUMN_OVER = Law(
        id="broadcast_column_over",
        title="广播：矩阵除以一列，逐元素",
        domain={**TABLE, M: REALS, column: POSITIVE},
        start=FunctionMatrix(n, p, Lambda((ROW, COL), M[ROW, COL] / column[ROW, 0])),
        steps=(
            Step(
                hadamard(
                    M, times(elementwise(lambda t: 1 / t, column), transpose(OneMatrix(p, 1)))
                ),
                BY_ENTRIES,
            ),
        ),
    )
    COLUMN_TOTALS_SUM = Law(
        id="column_totals_sum",
        title="每一列的和，写成矩阵的积",
        domain={**TABLE, M: POSITIVE},
        start=FunctionMatrix(S.One, p, Lambda((ROW, COL), Sum(M[K - 1, COL], (K, 1, n)))),
        steps=(Step(times(transpose(OneMatrix(n, 1)), M), MatrixProduct()),),
    )

    # ---- 行与列 -----------------------------------------------------------------

    INNER_SQUARE = Law(
        id="inner_square",
        title="一列与自己的内积是一个数",
        domain=COLUMN_VECTOR,
        start=times(transpose(vector), vector),
        steps=(Step(Sum(vector[K - 1, 0] ** 2, (K, 1, n)), MatrixProduct()),),
    )
    OUTER_PRODUCT = Law(
        id="outer_product",
        title="外积：一列乘一行，是一个矩阵",
        domain={**COLUMN_VECTOR, p: COUNT, v: REALS},
        start=times(vector, transpose(v)),
        steps=(
            Step(FunctionMatrix(n, p, Lambda((ROW, COL), vector[ROW, 0] * v[COL, 0])), BY_ENTRIES),
        ),
    )
    SHAPE_OF_INNER = Law(
        id="shape_of_inner",
        title="内积的形状",
        domain=COLUMN_VECTOR,
        start=Shape(times(transpose(vector), vector)),
        steps=(Step(Pair(S.One, S.One), SHAPE_LAW),),
    )
    SHAPE_OF_OUTER = Law(
        id="shape_of_outer",
        title="外积的形状",
        domain=COLUMN_VECTOR,
        start=Shape(times(vector, transpose(vector))),
        steps=(Step(Pair(n, n), SHAPE_LAW),),
    )


OBJECTS: tuple[BookObject, ...] = (
    SAMPLE_STEP_W1,
    SAMPLE_STEP_W2,
    SAMPLE_STEP_B,
    SAMPLE_STEP_W1_VALUE,
    SAMPLE_STEP_W2_VALUE,
    SAMPLE_STEP_B_VALUE,
    LOGISTIC_COLUMN_Z,
    LOGISTIC_COLUMN_A,
    LOGISTIC_COLUMN_DZ,
    AVERAGE_DW1,
    AVERAGE_DW2,
    AVERAGE_DB,
    LOGISTIC_Z_COLUMNS,
    LOGISTIC_A_COLUMNS,
    LOGISTIC_DZ_COLUMNS,
    WEIGHT_ROW,
    BIAS_ROW,
    LOGISTIC_STEP_W,
    LOGISTIC_STEP_B,
    LOGISTIC_STEP_W_VALUE,
    LOGISTIC_STEP_B_VALUE,
    SHAPE_OF_LOGISTIC_Z,
    SHAPE_OF_LOGISTIC_A,
    SHAPE_OF_LOGISTIC_DZ,
    SHAPE_OF_LOGISTIC_DW,
    INNER_PRODUCT,
    ELEMENTWISE_EXP,
    ELEMENTWISE_LOG,
    ELEMENTWISE_ABS,
    ELEMENTWISE_MAXIMUM,
    ELEMENTWISE_INVERSE,
    ELEMENTWISE_SQUARE,
    SPEEDUP_BY_305,
    SPEEDUP_BY_400,
    BROADCAST_ROW_TIMES,
    BROADCAST_COLUMN_OVER,
    COLUMN_TOTALS_SUM,
    INNER_SQUARE,
    OUTER_PRODUCT,
    SHAPE_OF_INNER,
    SHAPE_OF_OUTER,
)
