"""数据怎样排：一张图是多长的一列，m 个样本怎样排成 X 与 Y；逻辑回归的参数与另一种记号。"""

from sympy import MatrixSymbol, OneMatrix, Range, Rational, S, evaluate, exp, log
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.matrices import Column, Columns, Pair, Shape, Stack, times, transpose
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
    BY_ENTRIES,
    LOG_LAW,
    SHAPE_LAW,
    Apply,
    ByEntries,
    Unfold,
)
from derive.theory.activations import SIGMOID_GROWTH
from derive.theory.logistic import ONE_Z, x, z_one
from derive.theory.symbols import (
    COUNT,
    NEGATIVE,
    POSITIVE,
    REALS,
    X,
    Y,
    b,
    i,
    j,
    m,
    n,
    sigma,
    w,
    z,
)

SAMPLES = {n: COUNT, m: COUNT, X: REALS}
"""m 个样本，每个 n 个特征。"""
ONE_SAMPLE = {**SAMPLES, i: Range(1, m + 1)}
ONE_FEATURE = {**ONE_SAMPLE, j: Range(1, n + 1)}
MODEL = {n: COUNT, x: REALS, w: REALS, b: REALS}
theta, x_with_one = MatrixSymbol("theta", n + 1, 1), MatrixSymbol("xtilde", n + 1, 1)
"""把偏置并进参数：θ 在 w 上面加一个 b，x̃ 在 x 上面加一个 1。"""
HALF = Rational(1, 2)

with evaluate(False):
    # ---- 一张图 ----------------------------------------------------------------

    SMALL_IMAGE_INPUTS = Claim(
        id="small_image_inputs",
        title="一张 5×4 的彩色图有多少个输入",
        lhs=S(5) * S(4) * S(3),
        relation=Relation.EQ,
        rhs=S(60),
    )
    LARGE_IMAGE_INPUTS = Claim(
        id="large_image_inputs",
        title="一张 1000×1000 的彩色图有多少个输入",
        lhs=S(1000) * S(1000) * S(3),
        relation=Relation.EQ,
        rhs=S(3000000),
    )

    # ---- m 个样本 ---------------------------------------------------------------

    SAMPLES_SIDE_BY_SIDE = Law(
        id="samples_side_by_side",
        title="样本是 X 的列，左右并排",
        domain=SAMPLES,
        start=X,
        steps=(Step(Columns(Column(X, i), i, m), BY_ENTRIES),),
    )
    ENTRY_OF_SAMPLE = Law(
        id="entry_of_sample",
        title="第 i 个样本的第 j 个特征，在 X 的第 j 行第 i 列",
        domain=ONE_FEATURE,
        start=MatrixElement(Column(X, i), j - 1, S.Zero),
        steps=(Step(MatrixElement(X, j - 1, i - 1), BY_ENTRIES),),
    )
    SHAPE_OF_SAMPLE = Law(
        id="shape_of_sample",
        title="一个样本是一列",
        domain=ONE_SAMPLE,
        start=Shape(Column(X, i)),
        steps=(Step(Pair(n, S.One), SHAPE_LAW),),
    )
    SHAPE_OF_X = Law(
        id="shape_of_x",
        title="X 的形状：行数是特征数，列数是样本数",
        domain=SAMPLES,
        start=Shape(X),
        steps=(
            Step(Shape(Columns(Column(X, i), i, m)), Apply(SAMPLES_SIDE_BY_SIDE)),
            Step(Pair(n, m), SHAPE_LAW),
        ),
    )
    SHAPE_OF_Y = Law(
        id="shape_of_y",
        title="Y 的形状：一行，列数是样本数",
        domain={m: COUNT, Y: REALS},
        start=Shape(Y),
        steps=(Step(Pair(S.One, m), SHAPE_LAW),),
    )

    # ---- 逻辑回归的参数 -----------------------------------------------------------

    LOGISTIC_PARAMETERS = Claim(
        id="logistic_parameters",
        title="64×64 的彩色图，逻辑回归有多少个参数",
        lhs=S(64) * S(64) * S(3) + S(1),
        relation=Relation.EQ,
        rhs=S(12289),
    )
    SHAPE_OF_ONE_LOGIT = Law(
        id="shape_of_one_logit",
        title="一个样本的 z 是一个数",
        domain=MODEL,
        start=Shape(z_one),
        steps=(
            Step(Shape(ONE_Z.body), Unfold(ONE_Z)),
            Step(Pair(S.One, S.One), SHAPE_LAW),
        ),
    )
    THETA = Definition(
        id="theta",
        title="另一种记号：偏置与权重合成一列",
        lhs=theta,
        body=Stack(b, w),
        domain={n: COUNT, w: REALS, b: REALS},
    )
    X_WITH_ONE = Definition(
        id="x_with_one",
        title="另一种记号：特征的最上面添一个 1",
        lhs=x_with_one,
        body=Stack(OneMatrix(1, 1), x),
        domain={n: COUNT, x: REALS},
    )
    THETA_FORM = Law(
        id="theta_form",
        title="两种记号算的是同一个 z",
        domain=MODEL,
        start=times(transpose(theta), x_with_one),
        steps=(Step(ONE_Z.body, ByEntries((THETA, X_WITH_ONE))),),
    )

    # ---- 概率的意思 --------------------------------------------------------------

    ODDS = Derivation(
        id="odds",
        title="几率：发生的概率比不发生的概率",
        domain={z: REALS},
        start=sigma(z) / (1 - sigma(z)),
        steps=(
            Step(exp(z) / (1 + exp(z)) / (1 - exp(z) / (1 + exp(z))), Apply(SIGMOID_GROWTH)),
            Step(exp(z), ARRANGE),
        ),
    )
    LOG_ODDS = Derivation(
        id="log_odds",
        title="z 是对数几率",
        domain={z: REALS},
        start=log(sigma(z) / (1 - sigma(z))),
        steps=(
            Step(log(exp(z)), Apply(ODDS)),
            Step(z, LOG_LAW),
        ),
    )
    PREDICT_ONE = Claim(
        id="predict_one",
        title="z 为正，就是概率过半",
        lhs=sigma(z),
        relation=Relation.GT,
        rhs=HALF,
        domain={z: POSITIVE},
    )
    PREDICT_ZERO = Claim(
        id="predict_zero",
        title="z 为负，就是概率不到一半",
        lhs=sigma(z),
        relation=Relation.LT,
        rhs=HALF,
        domain={z: NEGATIVE},
    )

OBJECTS: tuple[BookObject, ...] = (
    SMALL_IMAGE_INPUTS,
    LARGE_IMAGE_INPUTS,
    SAMPLES_SIDE_BY_SIDE,
    ENTRY_OF_SAMPLE,
    SHAPE_OF_SAMPLE,
    SHAPE_OF_X,
    SHAPE_OF_Y,
    LOGISTIC_PARAMETERS,
    SHAPE_OF_ONE_LOGIT,
    THETA,
    X_WITH_ONE,
    THETA_FORM,
    ODDS,
    LOG_ODDS,
    PREDICT_ONE,
    PREDICT_ZERO,
)
