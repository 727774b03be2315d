"""逻辑回归：一个样本的梯度，m 个样本的循环写法与向量化写法，Hessian 与凸性；向量化与广播。"""

from sympy import (
    Abs,
    Derivative,
    DiagMatrix,
    Expr,
    FunctionMatrix,
    Identity,
    Integer,
    Lambda,
    MatPow,
    MatrixExpr,
    MatrixSymbol,
    OneMatrix,
    Range,
    Rational,
    S,
    Sum,
    Symbol,
    evaluate,
    log,
)

from derive.kernel.matrices import (
    COLUMN as COL,
)
from derive.kernel.matrices import (
    ENTRY,
    ROW,
    Column,
    MatrixSum,
    Stack,
    elementwise,
    hadamard,
    minus,
    ones_like,
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
    ELEMENTARY,
    ENTRYWISE,
    PULL_BACK,
    TRANSPOSE_LAW,
    Apply,
    ByEntries,
    Chain,
    Fold,
    MatrixProduct,
    NonnegativeTerms,
    Then,
    ThroughLayer,
    Unfold,
)
from derive.theory.activations import SIGMOID_PRIME, SIGMOID_PRIME_POSITIVE, SOFTPLUS_PRIME
from derive.theory.losses import (
    CROSS_ENTROPY,
    LABEL_ROW,
    LOSS_DZ,
    LOSS_FROM_LOGITS,
    cost_steps,
)
from derive.theory.symbols import (
    COUNT,
    LABEL,
    POSITIVE,
    REALS,
    UNIT,
    A,
    X,
    Y,
    Z,
    activation,
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
    sigma,
    softplus,
    w,
    w1,
    w2,
    x1,
    x2,
    y,
    y_,
    z,
)
from derive.theory.upstream import Upstream

EVERY = (i, 1, m)
NUMBERS = dict.fromkeys((x1, x2, w1, w2, bias), REALS)
SIZES = {n: COUNT, m: COUNT}
INPUTS = {**SIZES, X: REALS, w: REALS, b: REALS}
SAMPLES = {**INPUTS, y_: LABEL}
"""m 个样本、每个 n 个特征：任意形状。"""
K = Symbol("k", integer=True, positive=True)

x = MatrixSymbol("x", n, 1)
z_one, a_one, dz_one = (MatrixSymbol(name, 1, 1) for name in ("z", "a", "dz"))
ell = Symbol("ell", real=True)
"""一个样本、n 个特征：x 是一列，z、a、dz 是 1×1 矩阵。"""
ONE_SAMPLE = {n: COUNT, x: REALS, w: REALS, b: REALS, y: LABEL}

u, c = MatrixSymbol("u", n, 1), MatrixSymbol("c", 1, 1)
slope = MatrixSymbol("s", 1, 1)
DIRECTION = {**SAMPLES, u: REALS, c: REALS}
"""(w, b) 的一个方向 (u, c)，与 J 沿这个方向的变化率 s。"""

W, shift = MatrixSymbol("W", p, n), MatrixSymbol("b", p, 1)
M, v = MatrixSymbol("A", n, p), MatrixSymbol("v", p, 1)
row, column = MatrixSymbol("r", 1, p), MatrixSymbol("c", n, 1)
totals = MatrixSymbol("cal", 1, p)
TABLE = {n: COUNT, p: COUNT}

BASIS = Column(Identity(n), K)
"""eₖ：单位矩阵的第 k 列。"""


def hessian_steps(along: MatrixExpr, direction: MatrixExpr) -> tuple[Step, ...]:
    """(1/m) along dZᵀ 对 w 与 b 求导：沿 dZ → A → Z → (w, b) 反向传播，再写成 X̃ diag(·)。"""
    ones = OneMatrix(m, 1)
    first = times(1 / m, along, transpose(dZ))
    of_z = times(1 / m, along, transpose(minus(elementwise(sigma, Z), Y)))
    curvature = elementwise(lambda t: Derivative(sigma(t), t), Z)
    second = hadamard(times(1 / m, along), curvature)
    spread = hadamard(A, minus(ones_like(A), A))
    stacked = Stack(X, transpose(ones))

    def through(objective: MatrixExpr) -> MatrixExpr:
        by_z = Gradient(objective, Z)
        return Stack(times(X, transpose(by_z)), times(by_z, ones))

    return (
        Step(through(first), ThroughLayer(LOGISTIC_Z, (LOGISTIC_DZ, LOGISTIC_A))),
        Step(through(of_z), Then(Unfold(LOGISTIC_DZ), Unfold(LOGISTIC_A))),
        Step(Stack(times(X, transpose(second)), times(second, ones)), PULL_BACK),
        Step(times(1 / m, stacked, DiagMatrix(transpose(curvature)), direction), BY_ENTRIES),
        Step(
            times(1 / m, stacked, DiagMatrix(transpose(spread)), direction),
            Then(Apply(SIGMOID_PRIME, {z: ENTRY}), ByEntries((LOGISTIC_A,))),
        ),
    )


LOGIT = logit(x1, w1, x2, w2, bias)


def logit_slope(id: str, title: str, parameter: Symbol, result: Expr) -> Derivation:
    """∂z/∂parameter = result。"""
    return Derivation(
        id=id,
        title=title,
        domain=NUMBERS,
        start=Derivative(LOGIT, parameter),
        steps=(
            Step(Derivative(LOGIT_OF_TWO.body, parameter), Unfold(LOGIT_OF_TWO)),
            Step(result, ELEMENTARY),
        ),
    )


def sample_slope(id: str, title: str, of_z: Derivation, parameter: Symbol) -> Derivation:
    """∂L/∂parameter：沿 L → z → parameter 走一遍，最后代入已证的 ∂z/∂parameter。"""
    by_z = Derivative(LOGIT, parameter)
    factor = of_z.statement.rhs
    error = dz(LOGIT, y)
    return Derivation(
        id=id,
        title=title,
        domain={**NUMBERS, y: LABEL},
        start=Derivative(loss(activation(LOGIT), y), parameter),
        steps=(
            Step(Derivative(loss(activation(LOGIT), y), LOGIT) * by_z, Chain(LOGIT)),
            Step((activation(LOGIT) - y) * by_z, Apply(LOSS_DZ, {z: LOGIT})),
            Step(error * by_z, Fold(SAMPLE_DZ)),
            Step(error if factor == 1 else factor * error, Apply(of_z)),
        ),
    )


with evaluate(False):
    ONES = OneMatrix(m, 1)

    # ---- 一个样本，两个特征 -----------------------------------------------------

    LOGIT_OF_TWO = Definition(
        id="logit_of_two",
        title="两个特征的线性部分",
        lhs=LOGIT,
        body=w1 * x1 + w2 * x2 + bias,
        domain=NUMBERS,
    )
    SAMPLE_DZ = Definition(
        id="sample_dz",
        title="一个样本的 dz",
        lhs=dz(z, y),
        body=activation(z) - y,
        domain={z: REALS, y: LABEL},
        note="dz 是损失对 z 的导数的简写。",
    )
    LOGIT_DW1 = logit_slope("logit_dw1", "z 对 w₁ 的导数", w1, x1)
    LOGIT_DW2 = logit_slope("logit_dw2", "z 对 w₂ 的导数", w2, x2)
    LOGIT_DB = logit_slope("logit_db", "z 对 b 的导数", bias, S.One)
    SAMPLE_DW1 = sample_slope("sample_dw1", "一个样本的 dw₁", LOGIT_DW1, w1)
    SAMPLE_DW2 = sample_slope("sample_dw2", "一个样本的 dw₂", LOGIT_DW2, w2)
    SAMPLE_DB = sample_slope("sample_db", "一个样本的 db", LOGIT_DB, bias)

    # ---- 一个样本，n 个特征 -----------------------------------------------------

    ONE_Z = Definition(
        id="one_z",
        title="一个样本的线性部分",
        lhs=z_one,
        body=plus(times(transpose(w), x), b),
        domain={n: COUNT, x: REALS, w: REALS, b: REALS},
    )
    ONE_A = Definition(
        id="one_a",
        title="一个样本的输出",
        lhs=a_one,
        body=elementwise(sigma, z_one),
        domain={n: COUNT, x: REALS, w: REALS, b: REALS},
    )
    ONE_LOSS = Definition(
        id="one_loss",
        title="一个样本的损失",
        lhs=ell,
        body=elementwise(lambda t: loss(t, y), a_one),
        domain=ONE_SAMPLE,
    )
    ONE_DZ = Definition(
        id="one_dz",
        title="n 个特征时的 dz",
        lhs=dz_one,
        body=minus(a_one, times(y, ones_like(a_one))),
        domain=ONE_SAMPLE,
    )
    ONE_LOSS_FROM_LOGITS = Law(
        id="one_loss_from_logits",
        title="一个样本的损失，由 z 写出",
        domain=ONE_SAMPLE,
        start=ell,
        steps=(
            Step(elementwise(lambda t: loss(t, y), a_one), Unfold(ONE_LOSS)),
            Step(elementwise(lambda t: loss(sigma(t), y), z_one), Then(Unfold(ONE_A), ENTRYWISE)),
            Step(
                elementwise(lambda t: softplus(t) - y * t, z_one),
                Apply(LOSS_FROM_LOGITS, {z: ENTRY}),
            ),
        ),
    )
    ONE_GRADIENT_Z = Law(
        id="one_gradient_z",
        title="一个样本的 dz 就是损失对 z 的梯度",
        domain=ONE_SAMPLE,
        start=Gradient(ell, z_one),
        steps=(
            Step(
                Gradient(elementwise(lambda t: softplus(t) - y * t, z_one), z_one),
                Apply(ONE_LOSS_FROM_LOGITS),
            ),
            Step(elementwise(lambda t: Derivative(softplus(t), t) - y, z_one), PULL_BACK),
            Step(elementwise(lambda t: sigma(t) - y, z_one), Apply(SOFTPLUS_PRIME, {z: ENTRY})),
            Step(minus(elementwise(sigma, z_one), times(y, ones_like(a_one))), ENTRYWISE),
            Step(minus(a_one, times(y, ones_like(a_one))), Fold(ONE_A)),
            Step(dz_one, Fold(ONE_DZ)),
        ),
    )
    AT_ONE_Z = Upstream(
        ONE_SAMPLE,
        Gradient(ell, z_one),
        dz_one,
        Apply(ONE_GRADIENT_Z),
        ThroughLayer(ONE_Z, (ONE_LOSS, ONE_A)),
    )
    ONE_DW = AT_ONE_Z.law(
        "one_dw", "一个样本、n 个特征的 dw", Gradient(ell, w), lambda G: times(x, G)
    )
    ONE_DB = AT_ONE_Z.law("one_db", "一个样本、n 个特征的 db", Gradient(ell, b), lambda G: G)

    # ---- m 个样本：前向 ---------------------------------------------------------

    LOGISTIC_Z = Definition(
        id="logistic_z",
        title="逻辑回归的线性部分",
        lhs=Z,
        body=plus(times(transpose(w), X), times(b, transpose(ONES))),
        domain=INPUTS,
    )
    LOGISTIC_A = Definition(
        id="logistic_a",
        title="逻辑回归的输出",
        lhs=A,
        body=elementwise(sigma, Z),
        domain=INPUTS,
    )
    LOGISTIC_DZ = Definition(
        id="logistic_dz",
        title="逻辑回归的 dZ",
        lhs=dZ,
        body=minus(A, Y),
        domain=SAMPLES,
    )
    LOGISTIC_COST = Definition(
        id="logistic_cost",
        title="逻辑回归的代价",
        lhs=cost,
        body=times(
            -1 / m,
            plus(
                times(Y, transpose(elementwise(log, A))),
                times(minus(ones_like(Y), Y), transpose(elementwise(log, minus(ones_like(A), A)))),
            ),
        ),
        domain=SAMPLES,
    )
    LOGISTIC_COST_SUM = Law(
        id="logistic_cost_sum",
        title="逻辑回归的代价就是损失的平均",
        domain=SAMPLES,
        start=times(1 / m, MatrixSum(elementwise(lambda t: loss(t, y_[i]), Column(A, i)), EVERY)),
        steps=(
            Step(
                times(
                    1 / m,
                    MatrixSum(elementwise(lambda t: loss(sigma(t), y_[i]), Column(Z, i)), EVERY),
                ),
                ByEntries((LOGISTIC_A,)),
            ),
            Step(
                times(
                    1 / m,
                    MatrixSum(
                        elementwise(
                            lambda t: -(y_[i] * log(sigma(t)) + (1 - y_[i]) * log(1 - sigma(t))),
                            Column(Z, i),
                        ),
                        EVERY,
                    ),
                ),
                Unfold(CROSS_ENTROPY),
            ),
            Step(LOGISTIC_COST.body, MatrixProduct((LABEL_ROW, LOGISTIC_A))),
            Step(cost, Fold(LOGISTIC_COST)),
        ),
    )

    LOGISTIC_COST_AS_FUNCTION = Law(
        id="logistic_cost_as_function",
        title="逻辑回归的代价，就是预测 A 的代价",
        domain={**SAMPLES, A: UNIT},
        start=cost,
        steps=cost_steps(LOGISTIC_COST, A, Y),
        note="与 cost_as_function 合起来：J(w, b) 就是代价函数在 ŷ⁽ⁱ⁾ = a⁽ⁱ⁾ 处的值。",
    )

    # ---- 梯度：沿 J → Z → (w, b) 反向传播 ------------------------------------------

    COST_OF_Z = times(1 / m, minus(times(elementwise(softplus, Z), ONES), times(Y, transpose(Z))))
    LOGISTIC_COST_FROM_LOGITS = Law(
        id="logistic_cost_from_logits",
        title="逻辑回归的代价，由 Z 写出",
        domain=SAMPLES,
        start=COST_OF_Z,
        steps=(
            Step(
                times(
                    1 / m,
                    MatrixSum(elementwise(lambda t: softplus(t) - y_[i] * t, Column(Z, i)), EVERY),
                ),
                MatrixProduct((LABEL_ROW,)),
            ),
            Step(
                times(
                    1 / m,
                    MatrixSum(elementwise(lambda t: loss(sigma(t), y_[i]), Column(Z, i)), EVERY),
                ),
                Apply(LOSS_FROM_LOGITS, {z: ENTRY, y: y_[i]}, backwards=True),
            ),
            Step(
                times(1 / m, MatrixSum(elementwise(lambda t: loss(t, y_[i]), Column(A, i)), EVERY)),
                ByEntries((LOGISTIC_A,)),
            ),
            Step(cost, Apply(LOGISTIC_COST_SUM)),
        ),
    )
    LOGISTIC_GRADIENT_Z = Law(
        id="logistic_gradient_z",
        title="dZ 是 m 倍的 ∂J/∂Z",
        domain=SAMPLES,
        start=Gradient(cost, Z),
        steps=(
            Step(Gradient(COST_OF_Z, Z), Apply(LOGISTIC_COST_FROM_LOGITS, backwards=True)),
            Step(
                minus(
                    hadamard(
                        times(1 / m, transpose(ONES)),
                        elementwise(lambda t: Derivative(softplus(t), t), Z),
                    ),
                    times(1 / m, Y),
                ),
                PULL_BACK,
            ),
            Step(
                minus(
                    hadamard(times(1 / m, transpose(ONES)), elementwise(sigma, Z)),
                    times(1 / m, Y),
                ),
                Apply(SOFTPLUS_PRIME, {z: ENTRY}),
            ),
            Step(times(1 / m, minus(elementwise(sigma, Z), Y)), ENTRYWISE),
            Step(times(1 / m, minus(A, Y)), Fold(LOGISTIC_A)),
            Step(times(1 / m, dZ), Fold(LOGISTIC_DZ)),
        ),
    )
    LOGISTIC_DW = Law(
        id="logistic_dw",
        title="逻辑回归的 dw",
        domain=SAMPLES,
        start=Gradient(cost, w),
        steps=(
            Step(
                times(X, transpose(Gradient(cost, Z))),
                ThroughLayer(LOGISTIC_Z, (LOGISTIC_COST, LOGISTIC_A)),
            ),
            Step(times(X, transpose(times(1 / m, dZ))), Apply(LOGISTIC_GRADIENT_Z)),
            Step(times(1 / m, X, transpose(dZ)), TRANSPOSE_LAW),
        ),
    )
    LOGISTIC_DB = Law(
        id="logistic_db",
        title="逻辑回归的 db",
        domain=SAMPLES,
        start=Gradient(cost, b),
        steps=(
            Step(
                times(Gradient(cost, Z), ONES),
                ThroughLayer(LOGISTIC_Z, (LOGISTIC_COST, LOGISTIC_A)),
            ),
            Step(times(1 / m, dZ, ONES), Apply(LOGISTIC_GRADIENT_Z)),
        ),
    )
    LOGISTIC_DW_LOOP = Law(
        id="logistic_dw_loop",
        title="dw 的循环写法等于向量化写法",
        domain={**SIZES, X: REALS, dZ: REALS},
        start=times(1 / m, MatrixSum(times(Column(X, i), Column(dZ, i)), EVERY)),
        steps=(Step(times(1 / m, X, transpose(dZ)), MatrixProduct()),),
    )
    LOGISTIC_DB_LOOP = Law(
        id="logistic_db_loop",
        title="db 的循环写法等于向量化写法",
        domain={m: COUNT, dZ: REALS},
        start=times(1 / m, MatrixSum(Column(dZ, i), EVERY)),
        steps=(Step(times(1 / m, dZ, ONES), MatrixProduct()),),
    )

    # ---- Hessian 与凸性 --------------------------------------------------------

    STACKED = Stack(X, transpose(ONES))
    CURVATURE = elementwise(lambda t: Derivative(sigma(t), t), Z)
    ALONG = plus(times(transpose(u), X), times(c, transpose(ONES)))
    FIRST = times(1 / m, ALONG, transpose(dZ))
    LOGISTIC_SLOPE = Definition(
        id="logistic_slope",
        title="代价沿方向 (u, c) 的变化率",
        lhs=slope,
        body=plus(times(transpose(u), Gradient(cost, w)), times(c, Gradient(cost, b))),
        domain=DIRECTION,
    )
    LOGISTIC_SLOPE_VALUE = Law(
        id="logistic_slope_value",
        title="代价沿方向 (u, c) 的变化率是多少",
        domain=DIRECTION,
        start=slope,
        steps=(
            Step(LOGISTIC_SLOPE.body, Unfold(LOGISTIC_SLOPE)),
            Step(
                plus(
                    times(transpose(u), times(1 / m, X, transpose(dZ))),
                    times(c, times(1 / m, dZ, ONES)),
                ),
                Then(Apply(LOGISTIC_DW), Apply(LOGISTIC_DB)),
            ),
            Step(FIRST, BY_ENTRIES),
        ),
    )
    LOGISTIC_HESSIAN = Law(
        id="logistic_hessian",
        title="逻辑回归的 Hessian 乘任意方向",
        domain=DIRECTION,
        start=Stack(Gradient(slope, w), Gradient(slope, b)),
        steps=(
            Step(Stack(Gradient(FIRST, w), Gradient(FIRST, b)), Apply(LOGISTIC_SLOPE_VALUE)),
            *hessian_steps(ALONG, times(transpose(STACKED), Stack(u, c))),
        ),
        note="对任意的方向 [u; c] 都成立，所以乘在它前面的就是 Hessian。",
    )
    ALONG_K = times(transpose(BASIS), X)
    FIRST_K = times(1 / m, ALONG_K, transpose(dZ))
    LOGISTIC_HESSIAN_W = Law(
        id="logistic_hessian_w",
        title="逻辑回归的 Hessian 的第 k 列（k 不超过 n）",
        domain={**SAMPLES, K: Range(1, n + 1)},
        start=Stack(
            Gradient(times(transpose(BASIS), Gradient(cost, w)), w),
            Gradient(times(transpose(BASIS), Gradient(cost, w)), b),
        ),
        steps=(
            Step(Stack(Gradient(FIRST_K, w), Gradient(FIRST_K, b)), Apply(LOGISTIC_DW)),
            *hessian_steps(ALONG_K, times(transpose(X), BASIS)),
        ),
        note="eₖ 的第 k 项是 1，其余是 0，所以 eₖᵀ ∂J/∂w 是 J 对第 k 个权重的导数；它再对 w 与 b "
        "求导，就是 Hessian 的第 k 列。右边是 X̃ diag(a(1−a)) X̃ᵀ/m 的第 k 列。",
    )
    FIRST_B = times(1 / m, dZ, ONES)
    LOGISTIC_HESSIAN_B = Law(
        id="logistic_hessian_b",
        title="逻辑回归的 Hessian 的最后一列",
        domain=SAMPLES,
        start=Stack(Gradient(Gradient(cost, b), w), Gradient(Gradient(cost, b), b)),
        steps=(
            Step(Stack(Gradient(FIRST_B, w), Gradient(FIRST_B, b)), Apply(LOGISTIC_DB)),
            Step(
                Stack(
                    *(
                        Gradient(times(1 / m, transpose(ONES), transpose(dZ)), variable)
                        for variable in (w, b)
                    )
                ),
                ByEntries((LOGISTIC_DZ, LOGISTIC_A, LOGISTIC_Z)),
            ),
            *hessian_steps(transpose(ONES), ONES),
        ),
        note="X̃ 的末一行全是 1：右边是 X̃ diag(a(1−a)) X̃ᵀ/m 的最后一列。",
    )
    LOGISTIC_CONVEX = Law(
        id="logistic_convex",
        title="逻辑回归的代价对 (w, b) 是凸的",
        domain=DIRECTION,
        start=times(transpose(Stack(u, c)), Stack(Gradient(slope, w), Gradient(slope, b))),
        steps=(
            Step(
                times(transpose(Stack(u, c)), LOGISTIC_HESSIAN.statement.rhs),
                Apply(LOGISTIC_HESSIAN),
            ),
            Step(
                times(
                    1 / m,
                    MatrixSum(
                        times(
                            Column(A, i),
                            minus(OneMatrix(1, 1), Column(A, i)),
                            MatPow(plus(times(transpose(u), Column(X, i)), c), 2),
                        ),
                        EVERY,
                    ),
                ),
                BY_ENTRIES,
            ),
            Step(
                times(
                    1 / m,
                    MatrixSum(
                        times(
                            elementwise(lambda t: sigma(t) * (1 - sigma(t)), Column(Z, i)),
                            MatPow(plus(times(transpose(u), Column(X, i)), c), 2),
                        ),
                        EVERY,
                    ),
                ),
                ByEntries((LOGISTIC_A,)),
            ),
            Step(
                times(
                    1 / m,
                    MatrixSum(
                        times(
                            elementwise(lambda t: Derivative(sigma(t), t), Column(Z, i)),
                            MatPow(plus(times(transpose(u), Column(X, i)), c), 2),
                        ),
                        EVERY,
                    ),
                ),
                Apply(SIGMOID_PRIME, {z: ENTRY}, backwards=True),
            ),
            Step(S.Zero, NonnegativeTerms(SIGMOID_PRIME_POSITIVE), Relation.GE),
        ),
        note="二次型处处不为负，沿任何方向看 J 都向上弯。",
    )

    # ---- 向量化与广播 -----------------------------------------------------------

    COLUMNS_STACK = Law(
        id="columns_stack",
        title="每一列各算各的",
        domain={n: COUNT, p: COUNT, m: COUNT, i: Range(1, m + 1), W: REALS, X: REALS, shift: REALS},
        start=Column(plus(times(W, X), times(shift, transpose(ONES))), i),
        steps=(Step(plus(times(W, Column(X, i)), shift), COLUMN),),
        note="左边是 WX + b1ᵀ 的第 i 列，右边是第 i 个样本单独算出的结果。",
    )
    MATRIX_VECTOR = Law(
        id="matrix_vector",
        title="矩阵乘向量的定义",
        domain={**TABLE, M: REALS, v: REALS},
        start=FunctionMatrix(n, 1, Lambda((ROW, COL), Sum(M[ROW, K - 1] * v[K - 1, 0], (K, 1, p)))),
        steps=(Step(times(M, v), MatrixProduct()),),
    )
    BROADCAST_ROW = Law(
        id="broadcast_row",
        title="广播：矩阵加一行",
        domain={**TABLE, M: REALS, row: REALS},
        start=FunctionMatrix(n, p, Lambda((ROW, COL), M[ROW, COL] + row[0, COL])),
        steps=(Step(plus(M, times(OneMatrix(n, 1), row)), BY_ENTRIES),),
    )
    BROADCAST_COLUMN = Law(
        id="broadcast_column",
        title="广播：矩阵加一列",
        domain={**TABLE, M: REALS, column: REALS},
        start=FunctionMatrix(n, p, Lambda((ROW, COL), M[ROW, COL] + column[ROW, 0])),
        steps=(Step(plus(M, times(column, transpose(OneMatrix(p, 1)))), BY_ENTRIES),),
    )
    BROADCAST_OUTER = Law(
        id="broadcast_outer",
        title="广播：一列加一行",
        domain={**TABLE, column: REALS, row: REALS},
        start=FunctionMatrix(n, p, Lambda((ROW, COL), column[ROW, 0] + row[0, COL])),
        steps=(
            Step(
                plus(
                    times(column, transpose(OneMatrix(p, 1))),
                    times(OneMatrix(n, 1), row),
                ),
                BY_ENTRIES,
            ),
        ),
    )
    BROADCAST_NUMBER = Law(
        id="broadcast_number",
        title="广播：矩阵加一个数",
        domain={**TABLE, M: REALS, b: REALS},
        start=FunctionMatrix(n, p, Lambda((ROW, COL), M[ROW, COL] + b[0, 0])),
        steps=(
            Step(
                plus(M, times(OneMatrix(n, 1), b, transpose(OneMatrix(p, 1)))),
                BY_ENTRIES,
            ),
        ),
    )

    # ---- 百分比表 --------------------------------------------------------------

    COLUMN_TOTALS = Definition(
        id="column_totals",
        title="每一列的和",
        lhs=totals,
        body=times(transpose(OneMatrix(n, 1)), M),
        domain={**TABLE, M: POSITIVE},
    )
    PERCENTAGES = times(M, DiagMatrix(transpose(elementwise(lambda t: 1 / t, totals))))
    DIVIDE_BY_TOTALS = Law(
        id="divide_by_totals",
        title="广播：每一列除以这一列的和",
        domain={**TABLE, M: POSITIVE},
        start=FunctionMatrix(n, p, Lambda((ROW, COL), M[ROW, COL] / totals[0, COL])),
        steps=(Step(PERCENTAGES, BY_ENTRIES),),
    )
    PERCENTAGES_ADD_UP = Law(
        id="percentages_add_up",
        title="百分比表的每一列之和是 100%",
        domain={**TABLE, M: POSITIVE},
        start=times(transpose(OneMatrix(n, 1)), PERCENTAGES),
        steps=(
            Step(
                times(totals, DiagMatrix(transpose(elementwise(lambda t: 1 / t, totals)))),
                ByEntries((COLUMN_TOTALS,)),
            ),
            Step(hadamard(totals, elementwise(lambda t: 1 / t, totals)), BY_ENTRIES),
            Step(transpose(OneMatrix(p, 1)), ENTRYWISE),
        ),
        note="只要每一列的和不为零。",
    )
    APPLE_TOTAL = Claim(
        id="apple_total",
        title="100 克苹果的热量",
        lhs=(Integer(560) + Integer(12) + Integer(18)) / Integer(10),
        relation=Relation.EQ,
        rhs=Integer(59),
    )
    APPLE_PERCENTAGE = Claim(
        id="apple_percentage",
        title="苹果的热量有 94.9% 来自碳水化合物（四舍五入到 0.1%）",
        lhs=Abs(Integer(100) * 56 / 59 - Rational(949, 10)),
        relation=Relation.LE,
        rhs=Rational(5, 100),
    )

OBJECTS: tuple[BookObject, ...] = (
    LOGIT_OF_TWO,
    SAMPLE_DZ,
    LOGIT_DW1,
    LOGIT_DW2,
    LOGIT_DB,
    SAMPLE_DW1,
    SAMPLE_DW2,
    SAMPLE_DB,
    ONE_Z,
    ONE_A,
    ONE_LOSS,
    ONE_DZ,
    ONE_LOSS_FROM_LOGITS,
    ONE_GRADIENT_Z,
    ONE_DW,
    ONE_DB,
    LOGISTIC_Z,
    LOGISTIC_A,
    LOGISTIC_DZ,
    LOGISTIC_COST,
    LOGISTIC_COST_SUM,
    LOGISTIC_COST_AS_FUNCTION,
    LOGISTIC_COST_FROM_LOGITS,
    LOGISTIC_GRADIENT_Z,
    LOGISTIC_DW,
    LOGISTIC_DB,
    LOGISTIC_DW_LOOP,
    LOGISTIC_DB_LOOP,
    LOGISTIC_SLOPE,
    LOGISTIC_SLOPE_VALUE,
    LOGISTIC_HESSIAN,
    LOGISTIC_HESSIAN_W,
    LOGISTIC_HESSIAN_B,
    LOGISTIC_CONVEX,
    COLUMNS_STACK,
    MATRIX_VECTOR,
    BROADCAST_ROW,
    BROADCAST_COLUMN,
    BROADCAST_OUTER,
    BROADCAST_NUMBER,
    COLUMN_TOTALS,
    DIVIDE_BY_TOTALS,
    PERCENTAGES_ADD_UP,
    APPLE_TOTAL,
    APPLE_PERCENTAGE,
)
