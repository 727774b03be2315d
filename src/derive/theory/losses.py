"""损失函数：从伯努利分布的似然，到交叉熵，再到 ∂L/∂z = a − y 与凸性。"""

from collections.abc import Callable

from sympy import (
    Abs,
    Derivative,
    Expr,
    Limit,
    MatrixSymbol,
    Max,
    Product,
    Rational,
    S,
    Subs,
    Sum,
    evaluate,
    exp,
    log,
)
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.matrices import elementwise, minus, ones_like, plus, row_of, times, transpose
from derive.kernel.objects import (
    BookObject,
    Claim,
    Definition,
    Derivation,
    Law,
    Relation,
    Step,
)
from derive.kernel.rules import (
    ARRANGE,
    COMBINE,
    COMPUTE,
    ELEMENTARY,
    EXPAND,
    FACTOR,
    LINEARITY,
    LOG_LAW,
    LOG_OF_PRODUCT,
    POSITIVE_FACTORS,
    SUM_LINEARITY,
    TAKE_LIMIT,
    Apply,
    ByEntries,
    Chain,
    DifferentiateAgain,
    Fold,
    MatrixProduct,
    Then,
    Unfold,
)
from derive.theory.activations import (
    SIGMOID,
    SIGMOID_COMPLEMENT,
    SIGMOID_GROWTH,
    SIGMOID_PRIME,
    SIGMOID_PRIME_POSITIVE,
    SOFTPLUS,
    SOFTPLUS_PRIME,
)
from derive.theory.symbols import (
    COUNT,
    LABEL,
    MINUS_ZERO,
    REALS,
    UNIT,
    J,
    P,
    Y,
    Yhat,
    a,
    activation,
    cost_of,
    i,
    j,
    likelihood,
    loss,
    m,
    n,
    sigma,
    softplus,
    squared_loss,
    y,
    y_,
    ybar,
    yhat,
    yhat_,
    z,
)

GT, LT = Relation.GT, Relation.LT
HALF = Rational(1, 2)
SAMPLES = {m: COUNT, yhat_: UNIT, y_: LABEL}
"""m 个样本：预测各在 0 与 1 之间，标签各在 [0, 1]。"""
EVERY = (i, 1, m)
"""求和、求积的范围：i 从 1 到 m。"""
ANY_A, ANY_Y = MatrixSymbol("A", n, m), MatrixSymbol("Y", n, m)
"""任意个输出单元、任意个样本的预测与标签。"""


def cost_steps(cost: Definition, A: MatrixSymbol, Y: MatrixSymbol) -> tuple[Step, ...]:
    """用 ln 写出的代价 = cost(A, Y)：每一项正是一个预测的损失。"""

    def averaged(term: Callable[[Expr, Expr], Expr]) -> Expr:
        each = term(MatrixElement(A, j - 1, i - 1), MatrixElement(Y, j - 1, i - 1))
        return 1 / m * Sum(each, (j, 1, A.rows), EVERY)

    return (
        Step(cost.body, Unfold(cost)),
        Step(averaged(lambda a, y: -(y * log(a) + (1 - y) * log(1 - a))), MatrixProduct()),
        Step(averaged(loss), Fold(CROSS_ENTROPY)),
        Step(cost_of(A, Y), Fold(COST_OF)),
    )


with evaluate(False):
    # ---- 定义 ---------------------------------------------------------------

    ACTIVATION = Definition(
        id="activation",
        title="输出单元的激活值",
        lhs=activation(z),
        body=sigma(z),
        domain={z: REALS},
    )
    LIKELIHOOD = Definition(
        id="likelihood",
        title="一个样本的似然",
        lhs=likelihood(y, yhat),
        body=yhat**y * (1 - yhat) ** (1 - y),
        domain={yhat: UNIT, y: LABEL},
    )
    CROSS_ENTROPY = Definition(
        id="cross_entropy",
        title="交叉熵损失",
        lhs=loss(a, y),
        body=-(y * log(a) + (1 - y) * log(1 - a)),
        domain={a: UNIT, y: LABEL},
    )
    SQUARED_LOSS = Definition(
        id="squared_loss",
        title="平方损失",
        lhs=squared_loss(a, y),
        body=HALF * (a - y) ** 2,
        domain={a: UNIT, y: LABEL},
    )
    SAMPLE_LIKELIHOOD = Definition(
        id="sample_likelihood",
        title="m 个样本的似然",
        lhs=P,
        body=Product(likelihood(y_[i], yhat_[i]), EVERY),
        domain=SAMPLES,
        note="样本相互独立，所以概率相乘。",
    )
    COST = Definition(
        id="cost",
        title="代价函数",
        lhs=J,
        body=1 / m * Sum(loss(yhat_[i], y_[i]), EVERY),
        domain=SAMPLES,
    )
    COST_OF = Definition(
        id="cost_of",
        title="预测与标签的代价",
        lhs=cost_of(ANY_A, ANY_Y),
        body=1
        / m
        * Sum(
            loss(MatrixElement(ANY_A, j - 1, i - 1), MatrixElement(ANY_Y, j - 1, i - 1)),
            (j, 1, n),
            EVERY,
        ),
        domain={n: COUNT, m: COUNT, ANY_A: UNIT, ANY_Y: LABEL},
        note="A 与 Y 同形：每列一个样本，每行一个输出单元。程序里的 compute_cost(A, Y) 就是它。",
    )
    MEAN_LABEL = Definition(
        id="mean_label",
        title="标签的平均值",
        lhs=ybar,
        body=1 / m * Sum(y_[i], EVERY),
        domain={m: COUNT, y_: LABEL},
        note="标签只取 0 和 1 时，它就是标签为 1 的样本所占的比例。",
    )

    # ---- 一个样本：似然与交叉熵 -------------------------------------------------

    LIKELIHOOD_OF_ONE = Derivation(
        id="likelihood_of_one",
        title="标签为 1 的概率",
        domain={yhat: UNIT},
        start=likelihood(S.One, yhat),
        steps=(
            Step(yhat**1 * (1 - yhat) ** (1 - S.One), Unfold(LIKELIHOOD)),
            Step(yhat, ARRANGE),
        ),
    )
    LIKELIHOOD_OF_ZERO = Derivation(
        id="likelihood_of_zero",
        title="标签为 0 的概率",
        domain={yhat: UNIT},
        start=likelihood(S.Zero, yhat),
        steps=(
            Step(yhat**0 * (1 - yhat) ** (1 + MINUS_ZERO), Unfold(LIKELIHOOD)),
            Step(1 - yhat, ARRANGE),
        ),
    )
    LIKELIHOOD_TOTAL = Derivation(
        id="likelihood_total",
        title="两个概率之和是 1",
        domain={yhat: UNIT},
        start=likelihood(S.One, yhat) + likelihood(S.Zero, yhat),
        steps=(
            Step(yhat + (1 - yhat), Then(Apply(LIKELIHOOD_OF_ONE), Apply(LIKELIHOOD_OF_ZERO))),
            Step(S.One, COMPUTE),
        ),
    )
    LOG_LIKELIHOOD = Derivation(
        id="log_likelihood",
        title="一个样本的对数似然",
        domain={yhat: UNIT, y: LABEL},
        start=log(likelihood(y, yhat)),
        steps=(
            Step(log(yhat**y * (1 - yhat) ** (1 - y)), Unfold(LIKELIHOOD)),
            Step(y * log(yhat) + (1 - y) * log(1 - yhat), LOG_LAW),
            Step(-loss(yhat, y), Fold(CROSS_ENTROPY)),
        ),
    )
    CROSS_ENTROPY_OF_ONE = Derivation(
        id="cross_entropy_of_one",
        title="标签为 1 时的损失",
        domain={a: UNIT},
        start=loss(a, S.One),
        steps=(
            Step(-(1 * log(a) + (1 - S.One) * log(1 - a)), Unfold(CROSS_ENTROPY)),
            Step(-log(a), ARRANGE),
        ),
    )
    CROSS_ENTROPY_OF_ZERO = Derivation(
        id="cross_entropy_of_zero",
        title="标签为 0 时的损失",
        domain={a: UNIT},
        start=loss(a, S.Zero),
        steps=(
            Step(-(0 * log(a) + (1 + MINUS_ZERO) * log(1 - a)), Unfold(CROSS_ENTROPY)),
            Step(-log(1 - a), ARRANGE),
        ),
    )
    CONFIDENT_AND_WRONG = Derivation(
        id="confident_and_wrong",
        title="又自信又错，损失没有上界",
        domain={},
        start=Limit(loss(a, S.One), a, 0, "+"),
        steps=(
            Step(Limit(-log(a), a, 0, "+"), Apply(CROSS_ENTROPY_OF_ONE)),
            Step(S.Infinity, TAKE_LIMIT),
        ),
    )
    CONFIDENT_AND_RIGHT = Derivation(
        id="confident_and_right",
        title="又自信又对，损失趋于 0",
        domain={},
        start=Limit(loss(a, S.One), a, 1, "-"),
        steps=(
            Step(Limit(-log(a), a, 1, "-"), Apply(CROSS_ENTROPY_OF_ONE)),
            Step(S.Zero, TAKE_LIMIT),
        ),
    )
    LOSS_OF_COIN = Claim(
        id="loss_of_coin",
        title="总猜一半一半时的损失",
        lhs=loss(HALF, y),
        relation=Relation.EQ,
        rhs=log(2),
        domain={y: LABEL},
    )

    # ---- m 个样本：最大似然就是最小代价 ------------------------------------------

    LOG_SAMPLE_LIKELIHOOD = Derivation(
        id="log_sample_likelihood",
        title="m 个样本的对数似然",
        domain=SAMPLES,
        start=log(P),
        steps=(
            Step(log(Product(likelihood(y_[i], yhat_[i]), EVERY)), Unfold(SAMPLE_LIKELIHOOD)),
            Step(Sum(log(likelihood(y_[i], yhat_[i])), EVERY), LOG_OF_PRODUCT),
            Step(
                Sum(-loss(yhat_[i], y_[i]), EVERY),
                Apply(LOG_LIKELIHOOD, {y: y_[i], yhat: yhat_[i]}),
            ),
            Step(-m * (1 / m * Sum(loss(yhat_[i], y_[i]), EVERY)), SUM_LINEARITY),
            Step(-m * J, Fold(COST)),
        ),
    )
    COST_FROM_LIKELIHOOD = Derivation(
        id="cost_from_likelihood",
        title="平均的负对数似然就是代价",
        domain=SAMPLES,
        start=-1 / m * log(P),
        steps=(
            Step(-1 / m * (-m * J), Apply(LOG_SAMPLE_LIKELIHOOD)),
            Step(J, ARRANGE),
        ),
    )
    LIKELIHOOD_FROM_COST = Derivation(
        id="likelihood_from_cost",
        title="由代价写出似然",
        domain=SAMPLES,
        start=exp(-m * J),
        steps=(
            Step(exp(log(P)), Apply(LOG_SAMPLE_LIKELIHOOD, backwards=True)),
            Step(P, LOG_LAW),
        ),
    )
    LIKELIHOOD_FALLS = Derivation(
        id="likelihood_falls",
        title="代价越大，似然越小",
        domain=SAMPLES,
        start=Derivative(exp(-m * J), J),
        steps=(
            Step(-m * exp(-m * J), Then(Chain(-m * J), ELEMENTARY)),
            Step(S.Zero, POSITIVE_FACTORS, LT),
        ),
    )
    COST_EXPANDED = Derivation(
        id="cost_expanded",
        title="代价函数展开",
        domain=SAMPLES,
        start=J,
        steps=(
            Step(1 / m * Sum(loss(yhat_[i], y_[i]), EVERY), Unfold(COST)),
            Step(
                1 / m * Sum(-(y_[i] * log(yhat_[i]) + (1 - y_[i]) * log(1 - yhat_[i])), EVERY),
                Unfold(CROSS_ENTROPY),
            ),
            Step(
                -1 / m * Sum(y_[i] * log(yhat_[i]) + (1 - y_[i]) * log(1 - yhat_[i]), EVERY),
                SUM_LINEARITY,
            ),
        ),
    )
    LABEL_ROW = Definition(
        id="label_row",
        title="标签排成一行",
        lhs=Y,
        body=row_of(y_, m),
        domain={m: COUNT, y_: LABEL},
    )
    PREDICTION_ROW = Definition(
        id="prediction_row",
        title="预测排成一行",
        lhs=Yhat,
        body=row_of(yhat_, m),
        domain={m: COUNT, yhat_: UNIT},
    )
    COST_VECTORISED = Law(
        id="cost_vectorised",
        title="代价函数的向量化写法",
        domain=SAMPLES,
        start=J,
        steps=(
            Step(
                -1 / m * Sum(y_[i] * log(yhat_[i]) + (1 - y_[i]) * log(1 - yhat_[i]), EVERY),
                Apply(COST_EXPANDED),
            ),
            Step(
                -1
                / m
                * (Sum(y_[i] * log(yhat_[i]), EVERY) + Sum((1 - y_[i]) * log(1 - yhat_[i]), EVERY)),
                SUM_LINEARITY,
            ),
            Step(
                times(
                    -1 / m,
                    plus(
                        times(Y, transpose(elementwise(log, Yhat))),
                        times(
                            minus(ones_like(Y), Y),
                            transpose(elementwise(log, minus(ones_like(Yhat), Yhat))),
                        ),
                    ),
                ),
                MatrixProduct((LABEL_ROW, PREDICTION_ROW)),
            ),
        ),
        note="一行乘一列得到 1×1 矩阵，它唯一的一项就是代价。",
    )
    COST_AS_FUNCTION = Law(
        id="cost_as_function",
        title="代价函数是预测与标签的函数",
        domain=SAMPLES,
        start=cost_of(Yhat, Y),
        steps=(
            Step(
                1
                / m
                * Sum(
                    loss(MatrixElement(Yhat, j - 1, i - 1), MatrixElement(Y, j - 1, i - 1)),
                    (j, 1, 1),
                    EVERY,
                ),
                Unfold(COST_OF),
            ),
            Step(1 / m * Sum(loss(yhat_[i], y_[i]), EVERY), ByEntries((LABEL_ROW, PREDICTION_ROW))),
            Step(J, Fold(COST)),
        ),
        note="这里只有一个输出单元，所以 j 只取 1。",
    )
    CONSTANT_PREDICTION = Derivation(
        id="constant_prediction",
        title="对所有样本给出同一个预测时的代价",
        domain={m: COUNT, y_: LABEL, yhat: UNIT},
        start=1 / m * Sum(loss(yhat, y_[i]), EVERY),
        steps=(
            Step(
                1 / m * Sum(-(y_[i] * log(yhat) + (1 - y_[i]) * log(1 - yhat)), EVERY),
                Unfold(CROSS_ENTROPY),
            ),
            Step(
                -(
                    1 / m * Sum(y_[i], EVERY) * log(yhat)
                    + (1 - 1 / m * Sum(y_[i], EVERY)) * log(1 - yhat)
                ),
                SUM_LINEARITY,
            ),
            Step(-(ybar * log(yhat) + (1 - ybar) * log(1 - yhat)), Fold(MEAN_LABEL)),
            Step(loss(yhat, ybar), Fold(CROSS_ENTROPY)),
        ),
    )

    # ---- 对 a 求导，对 z 求导 ---------------------------------------------------

    CROSS_ENTROPY_PRIME = Derivation(
        id="cross_entropy_prime",
        title="交叉熵对 a 的导数",
        domain={a: UNIT, y: LABEL},
        start=Derivative(loss(a, y), a),
        steps=(
            Step(Derivative(-(y * log(a) + (1 - y) * log(1 - a)), a), Unfold(CROSS_ENTROPY)),
            Step(-y * Derivative(log(a), a) - (1 - y) * Derivative(log(1 - a), a), LINEARITY),
            Step(-y / a + (1 - y) / (1 - a), ELEMENTARY),
        ),
    )
    CROSS_ENTROPY_PRIME_FRACTION = Derivation(
        id="cross_entropy_prime_fraction",
        title="交叉熵对 a 的导数，写成一个分式",
        domain={a: UNIT, y: LABEL},
        start=Derivative(loss(a, y), a),
        steps=(
            Step(-y / a + (1 - y) / (1 - a), Apply(CROSS_ENTROPY_PRIME)),
            Step((-y * (1 - a) + (1 - y) * a) / (a * (1 - a)), COMBINE),
            Step((a - y) / (a * (1 - a)), ARRANGE),
        ),
    )
    SLOPE_AT_LABEL = Derivation(
        id="slope_at_label",
        title="交叉熵在 a = y 处的斜率",
        domain={y: UNIT},
        start=Subs(Derivative(loss(a, y), a), a, y),
        steps=(
            Step((y - y) / (y * (1 - y)), Apply(CROSS_ENTROPY_PRIME_FRACTION, {a: y})),
            Step(S.Zero, ARRANGE),
        ),
    )
    ACTIVATION_PRIME = Derivation(
        id="activation_prime",
        title="激活值对 z 的导数",
        domain={z: REALS},
        start=Derivative(activation(z), z),
        steps=(
            Step(Derivative(sigma(z), z), Unfold(ACTIVATION)),
            Step(sigma(z) * (1 - sigma(z)), Apply(SIGMOID_PRIME)),
            Step(activation(z) * (1 - activation(z)), Fold(ACTIVATION)),
        ),
    )
    LOSS_DZ = Derivation(
        id="loss_dz",
        title="交叉熵对 z 的导数",
        domain={z: REALS, y: LABEL},
        start=Derivative(loss(activation(z), y), z),
        steps=(
            Step(
                Derivative(loss(activation(z), y), activation(z)) * Derivative(activation(z), z),
                Chain(activation(z)),
            ),
            Step(
                (-y / activation(z) + (1 - y) / (1 - activation(z))) * Derivative(activation(z), z),
                Apply(CROSS_ENTROPY_PRIME, {a: activation(z)}),
            ),
            Step(
                (-y / activation(z) + (1 - y) / (1 - activation(z)))
                * (activation(z) * (1 - activation(z))),
                Apply(ACTIVATION_PRIME),
            ),
            Step(-y * (1 - activation(z)) + (1 - y) * activation(z), EXPAND),
            Step(activation(z) - y, ARRANGE),
        ),
    )
    LOSS_FROM_LOGITS = Derivation(
        id="loss_from_logits",
        title="直接由 z 写出交叉熵",
        domain={z: REALS, y: LABEL},
        start=loss(sigma(z), y),
        steps=(
            Step(-(y * log(sigma(z)) + (1 - y) * log(1 - sigma(z))), Unfold(CROSS_ENTROPY)),
            Step(
                -(y * log(sigma(z)) + (1 - y) * log(sigma(-z))),
                Apply(SIGMOID_COMPLEMENT, backwards=True),
            ),
            Step(
                -(y * log(exp(z) / (1 + exp(z))) + (1 - y) * log(1 / (1 + exp(z)))),
                Then(Apply(SIGMOID_GROWTH), Unfold(SIGMOID)),
            ),
            Step(-(y * (z - log(1 + exp(z))) - (1 - y) * log(1 + exp(z))), LOG_LAW),
            Step(log(1 + exp(z)) - y * z, EXPAND),
            Step(softplus(z) - y * z, Fold(SOFTPLUS)),
        ),
    )
    LOSS_DZ_FROM_LOGITS = Derivation(
        id="loss_dz_from_logits",
        title="交叉熵对 z 的导数（不经过 a）",
        domain={z: REALS, y: LABEL},
        start=Derivative(loss(sigma(z), y), z),
        steps=(
            Step(Derivative(softplus(z) - y * z, z), Apply(LOSS_FROM_LOGITS)),
            Step(Derivative(softplus(z), z) - y * Derivative(z, z, evaluate=False), LINEARITY),
            Step(sigma(z) - y, Then(Apply(SOFTPLUS_PRIME), ELEMENTARY)),
        ),
    )
    LOSS_CODE = Claim(
        id="loss_code",
        title="由 z 算交叉熵的程序写法",
        lhs=loss(sigma(z), y),
        relation=Relation.EQ,
        rhs=(1 - y) * Max(z, 0) + y * Max(-z, 0) + log(1 + exp(-Abs(z))),
        domain={z: REALS, y: LABEL},
    )
    LOSS_DZ_CODE = Claim(
        id="loss_dz_code",
        title="由 z 算 ∂L/∂z 的程序写法",
        lhs=sigma(z) - y,
        relation=Relation.EQ,
        rhs=(1 - y) * sigma(z) - y * sigma(-z),
        domain={z: REALS, y: LABEL},
    )

    # ---- 凸与不凸 -------------------------------------------------------------

    LOSS_CONVEX = Derivation(
        id="loss_convex",
        title="交叉熵对 z 是凸的",
        domain={z: REALS, y: LABEL},
        start=Derivative(loss(activation(z), y), (z, 2)),
        steps=(
            Step(Derivative(activation(z) - y, z), DifferentiateAgain(LOSS_DZ)),
            Step(Derivative(activation(z), z), LINEARITY),
            Step(Derivative(sigma(z), z), Unfold(ACTIVATION)),
            Step(S.Zero, Apply(SIGMOID_PRIME_POSITIVE), GT),
        ),
    )
    SQUARED_LOSS_PRIME = Derivation(
        id="squared_loss_prime",
        title="平方损失对 a 的导数",
        domain={a: UNIT, y: LABEL},
        start=Derivative(squared_loss(a, y), a),
        steps=(
            Step(Derivative(HALF * (a - y) ** 2, a), Unfold(SQUARED_LOSS)),
            Step(HALF * (2 * (a - y)) * Derivative(a - y, a), Chain(a - y)),
            Step(a - y, ELEMENTARY),
        ),
    )
    SQUARED_LOSS_DZ = Derivation(
        id="squared_loss_dz",
        title="平方损失对 z 的导数",
        domain={z: REALS, y: LABEL},
        start=Derivative(squared_loss(activation(z), y), z),
        steps=(
            Step(
                Derivative(squared_loss(activation(z), y), activation(z))
                * Derivative(activation(z), z),
                Chain(activation(z)),
            ),
            Step(
                (activation(z) - y) * Derivative(activation(z), z),
                Apply(SQUARED_LOSS_PRIME, {a: activation(z)}),
            ),
            Step(
                (activation(z) - y) * (activation(z) * (1 - activation(z))),
                Apply(ACTIVATION_PRIME),
            ),
        ),
    )
    SQUARED_LOSS_STUCK = Claim(
        id="squared_loss_stuck",
        title="又自信又错时，平方损失的梯度消失",
        lhs=Limit((activation(z) - 1) * (activation(z) * (1 - activation(z))), z, -S.Infinity),
        relation=Relation.EQ,
        rhs=S.Zero,
    )
    CROSS_ENTROPY_PUSHES = Claim(
        id="cross_entropy_pushes",
        title="又自信又错时，交叉熵的梯度不消失",
        lhs=Limit(activation(z) - 1, z, -S.Infinity),
        relation=Relation.EQ,
        rhs=-S.One,
    )
    SQUARED_LOSS_CURVATURE = Derivation(
        id="squared_loss_curvature",
        title="平方损失对 z 的二阶导数（标签为 1）",
        domain={z: REALS},
        start=Derivative(squared_loss(activation(z), S.One), (z, 2)),
        steps=(
            Step(
                Derivative((activation(z) - 1) * (activation(z) * (1 - activation(z))), z),
                DifferentiateAgain(SQUARED_LOSS_DZ, {y: S.One}),
            ),
            Step(
                -(1 - activation(z)) * (1 - 3 * activation(z)) * Derivative(activation(z), z),
                Then(Chain(activation(z)), FACTOR),
            ),
            Step(
                -(1 - activation(z))
                * (1 - 3 * activation(z))
                * (activation(z) * (1 - activation(z))),
                Apply(ACTIVATION_PRIME),
            ),
            Step(-activation(z) * (1 - activation(z)) ** 2 * (1 - 3 * activation(z)), ARRANGE),
        ),
    )
    SQUARED_LOSS_NOT_CONVEX = Claim(
        id="squared_loss_not_convex",
        title="平方损失对 z 不是凸的",
        lhs=Subs(Derivative(squared_loss(sigma(z), S.One), (z, 2)), z, -log(3)),
        relation=Relation.EQ,
        rhs=-Rational(9, 256),
    )


OBJECTS: tuple[BookObject, ...] = (
    ACTIVATION,
    LIKELIHOOD,
    CROSS_ENTROPY,
    SQUARED_LOSS,
    SAMPLE_LIKELIHOOD,
    COST,
    COST_OF,
    MEAN_LABEL,
    LIKELIHOOD_OF_ONE,
    LIKELIHOOD_OF_ZERO,
    LIKELIHOOD_TOTAL,
    LOG_LIKELIHOOD,
    CROSS_ENTROPY_OF_ONE,
    CROSS_ENTROPY_OF_ZERO,
    CONFIDENT_AND_WRONG,
    CONFIDENT_AND_RIGHT,
    LOSS_OF_COIN,
    LOG_SAMPLE_LIKELIHOOD,
    COST_FROM_LIKELIHOOD,
    LIKELIHOOD_FROM_COST,
    LIKELIHOOD_FALLS,
    COST_EXPANDED,
    LABEL_ROW,
    PREDICTION_ROW,
    COST_VECTORISED,
    COST_AS_FUNCTION,
    CONSTANT_PREDICTION,
    CROSS_ENTROPY_PRIME,
    CROSS_ENTROPY_PRIME_FRACTION,
    SLOPE_AT_LABEL,
    ACTIVATION_PRIME,
    LOSS_DZ,
    LOSS_FROM_LOGITS,
    LOSS_DZ_FROM_LOGITS,
    LOSS_CODE,
    LOSS_DZ_CODE,
    LOSS_CONVEX,
    SQUARED_LOSS_PRIME,
    SQUARED_LOSS_DZ,
    SQUARED_LOSS_STUCK,
    CROSS_ENTROPY_PUSHES,
    SQUARED_LOSS_CURVATURE,
    SQUARED_LOSS_NOT_CONVEX,
)
