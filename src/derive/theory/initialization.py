"""初始化：相同的隐藏单元永远相同，全零的网络永远不动，以及权重该有多大。

前一半说方向：单元要彼此不同。后一半说大小：每一层把信号的均方乘上一个倍数，这个倍数由权重的
方差与输入的个数（fan-in）定下；层数一多，倍数不是 1 就会消失或爆炸。
"""

from sympy import (
    Derivative,
    Function,
    Identity,
    MatPow,
    MatrixExpr,
    MatrixSymbol,
    OneMatrix,
    Rational,
    S,
    Subs,
    Sum,
    Symbol,
    ZeroMatrix,
    evaluate,
    sqrt,
)
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.matrices import (
    ENTRY,
    Column,
    MatrixSum,
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
    Domain,
    Law,
    Relation,
    Step,
)
from derive.kernel.rules import (
    ARRANGE,
    BY_ENTRIES,
    DISTRIBUTE,
    ENTRYWISE,
    POWER_LAW,
    REPEAT,
    TRANSPOSE_LAW,
    Apply,
    Fold,
    MatrixProduct,
    Then,
    Unfold,
)
from derive.theory.activations import TANH, TANH_PRIME
from derive.theory.network import (
    ONES,
    W1,
    W2,
    Z1,
    X,
    affine,
    b1,
    b2,
    g,
    n0,
    n1,
    n2,
    reals,
    sizes,
    slope,
)
from derive.theory.symbols import (
    COUNT,
    POSITIVE,
    REALS,
    alpha,
    j,
    loss,
    m,
    n,
    relu,
    sigma,
    tanh,
    z,
)

COPIES = OneMatrix(n1, 1)
"""全 1 的列：左乘它，就是把一行抄成 n⁽¹⁾ 行。"""
u, beta, v = MatrixSymbol("u", n0, 1), MatrixSymbol("beta", 1, 1), MatrixSymbol("v", n2, 1)
r, G = MatrixSymbol("r", 1, m), MatrixSymbol("G", n2, m)
"""相同的隐藏单元：权重 uᵀ，偏置 β，通向输出的权重 v，线性部分 r。"""
p, q = MatrixSymbol("p", 1, n0), MatrixSymbol("q", 1, n0)
s, t = MatrixSymbol("s", n2, 1), MatrixSymbol("t", n2, 1)
w = Symbol("w", real=True)

SYMMETRIC = {**sizes(COPIES), **reals(v, r, G)}
ZERO_W1, ZERO_B1, ZERO_W2 = ZeroMatrix(n1, n0), ZeroMatrix(n1, 1), ZeroMatrix(n2, n1)
ZERO_Z1 = ZeroMatrix(n1, m)
d = MatrixSymbol("d", n1, 1)
"""d 的第 j 项是 1、第 k 项是 −1、其余是 0 时，左乘 dᵀ 就是第 j 行减第 k 行。"""

outcomes = Symbol("N", integer=True, positive=True)
weights, chances = MatrixSymbol("W", n, outcomes), MatrixSymbol("P", outcomes, 1)
k = Symbol("k", integer=True, positive=True)
OUTCOMES = (k, 1, outcomes)
chance = MatrixElement(chances, k - 1, 0)
DISTRIBUTION: Domain = reals(weights, chances)
"""一个单元的 n 个权重：第 k 种结果是 W 的第 k 列，概率是 P 的第 k 项。"""
second_moment = MatrixSymbol("second_moment", n, n)
independent_moment = MatrixSymbol("independent_moment", n, n)
mean_square_z = MatrixSymbol("mean_square_z", 1, 1)
mean_square_x = MatrixSymbol("mean_square_x", 1, 1)
x = MatrixSymbol("x", n, 1)
first, first_chance = MatrixSymbol("u", n, 1), MatrixSymbol("p", n, 1)
second, second_chance = MatrixSymbol("v", m, 1), MatrixSymbol("q", m, 1)
"""两个数各自的取值与概率。"""
scale = Symbol("s", positive=True)
gain = Function("gain", positive=True)
layers = Symbol("L", integer=True, positive=True)
HUNDREDTH, HALF = Rational(1, 100), Rational(1, 2)
RIGHT = elementwise(relu, first)
LEFT = elementwise(relu, times(-1, first))


def square(matrix: MatrixExpr) -> MatrixExpr:
    """每一项的平方。"""
    return hadamard(matrix, matrix)


with evaluate(False):
    # ---- 对称：相同的单元永远相同 -------------------------------------------------

    SYMMETRIC_Z1 = Law(
        id="symmetric_z1",
        title="权重的各行相同、偏置相同，Z 的各行就相同",
        domain={**sizes(COPIES), **reals(X, u, beta)},
        start=affine(times(COPIES, transpose(u)), X, times(COPIES, beta)),
        steps=(Step(times(COPIES, affine(transpose(u), X, beta)), DISTRIBUTE),),
        note="左乘全 1 的列，就是把一行抄成许多行。",
    )
    SYMMETRIC_A1 = Law(
        id="symmetric_a1",
        title="Z 的各行相同，A 的各行就相同",
        domain={**sizes(COPIES), **reals(r)},
        start=elementwise(g, times(COPIES, r)),
        steps=(Step(times(COPIES, elementwise(g, r)), REPEAT),),
    )
    SYMMETRIC_DZ1 = Law(
        id="symmetric_dz1",
        title="隐藏单元相同，dZ 的各行就相同",
        domain=SYMMETRIC,
        start=hadamard(
            times(transpose(times(v, transpose(COPIES))), G), slope(g, times(COPIES, r))
        ),
        steps=(
            Step(
                hadamard(times(COPIES, transpose(v), G), slope(g, times(COPIES, r))),
                TRANSPOSE_LAW,
            ),
            Step(times(COPIES, hadamard(times(transpose(v), G), slope(g, r))), REPEAT),
        ),
        note="左边就是 backward_dz1 的右边，其中第二层的权重各列相同（都是 v），dZ⁽²⁾ 记作 G。",
    )
    SYMMETRIC_DW1 = Law(
        id="symmetric_dw1",
        title="隐藏单元相同，权重的梯度各行相同",
        domain={**SYMMETRIC, **reals(X)},
        start=times(
            1 / m,
            hadamard(times(transpose(times(v, transpose(COPIES))), G), slope(g, times(COPIES, r))),
            transpose(X),
        ),
        steps=(
            Step(
                times(
                    1 / m,
                    COPIES,
                    hadamard(times(transpose(v), G), slope(g, r)),
                    transpose(X),
                ),
                Apply(SYMMETRIC_DZ1),
            ),
        ),
    )
    SYMMETRIC_DB1 = Law(
        id="symmetric_db1",
        title="隐藏单元相同，偏置的梯度相同",
        domain=SYMMETRIC,
        start=times(
            1 / m,
            hadamard(times(transpose(times(v, transpose(COPIES))), G), slope(g, times(COPIES, r))),
            ONES,
        ),
        steps=(
            Step(
                times(1 / m, COPIES, hadamard(times(transpose(v), G), slope(g, r)), ONES),
                Apply(SYMMETRIC_DZ1),
            ),
        ),
    )
    SYMMETRIC_DW2 = Law(
        id="symmetric_dw2",
        title="隐藏单元相同，第二层权重的梯度各列相同",
        domain=SYMMETRIC,
        start=times(1 / m, G, transpose(elementwise(g, times(COPIES, r)))),
        steps=(
            Step(times(1 / m, G, transpose(times(COPIES, elementwise(g, r)))), Apply(SYMMETRIC_A1)),
            Step(times(1 / m, G, transpose(elementwise(g, r)), transpose(COPIES)), TRANSPOSE_LAW),
        ),
    )
    SYMMETRIC_STEP_ROWS = Law(
        id="symmetric_step_rows",
        title="各行相同，走一步梯度下降之后仍相同",
        domain={**sizes(COPIES), **reals(p, q), alpha: POSITIVE},
        start=minus(times(COPIES, p), times(alpha, COPIES, q)),
        steps=(Step(times(COPIES, minus(p, times(alpha, q))), DISTRIBUTE),),
        note="对第一层的权重与偏置都用它；归纳下去，走多少步都相同。",
    )
    SYMMETRIC_STEP_COLUMNS = Law(
        id="symmetric_step_columns",
        title="各列相同，走一步梯度下降之后仍相同",
        domain={**sizes(COPIES), **reals(s, t), alpha: POSITIVE},
        start=minus(times(s, transpose(COPIES)), times(alpha, t, transpose(COPIES))),
        steps=(Step(times(minus(s, times(alpha, t)), transpose(COPIES)), DISTRIBUTE),),
        note="对第二层的权重用它。",
    )
    # ---- 打破对称：第一层为零，第二层各列不同 ----------------------------------------

    ZERO_FIRST_DW1 = Law(
        id="zero_first_dw1",
        title="第一层的权重与偏置为零（tanh）：第一层权重的梯度",
        domain={**reals(X, W2, G)},
        start=times(1 / m, hadamard(times(transpose(W2), G), slope(tanh, ZERO_Z1)), transpose(X)),
        steps=(
            Step(
                times(
                    1 / m,
                    hadamard(
                        times(transpose(W2), G), elementwise(lambda t: 1 - tanh(t) ** 2, ZERO_Z1)
                    ),
                    transpose(X),
                ),
                Apply(TANH_PRIME, {z: ENTRY}),
            ),
            Step(
                times(1 / m, hadamard(times(transpose(W2), G), OneMatrix(n1, m)), transpose(X)),
                Then(Unfold(TANH), ENTRYWISE),
            ),
            Step(times(1 / m, transpose(W2), G, transpose(X)), BY_ENTRIES),
        ),
        note="左边是 backward_dw1 的右边，其中 Z⁽¹⁾ = 0，dZ⁽²⁾ 记作 G。",
    )
    ZERO_FIRST_DIFFERENCE = Law(
        id="zero_first_difference",
        title="第一层为零：两个隐藏单元的梯度之差，由第二层的两列之差定下",
        domain={**reals(X, W2, G, d)},
        start=times(
            transpose(d),
            times(1 / m, hadamard(times(transpose(W2), G), slope(tanh, ZERO_Z1)), transpose(X)),
        ),
        steps=(
            Step(times(1 / m, transpose(d), transpose(W2), G, transpose(X)), Apply(ZERO_FIRST_DW1)),
            Step(times(1 / m, transpose(times(W2, d)), G, transpose(X)), TRANSPOSE_LAW),
        ),
        note="d 取第 j 项为 1、第 k 项为 −1、其余为 0：左边是梯度的第 j 行减第 k 行，W⁽²⁾d 是 W⁽²⁾ "
        "的第 j 列减第 k 列。两列相同，梯度就相同；两列不同，梯度一般也不同，对称就打破了。",
    )
    BROKEN_SYMMETRY_FIRST = Claim(
        id="broken_symmetry_first",
        title="第一层权重为零、第二层权重为 1 与 2：第一个单元的梯度",
        lhs=Subs(Derivative(loss(sigma(1 * tanh(w) + 2 * tanh(S.Zero)), S.One), w), w, S.Zero),
        relation=Relation.EQ,
        rhs=-Rational(1, 2),
        note="一个样本，x = 1，y = 1，两个 tanh 单元，偏置为零。",
    )
    BROKEN_SYMMETRY_SECOND = Claim(
        id="broken_symmetry_second",
        title="第一层权重为零、第二层权重为 1 与 2：第二个单元的梯度",
        lhs=Subs(Derivative(loss(sigma(1 * tanh(S.Zero) + 2 * tanh(w)), S.One), w), w, S.Zero),
        relation=Relation.EQ,
        rhs=-S.One,
        note="与第一个单元的梯度不同：第二层的各列不同，就已经打破了对称。",
    )

    # ---- 全零：除了输出的偏置，什么也学不到 --------------------------------------------

    ZERO_A1 = Law(
        id="zero_a1",
        title="第一层全零（tanh）：隐藏单元的输出全是零",
        domain={**sizes(ZERO_W1), **reals(X)},
        start=elementwise(tanh, affine(ZERO_W1, X, ZERO_B1)),
        steps=(
            Step(elementwise(tanh, ZERO_Z1), BY_ENTRIES),
            Step(ZERO_Z1, Then(Unfold(TANH), ENTRYWISE)),
        ),
    )
    ZERO_DW2 = Law(
        id="zero_dw2",
        title="第一层全零（tanh）：第二层权重的梯度为零",
        domain={**sizes(ZERO_W1), **reals(X, G)},
        start=times(1 / m, G, transpose(elementwise(tanh, affine(ZERO_W1, X, ZERO_B1)))),
        steps=(
            Step(times(1 / m, G, transpose(ZERO_Z1)), Apply(ZERO_A1)),
            Step(ZERO_W2, BY_ENTRIES),
        ),
    )
    ZERO_DW1 = Law(
        id="zero_dw1",
        title="第二层的权重为零：第一层权重的梯度为零",
        domain={**sizes(ZERO_W2), **reals(X, Z1, G)},
        start=times(1 / m, hadamard(times(transpose(ZERO_W2), G), slope(g, Z1)), transpose(X)),
        steps=(Step(ZERO_W1, BY_ENTRIES),),
        note="激活函数是什么都一样：梯度传不过为零的权重。",
    )
    ZERO_DB1 = Law(
        id="zero_db1",
        title="第二层的权重为零：第一层偏置的梯度为零",
        domain={**sizes(ZERO_W2), **reals(Z1, G)},
        start=times(1 / m, hadamard(times(transpose(ZERO_W2), G), slope(g, Z1)), ONES),
        steps=(Step(ZERO_B1, BY_ENTRIES),),
    )
    ZERO_STEP = Law(
        id="zero_step",
        title="梯度为零，走一步等于没走",
        domain={**reals(W1), alpha: POSITIVE},
        start=minus(W1, times(alpha, ZERO_W1)),
        steps=(Step(W1, BY_ENTRIES),),
        note="全零的 W⁽¹⁾、b⁽¹⁾、W⁽²⁾ 都如此：一步之后还是零，归纳下去，走多少步都是零。",
    )
    ZERO_OUTPUT = Law(
        id="zero_output",
        title="第二层的权重为零：输出与输入无关",
        domain={**sizes(ZERO_W2), **reals(X, W1, b1, b2)},
        start=elementwise(sigma, affine(ZERO_W2, elementwise(g, affine(W1, X, b1)), b2)),
        steps=(Step(elementwise(sigma, times(b2, transpose(ONES))), BY_ENTRIES),),
        note="每个样本得到同样的预测；只有 b⁽²⁾ 还在学。",
    )

    # ---- 大小：一层把均方乘上多少 ---------------------------------------------------

    SECOND_MOMENT = Definition(
        id="second_moment",
        title="权重的二阶矩",
        lhs=second_moment,
        body=MatrixSum(times(chance, Column(weights, k), transpose(Column(weights, k))), OUTCOMES),
        domain=DISTRIBUTION,
        note="权重以概率 p⁽ᵏ⁾ 取 w⁽ᵏ⁾，共 N 种结果；期望就是按概率加权的平均。",
    )
    MEAN_SQUARE_Z = Definition(
        id="mean_square_z",
        title="z = wᵀx 的均方",
        lhs=mean_square_z,
        body=MatrixSum(times(chance, MatPow(times(transpose(Column(weights, k)), x), 2)), OUTCOMES),
        domain={**DISTRIBUTION, x: REALS},
    )
    MEAN_SQUARE_BY_MOMENT = Law(
        id="mean_square_by_moment",
        title="z 的均方，由权重的二阶矩定下",
        domain={**DISTRIBUTION, x: REALS},
        start=mean_square_z,
        steps=(
            Step(MEAN_SQUARE_Z.body, Unfold(MEAN_SQUARE_Z)),
            Step(times(transpose(x), SECOND_MOMENT.body, x), BY_ENTRIES),
            Step(times(transpose(x), second_moment, x), Fold(SECOND_MOMENT)),
        ),
        note="对权重的任何分布都成立；x 是固定的。",
    )
    INDEPENDENT_PRODUCT = Law(
        id="independent_product",
        title="独立：乘积的期望等于期望的乘积",
        domain=reals(first, second, first_chance, second_chance),
        start=Sum(
            Sum(
                MatrixElement(first_chance, j - 1, 0)
                * MatrixElement(second_chance, k - 1, 0)
                * (MatrixElement(first, j - 1, 0) * MatrixElement(second, k - 1, 0)),
                (k, 1, second.rows),
            ),
            (j, 1, first.rows),
        ),
        steps=(
            Step(
                times(transpose(first_chance), first, transpose(second_chance), second),
                MatrixProduct(),
            ),
        ),
        note="独立就是联合概率等于概率之积；一个权重取 uⱼ 的概率是 pⱼ，另一个取 vₖ 的概率是 qₖ。"
        "均值都是零时右边是 0，所以 E[wwᵀ] 里不在对角线上的项都是零，对角线上的是方差。",
    )
    TWO_SIGNS = Derivation(
        id="two_signs",
        title="两个独立的权重各以一半的概率取 ±s：乘积的期望",
        domain={scale: POSITIVE},
        start=Rational(1, 4)
        * (scale * scale + scale * (-scale) + (-scale) * scale + (-scale) * (-scale)),
        steps=(Step(S.Zero, ARRANGE),),
    )
    ONE_SIGN = Derivation(
        id="one_sign",
        title="一个权重以一半的概率取 ±s：方差",
        domain={scale: POSITIVE},
        start=HALF * (scale**2 + (-scale) ** 2),
        steps=(Step(scale**2, ARRANGE),),
    )
    INDEPENDENT_WEIGHTS = Definition(
        id="independent_weights",
        title="独立、均值为零、方差为 s² 的权重的二阶矩",
        lhs=independent_moment,
        body=times(scale**2, Identity(n)),
        domain={n: COUNT, scale: POSITIVE},
        note="假设。程序里的 randn(…) * s 就是这样的权重。",
    )
    MEAN_SQUARE_X = Definition(
        id="mean_square_x",
        title="输入的均方",
        lhs=mean_square_x,
        body=times(1 / n, transpose(x), x),
        domain=reals(x),
    )
    FAN_IN = Law(
        id="fan_in",
        title="一个线性单元把均方乘以 n s²",
        domain={**reals(x), scale: POSITIVE},
        start=times(transpose(x), independent_moment, x),
        steps=(
            Step(times(scale**2, transpose(x), x), Unfold(INDEPENDENT_WEIGHTS)),
            Step(times(n * scale**2, mean_square_x), Fold(MEAN_SQUARE_X)),
        ),
        note="左边是 mean_square_by_moment 的右边，其中权重独立、均值为零、方差为 s²；n 是"
        "输入的个数（fan-in）。",
    )
    GAIN = Definition(
        id="gain",
        title="一个线性层把均方乘上的倍数",
        lhs=gain(n, scale),
        body=n * scale**2,
        domain={n: COUNT, scale: POSITIVE},
    )
    GAIN_OF_LAYERS = Derivation(
        id="gain_of_layers",
        title="再过一层，倍数再乘一次",
        domain={n: COUNT, scale: POSITIVE, layers: COUNT},
        start=gain(n, scale) * gain(n, scale) ** layers,
        steps=(Step(gain(n, scale) ** (layers + 1), POWER_LAW),),
        note="归纳的一步：过 L 层之后的均方是开头的 ρᴸ 倍。",
    )
    GAIN_KEPT = Derivation(
        id="gain_kept",
        title="s = 1/√n 时，均方不变",
        domain={n: COUNT},
        start=gain(n, 1 / sqrt(n)),
        steps=(Step(n * (1 / sqrt(n)) ** 2, Unfold(GAIN)), Step(S.One, ARRANGE)),
    )
    GAIN_OF_SMALL = Claim(
        id="gain_of_small",
        title="s = 0.01，每层 100 个输入：每层的倍数",
        lhs=gain(S(100), HUNDREDTH),
        relation=Relation.EQ,
        rhs=HUNDREDTH,
    )
    VANISHING = Claim(
        id="vanishing",
        title="s = 0.01，每层 100 个输入：过 10 层之后只剩下",
        lhs=gain(S(100), HUNDREDTH) ** 10,
        relation=Relation.EQ,
        rhs=S(10) ** (-20),
    )
    EXPLODING = Claim(
        id="exploding",
        title="s = 1，每层 100 个输入：过 10 层之后放大到",
        lhs=gain(S(100), S.One) ** 10,
        relation=Relation.EQ,
        rhs=S(10) ** 20,
    )

    # ---- 大小：ReLU 只留下一半 ------------------------------------------------------

    RELU_SQUARES = Claim(
        id="relu_squares",
        title="z 与 −z，ReLU 合起来留下一个 z²",
        lhs=relu(z) ** 2 + relu(-z) ** 2,
        relation=Relation.EQ,
        rhs=z**2,
        domain={z: REALS},
    )
    RELU_HALVES = Law(
        id="relu_halves",
        title="z 的分布左右对称时，ReLU 之后的均方是一半",
        domain=reals(first, first_chance),
        start=times(HALF, transpose(first_chance), plus(square(RIGHT), square(LEFT))),
        steps=(
            Step(
                times(
                    HALF,
                    transpose(first_chance),
                    elementwise(lambda t: relu(t) ** 2 + relu(-t) ** 2, first),
                ),
                ENTRYWISE,
            ),
            Step(
                times(HALF, transpose(first_chance), elementwise(lambda t: t**2, first)),
                Apply(RELU_SQUARES, {z: ENTRY}),
            ),
            Step(times(HALF, transpose(first_chance), square(first)), ENTRYWISE),
        ),
        note="对称：取 u 与取 −u 的概率各是一半。权重独立、各自左右对称时，z 就左右对称。",
    )
    RELU_GAIN_KEPT = Derivation(
        id="relu_gain_kept",
        title="ReLU：s = √(2/n) 时，均方不变",
        domain={n: COUNT},
        start=HALF * gain(n, sqrt(2 / n)),
        steps=(
            Step(HALF * (n * sqrt(2 / n) ** 2), Unfold(GAIN)),
            Step(S.One, ARRANGE),
        ),
        note="这就是 He 初始化。",
    )

OBJECTS: tuple[BookObject, ...] = (
    SYMMETRIC_Z1,
    SYMMETRIC_A1,
    SYMMETRIC_DZ1,
    SYMMETRIC_DW1,
    SYMMETRIC_DB1,
    SYMMETRIC_DW2,
    SYMMETRIC_STEP_ROWS,
    SYMMETRIC_STEP_COLUMNS,
    ZERO_FIRST_DW1,
    ZERO_FIRST_DIFFERENCE,
    BROKEN_SYMMETRY_FIRST,
    BROKEN_SYMMETRY_SECOND,
    ZERO_A1,
    ZERO_DW2,
    ZERO_DW1,
    ZERO_DB1,
    ZERO_STEP,
    ZERO_OUTPUT,
    SECOND_MOMENT,
    MEAN_SQUARE_Z,
    MEAN_SQUARE_BY_MOMENT,
    INDEPENDENT_PRODUCT,
    TWO_SIGNS,
    ONE_SIGN,
    INDEPENDENT_WEIGHTS,
    MEAN_SQUARE_X,
    FAN_IN,
    GAIN,
    GAIN_OF_LAYERS,
    GAIN_KEPT,
    GAIN_OF_SMALL,
    VANISHING,
    EXPLODING,
    RELU_SQUARES,
    RELU_HALVES,
    RELU_GAIN_KEPT,
)
