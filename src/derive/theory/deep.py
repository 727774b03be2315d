"""深层网络：记号、一个样本的前向与反向、计算量，以及学习率为什么有上限。

m 个样本的反向传播与归纳在 `derive.theory.network`；这里补上一个样本的式子，让人先在一列数上看清楚，
再换成矩阵。一个样本时 m = 1，所以 dz 就是 ∂L/∂z，式子里没有 1/m。
"""

from sympy import (
    Derivative,
    Expr,
    Function,
    Interval,
    MatrixExpr,
    MatrixSymbol,
    Range,
    Rational,
    S,
    Symbol,
    evaluate,
)

from derive.kernel.matrices import (
    ENTRY,
    Column,
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
    ARRANGE,
    BY_ENTRIES,
    COLUMN,
    ELEMENTARY,
    ENTRYWISE,
    FACTOR,
    POSITIVE_FACTORS,
    PULL_BACK,
    Apply,
    Fold,
    Then,
    ThroughLayer,
    Unfold,
)
from derive.theory.activations import SIGMOID_PRIME
from derive.theory.network import (
    DEEP_COST,
    LAST,
    LAST_A,
    LAYER,
    LAYER_A,
    LAYER_Z,
    ONES,
    A_l,
    A_last,
    A_prev,
    J_deep,
    W_l,
    X,
    Y_last,
    Z_l,
    Z_last,
    affine,
    b_l,
    convention,
    db_l,
    dW_l,
    g,
    n0,
    n_l,
    n_last,
    n_prev,
    reals,
    sizes,
    slope,
)
from derive.theory.network import x as x_one
from derive.theory.shallow import samples, update
from derive.theory.symbols import (
    BIT,
    COUNT,
    POSITIVE,
    REALS,
    UNIT,
    alpha,
    bias,
    i,
    m,
    relu,
    sigma,
    w1,
    w2,
    x,
    x1,
    x2,
    xor,
    y,
    z,
)
from derive.theory.upstream import Upstream

# ---- 记号 -----------------------------------------------------------------------


def activation_of(layer: int | str) -> type[Function]:
    """g⁽ˡ⁾：第 l 层自己的激活函数，任意可导。"""
    return Function(f"g[{layer}]", real=True)


g_l, g_prev = activation_of("l"), activation_of("l-1")

n_x = Symbol("n_x", integer=True, positive=True)
A0, Yhat = MatrixSymbol("A[0]", n0, m), MatrixSymbol("Yhat", n_last, m)
a0, a_last = MatrixSymbol("a[0]", n0, 1), MatrixSymbol("a[L]", n_last, 1)
yhat_one = MatrixSymbol("yhat", n_last, 1)
"""输入算第 0 层，输出是第 L 层。"""

a_prev, z_prev = MatrixSymbol("a[l-1]", n_prev, 1), MatrixSymbol("z[l-1]", n_prev, 1)
z_l, a_l = MatrixSymbol("z[l]", n_l, 1), MatrixSymbol("a[l]", n_l, 1)
dz_l, da_l = MatrixSymbol("dz[l]", n_l, 1), MatrixSymbol("da[l]", n_l, 1)
dz_prev, da_prev = MatrixSymbol("dz[l-1]", n_prev, 1), MatrixSymbol("da[l-1]", n_prev, 1)
loss_beyond = MatrixSymbol("loss_beyond_layer", 1, 1)
"""一个样本：一般的第 l 层。"""
ONE_LAYER = reals(W_l, b_l, z_prev, da_l)

dA_last = MatrixSymbol("dA[L]", n_last, m)

SIZES = (3, 5, 5, 3, 1)
"""四层的例子：n⁽⁰⁾ 到 n⁽⁴⁾。"""

EACH = {i: Range(1, m + 1)}

forward_products, backward_products = Symbol("F[l]"), Symbol("B[l]")
weighted, tent = Function("weighted_sum", real=True), Function("tent", real=True)
parabola = Function("parabola", real=True)
w, center = Symbol("w", real=True), Symbol("c", real=True)
curvature, s = Symbol("k", positive=True), Symbol("s", positive=True)


def input_of(layer: int, columns: Expr) -> MatrixSymbol:
    """例子里第 layer 层的输出：m 个样本写 A，一个样本写 a。"""
    return MatrixSymbol(f"{'a' if columns == 1 else 'A'}[{layer}]", SIZES[layer], columns)


def example_layer(layer: int, columns: Expr) -> tuple[Definition, Definition]:
    """例子里第 layer 层的前向传播：Z 与 A（columns 是 m），或 z 与 a（columns 是 1）。"""
    one = columns == 1
    Z = MatrixSymbol(f"{'z' if one else 'Z'}[{layer}]", SIZES[layer], columns)
    W = MatrixSymbol(f"W[{layer}]", SIZES[layer], SIZES[layer - 1])
    b = MatrixSymbol(f"b[{layer}]", SIZES[layer], 1)
    A_before, A_after = input_of(layer - 1, columns), input_of(layer, columns)
    linear = plus(times(W, A_before), b) if one else affine(W, A_before, b)
    samples = "一个样本" if one else "m 个样本"
    return (
        Definition(
            id=f"example_{'one_' if one else ''}z{layer}",
            title=f"3-5-5-3-1 网络，{samples}：第 {layer} 层的线性部分",
            lhs=Z,
            body=linear,
            domain={**reals(W, b), **sizes(Z)},
        ),
        Definition(
            id=f"example_{'one_' if one else ''}a{layer}",
            title=f"3-5-5-3-1 网络，{samples}：第 {layer} 层的激活",
            lhs=A_after,
            body=elementwise(activation_of(layer), Z),
            domain=sizes(Z),
        ),
    )


def reciprocal(A: MatrixExpr) -> MatrixExpr:
    """1/A：逐元素的倒数。"""
    return elementwise(lambda t: 1 / t, A)


THETA = transpose(Stack(transpose(W_l), transpose(b_l)))
WITH_ONES = Stack(A_prev, transpose(ONES))
"""训练器的写法：[W b]，和下面添了一行 1 的 A_prev。"""

with evaluate(False):
    # ---- 记号：两端的层 -----------------------------------------------------------

    INPUT_SIZE = Definition(
        id="input_size", title="第 0 层的单元数", lhs=n0, body=n_x, domain={n_x: COUNT}
    )
    INPUT_LAYER = Definition(
        id="input_layer", title="第 0 层的输出就是输入", lhs=A0, body=X, domain=reals(X)
    )
    ONE_INPUT_LAYER = Definition(
        id="one_input_layer",
        title="一个样本：第 0 层的输出就是输入",
        lhs=a0,
        body=x_one,
        domain=reals(x_one),
    )
    OUTPUT_LAYER = Definition(
        id="output_layer",
        title="第 L 层的输出就是预测",
        lhs=Yhat,
        body=A_last,
        domain=sizes(A_last),
    )
    ONE_OUTPUT_LAYER = Definition(
        id="one_output_layer",
        title="一个样本：第 L 层的输出就是预测",
        lhs=yhat_one,
        body=a_last,
        domain=reals(a_last),
    )

    # ---- 一层不够：逻辑回归算不出异或 -------------------------------------------------

    WEIGHTED_SUM = Definition(
        id="weighted_sum",
        title="两个输入的加权和",
        lhs=weighted(x1, x2),
        body=w1 * x1 + w2 * x2 + bias,
        domain={**dict.fromkeys((x1, x2, w1, w2, bias), REALS)},
    )
    XOR_NOT_LINEAR = Derivation(
        id="xor_not_linear",
        title="加权和在两条对角线上之和相等",
        domain={w1: REALS, w2: REALS, bias: REALS},
        start=weighted(S.Zero, S.One) + weighted(S.One, S.Zero),
        steps=(
            Step((w2 + bias) + (w1 + bias), Unfold(WEIGHTED_SUM)),
            Step(bias + (w1 + w2 + bias), ARRANGE),
            Step(weighted(S.Zero, S.Zero) + weighted(S.One, S.One), Fold(WEIGHTED_SUM)),
        ),
        note="异或要求左边的两项都为正，右边的两项都为负：两边就不可能相等。",
    )
    XOR_BY_RELU = Claim(
        id="xor_by_relu",
        title="两个 ReLU 单元算出异或",
        lhs=xor(x, y),
        relation=Relation.EQ,
        rhs=relu(x + y) - 2 * relu(x + y - 1),
        domain={x: BIT, y: BIT},
    )

    # ---- 深度省下指数：折叠 k 次的锯齿 ------------------------------------------------

    TENT = Definition(
        id="tent",
        title="对折：两个 ReLU 单元",
        lhs=tent(x),
        body=2 * relu(x) - 4 * relu(x - Rational(1, 2)),
        domain={x: Interval(0, 1)},
    )
    TENT_PIECES = Claim(
        id="tent_pieces",
        title="对折 10 次之后的段数",
        lhs=S(2) ** 10,
        relation=Relation.EQ,
        rhs=S(1024),
    )

    # ---- 前向传播：一个样本 ---------------------------------------------------------

    ONE_LAYER_A_PREV = Definition(
        id="one_layer_a_prev",
        title="一个样本：前一层的激活",
        lhs=a_prev,
        body=elementwise(g_prev, z_prev),
        domain=sizes(z_prev),
    )
    ONE_LAYER_Z = Definition(
        id="one_layer_z",
        title="一个样本：第 l 层的线性部分",
        lhs=z_l,
        body=plus(times(W_l, a_prev), b_l),
        domain=reals(W_l, b_l),
    )
    ONE_LAYER_A = Definition(
        id="one_layer_a",
        title="一个样本：第 l 层的激活",
        lhs=a_l,
        body=elementwise(g_l, z_l),
        domain=sizes(z_l),
        note="每一层可以有自己的激活函数，所以 g 也带层号。",
    )

    # ---- 前向传播：每一列各算各的 -----------------------------------------------------

    LAYER_Z_COLUMN = Law(
        id="layer_z_column",
        title="Z 的第 i 列，就是第 i 个样本单独算出的 z",
        domain={**reals(W_l, b_l, A_prev), **EACH},
        start=Column(Z_l, i),
        steps=(
            Step(Column(affine(W_l, A_prev, b_l), i), Unfold(LAYER_Z)),
            Step(plus(times(W_l, Column(A_prev, i)), b_l), COLUMN),
        ),
    )
    LAYER_A_COLUMN = Law(
        id="layer_a_column",
        title="A 的第 i 列，就是第 i 个样本单独算出的 a",
        domain={**reals(Z_l), **EACH},
        start=Column(A_l, i),
        steps=(
            Step(Column(elementwise(g, Z_l), i), Unfold(LAYER_A)),
            Step(elementwise(g, Column(Z_l, i)), COLUMN),
        ),
    )

    STACKED_Z = Law(
        id="stacked_z",
        title="Z 由各个样本的 z 排成列",
        domain=LAYER,
        start=Z_l,
        steps=(Step(samples(Column(Z_l, i)), BY_ENTRIES),),
    )
    STACKED_A = Law(
        id="stacked_a",
        title="A 由各个样本的 a 排成列",
        domain=LAYER,
        start=A_l,
        steps=(Step(samples(Column(A_l, i)), BY_ENTRIES),),
    )

    # ---- 反向传播：一个样本 ---------------------------------------------------------

    LOSS_BEYOND_LAYER = Definition(
        id="loss_beyond_layer",
        title="一个样本：损失在第 l 层的输出处的一阶部分",
        lhs=loss_beyond,
        body=times(transpose(da_l), a_l),
        domain=reals(da_l),
        note="已知 da⁽ˡ⁾ = ∂L/∂a⁽ˡ⁾。a⁽ˡ⁾ 稍有变化时，损失的变化（到一阶）就是这里的 ℓ 的变化。",
    )
    ONE_LAYER_HYPOTHESIS = Law(
        id="one_layer_hypothesis",
        title="一个样本：第 l 层的 da 已知",
        domain=ONE_LAYER,
        start=Gradient(loss_beyond, a_l),
        steps=(
            Step(Gradient(times(transpose(da_l), a_l), a_l), Unfold(LOSS_BEYOND_LAYER)),
            Step(da_l, PULL_BACK),
        ),
    )
    ONE_LAYER_DZ_CONVENTION = convention(
        "one_layer_dz_convention", "一个样本：记号 dz 的约定", dz_l, Gradient(loss_beyond, z_l)
    )
    ONE_LAYER_DA_CONVENTION = convention(
        "one_layer_da_convention",
        "一个样本：记号 da 的约定",
        da_prev,
        Gradient(loss_beyond, a_prev),
    )
    ONE_LAYER_DZ_PREV_CONVENTION = convention(
        "one_layer_dz_prev_convention",
        "一个样本：记号 dz 的约定（前一层）",
        dz_prev,
        Gradient(loss_beyond, z_prev),
    )
    ONE_LAYER_DZ = Law(
        id="one_layer_dz",
        title="一个样本：第 l 层的 dz",
        domain=ONE_LAYER,
        start=dz_l,
        steps=(
            Step(
                hadamard(Gradient(loss_beyond, a_l), slope(g_l, z_l)),
                Then(
                    Unfold(ONE_LAYER_DZ_CONVENTION), ThroughLayer(ONE_LAYER_A, (LOSS_BEYOND_LAYER,))
                ),
            ),
            Step(hadamard(da_l, slope(g_l, z_l)), Apply(ONE_LAYER_HYPOTHESIS)),
        ),
    )
    AT_ONE_LAYER = Upstream(
        ONE_LAYER,
        Gradient(loss_beyond, z_l),
        dz_l,
        Fold(ONE_LAYER_DZ_CONVENTION),
        ThroughLayer(ONE_LAYER_Z, (LOSS_BEYOND_LAYER, ONE_LAYER_A)),
    )
    ONE_LAYER_DW = AT_ONE_LAYER.law(
        "one_layer_dw",
        "一个样本：第 l 层权重的梯度",
        Gradient(loss_beyond, W_l),
        lambda G: times(G, transpose(a_prev)),
    )
    ONE_LAYER_DB = AT_ONE_LAYER.law(
        "one_layer_db", "一个样本：第 l 层偏置的梯度", Gradient(loss_beyond, b_l), lambda G: G
    )
    ONE_LAYER_DA = AT_ONE_LAYER.law(
        "one_layer_da",
        "一个样本：前一层的 da",
        ONE_LAYER_DA_CONVENTION,
        lambda G: times(transpose(W_l), G),
    )
    ONE_LAYER_STEP = Law(
        id="one_layer_step",
        title="一个样本：从第 l 层退到第 l − 1 层",
        domain=ONE_LAYER,
        start=dz_prev,
        steps=(
            Step(
                hadamard(Gradient(loss_beyond, a_prev), slope(g_prev, z_prev)),
                Then(
                    Unfold(ONE_LAYER_DZ_PREV_CONVENTION),
                    ThroughLayer(ONE_LAYER_A_PREV, (LOSS_BEYOND_LAYER, ONE_LAYER_A, ONE_LAYER_Z)),
                ),
            ),
            Step(hadamard(da_prev, slope(g_prev, z_prev)), Fold(ONE_LAYER_DA_CONVENTION)),
            Step(hadamard(times(transpose(W_l), dz_l), slope(g_prev, z_prev)), Apply(ONE_LAYER_DA)),
        ),
    )

    # ---- 反向传播的起点：另一条路 ------------------------------------------------------

    DA_LAST_CONVENTION = convention(
        "da_last_convention",
        "记号 dA 的约定（最后一层）",
        dA_last,
        times(m, Gradient(J_deep, A_last)),
    )
    dA_body = times(
        -1,
        minus(
            hadamard(Y_last, reciprocal(A_last)),
            hadamard(
                minus(ones_like(Y_last), Y_last), reciprocal(minus(ones_like(A_last), A_last))
            ),
        ),
    )
    A_slope = hadamard(A_last, minus(ones_like(A_last), A_last))
    dA_short = hadamard(minus(A_last, Y_last), reciprocal(A_slope))
    DA_LAST = Law(
        id="da_last",
        title="最后一层的 dA",
        domain=LAST,
        start=dA_last,
        steps=(
            Step(
                times(m, Gradient(DEEP_COST.body, A_last)),
                Then(Unfold(DA_LAST_CONVENTION), Unfold(DEEP_COST)),
            ),
            Step(dA_body, PULL_BACK),
            Step(dA_short, ENTRYWISE),
        ),
        note="除法是逐元素的。第二行展开，就是常见的 −Y/A + (1−Y)/(1−A)。",
    )
    sigma_Z = elementwise(sigma, Z_last)
    LAST_SLOPE = Law(
        id="last_slope",
        title="输出层的斜率，用 A 写出",
        domain=reals(Z_last),
        start=slope(sigma, Z_last),
        steps=(
            Step(
                hadamard(sigma_Z, minus(ones_like(Z_last), sigma_Z)),
                Then(Apply(SIGMOID_PRIME, {z: ENTRY}), ENTRYWISE),
            ),
            Step(A_slope, Fold(LAST_A)),
        ),
    )
    BASE_BY_DA = Law(
        id="base_by_da",
        title="从 dA 出发，也得到最后一层的 dZ",
        domain=LAST,
        start=hadamard(dA_last, slope(sigma, Z_last)),
        steps=(
            Step(hadamard(dA_short, slope(sigma, Z_last)), Apply(DA_LAST)),
            Step(hadamard(dA_short, A_slope), Apply(LAST_SLOPE)),
            Step(minus(A_last, Y_last), ENTRYWISE),
        ),
        note="与 backward_base 的终点相同：分母恰好被 σ′ 约掉。",
    )

    # ---- 训练用的写法 -----------------------------------------------------------

    FOLDED_LAYER = Law(
        id="folded_layer",
        title="偏置并进权重的最后一列",
        domain={**LAYER_Z.domain, **reals(A_prev)},
        start=Z_l,
        steps=(
            Step(LAYER_Z.body, Unfold(LAYER_Z)),
            Step(times(THETA, WITH_ONES), BY_ENTRIES),
        ),
        note="A 的下面添一行 1，[W b] 乘它就是 W·A + b，偏置不必另加。",
    )

    # ---- 更新 -------------------------------------------------------------------

    UPDATE_WL = update("update_wl", "第 l 层的权重走一步", W_l, dW_l)
    UPDATE_BL = update("update_bl", "第 l 层的偏置走一步", b_l, db_l)

    # ---- 计算量 -----------------------------------------------------------------

    FORWARD_PRODUCTS = Definition(
        id="forward_products",
        title="一层前向传播的乘法次数",
        lhs=forward_products,
        body=n_l * n_prev * m,
        domain={n_l: COUNT, n_prev: COUNT, m: COUNT},
        note="Z⁽ˡ⁾ 有 n⁽ˡ⁾·m 项，每一项是 n⁽ˡ⁻¹⁾ 个乘积之和。",
    )
    BACKWARD_PRODUCTS = Definition(
        id="backward_products",
        title="一层反向传播的乘法次数",
        lhs=backward_products,
        body=n_l * m * n_prev + n_prev * n_l * m,
        domain={n_l: COUNT, n_prev: COUNT, m: COUNT},
        note="前一项是 dW⁽ˡ⁾，后一项是 dA⁽ˡ⁻¹⁾；只数矩阵乘法。",
    )
    BACKWARD_IS_TWICE_FORWARD = Derivation(
        id="backward_is_twice_forward",
        title="反向传播的乘法次数是前向的两倍",
        domain={n_l: COUNT, n_prev: COUNT, m: COUNT},
        start=backward_products,
        steps=(
            Step(n_l * m * n_prev + n_prev * n_l * m, Unfold(BACKWARD_PRODUCTS)),
            Step(2 * (n_l * n_prev * m), ARRANGE),
            Step(2 * forward_products, Fold(FORWARD_PRODUCTS)),
        ),
    )

    # ---- 学习率为什么有上限 ---------------------------------------------------------

    PARABOLA = {w: REALS, center: REALS, curvature: POSITIVE}
    PARABOLA_COST = Definition(
        id="parabola_cost",
        title="一条抛物线当代价",
        lhs=parabola(w),
        body=Rational(1, 2) * curvature * (w - center) ** 2,
        domain=PARABOLA,
        note="最低点在 c，弯曲的程度（二阶导数）是 k。",
    )
    PARABOLA_SLOPE = Derivation(
        id="parabola_slope",
        title="抛物线的斜率",
        domain=PARABOLA,
        start=Derivative(parabola(w), w),
        steps=(
            Step(
                Derivative(Rational(1, 2) * curvature * (w - center) ** 2, w), Unfold(PARABOLA_COST)
            ),
            Step(curvature * (w - center), ELEMENTARY),
        ),
    )
    PARABOLA_STEP = Derivation(
        id="parabola_step",
        title="在抛物线上走一步：离最低点的距离乘以 1 − αk",
        domain={**PARABOLA, alpha: POSITIVE},
        start=(w - alpha * Derivative(parabola(w), w)) - center,
        steps=(
            Step((w - alpha * (curvature * (w - center))) - center, Apply(PARABOLA_SLOPE)),
            Step((1 - alpha * curvature) * (w - center), FACTOR),
        ),
        note="1 − αk 的绝对值小于 1 时每一步都更近；αk > 2 时每一步都更远。",
    )
    PARABOLA_CONVERGES = Derivation(
        id="parabola_converges",
        title="0 < αk < 2 时，每一步都更近",
        domain={s: UNIT},
        start=1 - (1 - 2 * s) ** 2,
        steps=(
            Step(4 * s * (1 - s), FACTOR),
            Step(S.Zero, POSITIVE_FACTORS, Relation.GT),
        ),
        note="记 αk = 2s，s 在 0 与 1 之间：距离的平方乘以 (1 − 2s)²，比 1 小。",
    )

    EXAMPLE = tuple(
        definition
        for columns in (S.One, m)
        for layer in range(1, len(SIZES))
        for definition in example_layer(layer, columns)
    )

OBJECTS: tuple[BookObject, ...] = (
    INPUT_SIZE,
    INPUT_LAYER,
    ONE_INPUT_LAYER,
    OUTPUT_LAYER,
    ONE_OUTPUT_LAYER,
    WEIGHTED_SUM,
    XOR_NOT_LINEAR,
    XOR_BY_RELU,
    TENT,
    TENT_PIECES,
    ONE_LAYER_A_PREV,
    ONE_LAYER_Z,
    ONE_LAYER_A,
    *EXAMPLE,
    LAYER_Z_COLUMN,
    LAYER_A_COLUMN,
    STACKED_Z,
    STACKED_A,
    LOSS_BEYOND_LAYER,
    ONE_LAYER_HYPOTHESIS,
    ONE_LAYER_DZ_CONVENTION,
    ONE_LAYER_DA_CONVENTION,
    ONE_LAYER_DZ_PREV_CONVENTION,
    ONE_LAYER_DZ,
    ONE_LAYER_DW,
    ONE_LAYER_DB,
    ONE_LAYER_DA,
    ONE_LAYER_STEP,
    DA_LAST_CONVENTION,
    DA_LAST,
    LAST_SLOPE,
    BASE_BY_DA,
    FOLDED_LAYER,
    UPDATE_WL,
    UPDATE_BL,
    FORWARD_PRODUCTS,
    BACKWARD_PRODUCTS,
    BACKWARD_IS_TWICE_FORWARD,
    PARABOLA_COST,
    PARABOLA_SLOPE,
    PARABOLA_STEP,
    PARABOLA_CONVERGES,
)
