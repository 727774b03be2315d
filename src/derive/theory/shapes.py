"""各个矩阵的形状：第 l 层的每个量是几行几列，一个样本与 m 个样本。

前向与反向的式子定下了每个量的形状；反过来，由 Z 与前一层的形状，也就知道 W 该是什么形状。
"""

from sympy import Expr, MatrixExpr, MatrixSymbol, S, evaluate, symbols
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.matrices import Pair, Shape, elementwise, hadamard, plus, times, transpose
from derive.kernel.objects import BookObject, Definition, Domain, Law, Step
from derive.kernel.rules import SHAPE_LAW, Apply, Unfold
from derive.theory.network import (
    BACKWARD_BASE,
    BACKWARD_STEP,
    LAST,
    LAYER,
    LAYER_A,
    LAYER_DA,
    LAYER_DB,
    LAYER_DW,
    LAYER_Z,
    A_prev,
    W_l,
    Z_l,
    b_l,
    g,
    n_l,
    n_prev,
    reals,
    slope,
)

rows, inner, columns = symbols("r n c", integer=True, positive=True)
left, right = MatrixSymbol("W", rows, inner), MatrixSymbol("A", inner, columns)
"""任意两个能相乘的矩阵。"""

a_prev, z_prev = MatrixSymbol("a[l-1]", n_prev, 1), MatrixSymbol("z[l-1]", n_prev, 1)
dz = MatrixSymbol("dz[l]", n_l, 1)
ONE_SAMPLE = reals(W_l, b_l, a_prev, z_prev, dz)
"""一个样本：前一层的激活、线性部分，与这一层的 dz。"""


def size(matrix: MatrixExpr, direction: int) -> MatrixElement:
    """shape(A) 的第 1 个数（行数）或第 2 个数（列数）。"""
    return MatrixElement(Shape(matrix), S.Zero, S(direction - 1))


def shape_law(id: str, title: str, source: Definition | Law, domain: Domain) -> Law:
    """source 左边那个量的形状，由右边的式子算出。"""
    name, body = source.statement.lhs, source.statement.rhs
    rule = Unfold(source) if isinstance(source, Definition) else Apply(source)
    return Law(
        id=id,
        title=title,
        domain=domain,
        start=Shape(name),
        steps=(Step(Shape(body), rule), Step(Pair(*name.shape), SHAPE_LAW)),
    )


def one_sample_law(id: str, title: str, expr: MatrixExpr, *expected: Expr) -> Law:
    """一个样本的某个式子的形状。"""
    return Law(
        id=id,
        title=title,
        domain=ONE_SAMPLE,
        start=Shape(expr),
        steps=(Step(Pair(*expected), SHAPE_LAW),),
    )


with evaluate(False):
    # ---- 乘法：什么时候有定义，结果多大 --------------------------------------------

    SHAPE_OF_PRODUCT = Law(
        id="shape_of_product",
        title="乘积的形状",
        domain=reals(left, right),
        start=Shape(times(left, right)),
        steps=(
            Step(Pair(rows, columns), SHAPE_LAW),
            Step(Pair(size(left, 1), size(right, 2)), SHAPE_LAW),
        ),
        note="W 的列数等于 A 的行数时，乘积才有定义；行数来自 W，列数来自 A。",
    )
    SHAPE_OF_LEFT_FACTOR = Law(
        id="shape_of_left_factor",
        title="W 该是什么形状",
        domain=reals(left, right),
        start=Shape(left),
        steps=(
            Step(Pair(rows, inner), SHAPE_LAW),
            Step(Pair(size(times(left, right), 1), size(right, 1)), SHAPE_LAW),
        ),
        note="只要 WA 有定义，W 的行数就是乘积的行数，列数就是 A 的行数，没有别的可能。所以要由"
        "n⁽ˡ⁻¹⁾ 行的 A⁽ˡ⁻¹⁾ 得到 n⁽ˡ⁾ 行的 Z⁽ˡ⁾，W⁽ˡ⁾ 只能是 n⁽ˡ⁾×n⁽ˡ⁻¹⁾ 的。",
    )
    SHAPE_OF_W = Law(
        id="shape_of_w",
        title="权重的形状，由前后两层的大小定下",
        domain=LAYER,
        start=Shape(W_l),
        steps=(
            Step(Pair(size(Z_l, 1), size(A_prev, 1)), SHAPE_LAW),
            Step(Pair(n_l, n_prev), SHAPE_LAW),
        ),
    )
    SHAPE_OF_B = Law(
        id="shape_of_b",
        title="偏置的形状：与 Z 的行数相同的一列",
        domain=LAYER,
        start=Shape(b_l),
        steps=(
            Step(Pair(size(Z_l, 1), S.One), SHAPE_LAW),
            Step(Pair(n_l, S.One), SHAPE_LAW),
        ),
        note="样本有多少个都一样：NumPy 的广播把这一列加到每一列上。",
    )

    # ---- m 个样本 ---------------------------------------------------------------

    SHAPE_OF_Z = shape_law("shape_of_z", "Z 的形状", LAYER_Z, LAYER)
    SHAPE_OF_A = shape_law("shape_of_a", "A 的形状", LAYER_A, {**LAYER, **reals(Z_l)})
    SHAPE_OF_DZ_LAST = shape_law("shape_of_dz_last", "最后一层 dZ 的形状", BACKWARD_BASE, LAST)
    SHAPE_OF_DW = shape_law("shape_of_dw", "dW 的形状：与 W 相同", LAYER_DW, LAYER)
    SHAPE_OF_DB = shape_law("shape_of_db", "db 的形状：与 b 相同", LAYER_DB, LAYER)
    SHAPE_OF_DA = shape_law("shape_of_da", "dA 的形状：与 A 相同", LAYER_DA, LAYER)
    SHAPE_OF_DZ = shape_law("shape_of_dz", "dZ 的形状：与 Z 相同", BACKWARD_STEP, LAYER)

    # ---- 一个样本 ---------------------------------------------------------------

    SHAPE_OF_ONE_Z = one_sample_law(
        "shape_of_one_z", "一个样本：z 是一列", plus(times(W_l, a_prev), b_l), n_l, S.One
    )
    SHAPE_OF_ONE_A = one_sample_law(
        "shape_of_one_a", "一个样本：a 与 z 同形", elementwise(g, z_prev), n_prev, S.One
    )
    SHAPE_OF_ONE_DW = one_sample_law(
        "shape_of_one_dw", "一个样本：dW 与 W 同形", times(dz, transpose(a_prev)), n_l, n_prev
    )
    SHAPE_OF_ONE_DB = one_sample_law(
        "shape_of_one_db", "一个样本：db 就是 dz，与 b 同形", dz, n_l, S.One
    )
    SHAPE_OF_ONE_DA = one_sample_law(
        "shape_of_one_da",
        "一个样本：da 与 a 同形",
        times(transpose(W_l), dz),
        n_prev,
        S.One,
    )
    SHAPE_OF_ONE_DZ = one_sample_law(
        "shape_of_one_dz",
        "一个样本：dz 与 z 同形",
        hadamard(times(transpose(W_l), dz), slope(g, z_prev)),
        n_prev,
        S.One,
    )

OBJECTS: tuple[BookObject, ...] = (
    SHAPE_OF_PRODUCT,
    SHAPE_OF_LEFT_FACTOR,
    SHAPE_OF_W,
    SHAPE_OF_B,
    SHAPE_OF_Z,
    SHAPE_OF_A,
    SHAPE_OF_DZ_LAST,
    SHAPE_OF_DW,
    SHAPE_OF_DB,
    SHAPE_OF_DA,
    SHAPE_OF_DZ,
    SHAPE_OF_ONE_Z,
    SHAPE_OF_ONE_A,
    SHAPE_OF_ONE_DW,
    SHAPE_OF_ONE_DB,
    SHAPE_OF_ONE_DA,
    SHAPE_OF_ONE_DZ,
)
