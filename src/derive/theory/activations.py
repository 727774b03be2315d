"""激活函数及其导数：σ、tanh、ReLU、Leaky ReLU、恒等、softplus。

每条推导沿着读者在纸上会走的路；凡是有第二条路能互相印证的，也写下来。
"""

from sympy import (
    Abs,
    Derivative,
    Limit,
    Max,
    Piecewise,
    Rational,
    S,
    Subs,
    evaluate,
    exp,
    log,
    oo,
)

from derive.kernel.objects import (
    BookObject,
    Claim,
    Definition,
    Derivation,
    Relation,
    Step,
)
from derive.kernel.rules import (
    ARRANGE,
    CANCEL,
    COMBINE,
    COMPLETE_SQUARE,
    COMPUTE,
    DROP_SQUARE,
    ELEMENTARY,
    EXPAND,
    EXPONENT_LAW,
    LINEARITY,
    POSITIVE_FACTORS,
    QUOTIENT,
    SPLIT_PRODUCT,
    SPLIT_SUM,
    TAKE_LIMIT,
    AddAndSubtract,
    Apply,
    Chain,
    Fold,
    MultiplyBoth,
    Unfold,
)
from derive.theory.symbols import (
    MINUS_ZERO,
    NEGATIVE,
    POSITIVE,
    REALS,
    UNIT,
    alpha,
    h,
    identity,
    leaky_relu,
    leaky_relu_prime,
    relu,
    relu_prime,
    sigma,
    softplus,
    tanh,
    z,
)

QUARTER = Rational(1, 4)
HALF = Rational(1, 2)
LE, GT, LT = Relation.LE, Relation.GT, Relation.LT

# 步骤要按纸上的样子写下来，不许 SymPy 先替我们化简
with evaluate(False):
    # ---- 定义 ---------------------------------------------------------------

    SIGMOID = Definition(
        id="sigmoid",
        title="sigmoid 函数",
        lhs=sigma(z),
        body=1 / (1 + exp(-z)),
        domain={z: REALS},
    )
    TANH = Definition(
        id="tanh",
        title="双曲正切",
        lhs=tanh(z),
        body=(exp(z) - exp(-z)) / (exp(z) + exp(-z)),
        domain={z: REALS},
    )
    RELU = Definition(
        id="relu",
        title="ReLU",
        lhs=relu(z),
        body=Piecewise((z, z > 0), (S.Zero, z <= 0)),
        domain={z: REALS},
    )
    LEAKY_RELU = Definition(
        id="leaky_relu",
        title="Leaky ReLU",
        lhs=leaky_relu(z, alpha),
        body=Piecewise((z, z > 0), (alpha * z, z <= 0)),
        domain={z: REALS, alpha: UNIT},
    )
    IDENTITY = Definition(
        id="identity",
        title="恒等函数",
        lhs=identity(z),
        body=z,
        domain={z: REALS},
    )
    SOFTPLUS = Definition(
        id="softplus",
        title="softplus 函数",
        lhs=softplus(z),
        body=log(1 + exp(z)),
        domain={z: REALS},
    )
    RELU_PRIME = Definition(
        id="relu_prime",
        title="ReLU 的导数（约定 0 处取 0）",
        lhs=relu_prime(z),
        body=Piecewise((S.One, z > 0), (S.Zero, z <= 0)),
        domain={z: REALS},
        note="在 0 处 ReLU 没有导数；取 0 是程序的约定，不是数学的结论。",
    )
    LEAKY_RELU_PRIME = Definition(
        id="leaky_relu_prime",
        title="Leaky ReLU 的导数（约定 0 处取 α）",
        lhs=leaky_relu_prime(z, alpha),
        body=Piecewise((S.One, z > 0), (alpha, z <= 0)),
        domain={z: REALS, alpha: UNIT},
        note="在 0 处 Leaky ReLU 没有导数；取 α 是程序的约定，不是数学的结论。",
    )

    # ---- sigmoid ------------------------------------------------------------

    SIGMOID_PRIME = Derivation(
        id="sigmoid_prime",
        title="sigmoid 的导数",
        domain={z: REALS},
        start=Derivative(sigma(z), z),
        steps=(
            Step(Derivative(1 / (1 + exp(-z)), z), Unfold(SIGMOID)),
            Step(-1 / (1 + exp(-z)) ** 2 * Derivative(1 + exp(-z), z), Chain(1 + exp(-z))),
            Step(-1 / (1 + exp(-z)) ** 2 * (-exp(-z)), ELEMENTARY),
            Step(1 / (1 + exp(-z)) * (exp(-z) / (1 + exp(-z))), SPLIT_PRODUCT),
            Step(1 / (1 + exp(-z)) * ((1 + exp(-z) - 1) / (1 + exp(-z))), AddAndSubtract(S.One)),
            Step(1 / (1 + exp(-z)) * (1 - 1 / (1 + exp(-z))), SPLIT_SUM),
            Step(sigma(z) * (1 - sigma(z)), Fold(SIGMOID)),
        ),
    )
    SIGMOID_GROWTH = Derivation(
        id="sigmoid_growth",
        title="sigmoid 的另一种写法",
        domain={z: REALS},
        start=sigma(z),
        steps=(
            Step(1 / (1 + exp(-z)), Unfold(SIGMOID)),
            Step(exp(z) / (1 + exp(z)), MultiplyBoth(exp(z))),
        ),
    )
    SIGMOID_PRIME_QUOTIENT = Derivation(
        id="sigmoid_prime_quotient",
        title="sigmoid 的导数（商的求导法则）",
        domain={z: REALS},
        start=Derivative(sigma(z), z),
        steps=(
            Step(Derivative(exp(z) / (1 + exp(z)), z), Apply(SIGMOID_GROWTH)),
            Step(
                (Derivative(exp(z), z) * (1 + exp(z)) - exp(z) * Derivative(1 + exp(z), z))
                / (1 + exp(z)) ** 2,
                QUOTIENT,
            ),
            Step((exp(z) * (1 + exp(z)) - exp(z) * exp(z)) / (1 + exp(z)) ** 2, ELEMENTARY),
            Step(exp(z) / (1 + exp(z)) ** 2, EXPAND),
            Step(exp(z) / (1 + exp(z)) * (1 - exp(z) / (1 + exp(z))), SPLIT_PRODUCT),
            Step(sigma(z) * (1 - sigma(z)), Apply(SIGMOID_GROWTH, backwards=True)),
        ),
    )
    SIGMOID_COMPLEMENT = Derivation(
        id="sigmoid_complement",
        title="sigmoid 的对称性",
        domain={z: REALS},
        start=sigma(-z),
        steps=(
            Step(1 / (1 + exp(z)), Unfold(SIGMOID)),
            Step((1 + exp(z) - exp(z)) / (1 + exp(z)), AddAndSubtract(exp(z))),
            Step(1 - exp(z) / (1 + exp(z)), SPLIT_SUM),
            Step(1 - sigma(z), Apply(SIGMOID_GROWTH, backwards=True)),
        ),
    )
    SIGMOID_POSITIVE = Derivation(
        id="sigmoid_positive",
        title="sigmoid 恒为正",
        domain={z: REALS},
        start=sigma(z),
        steps=(
            Step(1 / (1 + exp(-z)), Unfold(SIGMOID)),
            Step(S.Zero, POSITIVE_FACTORS, GT),
        ),
    )
    SIGMOID_BELOW_ONE = Derivation(
        id="sigmoid_below_one",
        title="sigmoid 恒小于 1",
        domain={z: REALS},
        start=1 - sigma(z),
        steps=(
            Step(sigma(-z), Apply(SIGMOID_COMPLEMENT, backwards=True)),
            Step(S.Zero, Apply(SIGMOID_POSITIVE, {z: -z}), GT),
        ),
    )
    SIGMOID_AT_ZERO = Derivation(
        id="sigmoid_at_zero",
        title="sigmoid 在 0 处的值",
        domain={},
        start=sigma(S.Zero),
        steps=(
            Step(1 / (1 + exp(-S.Zero)), Unfold(SIGMOID)),
            Step(HALF, COMPUTE),
        ),
    )
    SIGMOID_TO_ONE = Derivation(
        id="sigmoid_to_one",
        title="sigmoid 在正无穷的极限",
        domain={},
        start=Limit(sigma(z), z, oo),
        steps=(
            Step(Limit(1 / (1 + exp(-z)), z, oo), Unfold(SIGMOID)),
            Step(S.One, TAKE_LIMIT),
        ),
    )
    SIGMOID_TO_ZERO = Derivation(
        id="sigmoid_to_zero",
        title="sigmoid 在负无穷的极限",
        domain={},
        start=Limit(sigma(z), z, -oo),
        steps=(
            Step(Limit(exp(z) / (1 + exp(z)), z, -oo), Apply(SIGMOID_GROWTH)),
            Step(S.Zero, TAKE_LIMIT),
        ),
    )
    SIGMOID_PRIME_POSITIVE = Derivation(
        id="sigmoid_prime_positive",
        title="sigmoid 严格递增",
        domain={z: REALS},
        start=Derivative(sigma(z), z),
        steps=(
            Step(sigma(z) * (1 - sigma(z)), Apply(SIGMOID_PRIME)),
            Step(1 / (1 + exp(-z)) * (1 - 1 / (1 + exp(-z))), Unfold(SIGMOID)),
            Step(exp(-z) / (1 + exp(-z)) ** 2, COMBINE),
            Step(S.Zero, POSITIVE_FACTORS, GT),
        ),
    )
    SIGMOID_PRIME_AT_ZERO = Derivation(
        id="sigmoid_prime_at_zero",
        title="sigmoid 在 0 处的导数",
        domain={},
        start=Subs(Derivative(sigma(z), z), z, S.Zero),
        steps=(
            Step(sigma(S.Zero) * (1 - sigma(S.Zero)), Apply(SIGMOID_PRIME, {z: S.Zero})),
            Step(HALF * (1 - HALF), Apply(SIGMOID_AT_ZERO)),
            Step(QUARTER, COMPUTE),
        ),
    )
    SIGMOID_PRIME_MAXIMUM = Derivation(
        id="sigmoid_prime_maximum",
        title="sigmoid 的导数不超过 1/4",
        domain={z: REALS},
        start=Derivative(sigma(z), z),
        steps=(
            Step(sigma(z) * (1 - sigma(z)), Apply(SIGMOID_PRIME)),
            Step(QUARTER - (sigma(z) - HALF) ** 2, COMPLETE_SQUARE),
            Step(QUARTER, DROP_SQUARE, LE),
        ),
    )
    SIGMOID_PRIME_STABLE = Derivation(
        id="sigmoid_prime_stable",
        title="sigmoid 导数的稳定写法",
        domain={z: REALS},
        start=sigma(z) * (1 - sigma(z)),
        steps=(
            Step(1 / (1 + exp(-z)) * (1 - 1 / (1 + exp(-z))), Unfold(SIGMOID)),
            Step(exp(-z) / (1 + exp(-z)) ** 2, COMBINE),
        ),
    )
    SIGMOID_SATURATES_RIGHT = Derivation(
        id="sigmoid_saturates_right",
        title="sigmoid 在正无穷饱和",
        domain={},
        start=Limit(Derivative(sigma(z), z), z, oo),
        steps=(
            Step(Limit(sigma(z) * (1 - sigma(z)), z, oo), Apply(SIGMOID_PRIME)),
            Step(Limit(exp(-z) / (1 + exp(-z)) ** 2, z, oo), Apply(SIGMOID_PRIME_STABLE)),
            Step(S.Zero, TAKE_LIMIT),
        ),
    )
    SIGMOID_SATURATES_LEFT = Derivation(
        id="sigmoid_saturates_left",
        title="sigmoid 在负无穷饱和",
        domain={},
        start=Limit(Derivative(sigma(z), z), z, -oo),
        steps=(
            Step(Limit(sigma(z) * (1 - sigma(z)), z, -oo), Apply(SIGMOID_PRIME)),
            Step(Limit(exp(-z) / (1 + exp(-z)) ** 2, z, -oo), Apply(SIGMOID_PRIME_STABLE)),
            Step(Limit(exp(z) / (1 + exp(z)) ** 2, z, -oo), EXPONENT_LAW),
            Step(S.Zero, TAKE_LIMIT),
        ),
    )
    TEN_SIGMOIDS = Claim(
        id="ten_sigmoid_layers",
        title="十层 sigmoid 之后梯度至多剩下的比例",
        lhs=QUARTER**10,
        relation=Relation.EQ,
        rhs=Rational(1, 1048576),
    )

    # ---- tanh ---------------------------------------------------------------

    TANH_SIGMOID = Derivation(
        id="tanh_sigmoid",
        title="tanh 是拉伸平移后的 sigmoid",
        domain={z: REALS},
        start=tanh(z),
        steps=(
            Step((exp(z) - exp(-z)) / (exp(z) + exp(-z)), Unfold(TANH)),
            Step((1 - exp(-2 * z)) / (1 + exp(-2 * z)), MultiplyBoth(exp(-z))),
            Step((2 - (1 + exp(-2 * z))) / (1 + exp(-2 * z)), ARRANGE),
            Step(2 * (1 / (1 + exp(-2 * z))) - 1, SPLIT_SUM),
            Step(2 * sigma(2 * z) - 1, Fold(SIGMOID)),
        ),
    )
    TANH_AT_ZERO = Derivation(
        id="tanh_at_zero",
        title="tanh 在 0 处的值",
        domain={},
        start=tanh(S.Zero),
        steps=(
            Step(
                (exp(S.Zero) - exp(-S.Zero)) / (exp(S.Zero) + exp(-S.Zero)),
                Unfold(TANH),
            ),
            Step(S.Zero, COMPUTE),
        ),
    )
    TANH_BELOW_ONE = Derivation(
        id="tanh_below_one",
        title="tanh 恒小于 1",
        domain={z: REALS},
        start=1 - tanh(z),
        steps=(
            Step(1 - (exp(z) - exp(-z)) / (exp(z) + exp(-z)), Unfold(TANH)),
            Step(2 * exp(-z) / (exp(z) + exp(-z)), COMBINE),
            Step(S.Zero, POSITIVE_FACTORS, GT),
        ),
    )
    TANH_ABOVE_MINUS_ONE = Derivation(
        id="tanh_above_minus_one",
        title="tanh 恒大于 −1",
        domain={z: REALS},
        start=1 + tanh(z),
        steps=(
            Step(1 + (exp(z) - exp(-z)) / (exp(z) + exp(-z)), Unfold(TANH)),
            Step(2 * exp(z) / (exp(z) + exp(-z)), COMBINE),
            Step(S.Zero, POSITIVE_FACTORS, GT),
        ),
    )
    TANH_PRIME = Derivation(
        id="tanh_prime",
        title="tanh 的导数",
        domain={z: REALS},
        start=Derivative(tanh(z), z),
        steps=(
            Step(Derivative((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z), Unfold(TANH)),
            Step(
                (
                    Derivative(exp(z) - exp(-z), z) * (exp(z) + exp(-z))
                    - (exp(z) - exp(-z)) * Derivative(exp(z) + exp(-z), z)
                )
                / (exp(z) + exp(-z)) ** 2,
                QUOTIENT,
            ),
            Step(
                ((exp(z) + exp(-z)) ** 2 - (exp(z) - exp(-z)) ** 2) / (exp(z) + exp(-z)) ** 2,
                ELEMENTARY,
            ),
            Step(1 - ((exp(z) - exp(-z)) / (exp(z) + exp(-z))) ** 2, SPLIT_SUM),
            Step(1 - tanh(z) ** 2, Fold(TANH)),
        ),
    )
    SIGMOID_FROM_TANH = Derivation(
        id="sigmoid_from_tanh",
        title="由 tanh 写出 sigmoid",
        domain={z: REALS},
        start=(1 + tanh(z)) / 2,
        steps=(
            Step((1 + (2 * sigma(2 * z) - 1)) / 2, Apply(TANH_SIGMOID)),
            Step(sigma(2 * z), CANCEL),
        ),
    )
    TANH_PRIME_BY_SIGMOID = Derivation(
        id="tanh_prime_by_sigmoid",
        title="tanh 的导数（由 sigmoid 的导数得到）",
        domain={z: REALS},
        start=Derivative(tanh(z), z),
        steps=(
            Step(Derivative(2 * sigma(2 * z) - 1, z), Apply(TANH_SIGMOID)),
            Step(2 * Derivative(sigma(2 * z), z), LINEARITY),
            Step(
                2 * (Subs(Derivative(sigma(z), z), z, 2 * z) * Derivative(2 * z, z)),
                Chain(2 * z),
            ),
            Step(4 * Subs(Derivative(sigma(z), z), z, 2 * z), ELEMENTARY),
            Step(4 * (sigma(2 * z) * (1 - sigma(2 * z))), Apply(SIGMOID_PRIME, {z: 2 * z})),
            Step(
                4 * ((1 + tanh(z)) / 2 * (1 - (1 + tanh(z)) / 2)),
                Apply(SIGMOID_FROM_TANH, backwards=True),
            ),
            Step(1 - tanh(z) ** 2, EXPAND),
        ),
    )
    TANH_PRIME_AT_ZERO = Derivation(
        id="tanh_prime_at_zero",
        title="tanh 在 0 处的导数",
        domain={},
        start=Subs(Derivative(tanh(z), z), z, S.Zero),
        steps=(
            Step(1 - tanh(S.Zero) ** 2, Apply(TANH_PRIME, {z: S.Zero})),
            Step(
                1 - ((exp(S.Zero) - exp(-S.Zero)) / (exp(S.Zero) + exp(-S.Zero))) ** 2,
                Unfold(TANH),
            ),
            Step(S.One, COMPUTE),
        ),
    )
    TANH_PRIME_MAXIMUM = Derivation(
        id="tanh_prime_maximum",
        title="tanh 的导数不超过 1",
        domain={z: REALS},
        start=Derivative(tanh(z), z),
        steps=(
            Step(1 - tanh(z) ** 2, Apply(TANH_PRIME)),
            Step(S.One, DROP_SQUARE, LE),
        ),
    )
    TANH_PRIME_STABLE = Derivation(
        id="tanh_prime_stable",
        title="tanh 导数的稳定写法",
        domain={z: REALS},
        start=1 - tanh(z) ** 2,
        steps=(
            Step(1 - ((exp(z) - exp(-z)) / (exp(z) + exp(-z))) ** 2, Unfold(TANH)),
            Step(4 / (exp(z) + exp(-z)) ** 2, COMBINE),
            Step(4 * exp(-2 * z) / (1 + exp(-2 * z)) ** 2, EXPONENT_LAW),
        ),
    )
    TANH_SATURATES_RIGHT = Derivation(
        id="tanh_saturates_right",
        title="tanh 在正无穷饱和",
        domain={},
        start=Limit(Derivative(tanh(z), z), z, oo),
        steps=(
            Step(Limit(1 - tanh(z) ** 2, z, oo), Apply(TANH_PRIME)),
            Step(Limit(4 * exp(-2 * z) / (1 + exp(-2 * z)) ** 2, z, oo), Apply(TANH_PRIME_STABLE)),
            Step(S.Zero, TAKE_LIMIT),
        ),
    )
    TANH_SATURATES_LEFT = Derivation(
        id="tanh_saturates_left",
        title="tanh 在负无穷饱和",
        domain={},
        start=Limit(Derivative(tanh(z), z), z, -oo),
        steps=(
            Step(Limit(1 - tanh(z) ** 2, z, -oo), Apply(TANH_PRIME)),
            Step(Limit(4 * exp(-2 * z) / (1 + exp(-2 * z)) ** 2, z, -oo), Apply(TANH_PRIME_STABLE)),
            Step(Limit(4 * exp(2 * z) / (1 + exp(2 * z)) ** 2, z, -oo), EXPONENT_LAW),
            Step(S.Zero, TAKE_LIMIT),
        ),
    )

    # ---- ReLU 与 Leaky ReLU：逐段求导，分界点单说 ------------------------------

    RELU_MAX = Claim(
        id="relu_max",
        title="ReLU 就是与 0 取大",
        lhs=relu(z),
        relation=Relation.EQ,
        rhs=Max(0, z),
        domain={z: REALS},
    )
    RELU_PRIME_RIGHT = Derivation(
        id="relu_prime_right",
        title="ReLU 在正半轴的导数",
        domain={z: POSITIVE},
        start=Derivative(relu(z), z),
        steps=(
            Step(Derivative(z, z, evaluate=False), Unfold(RELU)),
            Step(S.One, ELEMENTARY),
            Step(relu_prime(z), Fold(RELU_PRIME)),
        ),
    )
    RELU_PRIME_LEFT = Derivation(
        id="relu_prime_left",
        title="ReLU 在负半轴的导数",
        domain={z: NEGATIVE},
        start=Derivative(relu(z), z),
        steps=(
            Step(Derivative(S.Zero, z, evaluate=False), Unfold(RELU)),
            Step(S.Zero, ELEMENTARY),
            Step(relu_prime(z), Fold(RELU_PRIME)),
        ),
    )
    RELU_SLOPE_RIGHT = Derivation(
        id="relu_slope_right",
        title="ReLU 在 0 处的右导数",
        domain={},
        start=Limit((relu(h) - relu(S.Zero)) / h, h, 0, "+"),
        steps=(
            Step(Limit((h + MINUS_ZERO) / h, h, 0, "+"), Unfold(RELU)),
            Step(S.One, TAKE_LIMIT),
        ),
    )
    RELU_SLOPE_LEFT = Derivation(
        id="relu_slope_left",
        title="ReLU 在 0 处的左导数",
        domain={},
        start=Limit((relu(h) - relu(S.Zero)) / h, h, 0, "-"),
        steps=(
            Step(Limit((0 + MINUS_ZERO) / h, h, 0, "-"), Unfold(RELU)),
            Step(S.Zero, TAKE_LIMIT),
        ),
    )
    LEAKY_RELU_MAX = Claim(
        id="leaky_relu_max",
        title="斜率 0.01 的 Leaky ReLU 就是取大",
        lhs=leaky_relu(z, Rational(1, 100)),
        relation=Relation.EQ,
        rhs=Max(z / 100, z),
        domain={z: REALS},
    )
    LEAKY_RELU_PRIME_RIGHT = Derivation(
        id="leaky_relu_prime_right",
        title="Leaky ReLU 在正半轴的导数",
        domain={z: POSITIVE, alpha: UNIT},
        start=Derivative(leaky_relu(z, alpha), z),
        steps=(
            Step(Derivative(z, z, evaluate=False), Unfold(LEAKY_RELU)),
            Step(S.One, ELEMENTARY),
            Step(leaky_relu_prime(z, alpha), Fold(LEAKY_RELU_PRIME)),
        ),
    )
    LEAKY_RELU_PRIME_LEFT = Derivation(
        id="leaky_relu_prime_left",
        title="Leaky ReLU 在负半轴的导数",
        domain={z: NEGATIVE, alpha: UNIT},
        start=Derivative(leaky_relu(z, alpha), z),
        steps=(
            Step(Derivative(alpha * z, z), Unfold(LEAKY_RELU)),
            Step(alpha, ELEMENTARY),
            Step(leaky_relu_prime(z, alpha), Fold(LEAKY_RELU_PRIME)),
        ),
    )
    LEAKY_RELU_SLOPE_RIGHT = Derivation(
        id="leaky_relu_slope_right",
        title="Leaky ReLU 在 0 处的右导数",
        domain={alpha: UNIT},
        start=Limit((leaky_relu(h, alpha) - leaky_relu(S.Zero, alpha)) / h, h, 0, "+"),
        steps=(
            Step(Limit((h - alpha * 0) / h, h, 0, "+"), Unfold(LEAKY_RELU)),
            Step(S.One, TAKE_LIMIT),
        ),
    )
    LEAKY_RELU_SLOPE_LEFT = Derivation(
        id="leaky_relu_slope_left",
        title="Leaky ReLU 在 0 处的左导数",
        domain={alpha: UNIT},
        start=Limit((leaky_relu(h, alpha) - leaky_relu(S.Zero, alpha)) / h, h, 0, "-"),
        steps=(
            Step(Limit((alpha * h - alpha * 0) / h, h, 0, "-"), Unfold(LEAKY_RELU)),
            Step(alpha, TAKE_LIMIT),
        ),
    )

    # ---- 恒等与 softplus ------------------------------------------------------

    IDENTITY_PRIME = Derivation(
        id="identity_prime",
        title="恒等函数的导数",
        domain={z: REALS},
        start=Derivative(identity(z), z),
        steps=(
            Step(Derivative(z, z, evaluate=False), Unfold(IDENTITY)),
            Step(S.One, ELEMENTARY),
        ),
    )
    SOFTPLUS_PRIME = Derivation(
        id="softplus_prime",
        title="softplus 的导数是 sigmoid",
        domain={z: REALS},
        start=Derivative(softplus(z), z),
        steps=(
            Step(Derivative(log(1 + exp(z)), z), Unfold(SOFTPLUS)),
            Step(1 / (1 + exp(z)) * Derivative(1 + exp(z), z), Chain(1 + exp(z))),
            Step(exp(z) / (1 + exp(z)), ELEMENTARY),
            Step(sigma(z), Apply(SIGMOID_GROWTH, backwards=True)),
        ),
    )
    SOFTPLUS_STABLE = Claim(
        id="softplus_stable",
        title="softplus 的稳定写法",
        lhs=softplus(z),
        relation=Relation.EQ,
        rhs=Max(0, z) + log(1 + exp(-Abs(z))),
        domain={z: REALS},
    )

    # ---- 程序里用的写法：与定义相等，但不相消、不溢出 ----------------------------

    SIGMOID_CODE_LEFT = Claim(
        id="sigmoid_code_left",
        title="sigmoid 的程序写法（z 不为正）",
        lhs=sigma(z),
        relation=Relation.EQ,
        rhs=exp(z) - exp(z) * (exp(z) / (1 + exp(z))),
        domain={z: REALS},
    )
    SIGMOID_CODE_RIGHT = Claim(
        id="sigmoid_code_right",
        title="sigmoid 的程序写法（z 为正）",
        lhs=sigma(z),
        relation=Relation.EQ,
        rhs=1 - 1 / (1 + exp(z)),
        domain={z: REALS},
    )
    SIGMOID_PRIME_EVEN = Claim(
        id="sigmoid_prime_even",
        title="sigmoid 的导数是偶函数",
        lhs=Derivative(sigma(z), z),
        relation=Relation.EQ,
        rhs=sigma(-z) * (1 - sigma(-z)),
        domain={z: REALS},
    )
    TANH_CODE = Claim(
        id="tanh_code",
        title="tanh 的程序写法",
        lhs=tanh(z),
        relation=Relation.EQ,
        rhs=((exp(2 * z) - 1) / 2) / (1 + (exp(2 * z) - 1) / 2),
        domain={z: REALS},
    )
    TANH_PRIME_CODE = Claim(
        id="tanh_prime_code",
        title="tanh 导数的程序写法",
        lhs=Derivative(tanh(z), z),
        relation=Relation.EQ,
        rhs=4 * (sigma(2 * z) * (1 - sigma(2 * z))),
        domain={z: REALS},
    )


OBJECTS: tuple[BookObject, ...] = (
    SIGMOID,
    TANH,
    RELU,
    LEAKY_RELU,
    IDENTITY,
    SOFTPLUS,
    RELU_PRIME,
    LEAKY_RELU_PRIME,
    SIGMOID_PRIME,
    SIGMOID_GROWTH,
    SIGMOID_PRIME_QUOTIENT,
    SIGMOID_COMPLEMENT,
    SIGMOID_POSITIVE,
    SIGMOID_BELOW_ONE,
    SIGMOID_AT_ZERO,
    SIGMOID_TO_ONE,
    SIGMOID_TO_ZERO,
    SIGMOID_PRIME_POSITIVE,
    SIGMOID_PRIME_AT_ZERO,
    SIGMOID_PRIME_MAXIMUM,
    SIGMOID_PRIME_STABLE,
    SIGMOID_SATURATES_RIGHT,
    SIGMOID_SATURATES_LEFT,
    TEN_SIGMOIDS,
    TANH_SIGMOID,
    TANH_AT_ZERO,
    TANH_BELOW_ONE,
    TANH_ABOVE_MINUS_ONE,
    TANH_PRIME,
    SIGMOID_FROM_TANH,
    TANH_PRIME_BY_SIGMOID,
    TANH_PRIME_AT_ZERO,
    TANH_PRIME_MAXIMUM,
    TANH_PRIME_STABLE,
    TANH_SATURATES_RIGHT,
    TANH_SATURATES_LEFT,
    RELU_MAX,
    RELU_PRIME_RIGHT,
    RELU_PRIME_LEFT,
    RELU_SLOPE_RIGHT,
    RELU_SLOPE_LEFT,
    LEAKY_RELU_MAX,
    LEAKY_RELU_PRIME_RIGHT,
    LEAKY_RELU_PRIME_LEFT,
    LEAKY_RELU_SLOPE_RIGHT,
    LEAKY_RELU_SLOPE_LEFT,
    IDENTITY_PRIME,
    SOFTPLUS_PRIME,
    SOFTPLUS_STABLE,
    SIGMOID_CODE_LEFT,
    SIGMOID_CODE_RIGHT,
    SIGMOID_PRIME_EVEN,
    TANH_CODE,
    TANH_PRIME_CODE,
)
