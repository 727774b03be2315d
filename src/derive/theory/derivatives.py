"""导数从头讲起：差商、极限、计算图上的反向传播，以及「沿每条路径相乘再相加」。"""

from collections.abc import Callable
from dataclasses import dataclass

from sympy import Abs, Derivative, Expr, Function, Limit, Rational, S, Subs, evaluate, log

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
    COMPUTE,
    ELEMENTARY,
    EXPAND,
    LOG_LAW,
    TAKE_LIMIT,
    Apply,
    Chain,
    ChainPaths,
    DifferenceQuotient,
    Then,
    Unfold,
)
from derive.theory.symbols import (
    POSITIVE,
    REALS,
    J_of,
    J_of_paths,
    bias,
    h,
    p_of,
    path_p,
    path_q,
    q_of,
    real_a,
    real_c,
    sigma,
    tanh,
    u,
    u_of,
    v,
    v_of,
    x,
    z,
)

EQ, GT, LT = Relation.EQ, Relation.GT, Relation.LT
a, b, c = real_a, bias, real_c
"""计算图的三个输入。"""
INPUTS = {a: REALS, b: REALS, c: REALS}
POINT = {b: S(3), c: S(2)}
"""课程里代入的数。"""
NUDGED = {2: Rational(2001, 1000), 5: Rational(5001, 1000)}
"""2 与 5 各向右挪 0.001。"""
WORDS = {2: "two", 5: "five"}
HALF, SMALL = Rational(1, 2), Rational(1, 100)
DEFINITION = DifferenceQuotient(h)
f, f_prime = Function("f", real=True), Function("f_prime", real=True)
"""任意可微的函数，与它的导数。"""


def near_zero(body: Expr) -> Limit:
    """h 从两侧趋近 0 的极限。"""
    return Limit(body, h, 0, "+-")


@dataclass(frozen=True)
class Example:
    """从头求导的一个例子：id 里的名字，标题里的写法，函数，与自变量由 old 变到 new 时的增量。"""

    name: str
    written: str
    function: Expr
    change: Callable[[Expr, Expr], Expr]


LINE = Example("line", "3a", 3 * a, lambda new, old: S(3) * new + S(-3) * old)
SQUARE = Example("square", "a²", a**2, lambda new, old: new**2 - old**2)
CUBE = Example("cube", "a³", a**3, lambda new, old: new**3 - old**3)
LOG = Example("log", "ln a", log(a), lambda new, old: log(new) - log(old))


def nudge(example: Example, at: int, rise: Rational) -> Claim:
    """a 从 at 向右挪 0.001，函数恰好增加 rise。"""
    return Claim(
        id=f"nudge_{example.name}_at_{WORDS[at]}",
        title=f"a 从 {at} 挪到 {at}.001，{example.written} 增加多少",
        lhs=example.change(NUDGED[at], S(at)),
        relation=EQ,
        rhs=rise,
    )


def slope_at(example: Example, at: int, prime: Derivation, *values: Expr) -> Derivation:
    """在 a = at 处的导数：代入已证的导数，再算出来。"""
    first, *computed = values
    return Derivation(
        id=f"{example.name}_slope_at_{WORDS[at]}",
        title=f"{example.written} 在 a = {at} 处的导数",
        domain={},
        start=slope(example.function, at),
        steps=(Step(first, Apply(prime, {a: S(at)})), *(Step(v, COMPUTE) for v in computed)),
    )


def slope(function: Expr, at: int) -> Subs:
    """function 在 a = at 处的导数。"""
    return Subs(Derivative(function, a), a, S(at))


with evaluate(False):
    # ---- 挪动 0.001：增量是多少 ------------------------------------------------

    NUDGE_LINE_AT_TWO = nudge(LINE, 2, Rational(3, 1000))
    NUDGE_LINE_AT_FIVE = nudge(LINE, 5, Rational(3, 1000))
    NUDGE_SQUARE_AT_TWO = nudge(SQUARE, 2, Rational(4001, 10**6))
    NUDGE_SQUARE_AT_FIVE = nudge(SQUARE, 5, Rational(10001, 10**6))
    NUDGE_CUBE_AT_TWO = nudge(CUBE, 2, Rational(12006001, 10**9))
    NUDGE_CUBE_AT_FIVE = nudge(CUBE, 5, Rational(75015001, 10**9))
    LOG_AT_TWO = Claim(
        id="log_at_two",
        title="ln 2 约是 0.693（四舍五入到三位小数）",
        lhs=Abs(log(2) - Rational(693, 1000)),
        relation=Relation.LE,
        rhs=Rational(5, 10**4),
    )
    NUDGE_LOG_ABOVE = Claim(
        id="nudge_log_above",
        title="a 从 2 挪到 2.001，ln a 至少增加多少",
        lhs=LOG.change(NUDGED[2], S(2)),
        relation=GT,
        rhs=Rational(4998, 10**7),
    )
    NUDGE_LOG_BELOW = Claim(
        id="nudge_log_below",
        title="a 从 2 挪到 2.001，ln a 至多增加多少",
        lhs=LOG.change(NUDGED[2], S(2)),
        relation=LT,
        rhs=Rational(5, 10**4),
    )

    # ---- 导数是差商的极限 ------------------------------------------------------

    DERIVATIVE_DEFINITION = Definition(
        id="derivative_definition",
        title="导数的定义",
        lhs=f_prime(a),
        body=near_zero((f(a + h) - f(a)) / h),
        domain={a: REALS},
        note="f 在 a 处可导，说的就是右边的极限存在；h 从左右两侧趋近 0，极限要相同。",
    )
    LINE_INCREMENT = Derivation(
        id="line_increment",
        title="3a 的增量，步子多大都是三倍",
        domain={a: REALS, h: REALS},
        start=3 * (a + h) - 3 * a,
        steps=(Step(3 * h, ARRANGE),),
    )
    SQUARE_INCREMENT = Derivation(
        id="square_increment",
        title="a² 的增量：斜率乘步长，外加步长的平方",
        domain={a: REALS, h: REALS},
        start=(a + h) ** 2 - a**2,
        steps=(Step(2 * a * h + h**2, EXPAND),),
    )
    CUBE_INCREMENT = Derivation(
        id="cube_increment",
        title="a³ 的增量",
        domain={a: REALS, h: REALS},
        start=(a + h) ** 3 - a**3,
        steps=(Step(3 * a**2 * h + 3 * a * h**2 + h**3, EXPAND),),
    )
    LINE_PRIME = Derivation(
        id="line_prime",
        title="3a 的导数",
        domain={a: REALS},
        start=Derivative(3 * a, a),
        steps=(
            Step(near_zero((3 * (a + h) - 3 * a) / h), DEFINITION),
            Step(near_zero(S(3)), CANCEL),
            Step(S(3), TAKE_LIMIT),
        ),
    )
    SQUARE_PRIME = Derivation(
        id="square_prime",
        title="a² 的导数",
        domain={a: REALS},
        start=Derivative(a**2, a),
        steps=(
            Step(near_zero(((a + h) ** 2 - a**2) / h), DEFINITION),
            Step(near_zero((2 * a * h + h**2) / h), EXPAND),
            Step(near_zero(2 * a + h), CANCEL),
            Step(2 * a, TAKE_LIMIT),
        ),
    )
    CUBE_PRIME = Derivation(
        id="cube_prime",
        title="a³ 的导数",
        domain={a: REALS},
        start=Derivative(a**3, a),
        steps=(
            Step(near_zero(((a + h) ** 3 - a**3) / h), DEFINITION),
            Step(near_zero((3 * a**2 * h + 3 * a * h**2 + h**3) / h), EXPAND),
            Step(near_zero(3 * a**2 + 3 * a * h + h**2), CANCEL),
            Step(3 * a**2, TAKE_LIMIT),
        ),
    )
    LOG_PRIME = Derivation(
        id="log_prime",
        title="ln a 的导数",
        domain={a: POSITIVE},
        start=Derivative(log(a), a),
        steps=(
            Step(near_zero((log(a + h) - log(a)) / h), DEFINITION),
            Step(near_zero(log(1 + h / a) / h), LOG_LAW),
            Step(1 / a, TAKE_LIMIT),
        ),
    )

    LINE_SLOPE_AT_TWO = slope_at(LINE, 2, LINE_PRIME, S(3))
    LINE_SLOPE_AT_FIVE = slope_at(LINE, 5, LINE_PRIME, S(3))
    SQUARE_SLOPE_AT_TWO = slope_at(SQUARE, 2, SQUARE_PRIME, S(2) * S(2), S(4))
    SQUARE_SLOPE_AT_FIVE = slope_at(SQUARE, 5, SQUARE_PRIME, S(2) * S(5), S(10))
    CUBE_SLOPE_AT_TWO = slope_at(CUBE, 2, CUBE_PRIME, S(3) * S(2) ** 2, S(12))
    CUBE_SLOPE_AT_FIVE = slope_at(CUBE, 5, CUBE_PRIME, S(3) * S(5) ** 2, S(75))
    LOG_SLOPE_AT_TWO = slope_at(LOG, 2, LOG_PRIME, Rational(1, 2))
    LOG_SLOPE_AT_FIVE = slope_at(LOG, 5, LOG_PRIME, Rational(1, 5))

    # ---- 计算图 J = 3(a + bc)：前向 --------------------------------------------

    GRAPH_U = Definition(
        id="graph_u",
        title="计算图的第一步",
        lhs=u_of(b, c),
        body=b * c,
        domain={b: REALS, c: REALS},
    )
    GRAPH_V = Definition(
        id="graph_v",
        title="计算图的第二步",
        lhs=v_of(a, u),
        body=a + u,
        domain={a: REALS, u: REALS},
    )
    GRAPH_J = Definition(
        id="graph_j",
        title="计算图的第三步",
        lhs=J_of(v),
        body=3 * v,
        domain={v: REALS},
    )
    U = u_of(b, c)
    V = v_of(a, U)
    J = J_of(V)

    GRAPH_WHOLE = Derivation(
        id="graph_whole",
        title="三步合起来",
        domain=INPUTS,
        start=J,
        steps=(
            Step(3 * V, Unfold(GRAPH_J)),
            Step(3 * (a + U), Unfold(GRAPH_V)),
            Step(3 * (a + b * c), Unfold(GRAPH_U)),
        ),
    )
    FORWARD_U = Derivation(
        id="graph_forward_u",
        title="前向：b = 3、c = 2 时的 u",
        domain={},
        start=u_of(S(3), S(2)),
        steps=(Step(S(3) * S(2), Unfold(GRAPH_U)), Step(S(6), COMPUTE)),
    )
    FORWARD_V = Derivation(
        id="graph_forward_v",
        title="前向：a = 5、u = 6 时的 v",
        domain={},
        start=v_of(S(5), u_of(S(3), S(2))),
        steps=(
            Step(5 + u_of(S(3), S(2)), Unfold(GRAPH_V)),
            Step(S(5) + S(6), Apply(FORWARD_U)),
            Step(S(11), COMPUTE),
        ),
    )
    FORWARD_J = Derivation(
        id="graph_forward_j",
        title="前向：v = 11 时的 J",
        domain={},
        start=J_of(v_of(S(5), u_of(S(3), S(2)))),
        steps=(
            Step(3 * v_of(S(5), u_of(S(3), S(2))), Unfold(GRAPH_J)),
            Step(S(3) * S(11), Apply(FORWARD_V)),
            Step(S(33), COMPUTE),
        ),
    )

    # ---- 计算图：反向，一条边一条边地走 ------------------------------------------

    EDGE_J_V = Derivation(
        id="graph_dj_dv",
        title="反向：J 对 v",
        domain=INPUTS,
        start=Derivative(J, V),
        steps=(Step(Derivative(3 * V, V), Unfold(GRAPH_J)), Step(S(3), ELEMENTARY)),
    )
    EDGE_V_U = Derivation(
        id="graph_dv_du",
        title="反向：v 对 u",
        domain=INPUTS,
        start=Derivative(V, U),
        steps=(Step(Derivative(a + U, U), Unfold(GRAPH_V)), Step(S.One, ELEMENTARY)),
    )
    EDGE_V_A = Derivation(
        id="graph_dv_da",
        title="反向：v 对 a",
        domain=INPUTS,
        start=Derivative(V, a),
        steps=(Step(Derivative(a + U, a), Unfold(GRAPH_V)), Step(S.One, ELEMENTARY)),
    )
    EDGE_U_B = Derivation(
        id="graph_du_db",
        title="反向：u 对 b",
        domain={b: REALS, c: REALS},
        start=Derivative(U, b),
        steps=(Step(Derivative(b * c, b), Unfold(GRAPH_U)), Step(c, ELEMENTARY)),
    )
    EDGE_U_C = Derivation(
        id="graph_du_dc",
        title="反向：u 对 c",
        domain={b: REALS, c: REALS},
        start=Derivative(U, c),
        steps=(Step(Derivative(b * c, c), Unfold(GRAPH_U)), Step(b, ELEMENTARY)),
    )
    GRAPH_DU = Derivation(
        id="graph_dj_du",
        title="反向：J 对 u",
        domain=INPUTS,
        start=Derivative(J, U),
        steps=(
            Step(Derivative(J, V) * Derivative(V, U), Chain(V)),
            Step(S(3), Then(Apply(EDGE_J_V), Apply(EDGE_V_U))),
        ),
    )
    GRAPH_DA = Derivation(
        id="graph_dj_da",
        title="反向：J 对 a",
        domain=INPUTS,
        start=Derivative(J, a),
        steps=(
            Step(Derivative(J, V) * Derivative(V, a), Chain(V)),
            Step(S(3), Then(Apply(EDGE_J_V), Apply(EDGE_V_A))),
        ),
    )
    GRAPH_DB = Derivation(
        id="graph_dj_db",
        title="反向：J 对 b",
        domain=INPUTS,
        start=Derivative(J, b),
        steps=(
            Step(Derivative(J, U) * Derivative(U, b), Chain(U)),
            Step(3 * c, Then(Apply(GRAPH_DU), Apply(EDGE_U_B))),
        ),
    )
    GRAPH_DC = Derivation(
        id="graph_dj_dc",
        title="反向：J 对 c",
        domain=INPUTS,
        start=Derivative(J, c),
        steps=(
            Step(Derivative(J, U) * Derivative(U, c), Chain(U)),
            Step(3 * b, Then(Apply(GRAPH_DU), Apply(EDGE_U_C))),
        ),
    )
    GRAPH_DB_VALUE = Derivation(
        id="graph_dj_db_value",
        title="反向：b = 3、c = 2 处 J 对 b 的导数",
        domain={a: REALS},
        start=Subs(Derivative(J_of(v_of(a, u_of(b, S(2)))), b), b, S(3)),
        steps=(Step(S(3) * S(2), Apply(GRAPH_DB, POINT)), Step(S(6), COMPUTE)),
    )
    GRAPH_DC_VALUE = Derivation(
        id="graph_dj_dc_value",
        title="反向：b = 3、c = 2 处 J 对 c 的导数",
        domain={a: REALS},
        start=Subs(Derivative(J_of(v_of(a, u_of(S(3), c))), c), c, S(2)),
        steps=(Step(S(3) * S(3), Apply(GRAPH_DC, POINT)), Step(S(9), COMPUTE)),
    )

    # ---- 一般的规则：沿每条路径相乘，再相加 ----------------------------------------

    PATHS = ((path_p, path_q), (p_of(x), q_of(x)))
    SUM_OVER_PATHS = Derivation(
        id="sum_over_paths",
        title="有两条路径时的链式法则",
        domain={x: REALS},
        start=Derivative(J_of_paths(p_of(x), q_of(x)), x),
        steps=(
            Step(
                Subs(Derivative(J_of_paths(path_p, path_q), path_p), *PATHS)
                * Derivative(p_of(x), x)
                + Subs(Derivative(J_of_paths(path_p, path_q), path_q), *PATHS)
                * Derivative(q_of(x), x),
                ChainPaths((p_of(x), q_of(x))),
            ),
        ),
        note="J、p、q 是任意可微的函数；求 ∂J/∂p 时 q 不动，求 ∂J/∂q 时 p 不动。",
    )

    # ---- 权重乘以 0.01：激活函数还在近乎直线的一段 ----------------------------------

    SIGMOID_NEARLY_LINEAR = Claim(
        id="sigmoid_nearly_linear",
        title="sigmoid 在 0 附近近乎斜率 1/4 的直线",
        lhs=Limit((sigma(z) - HALF) / z, z, 0, "+-"),
        relation=EQ,
        rhs=Rational(1, 4),
    )
    TANH_NEARLY_LINEAR = Claim(
        id="tanh_nearly_linear",
        title="tanh 在 0 附近近乎斜率 1 的直线",
        lhs=Limit(tanh(z) / z, z, 0, "+-"),
        relation=EQ,
        rhs=S.One,
    )
    SIGMOID_OF_SMALL_ABOVE = Claim(
        id="sigmoid_of_small_above",
        title="权重乘以 0.01 后，sigmoid 的输出贴近 1/2（下界）",
        lhs=sigma(SMALL),
        relation=GT,
        rhs=Rational(50249, 10**5),
    )
    SIGMOID_OF_SMALL_BELOW = Claim(
        id="sigmoid_of_small_below",
        title="权重乘以 0.01 后，sigmoid 的输出贴近 1/2（上界）",
        lhs=sigma(SMALL),
        relation=LT,
        rhs=Rational(5025, 10**4),
    )
    TANH_OF_SMALL_ABOVE = Claim(
        id="tanh_of_small_above",
        title="权重乘以 0.01 后，tanh 的输出贴近输入（下界）",
        lhs=tanh(SMALL),
        relation=GT,
        rhs=Rational(99996, 10**7),
    )
    TANH_OF_SMALL_BELOW = Claim(
        id="tanh_of_small_below",
        title="权重乘以 0.01 后，tanh 的输出贴近输入（上界）",
        lhs=tanh(SMALL),
        relation=LT,
        rhs=SMALL,
    )
    SIGMOID_SLOPE_OF_SMALL = Claim(
        id="sigmoid_slope_of_small",
        title="输入 0.01 处，sigmoid 的斜率几乎是最大的 1/4",
        lhs=Subs(Derivative(sigma(z), z), z, SMALL),
        relation=GT,
        rhs=Rational(2499, 10**4),
    )
    SIGMOID_SLOPE_OF_LARGE = Claim(
        id="sigmoid_slope_of_large",
        title="输入 10 处，sigmoid 的斜率几乎为零",
        lhs=Subs(Derivative(sigma(z), z), z, S(10)),
        relation=LT,
        rhs=Rational(5, 10**5),
    )
    TANH_SLOPE_OF_SMALL = Claim(
        id="tanh_slope_of_small",
        title="输入 0.01 处，tanh 的斜率几乎是最大的 1",
        lhs=Subs(Derivative(tanh(z), z), z, SMALL),
        relation=GT,
        rhs=Rational(9999, 10**4),
    )
    TANH_SLOPE_OF_LARGE = Claim(
        id="tanh_slope_of_large",
        title="输入 10 处，tanh 的斜率几乎为零",
        lhs=Subs(Derivative(tanh(z), z), z, S(10)),
        relation=LT,
        rhs=Rational(1, 10**8),
    )
    IMAGE_INPUTS = Claim(
        id="image_inputs",
        title="一张 64×64 的彩色图有多少个输入",
        lhs=S(64) * S(64) * S(3),
        relation=EQ,
        rhs=S(12288),
    )

    LOG_INCREMENT = LOG.change(NUDGED[2], S(2))
    CUBE_INCREMENT_AT_TWO = CUBE.change(NUDGED[2], S(2))

OBJECTS: tuple[BookObject, ...] = (
    NUDGE_LINE_AT_TWO,
    NUDGE_LINE_AT_FIVE,
    NUDGE_SQUARE_AT_TWO,
    NUDGE_SQUARE_AT_FIVE,
    NUDGE_CUBE_AT_TWO,
    NUDGE_CUBE_AT_FIVE,
    LOG_AT_TWO,
    NUDGE_LOG_ABOVE,
    NUDGE_LOG_BELOW,
    DERIVATIVE_DEFINITION,
    LINE_INCREMENT,
    SQUARE_INCREMENT,
    CUBE_INCREMENT,
    LINE_PRIME,
    SQUARE_PRIME,
    CUBE_PRIME,
    LOG_PRIME,
    LINE_SLOPE_AT_TWO,
    LINE_SLOPE_AT_FIVE,
    SQUARE_SLOPE_AT_TWO,
    SQUARE_SLOPE_AT_FIVE,
    CUBE_SLOPE_AT_TWO,
    CUBE_SLOPE_AT_FIVE,
    LOG_SLOPE_AT_TWO,
    LOG_SLOPE_AT_FIVE,
    GRAPH_U,
    GRAPH_V,
    GRAPH_J,
    GRAPH_WHOLE,
    FORWARD_U,
    FORWARD_V,
    FORWARD_J,
    EDGE_J_V,
    EDGE_V_U,
    EDGE_V_A,
    EDGE_U_B,
    EDGE_U_C,
    GRAPH_DU,
    GRAPH_DA,
    GRAPH_DB,
    GRAPH_DC,
    GRAPH_DB_VALUE,
    GRAPH_DC_VALUE,
    SUM_OVER_PATHS,
    SIGMOID_NEARLY_LINEAR,
    TANH_NEARLY_LINEAR,
    SIGMOID_OF_SMALL_ABOVE,
    SIGMOID_OF_SMALL_BELOW,
    TANH_OF_SMALL_ABOVE,
    TANH_OF_SMALL_BELOW,
    SIGMOID_SLOPE_OF_SMALL,
    SIGMOID_SLOPE_OF_LARGE,
    TANH_SLOPE_OF_SMALL,
    TANH_SLOPE_OF_LARGE,
    IMAGE_INPUTS,
)
