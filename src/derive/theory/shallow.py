"""浅层神经网络：从一个单元到一层，从一个样本到 m 个样本，以及反向传播的几条旁证。

`derive.theory.network` 有两层网络的前向与反向；这里补上它们与单元、样本之间的关系。
"""

from sympy import MatrixExpr, MatrixSymbol, Range, S, evaluate

from derive.kernel.matrices import (
    ENTRY,
    Column,
    Columns,
    Elementwise,
    MatrixSum,
    Row,
    Rows,
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
    Domain,
    Law,
    Relation,
    Step,
)
from derive.kernel.pull_back import Gradient
from derive.kernel.rules import (
    BY_ENTRIES,
    COLUMN,
    DISTRIBUTE,
    ENTRYWISE,
    PULL_BACK,
    ROW,
    Apply,
    ByEntries,
    Fold,
    MatrixProduct,
    Then,
    ThroughLayer,
    Unfold,
)
from derive.theory.activations import IDENTITY, SIGMOID_PRIME
from derive.theory.network import (
    A1,
    COLLAPSED_BIAS,
    COLLAPSED_WEIGHTS,
    FORWARD_A1,
    FORWARD_A2,
    FORWARD_Z1,
    FORWARD_Z2,
    ONE_OUTPUT,
    ONE_SAMPLE,
    ONES,
    SAMPLE_A1,
    SAMPLE_A2,
    SAMPLE_DZ2_CONVENTION,
    SAMPLE_LOSS,
    SAMPLE_Z1,
    SAMPLE_Z2,
    W1,
    W2,
    Z1,
    W_bar,
    X,
    a1,
    a2,
    affine,
    b1,
    b2,
    b_bar,
    db1,
    db2,
    dW1,
    dW2,
    dZ1,
    dZ2,
    dz2,
    g,
    n1,
    n2,
    parameter_count,
    reals,
    sample_loss,
    slope,
    x,
    y_out,
    z1,
    z2,
)
from derive.theory.symbols import (
    POSITIVE,
    alpha,
    i,
    identity,
    j,
    m,
    sigma,
    z,
)

ONE_UNIT: Domain = {**reals(x, W1, b1), j: Range(1, n1 + 1)}
"""第 j 个隐藏单元，一个样本。"""
ONE_COLUMN: Domain = {**reals(X, W1, b1, W2, b2), i: Range(1, m + 1)}
"""m 个样本里的第 i 个。"""
OUTPUT_SLOPE = hadamard(a2, minus(ones_like(a2), a2))
"""σ′(z⁽²⁾)，用 a 写。"""
ANY_W1, ANY_B1 = Row(W1, j), Row(b1, j)
"""第 j 个隐藏单元的权重（写成一行 wⱼᵀ）与偏置。"""


def units(one: Row) -> Rows:
    """n⁽¹⁾ 个隐藏单元各占一行，上下叠放。"""
    return Rows(one, j, n1)


def samples(one: Column) -> Columns:
    """m 个样本各占一列，左右并排。"""
    return Columns(one, i, m)


def column_law(id: str, title: str, layer: Definition) -> Law:
    """layer 的第 i 列，只用到第 i 个样本。"""
    before = Column(layer.body, i)
    if isinstance(layer.body, Elementwise):
        after: MatrixExpr = Elementwise(layer.body.function, Column(layer.body.expr, i))
    else:
        (W, A), (b, _) = (part.args for part in layer.body.args)
        after = plus(times(W, Column(A, i)), b)
    return Law(
        id=id,
        title=title,
        domain=ONE_COLUMN,
        start=Column(layer.lhs, i),
        steps=(Step(before, Unfold(layer)), Step(after, COLUMN)),
    )


def average_law(id: str, title: str, dZ: MatrixSymbol, factor: MatrixSymbol) -> Law:
    """各个样本的 dz aᵀ（factor 是 A）或 dz（factor 是全 1 的列）的平均，写成一次矩阵乘法。"""
    bias = factor == ONES
    each = Column(dZ, i) if bias else times(Column(dZ, i), transpose(Column(factor, i)))
    return Law(
        id=id,
        title=title,
        domain=reals(dZ) if bias else reals(dZ, factor),
        start=times(1 / m, MatrixSum(each, (i, 1, m))),
        steps=(Step(times(1 / m, dZ, ONES if bias else transpose(factor)), MatrixProduct()),),
    )


def inverse(A: MatrixExpr) -> MatrixExpr:
    """逐元素的 1/A。"""
    return elementwise(lambda entry: 1 / entry, A)


def update(id: str, title: str, parameter: MatrixSymbol, slope: MatrixSymbol) -> Definition:
    """W := W − α dW：左边是走过一步之后的值，课程里仍写 W。"""
    return Definition(
        id=id,
        title=title,
        lhs=MatrixSymbol(f"{parameter.name}_new", *parameter.shape),
        body=minus(parameter, times(alpha, slope)),
        domain={**reals(parameter, slope), alpha: POSITIVE},
    )


with evaluate(False):
    # ---- 表示：一层就是一列单元 ----------------------------------------------------

    NETWORK_COMPOSED = Law(
        id="network_composed",
        title="两层网络是两次“线性、激活”的复合",
        domain=reals(x, W1, b1, W2, b2),
        start=a2,
        steps=(
            Step(elementwise(sigma, z2), Unfold(SAMPLE_A2)),
            Step(elementwise(sigma, plus(times(W2, a1), b2)), Unfold(SAMPLE_Z2)),
            Step(elementwise(sigma, plus(times(W2, elementwise(g, z1)), b2)), Unfold(SAMPLE_A1)),
            Step(
                elementwise(sigma, plus(times(W2, elementwise(g, plus(times(W1, x), b1))), b2)),
                Unfold(SAMPLE_Z1),
            ),
        ),
    )
    HIDDEN_COLUMN = Law(
        id="hidden_column",
        title="隐藏层的激活值排成一列",
        domain=reals(a1),
        start=a1,
        steps=(Step(units(Row(a1, j)), BY_ENTRIES),),
    )
    PARAMETERS_SMALL_NETWORK = Claim(
        id="parameters_small_network",
        title="3-4-1 网络的参数个数",
        lhs=parameter_count(S(3), S(4)) + parameter_count(S(4), S.One),
        relation=Relation.EQ,
        rhs=S(21),
    )

    # ---- 一个单元，一层 -----------------------------------------------------------

    UNIT_Z = Law(
        id="unit_z",
        title="第 j 个隐藏单元的线性部分",
        domain=ONE_UNIT,
        start=Row(z1, j),
        steps=(
            Step(Row(plus(times(W1, x), b1), j), Unfold(SAMPLE_Z1)),
            Step(plus(times(ANY_W1, x), ANY_B1), ROW),
        ),
        note="W⁽¹⁾ 的第 j 行就是第 j 个单元的权重，写成一列是 wⱼ，所以这一行是 wⱼᵀ。",
    )
    UNIT_A = Law(
        id="unit_a",
        title="第 j 个隐藏单元的激活值",
        domain={**reals(z1), j: Range(1, n1 + 1)},
        start=Row(a1, j),
        steps=(
            Step(Row(elementwise(g, z1), j), Unfold(SAMPLE_A1)),
            Step(elementwise(g, Row(z1, j)), ROW),
        ),
    )
    OUTPUT_UNIT_Z = Law(
        id="output_unit_z",
        title="第 j 个输出单元的线性部分",
        domain={**reals(x, W1, b1, W2, b2), j: Range(1, n2 + 1)},
        start=Row(z2, j),
        steps=(
            Step(Row(plus(times(W2, a1), b2), j), Unfold(SAMPLE_Z2)),
            Step(plus(times(Row(W2, j), a1), Row(b2, j)), ROW),
        ),
        note="只有一个输出单元时，W⁽²⁾ 就是这一行。",
    )
    WEIGHT_ROWS = Law(
        id="weight_rows",
        title="权重矩阵：每个单元的权重占一行",
        domain=reals(W1),
        start=W1,
        steps=(Step(units(ANY_W1), BY_ENTRIES),),
    )
    LAYER_FROM_UNITS = Law(
        id="layer_from_units",
        title="各个单元叠起来，就是一次矩阵乘法",
        domain=reals(x, W1, b1),
        start=units(plus(times(ANY_W1, x), ANY_B1)),
        steps=(
            Step(plus(times(units(ANY_W1), x), units(ANY_B1)), BY_ENTRIES),
            Step(plus(times(W1, x), b1), BY_ENTRIES),
        ),
    )

    # ---- m 个样本：每一列各算各的 --------------------------------------------------

    COLUMN_Z1 = column_law("column_z1", "第 i 个样本：第一层的线性部分", FORWARD_Z1)
    COLUMN_A1 = column_law("column_a1", "第 i 个样本：第一层的激活", FORWARD_A1)
    COLUMN_Z2 = column_law("column_z2", "第 i 个样本：第二层的线性部分", FORWARD_Z2)
    COLUMN_A2 = column_law("column_a2", "第 i 个样本：第二层的激活", FORWARD_A2)
    STACKED_PRODUCT = Law(
        id="stacked_product",
        title="左乘 W，就是各列分别左乘 W",
        domain=reals(X, W1),
        start=times(W1, X),
        steps=(
            Step(times(W1, samples(Column(X, i))), BY_ENTRIES),
            Step(samples(times(W1, Column(X, i))), BY_ENTRIES),
        ),
    )
    STACKED_Z1 = Law(
        id="stacked_z1",
        title="各个样本的 z 并排，就是 Z",
        domain=reals(X, W1, b1),
        start=Z1,
        steps=(
            Step(affine(W1, X, b1), Unfold(FORWARD_Z1)),
            Step(
                plus(samples(times(W1, Column(X, i))), times(b1, transpose(ONES))),
                BY_ENTRIES,
            ),
            Step(samples(plus(times(W1, Column(X, i)), b1)), BY_ENTRIES),
            Step(samples(Column(Z1, i)), ByEntries((FORWARD_Z1,))),
        ),
    )

    # ---- 反向传播：一个样本，先到 a 再到 z ------------------------------------------

    SAMPLE_DA2 = Law(
        id="one_sample_da2",
        title="一个样本：损失对输出 a 的梯度",
        domain=ONE_OUTPUT,
        start=Gradient(sample_loss, a2),
        steps=(
            Step(Gradient(SAMPLE_LOSS.body, a2), Unfold(SAMPLE_LOSS)),
            Step(
                plus(
                    times(-1, hadamard(y_out, inverse(a2))),
                    hadamard(minus(ones_like(y_out), y_out), inverse(minus(ones_like(a2), a2))),
                ),
                PULL_BACK,
            ),
        ),
        note="逐元素看，就是 −y/a + (1 − y)/(1 − a)。",
    )
    SAMPLE_OUTPUT_SLOPE = Law(
        id="one_sample_output_slope",
        title="一个样本：输出层的斜率，用 a 写",
        domain=reals(z2),
        start=slope(sigma, z2),
        steps=(
            Step(
                elementwise(lambda t: sigma(t) * (1 - sigma(t)), z2),
                Apply(SIGMOID_PRIME, {z: ENTRY}),
            ),
            Step(
                hadamard(elementwise(sigma, z2), minus(ones_like(z2), elementwise(sigma, z2))),
                ENTRYWISE,
            ),
            Step(OUTPUT_SLOPE, Fold(SAMPLE_A2)),
        ),
    )
    SAMPLE_DZ2_BY_A = Law(
        id="one_sample_dz2_by_a",
        title="一个样本：第二层的 dz，先求对 a 的梯度",
        domain=ONE_OUTPUT,
        start=dz2,
        steps=(
            Step(
                hadamard(Gradient(sample_loss, a2), slope(sigma, z2)),
                Then(Unfold(SAMPLE_DZ2_CONVENTION), ThroughLayer(SAMPLE_A2, (SAMPLE_LOSS,))),
            ),
            Step(
                hadamard(SAMPLE_DA2.statement.rhs, slope(sigma, z2)),
                Apply(SAMPLE_DA2),
            ),
            Step(
                hadamard(SAMPLE_DA2.statement.rhs, OUTPUT_SLOPE),
                Apply(SAMPLE_OUTPUT_SLOPE),
            ),
            Step(minus(a2, y_out), ENTRYWISE),
        ),
        note="分母 a(1 − a) 恰好被 σ′ 约掉。",
    )
    SAMPLE_DA1 = Law(
        id="one_sample_da1",
        title="一个样本：损失对隐藏层 a 的梯度",
        domain=ONE_SAMPLE,
        start=Gradient(sample_loss, a1),
        steps=(
            Step(
                times(transpose(W2), Gradient(sample_loss, z2)),
                ThroughLayer(SAMPLE_Z2, (SAMPLE_LOSS, SAMPLE_A2)),
            ),
            Step(times(transpose(W2), dz2), Fold(SAMPLE_DZ2_CONVENTION)),
        ),
    )

    # ---- 反向传播：m 个样本的梯度是平均 ---------------------------------------------

    AVERAGE_DW2 = average_law("average_of_dw2", "第二层的 dW：各样本的平均", dZ2, A1)
    AVERAGE_DB2 = average_law("average_of_db2", "第二层的 db：各样本的平均", dZ2, ONES)
    AVERAGE_DW1 = average_law("average_of_dw1", "第一层的 dW：各样本的平均", dZ1, X)
    AVERAGE_DB1 = average_law("average_of_db1", "第一层的 db：各样本的平均", dZ1, ONES)

    # ---- 梯度下降：走一步 -----------------------------------------------------------

    UPDATE_W1 = update("update_w1", "第一层的权重走一步", W1, dW1)
    UPDATE_B1 = update("update_b1", "第一层的偏置走一步", b1, db1)
    UPDATE_W2 = update("update_w2", "第二层的权重走一步", W2, dW2)
    UPDATE_B2 = update("update_b2", "第二层的偏置走一步", b2, db2)

    # ---- 恒等激活：一个样本 ---------------------------------------------------------

    LINEAR_ONE_SAMPLE = Law(
        id="linear_one_sample",
        title="一个样本：两层都用恒等激活，等于一层",
        domain=reals(x, W1, b1, W2, b2),
        start=plus(times(W2, elementwise(identity, plus(times(W1, x), b1))), b2),
        steps=(
            Step(
                plus(times(W2, plus(times(W1, x), b1)), b2),
                Then(Unfold(IDENTITY), ENTRYWISE),
            ),
            Step(plus(times(W2, W1, x), plus(times(W2, b1), b2)), DISTRIBUTE),
            Step(plus(times(W_bar, x), plus(times(W2, b1), b2)), Fold(COLLAPSED_WEIGHTS)),
            Step(plus(times(W_bar, x), b_bar), Fold(COLLAPSED_BIAS)),
        ),
    )

OBJECTS: tuple[BookObject, ...] = (
    NETWORK_COMPOSED,
    HIDDEN_COLUMN,
    PARAMETERS_SMALL_NETWORK,
    UNIT_Z,
    UNIT_A,
    OUTPUT_UNIT_Z,
    WEIGHT_ROWS,
    LAYER_FROM_UNITS,
    COLUMN_Z1,
    COLUMN_A1,
    COLUMN_Z2,
    COLUMN_A2,
    STACKED_PRODUCT,
    STACKED_Z1,
    SAMPLE_DA2,
    SAMPLE_OUTPUT_SLOPE,
    SAMPLE_DZ2_BY_A,
    SAMPLE_DA1,
    AVERAGE_DW2,
    AVERAGE_DB2,
    AVERAGE_DW1,
    AVERAGE_DB1,
    UPDATE_W1,
    UPDATE_B1,
    UPDATE_W2,
    UPDATE_B2,
    LINEAR_ONE_SAMPLE,
)
