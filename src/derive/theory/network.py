"""神经网络：前向、反向、任意层数，以及参数的个数。

约定：dZ = m·∂J/∂Z，dA = m·∂J/∂A，而 dW = ∂J/∂W，db = ∂J/∂b。课程如此约定，1/m 因此只出现在
dW 与 db 里。
"""

from itertools import pairwise

from sympy import (
    Add,
    Derivative,
    Expr,
    Function,
    Integer,
    MatrixExpr,
    MatrixSymbol,
    OneMatrix,
    S,
    Sum,
    Symbol,
    Trace,
    evaluate,
    log,
    symbols,
)
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.matrices import (
    ENTRY,
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
    Domain,
    Law,
    Relation,
    Step,
)
from derive.kernel.pull_back import Gradient
from derive.kernel.rules import (
    DISTRIBUTE,
    ENTRYWISE,
    FACTOR,
    PULL_BACK,
    WRITE_OUT,
    Apply,
    Fold,
    MatrixProduct,
    Then,
    ThroughLayer,
    Unfold,
)
from derive.theory.activations import IDENTITY, SOFTPLUS_PRIME
from derive.theory.losses import CROSS_ENTROPY, LOSS_FROM_LOGITS, cost_steps
from derive.theory.symbols import (
    COUNT,
    LABEL,
    REALS,
    UNIT,
    i,
    identity,
    loss,
    m,
    sigma,
    softplus,
    y,
    z,
)
from derive.theory.upstream import Upstream

# ---- 记号 -----------------------------------------------------------------------

g = Function("g", real=True)
k = Symbol("k", integer=True, positive=True)

n0, n1, n2 = symbols("n[0] n[1] n[2]", integer=True, positive=True)
W1, b1 = MatrixSymbol("W[1]", n1, n0), MatrixSymbol("b[1]", n1, 1)
W2, b2 = MatrixSymbol("W[2]", n2, n1), MatrixSymbol("b[2]", n2, 1)
"""两层网络的参数。"""

X, Y = MatrixSymbol("X", n0, m), MatrixSymbol("Y", n2, m)
Z1, A1 = MatrixSymbol("Z[1]", n1, m), MatrixSymbol("A[1]", n1, m)
Z2, A2 = MatrixSymbol("Z[2]", n2, m), MatrixSymbol("A[2]", n2, m)
J = Symbol("cost_two_layers", real=True)
dW1, db1 = MatrixSymbol("dW[1]", n1, n0), MatrixSymbol("db[1]", n1, 1)
dW2, db2 = MatrixSymbol("dW[2]", n2, n1), MatrixSymbol("db[2]", n2, 1)
dZ1, dZ2 = MatrixSymbol("dZ[1]", n1, m), MatrixSymbol("dZ[2]", n2, m)
"""m 个样本，每列一个。"""

x, y_out = MatrixSymbol("x", n0, 1), MatrixSymbol("y", n2, 1)
z1, a1 = MatrixSymbol("z[1]", n1, 1), MatrixSymbol("a[1]", n1, 1)
z2, a2 = MatrixSymbol("z[2]", n2, 1), MatrixSymbol("a[2]", n2, 1)
sample_loss = MatrixSymbol("sample_loss", 1, 1)
dz1, dz2 = MatrixSymbol("dz[1]", n1, 1), MatrixSymbol("dz[2]", n2, 1)
"""一个样本。"""

n_prev, n_l, n_last = symbols("n[l-1] n[l] n[L]", integer=True, positive=True)
W_l, b_l = MatrixSymbol("W[l]", n_l, n_prev), MatrixSymbol("b[l]", n_l, 1)
Z_prev, A_prev = MatrixSymbol("Z[l-1]", n_prev, m), MatrixSymbol("A[l-1]", n_prev, m)
Z_l, A_l = MatrixSymbol("Z[l]", n_l, m), MatrixSymbol("A[l]", n_l, m)
dZ_prev, dA_prev = MatrixSymbol("dZ[l-1]", n_prev, m), MatrixSymbol("dA[l-1]", n_prev, m)
dW_l, db_l = MatrixSymbol("dW[l]", n_l, n_prev), MatrixSymbol("db[l]", n_l, 1)
dZ_l = MatrixSymbol("dZ[l]", n_l, m)
ell = Symbol("cost_beyond_layer", real=True)
Z_last, A_last = MatrixSymbol("Z[L]", n_last, m), MatrixSymbol("A[L]", n_last, m)
Y_last, dZ_last = MatrixSymbol("Y", n_last, m), MatrixSymbol("dZ[L]", n_last, m)
J_deep = Symbol("cost_deep", real=True)
"""L 层网络：一般的第 l 层，与最后一层。"""

M, c = MatrixSymbol("M", n_prev, n0), MatrixSymbol("c", n_prev, 1)
"""前 l − 1 层合起来：MX + c1ᵀ。"""
W_bar, b_bar = MatrixSymbol("Wbar", n2, n0), MatrixSymbol("bbar", n2, 1)

parameter_count = Function("parameter_count", integer=True)
total_parameters = Function("total_parameters", integer=True)
units = Function("units", integer=True, positive=True)
"""n⁽ˡ⁾：第 l 层有多少个单元，作为 l 的函数。"""
layer, depth = symbols("l L", integer=True, positive=True)

ONES = OneMatrix(m, 1)
"""全 1 的列：右乘它，就是把每一行加起来。"""


def sizes(*matrices: MatrixExpr) -> Domain:
    """这些矩阵的行数与列数：任意正整数。"""
    return {size: COUNT for A in matrices for size in A.shape if isinstance(size, Symbol)}


def reals(*matrices: MatrixSymbol) -> Domain:
    """这些矩阵的每一项是任意实数，形状任意。"""
    return {**sizes(*matrices), **dict.fromkeys(matrices, REALS)}


TWO_LAYERS: Domain = {**reals(X, W1, b1, W2, b2, Y), Y: LABEL}
OUTPUT: Domain = {**reals(Z2, Y), Y: LABEL}
ONE_SAMPLE: Domain = {**reals(x, W1, b1, W2, b2, y_out), y_out: LABEL}
ONE_OUTPUT: Domain = {**reals(z2, y_out), y_out: LABEL}
LAYER = reals(Z_prev, W_l, b_l, dZ_l)
LAST: Domain = {**reals(Z_last, Y_last), Y_last: LABEL}


def affine(W: MatrixExpr, A: MatrixExpr, b: MatrixExpr) -> MatrixExpr:
    """W A + b 1ᵀ：b 加到每一列。"""
    return plus(times(W, A), times(b, transpose(ONES)))


def convention(
    id: str, title: str, symbol: MatrixSymbol, body: MatrixExpr, *, note: str = ""
) -> Definition:
    """记号的约定，如 dW := ∂J/∂W；形状随记号而定。"""
    return Definition(id=id, title=title, lhs=symbol, body=body, domain=sizes(symbol), note=note)


def slope(f: type[Function], Z: MatrixExpr) -> MatrixExpr:
    """f′(Z)。"""
    return elementwise(lambda t: Derivative(f(t), t), Z)


def log_likelihoods(A: MatrixExpr, Y: MatrixExpr) -> MatrixExpr:
    """Yᵀ ln A + (1 − Y)ᵀ ln(1 − A)：对角线上是各个样本的对数似然。"""
    return plus(
        times(transpose(Y), elementwise(log, A)),
        times(transpose(minus(ones_like(Y), Y)), elementwise(log, minus(ones_like(A), A))),
    )


def from_logits(Z: MatrixExpr, Y: MatrixExpr) -> MatrixExpr:
    """1ᵀ softplus(Z) − Yᵀ Z：对角线上是各个样本的损失。"""
    return minus(times(transpose(ones_like(Z)), elementwise(softplus, Z)), times(transpose(Y), Z))


def loss_steps(
    cost: Definition, output: Definition, Y: MatrixSymbol, scale: Expr
) -> tuple[Step, ...]:
    """代价（或一个样本的损失）写成 Z 的式子：每一项用已证的标量式。"""
    Z = output.body.expr
    column = i - 1 if Z.cols == m else S.Zero
    entry, label = MatrixElement(Z, k - 1, column), MatrixElement(Y, k - 1, column)
    a = sigma(entry)
    closed = from_logits(Z, Y)

    def summed(each: Expr) -> Expr:
        inner = Sum(each, (k, 1, Z.rows))
        return scale * Sum(inner, (i, 1, m)) if Z.cols == m else inner

    return (
        Step(cost.body.xreplace({output.lhs: output.body}), Then(Unfold(cost), Unfold(output))),
        Step(summed(-(label * log(a) + (1 - label) * log(1 - a))), MatrixProduct()),
        Step(summed(loss(a, label)), Fold(CROSS_ENTROPY)),
        Step(
            summed(softplus(entry) - label * entry), Apply(LOSS_FROM_LOGITS, {z: entry, y: label})
        ),
        Step(scale * Trace(closed) if Z.cols == m else closed, MatrixProduct()),
    )


def output_steps(
    d: Definition, cost_from_logits: Law, cost: Expr, output: Definition, Y: MatrixSymbol
) -> tuple[Step, ...]:
    """dZ = A − Y：代价写成 Z 的式子再求梯度，1/m 与约定里的 m 相消。"""
    Z = output.body.expr
    closed = cost_from_logits.statement.rhs
    return (
        Step(d.body.xreplace({cost: closed}), Then(Unfold(d), Apply(cost_from_logits))),
        Step(minus(hadamard(ones_like(Z), slope(softplus, Z)), Y), PULL_BACK),
        Step(minus(elementwise(sigma, Z), Y), Then(Apply(SOFTPLUS_PRIME, {z: ENTRY}), ENTRYWISE)),
        Step(minus(output.lhs, Y), Fold(output)),
    )


def parameters_of(id: str, title: str, layers: int) -> Derivation:
    """layers 层网络的参数个数：和式逐项写出。"""
    each = parameter_count(units(layer - 1), units(layer))
    written = (parameter_count(units(S(k - 1)), units(S(k))) for k in range(1, layers + 1))
    return Derivation(
        id=id,
        title=title,
        domain={},
        start=total_parameters(S(layers)),
        steps=(
            Step(Sum(each, (layer, 1, layers)), Unfold(TOTAL_PARAMETERS)),
            Step(Add(*written), WRITE_OUT),
        ),
    )


with evaluate(False):
    # ---- 两层网络：前向 ---------------------------------------------------------

    FORWARD_Z1 = Definition(
        id="forward_z1",
        title="第一层的线性部分",
        lhs=Z1,
        body=affine(W1, X, b1),
        domain=reals(X, W1, b1),
    )
    FORWARD_A1 = Definition(
        id="forward_a1",
        title="第一层的激活",
        lhs=A1,
        body=elementwise(g, Z1),
        domain=sizes(Z1),
        note="g 是任意可导的函数，逐元素地作用。",
    )
    FORWARD_Z2 = Definition(
        id="forward_z2",
        title="第二层的线性部分",
        lhs=Z2,
        body=affine(W2, A1, b2),
        domain={**sizes(A1), **reals(W2, b2)},
    )
    FORWARD_A2 = Definition(
        id="forward_a2",
        title="第二层的激活",
        lhs=A2,
        body=elementwise(sigma, Z2),
        domain=sizes(Z2),
    )
    NETWORK_COST = Definition(
        id="network_cost",
        title="两层网络的代价",
        lhs=J,
        body=-1 / m * Trace(log_likelihoods(A2, Y)),
        domain={**sizes(Y), Y: LABEL},
        note="迹把各个样本（对角线上的项）加起来。",
    )
    NETWORK_COST_AS_FUNCTION = Law(
        id="network_cost_as_function",
        title="两层网络的代价，就是预测 A⁽²⁾ 的代价",
        domain={**sizes(Y), A2: UNIT, Y: LABEL},
        start=J,
        steps=cost_steps(NETWORK_COST, A2, Y),
        note="只有一个输出单元时，它就是 cost_as_function 里的代价函数。",
    )
    NETWORK_COST_FROM_LOGITS = Law(
        id="network_cost_from_logits",
        title="由 Z 写出代价",
        domain=OUTPUT,
        start=J,
        steps=loss_steps(NETWORK_COST, FORWARD_A2, Y, 1 / m),
        note="每个样本、每个输出单元的损失相加，除以 m。",
    )

    # ---- 两层网络：反向 ---------------------------------------------------------

    DZ2_CONVENTION = convention(
        "dz2_convention",
        "记号 dZ 的约定（第二层）",
        dZ2,
        times(m, Gradient(J, Z2)),
        note="每一列是一个样本自己的损失的梯度：J 里的 1/m 由 m 消去。",
    )
    DZ1_CONVENTION = convention(
        "dz1_convention", "记号 dZ 的约定（第一层）", dZ1, times(m, Gradient(J, Z1))
    )
    DW2_CONVENTION = convention("dw2_convention", "记号 dW 的约定（第二层）", dW2, Gradient(J, W2))
    DB2_CONVENTION = convention("db2_convention", "记号 db 的约定（第二层）", db2, Gradient(J, b2))
    DW1_CONVENTION = convention("dw1_convention", "记号 dW 的约定（第一层）", dW1, Gradient(J, W1))
    DB1_CONVENTION = convention("db1_convention", "记号 db 的约定（第一层）", db1, Gradient(J, b1))
    AT_Z2 = Upstream(
        TWO_LAYERS,
        Gradient(J, Z2),
        times(1 / m, dZ2),
        Fold(DZ2_CONVENTION),
        ThroughLayer(FORWARD_Z2, (NETWORK_COST, FORWARD_A2)),
    )
    AT_Z1 = Upstream(
        TWO_LAYERS,
        Gradient(J, Z1),
        times(1 / m, dZ1),
        Fold(DZ1_CONVENTION),
        ThroughLayer(FORWARD_Z1, (NETWORK_COST, FORWARD_A2, FORWARD_Z2, FORWARD_A1)),
    )
    BACKWARD_DZ2 = Law(
        id="backward_dz2",
        title="第二层的 dZ",
        domain=TWO_LAYERS,
        start=dZ2,
        steps=output_steps(DZ2_CONVENTION, NETWORK_COST_FROM_LOGITS, J, FORWARD_A2, Y),
    )
    BACKWARD_DW2 = AT_Z2.law(
        "backward_dw2", "第二层的 dW", DW2_CONVENTION, lambda G: times(G, transpose(A1))
    )
    BACKWARD_DB2 = AT_Z2.law(
        "backward_db2",
        "第二层的 db",
        DB2_CONVENTION,
        lambda G: times(G, ONES),
        "右乘全 1 的列，就是把每一行加起来：np.sum(dZ2, axis=1, keepdims=True) / m。",
    )
    BACKWARD_DZ1 = Law(
        id="backward_dz1",
        title="第一层的 dZ",
        domain=TWO_LAYERS,
        start=dZ1,
        steps=(
            Step(
                times(m, hadamard(Gradient(J, A1), slope(g, Z1))),
                Then(
                    Unfold(DZ1_CONVENTION),
                    ThroughLayer(FORWARD_A1, (NETWORK_COST, FORWARD_A2, FORWARD_Z2)),
                ),
            ),
            Step(
                times(m, hadamard(times(transpose(W2), Gradient(J, Z2)), slope(g, Z1))),
                AT_Z2.through,
            ),
            Step(hadamard(times(transpose(W2), dZ2), slope(g, Z1)), Fold(DZ2_CONVENTION)),
        ),
    )
    BACKWARD_DW1 = AT_Z1.law(
        "backward_dw1", "第一层的 dW", DW1_CONVENTION, lambda G: times(G, transpose(X))
    )
    BACKWARD_DB1 = AT_Z1.law(
        "backward_db1", "第一层的 db", DB1_CONVENTION, lambda G: times(G, ONES)
    )

    # ---- 两层网络：一个样本 ------------------------------------------------------

    SAMPLE_Z1 = Definition(
        id="one_sample_z1",
        title="一个样本：第一层的线性部分",
        lhs=z1,
        body=plus(times(W1, x), b1),
        domain=reals(x, W1, b1),
    )
    SAMPLE_A1 = Definition(
        id="one_sample_a1",
        title="一个样本：第一层的激活",
        lhs=a1,
        body=elementwise(g, z1),
        domain=sizes(z1),
    )
    SAMPLE_Z2 = Definition(
        id="one_sample_z2",
        title="一个样本：第二层的线性部分",
        lhs=z2,
        body=plus(times(W2, a1), b2),
        domain={**sizes(a1), **reals(W2, b2)},
    )
    SAMPLE_A2 = Definition(
        id="one_sample_a2",
        title="一个样本：第二层的激活",
        lhs=a2,
        body=elementwise(sigma, z2),
        domain=sizes(z2),
    )
    SAMPLE_LOSS = Definition(
        id="one_sample_loss",
        title="一个样本的损失",
        lhs=sample_loss,
        body=times(-1, log_likelihoods(a2, y_out)),
        domain={**sizes(y_out), y_out: LABEL},
    )
    SAMPLE_LOSS_FROM_LOGITS = Law(
        id="one_sample_loss_from_logits",
        title="由 z 写出一个样本的损失",
        domain=ONE_OUTPUT,
        start=sample_loss,
        steps=loss_steps(SAMPLE_LOSS, SAMPLE_A2, y_out, S.One),
    )
    SAMPLE_DZ2_CONVENTION = convention(
        "one_sample_dz2_convention",
        "一个样本：记号 dz 的约定（第二层）",
        dz2,
        Gradient(sample_loss, z2),
    )
    SAMPLE_DZ1_CONVENTION = convention(
        "one_sample_dz1_convention",
        "一个样本：记号 dz 的约定（第一层）",
        dz1,
        Gradient(sample_loss, z1),
    )
    AT_SAMPLE_Z2 = Upstream(
        ONE_SAMPLE,
        Gradient(sample_loss, z2),
        dz2,
        Fold(SAMPLE_DZ2_CONVENTION),
        ThroughLayer(SAMPLE_Z2, (SAMPLE_LOSS, SAMPLE_A2)),
    )
    AT_SAMPLE_Z1 = Upstream(
        ONE_SAMPLE,
        Gradient(sample_loss, z1),
        dz1,
        Fold(SAMPLE_DZ1_CONVENTION),
        ThroughLayer(SAMPLE_Z1, (SAMPLE_LOSS, SAMPLE_A2, SAMPLE_Z2, SAMPLE_A1)),
    )
    SAMPLE_DZ2 = Law(
        id="one_sample_dz2",
        title="一个样本：第二层的 dz",
        domain=ONE_SAMPLE,
        start=dz2,
        steps=output_steps(
            SAMPLE_DZ2_CONVENTION, SAMPLE_LOSS_FROM_LOGITS, sample_loss, SAMPLE_A2, y_out
        ),
    )
    SAMPLE_DW2 = AT_SAMPLE_Z2.law(
        "one_sample_dw2",
        "一个样本：第二层权重的梯度",
        Gradient(sample_loss, W2),
        lambda G: times(G, transpose(a1)),
    )
    SAMPLE_DB2 = AT_SAMPLE_Z2.law(
        "one_sample_db2", "一个样本：第二层偏置的梯度", Gradient(sample_loss, b2), lambda G: G
    )
    SAMPLE_DZ1 = Law(
        id="one_sample_dz1",
        title="一个样本：第一层的 dz",
        domain=ONE_SAMPLE,
        start=dz1,
        steps=(
            Step(
                hadamard(Gradient(sample_loss, a1), slope(g, z1)),
                Then(
                    Unfold(SAMPLE_DZ1_CONVENTION),
                    ThroughLayer(SAMPLE_A1, (SAMPLE_LOSS, SAMPLE_A2, SAMPLE_Z2)),
                ),
            ),
            Step(
                hadamard(times(transpose(W2), Gradient(sample_loss, z2)), slope(g, z1)),
                AT_SAMPLE_Z2.through,
            ),
            Step(hadamard(times(transpose(W2), dz2), slope(g, z1)), Fold(SAMPLE_DZ2_CONVENTION)),
        ),
    )
    SAMPLE_DW1 = AT_SAMPLE_Z1.law(
        "one_sample_dw1",
        "一个样本：第一层权重的梯度",
        Gradient(sample_loss, W1),
        lambda G: times(G, transpose(x)),
    )
    SAMPLE_DB1 = AT_SAMPLE_Z1.law(
        "one_sample_db1", "一个样本：第一层偏置的梯度", Gradient(sample_loss, b1), lambda G: G
    )

    # ---- L 层：归纳的起点 --------------------------------------------------------

    LAST_A = Definition(
        id="last_a",
        title="最后一层的激活",
        lhs=A_last,
        body=elementwise(sigma, Z_last),
        domain=sizes(Z_last),
    )
    DEEP_COST = Definition(
        id="deep_cost",
        title="L 层网络的代价",
        lhs=J_deep,
        body=-1 / m * Trace(log_likelihoods(A_last, Y_last)),
        domain={**sizes(Y_last), Y_last: LABEL},
    )
    DEEP_COST_AS_FUNCTION = Law(
        id="deep_cost_as_function",
        title="L 层网络的代价，就是预测 A⁽ᴸ⁾ 的代价",
        domain={**sizes(Y_last), A_last: UNIT, Y_last: LABEL},
        start=J_deep,
        steps=cost_steps(DEEP_COST, A_last, Y_last),
    )
    DEEP_COST_FROM_LOGITS = Law(
        id="deep_cost_from_logits",
        title="由最后一层的 Z 写出代价",
        domain=LAST,
        start=J_deep,
        steps=loss_steps(DEEP_COST, LAST_A, Y_last, 1 / m),
    )
    DZ_LAST_CONVENTION = convention(
        "dz_last_convention",
        "记号 dZ 的约定（最后一层）",
        dZ_last,
        times(m, Gradient(J_deep, Z_last)),
    )
    BACKWARD_BASE = Law(
        id="backward_base",
        title="反向传播的起点：最后一层的 dZ",
        domain=LAST,
        start=dZ_last,
        steps=output_steps(DZ_LAST_CONVENTION, DEEP_COST_FROM_LOGITS, J_deep, LAST_A, Y_last),
        note="归纳的起点。由此出发，用 backward_step 一层一层退回去，任意层数都成立。",
    )

    # ---- L 层：从第 l 层退到第 l − 1 层 --------------------------------------------

    LAYER_A_PREV = Definition(
        id="layer_a_prev",
        title="前一层的激活",
        lhs=A_prev,
        body=elementwise(g, Z_prev),
        domain=sizes(Z_prev),
    )
    LAYER_Z = Definition(
        id="layer_z",
        title="第 l 层的线性部分",
        lhs=Z_l,
        body=affine(W_l, A_prev, b_l),
        domain={**sizes(A_prev), **reals(W_l, b_l)},
    )
    LAYER_A = Definition(
        id="layer_a",
        title="第 l 层的激活",
        lhs=A_l,
        body=elementwise(g, Z_l),
        domain=sizes(Z_l),
        note="每一层可以用自己的激活函数；这里的 g 是第 l 层的那一个。",
    )
    COST_BEYOND_LAYER = Definition(
        id="cost_beyond_layer",
        title="代价在第 l 层处的一阶部分",
        lhs=ell,
        body=1 / m * Trace(times(transpose(dZ_l), Z_l)),
        domain=reals(dZ_l),
        note="归纳假设：已知 dZ⁽ˡ⁾ = m·∂J/∂Z⁽ˡ⁾。于是 Z⁽ˡ⁾ 稍有变化时，J 的变化（到一阶）就是这里"
        "的 ℓ 的变化；dZ⁽ˡ⁾ 是当前一点上的值，求梯度时是常数。",
    )
    HYPOTHESIS = Law(
        id="backward_hypothesis",
        title="归纳假设：第 l 层的 dZ 已知",
        domain=LAYER,
        start=Gradient(ell, Z_l),
        steps=(
            Step(
                Gradient(1 / m * Trace(times(transpose(dZ_l), Z_l)), Z_l), Unfold(COST_BEYOND_LAYER)
            ),
            Step(times(1 / m, dZ_l), PULL_BACK),
        ),
    )
    LAYER_DW_CONVENTION = convention(
        "layer_dw_convention", "记号 dW 的约定", dW_l, Gradient(ell, W_l)
    )
    LAYER_DB_CONVENTION = convention(
        "layer_db_convention", "记号 db 的约定", db_l, Gradient(ell, b_l)
    )
    LAYER_DA_CONVENTION = convention(
        "layer_da_convention", "记号 dA 的约定", dA_prev, times(m, Gradient(ell, A_prev))
    )
    LAYER_DZ_CONVENTION = convention(
        "layer_dz_convention", "记号 dZ 的约定", dZ_prev, times(m, Gradient(ell, Z_prev))
    )
    AT_LAYER = Upstream(
        LAYER,
        Gradient(ell, Z_l),
        times(1 / m, dZ_l),
        Apply(HYPOTHESIS),
        ThroughLayer(LAYER_Z, (COST_BEYOND_LAYER,)),
    )
    LAYER_DW = AT_LAYER.law(
        "layer_dw", "第 l 层的 dW", LAYER_DW_CONVENTION, lambda G: times(G, transpose(A_prev))
    )
    LAYER_DB = AT_LAYER.law(
        "layer_db", "第 l 层的 db", LAYER_DB_CONVENTION, lambda G: times(G, ONES)
    )
    LAYER_DA = Law(
        id="layer_da",
        title="前一层的 dA",
        domain=LAYER,
        start=dA_prev,
        steps=(
            Step(
                times(m, transpose(W_l), Gradient(ell, Z_l)),
                Then(Unfold(LAYER_DA_CONVENTION), AT_LAYER.through),
            ),
            Step(times(transpose(W_l), dZ_l), Apply(HYPOTHESIS)),
        ),
    )
    LAYER_DZ = Law(
        id="layer_dz",
        title="前一层的 dZ，由 dA 得到",
        domain=LAYER,
        start=dZ_prev,
        steps=(
            Step(
                times(m, hadamard(Gradient(ell, A_prev), slope(g, Z_prev))),
                Then(
                    Unfold(LAYER_DZ_CONVENTION),
                    ThroughLayer(LAYER_A_PREV, (COST_BEYOND_LAYER, LAYER_Z)),
                ),
            ),
            Step(hadamard(dA_prev, slope(g, Z_prev)), Fold(LAYER_DA_CONVENTION)),
        ),
    )
    BACKWARD_STEP = Law(
        id="backward_step",
        title="反向传播的一步：从第 l 层退到第 l − 1 层",
        domain=LAYER,
        start=dZ_prev,
        steps=(
            Step(hadamard(dA_prev, slope(g, Z_prev)), Apply(LAYER_DZ)),
            Step(
                hadamard(times(transpose(W_l), dZ_l), slope(g, Z_prev)),
                Apply(LAYER_DA),
            ),
        ),
        note="归纳的一步：第 l 层的 dZ 已知，前一层的就由此得到。起点是 backward_base。",
    )

    # ---- 线性激活：多层等于一层 ---------------------------------------------------

    AFFINE_OF_AFFINE = Law(
        id="affine_of_affine",
        title="仿射之后再仿射，还是仿射",
        domain=reals(X, M, c, W_l, b_l),
        start=affine(W_l, affine(M, X, c), b_l),
        steps=(
            Step(
                plus(
                    times(W_l, M, X),
                    times(W_l, c, transpose(ONES)),
                    times(b_l, transpose(ONES)),
                ),
                DISTRIBUTE,
            ),
            Step(affine(times(W_l, M), X, plus(times(W_l, c), b_l)), DISTRIBUTE),
        ),
        note="归纳的一步：前 l − 1 层合起来是 MX + c1ᵀ，加上第 l 层仍是这个样子；第一层本身就是。"
        "所以激活函数都是恒等函数时，任意多层等于一层。",
    )
    LINEAR_HIDDEN_LAYER = Law(
        id="linear_hidden_layer",
        title="隐藏层用恒等激活，等于没有隐藏层",
        domain=reals(X, W1, b1, W2, b2),
        start=affine(W2, elementwise(identity, affine(W1, X, b1)), b2),
        steps=(
            Step(affine(W2, affine(W1, X, b1), b2), Then(Unfold(IDENTITY), ENTRYWISE)),
            Step(
                plus(
                    times(W2, W1, X),
                    times(W2, b1, transpose(ONES)),
                    times(b2, transpose(ONES)),
                ),
                DISTRIBUTE,
            ),
            Step(affine(times(W2, W1), X, plus(times(W2, b1), b2)), DISTRIBUTE),
        ),
    )
    COLLAPSED_WEIGHTS = Definition(
        id="collapsed_weights",
        title="合并后的权重",
        lhs=W_bar,
        body=times(W2, W1),
        domain=reals(W1, W2),
    )
    COLLAPSED_BIAS = Definition(
        id="collapsed_bias",
        title="合并后的偏置",
        lhs=b_bar,
        body=plus(times(W2, b1), b2),
        domain=reals(b1, W2, b2),
    )
    LINEAR_HIDDEN_LOGISTIC = Law(
        id="linear_hidden_logistic",
        title="隐藏层用恒等激活、输出用 sigmoid，就是逻辑回归",
        domain=reals(X, W1, b1, W2, b2),
        start=elementwise(sigma, affine(W2, elementwise(identity, affine(W1, X, b1)), b2)),
        steps=(
            Step(
                elementwise(sigma, affine(times(W2, W1), X, plus(times(W2, b1), b2))),
                Apply(LINEAR_HIDDEN_LAYER),
            ),
            Step(
                elementwise(sigma, affine(W_bar, X, plus(times(W2, b1), b2))),
                Fold(COLLAPSED_WEIGHTS),
            ),
            Step(elementwise(sigma, affine(W_bar, X, b_bar)), Fold(COLLAPSED_BIAS)),
        ),
    )

    # ---- 参数的个数 -------------------------------------------------------------

    LAYER_PARAMETERS = Definition(
        id="layer_parameters",
        title="一层的参数个数",
        lhs=parameter_count(n_prev, n_l),
        body=n_l * n_prev + n_l,
        domain={n_prev: COUNT, n_l: COUNT},
        note="权重有 n⁽ˡ⁾ 行、n⁽ˡ⁻¹⁾ 列，偏置有 n⁽ˡ⁾ 个。",
    )
    LAYER_PARAMETERS_FACTORED = Derivation(
        id="layer_parameters_factored",
        title="一层的参数个数，提取公因式",
        domain={n_prev: COUNT, n_l: COUNT},
        start=parameter_count(n_prev, n_l),
        steps=(
            Step(n_l * n_prev + n_l, Unfold(LAYER_PARAMETERS)),
            Step(n_l * (n_prev + 1), FACTOR),
        ),
    )
    TOTAL_PARAMETERS = Definition(
        id="total_parameters",
        title="L 层网络的参数个数",
        lhs=total_parameters(depth),
        body=Sum(parameter_count(units(layer - 1), units(layer)), (layer, 1, depth)),
        domain={depth: COUNT},
        note="各层的参数个数相加；n⁽⁰⁾ 是输入的特征数，n⁽ˡ⁾ 是第 l 层的单元数。",
    )
    TOTAL_PARAMETERS_WRITTEN = Derivation(
        id="total_parameters_written",
        title="L 层网络的参数个数，由各层的大小写出",
        domain={depth: COUNT},
        start=total_parameters(depth),
        steps=(
            Step(TOTAL_PARAMETERS.body, Unfold(TOTAL_PARAMETERS)),
            Step(
                Sum(units(layer) * units(layer - 1) + units(layer), (layer, 1, depth)),
                Unfold(LAYER_PARAMETERS),
            ),
        ),
    )
    PARAMETERS_OF_TWO_LAYERS = parameters_of("parameters_of_two_layers", "两层网络的参数个数", 2)
    PARAMETERS_OF_FOUR_LAYERS = parameters_of("parameters_of_four_layers", "四层网络的参数个数", 4)
    PARAMETERS_IMAGE_NETWORK = Claim(
        id="parameters_image_network",
        title="12288-20-7-5-1 网络的参数个数",
        lhs=Add(*(parameter_count(*pair) for pair in pairwise(map(Integer, (12288, 20, 7, 5, 1))))),
        relation=Relation.EQ,
        rhs=Integer(245973),
    )
    PARAMETERS_PLANAR_NETWORK = Claim(
        id="parameters_planar_network",
        title="2-4-1 网络的参数个数",
        lhs=Add(*(parameter_count(*pair) for pair in pairwise(map(Integer, (2, 4, 1))))),
        relation=Relation.EQ,
        rhs=Integer(17),
    )

OBJECTS: tuple[BookObject, ...] = (
    FORWARD_Z1,
    FORWARD_A1,
    FORWARD_Z2,
    FORWARD_A2,
    NETWORK_COST,
    NETWORK_COST_AS_FUNCTION,
    NETWORK_COST_FROM_LOGITS,
    DZ2_CONVENTION,
    DZ1_CONVENTION,
    DW2_CONVENTION,
    DB2_CONVENTION,
    DW1_CONVENTION,
    DB1_CONVENTION,
    BACKWARD_DZ2,
    BACKWARD_DW2,
    BACKWARD_DB2,
    BACKWARD_DZ1,
    BACKWARD_DW1,
    BACKWARD_DB1,
    SAMPLE_Z1,
    SAMPLE_A1,
    SAMPLE_Z2,
    SAMPLE_A2,
    SAMPLE_LOSS,
    SAMPLE_LOSS_FROM_LOGITS,
    SAMPLE_DZ2_CONVENTION,
    SAMPLE_DZ1_CONVENTION,
    SAMPLE_DZ2,
    SAMPLE_DW2,
    SAMPLE_DB2,
    SAMPLE_DZ1,
    SAMPLE_DW1,
    SAMPLE_DB1,
    LAST_A,
    DEEP_COST,
    DEEP_COST_AS_FUNCTION,
    DEEP_COST_FROM_LOGITS,
    DZ_LAST_CONVENTION,
    BACKWARD_BASE,
    LAYER_A_PREV,
    LAYER_Z,
    LAYER_A,
    COST_BEYOND_LAYER,
    HYPOTHESIS,
    LAYER_DW_CONVENTION,
    LAYER_DB_CONVENTION,
    LAYER_DA_CONVENTION,
    LAYER_DZ_CONVENTION,
    LAYER_DW,
    LAYER_DB,
    LAYER_DA,
    LAYER_DZ,
    BACKWARD_STEP,
    AFFINE_OF_AFFINE,
    LINEAR_HIDDEN_LAYER,
    COLLAPSED_WEIGHTS,
    COLLAPSED_BIAS,
    LINEAR_HIDDEN_LOGISTIC,
    LAYER_PARAMETERS,
    LAYER_PARAMETERS_FACTORED,
    TOTAL_PARAMETERS,
    TOTAL_PARAMETERS_WRITTEN,
    PARAMETERS_OF_TWO_LAYERS,
    PARAMETERS_OF_FOUR_LAYERS,
    PARAMETERS_IMAGE_NETWORK,
    PARAMETERS_PLANAR_NETWORK,
)
