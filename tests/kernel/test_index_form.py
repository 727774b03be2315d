"""下标标准形：一批真的矩阵恒等式都要已证，一批假的都要证伪并给出最小的反例，够不着的要说未决。"""

from __future__ import annotations

from itertools import permutations

import pytest
from sympy import (
    Abs,
    Derivative,
    DiagMatrix,
    Expr,
    Function,
    FunctionMatrix,
    HadamardPower,
    Identity,
    IndexedBase,
    Integer,
    Interval,
    Inverse,
    Lambda,
    MatPow,
    MatrixSymbol,
    Mul,
    OneMatrix,
    Piecewise,
    Pow,
    Product,
    S,
    Sum,
    Symbol,
    Trace,
    ZeroMatrix,
    exp,
    log,
    symbols,
)
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel import decide as decide_module
from derive.kernel.algebra import OutOfReach
from derive.kernel.decide import Disagreement, decide
from derive.kernel.index_form import Entry, equal, normal, residues, spell_out, summands
from derive.kernel.matrices import (
    Column,
    Pair,
    Row,
    Stack,
    elementwise,
    hadamard,
    minus,
    ones_like,
    plus,
    row_of,
    times,
    transpose,
)
from derive.kernel.objects import Definition, Domain, Relation, Statement
from derive.kernel.report import Decision, Verdict, Witness

n, p, m, q = symbols("n p m q", integer=True, positive=True)
i, j = symbols("i j", integer=True, positive=True)
A, B, C = MatrixSymbol("A", n, p), MatrixSymbol("B", p, m), MatrixSymbol("C", p, m)
D, E, F = MatrixSymbol("D", m, n), MatrixSymbol("E", p, m), MatrixSymbol("F", p, m)
H = MatrixSymbol("H", m, q)
R, T = MatrixSymbol("R", n, n), MatrixSymbol("T", n, n)
u, v, w = MatrixSymbol("u", n, 1), MatrixSymbol("v", n, 1), MatrixSymbol("w", p, 1)
Y, P = MatrixSymbol("Y", 1, m), MatrixSymbol("P", 1, m)
y_ = IndexedBase("y", real=True)
c = Symbol("c", real=True)
f, g = Function("f", real=True), Function("g", real=True)
sigma = Function("sigma", real=True)
x = Symbol("x", real=True)

DOMAIN: Domain = {
    **dict.fromkeys((n, p, m, q), S.Naturals),
    **dict.fromkeys((A, B, C, D, E, F, H, R, T, u, v, w, Y, c, y_), S.Reals),
    P: Interval.open(0, 1),
}
SIGMA = Definition("sigma", "σ", sigma(x), 1 / (1 + exp(-x)), {x: S.Reals})
DEFINITIONS = {sigma: SIGMA}
one = OneMatrix(m, 1)


def judge(left: Expr, right: Expr) -> Decision:
    return decide(Statement(left, Relation.EQ, right), DOMAIN, DEFINITIONS)


def entries(matrix: MatrixSymbol, row: Expr, column: Expr) -> Expr:
    return MatrixElement(matrix, row, column)


TRUE = {
    "分配律": (times(A, plus(B, C)), plus(times(A, B), times(A, C))),
    "右分配律": (times(plus(B, C), H), plus(times(B, H), times(C, H))),
    "结合律": (times(times(A, B), H), times(A, times(B, H))),
    "平方展开": (
        times(plus(R, T), plus(R, T)),
        plus(times(R, R), times(R, T), times(T, R), times(T, T)),
    ),
    "系数移到前面": (times(A, times(c / m, B)), times(c, 1 / m, A, B)),
    "积的转置": (transpose(times(A, B)), times(transpose(B), transpose(A))),
    "三个之积的转置": (
        transpose(times(A, B, H)),
        times(transpose(H), transpose(B), transpose(A)),
    ),
    "和的转置": (transpose(plus(B, C)), plus(transpose(B), transpose(C))),
    "迹的轮换": (Trace(times(A, B, D)), Trace(times(B, D, A))),
    "转置的迹": (Trace(transpose(R)), Trace(R)),
    "同一矩阵的轮换": (Trace(times(R, R, transpose(R), R)), Trace(times(R, R, R, transpose(R)))),
    "幂的迹": (Trace(MatPow(R, 5)), Trace(times(R, R, R, R, R))),
    "迹与逐元素积": (
        Trace(times(transpose(B), hadamard(E, F))),
        Trace(times(transpose(hadamard(B, E)), F)),
    ),
    "迹写成和": (
        Trace(times(transpose(B), C)),
        Sum(entries(B, i - 1, j - 1) * entries(C, i - 1, j - 1), (i, 1, p), (j, 1, m)),
    ),
    "迹写成和的和": (
        Trace(times(transpose(B), C)),
        Sum(Sum(entries(B, i - 1, j - 1) * entries(C, i - 1, j - 1), (i, 1, p)), (j, 1, m)),
    ),
    "逐元素积交换": (hadamard(B, C, E), hadamard(E, B, C)),
    "逐元素函数的转置": (
        transpose(elementwise(g, times(A, B))),
        elementwise(g, times(transpose(B), transpose(A))),
    ),
    "复合的逐元素函数": (
        elementwise(lambda t: f(g(t)), B),
        elementwise(f, elementwise(g, B)),
    ),
    "导函数里的分配律": (
        elementwise(lambda t: Derivative(g(t), t), times(A, plus(B, C))),
        elementwise(lambda t: Derivative(g(t), t), plus(times(A, C), times(A, B))),
    ),
    "两层": (
        transpose(times(transpose(H), elementwise(g, times(transpose(B), transpose(A))))),
        times(elementwise(g, times(A, B)), H),
    ),
    "全一向量数个数": (times(transpose(one), one), times(m, OneMatrix(1, 1))),
    "广播就是乘一行一": (
        times(u, OneMatrix(1, m), one),
        times(m, u),
    ),
    "按列求和": (
        times(B, one),
        times(transpose(times(OneMatrix(1, m), transpose(B))), OneMatrix(1, 1)),
    ),
    "单位矩阵": (times(Identity(n), A, Identity(p)), A),
    "单位矩阵取对角": (hadamard(Identity(n), R), hadamard(Identity(n), transpose(R))),
    "单位矩阵的迹": (Trace(Identity(n)), n),
    "对角阵左乘": (times(DiagMatrix(u), A), hadamard(times(u, OneMatrix(1, p)), A)),
    "零矩阵": (minus(A, A), ZeroMatrix(n, p)),
    "二次型": (times(transpose(u), v), transpose(times(transpose(v), u))),
    "逐元素幂": (HadamardPower(B, 2), hadamard(B, B)),
    "σ 的恒等式": (
        minus(ones_like(A), elementwise(sigma, A)),
        elementwise(lambda t: sigma(-t), A),
    ),
    "σ′ 的恒等式": (
        elementwise(lambda t: Derivative(sigma(t), t), times(A, B)),
        hadamard(
            elementwise(sigma, times(A, B)),
            minus(OneMatrix(n, m), elementwise(sigma, times(A, B))),
        ),
    ),
    "对数的恒等式": (
        times(Y, transpose(elementwise(lambda t: log(t**2 * (1 - t)), P))),
        times(
            Y,
            transpose(
                plus(
                    times(2, elementwise(log, P)),
                    elementwise(log, minus(ones_like(P), P)),
                )
            ),
        ),
    ),
    "一行乘一列": (
        times(Y, transpose(elementwise(log, P))),
        Sum(entries(Y, S.Zero, i - 1) * log(entries(P, S.Zero, i - 1)), (i, 1, m)),
    ),
    "一行数": (times(row_of(y_, m), one), Sum(y_[i], (i, 1, m))),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_for_every_shape(name: str) -> None:
    decision = judge(*TRUE[name])
    assert decision.verdict is Verdict.PROVED, decision
    assert decision.symbolic.startswith("下标标准形")
    assert decision.points >= 9  # 至少三组形状，每组三次


FALSE = {
    "积的转置漏了换序": (transpose(times(R, T)), times(transpose(R), transpose(T)), "n = 2"),
    "乘法交换": (times(R, T), times(T, R), "n = 2"),
    "漏了转置": (times(A, B), times(A, transpose(B)), "n = 1，p = 2，m = 3"),
    "逐元素积当作矩阵积": (hadamard(R, T), times(R, T), "n = 2"),
    "函数穿过乘法": (
        elementwise(g, times(A, B)),
        times(elementwise(g, A), elementwise(g, B)),
        "n = 1，p = 1，m = 1",
    ),
    "丢了 1/m": (times(B, one), times(1 / m, B, one), "p = 1，m = 2"),
    "迹不能任意换序": (Trace(times(R, T, transpose(R))), Trace(times(R, transpose(R), R)), "n = 1"),
    "和的平方": (
        times(plus(R, T), plus(R, T)),
        plus(times(R, R), times(2, R, T), times(T, T)),
        "n = 2",
    ),
    "系数错了": (plus(B, B), times(3, B), "p = 1，m = 1"),
    "形状不同": (transpose(A), A, "n = 1，p = 2"),
    "个数数错了": (Trace(OneMatrix(n, n)), n**2, "n = 2"),
    "符号错了": (minus(B, C), plus(B, C), "p = 1，m = 1"),
    "外积当作内积": (times(u, transpose(v)), times(transpose(u), v), "n = 2"),
    "广播的方向错了": (times(u, OneMatrix(1, n)), times(OneMatrix(n, 1), transpose(u)), "n = 2"),
    "σ 不是奇函数": (
        elementwise(sigma, times(-1, A)),
        times(-1, elementwise(sigma, A)),
        "n = 1，p = 1",
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_has_the_smallest_witness(name: str) -> None:
    left, right, where = FALSE[name]
    decision = judge(left, right)
    assert decision.verdict is Verdict.REFUTED, decision
    assert decision.witness is not None
    assert where in str(decision.witness)


UNKNOWN = {
    "逆矩阵": (times(R, Inverse(R)), Identity(n)),
    "符号指数": (MatPow(R, n), MatPow(R, n)),
    "没有写明取值范围": (times(2, MatrixSymbol("K", n, n)), times(2, MatrixSymbol("K", n, n))),
    "没有写明形状": (MatrixSymbol("A", n, Symbol("r")), MatrixSymbol("A", n, Symbol("r"))),
    "分不出彼此的下标太多": (
        Trace(times(transpose(u), v)) ** 7,
        Trace(times(transpose(v), u)) ** 7,
    ),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_out_of_reach_is_unknown(name: str) -> None:
    decision = judge(*UNKNOWN[name])
    assert decision.verdict is Verdict.UNKNOWN
    assert decision.reason


def test_true_but_undecided_is_unknown() -> None:
    """处处成立、标准形却看不出来：分段函数藏在和里面。"""
    bend = elementwise(lambda t: Piecewise((t, t > 0), (S.Zero, True)), A)
    decision = judge(times(bend, ones_like(w)), times(1, bend, OneMatrix(p, 1)))
    assert decision.verdict is Verdict.UNKNOWN
    assert "个点上成立" in decision.reason


def test_inequalities_are_not_decided() -> None:
    square = Statement(Trace(times(A, transpose(A))), Relation.GE, S.Zero)
    decision = decide(square, DOMAIN, {})
    assert decision.verdict is Verdict.UNKNOWN
    assert decision.points >= 9


# ---- 标准形的各步 ---------------------------------------------------------------

prime_f, prime_g = (lambda t, h=h: Derivative(h(t), t) for h in (f, g))
A2 = MatrixSymbol("A2", m, p)
K, L = MatrixSymbol("K", 1, 1), MatrixSymbol("L", 1, 1)
first = Column(Identity(n), Integer(1))
"""第一个单位向量。"""
r, s = symbols("r s")


one_row = MatrixSymbol("Y", 1, n)


def table(body: Expr) -> FunctionMatrix:
    """n×n 的矩阵，第 (r, s) 项（从 0 数起）是 body。"""
    return FunctionMatrix(n, n, Lambda((r, s), body))


EQUAL = {
    "1×1 的单位矩阵就是 1": (Identity(1), OneMatrix(1, 1)),
    "1×1 矩阵的幂就是那个数的幂": (MatPow(row_of(y_, S.One), 2), y_[1] ** 2),
    "1×1 矩阵的一次幂就是那个数": (MatPow(row_of(y_, S.One), 1), y_[1]),
    "一次幂": (MatPow(R, 1), R),
    "形状之和": (times(Pair(n, c), OneMatrix(2, 1)), n + c),
    "e₁e₁ᵀ 是对称的": (times(first, transpose(first)), times(first, Row(Identity(n), S.One))),
    "e₁e₁ᵀ 的转置": (transpose(times(first, transpose(first))), times(first, transpose(first))),
    "e₁ 只留下第一项": (times(y_[1], first), hadamard(first, transpose(row_of(y_, n)))),
    "导数的外积": (
        transpose(times(elementwise(prime_g, u), transpose(elementwise(prime_f, v)))),
        times(elementwise(prime_f, v), transpose(elementwise(prime_g, u))),
    ),
    "上下分块，一块一块地乘": (
        times(c, Stack(A, A2), B),
        Stack(times(c, A, B), times(c, A2, B)),
    ),
    "一行的对角阵": (times(one_row, DiagMatrix(one_row)), hadamard(one_row, one_row)),
    "行号是整数": (table((-1) ** (2 * r)), OneMatrix(n, n)),
    "列号是整数": (table((-1) ** (2 * s)), OneMatrix(n, n)),
    "只有一项的和": (Sum(y_[i], (i, 1, 1)), y_[1]),
    "求和的下标是整数": (Trace(table((-1) ** (2 * r))), n),
    "求和的下标不小于零": (Trace(table(Abs(r))), Trace(table(r))),
}


@pytest.mark.parametrize("name", EQUAL)
def test_normal_forms_agree(name: str) -> None:
    left, right = EQUAL[name]
    assert equal(left, right)
    assert residues(Statement(left, Relation.EQ, right), DOMAIN, {}) == []


wide, tall = MatrixSymbol("M", 2, 3), MatrixSymbol("N", 3, 2)
UNEQUAL = {
    "外层的两个下标不会取同一个名字": (Trace(times(transpose(R), T)), Trace(times(R, T))),
    "里层的下标不会取外层的名字": (
        times(transpose(u), elementwise(g, times(R, OneMatrix(n, 1)))),
        times(transpose(u), elementwise(g, times(transpose(R), OneMatrix(n, 1)))),
    ),
    "两列乘两行不只是第一列乘第一行": (
        times(tall, wide),
        times(Column(tall, S.One), Row(wide, S.One)),
    ),
    "一行的对角阵不只看第一项": (
        times(one_row, DiagMatrix(one_row)),
        times(Column(one_row, S.One), one_row),
    ),
    "两项之和不只是第一项": (Sum(y_[i], (i, 1, 2)), y_[1]),
}


@pytest.mark.parametrize("name", UNEQUAL)
def test_normal_forms_differ(name: str) -> None:
    assert not equal(*UNEQUAL[name])


VALUES = {
    "一项": (Sum(y_[i], (i, 1, 1)), y_[1]),
    "两项": (Sum(y_[i], (i, 1, 2)), y_[1] + y_[2]),
    "从别处数起": (Sum(y_[i], (i, 4, 6)), y_[4] + y_[5] + y_[6]),
    "两个个数不同的下标": (
        Sum(y_[i] ** j, (i, 1, 3), (j, 1, 2)),
        sum(y_[a] + y_[a] ** 2 for a in (1, 2, 3)),
    ),
    "两个个数相同的下标": (
        Sum(y_[i - j], (i, 1, 2), (j, 1, 2)),
        y_[-1] + 2 * y_[0] + y_[1],
    ),
    "里层的和": (
        Sum(g(Sum(y_[i + j], (j, 1, 2))), (i, 1, 2)),
        g(y_[2] + y_[3]) + g(y_[3] + y_[4]),
    ),
    "积的迹": (
        Trace(times(wide, tall)),
        sum(Entry(wide, S(a), S(b)) * Entry(tall, S(b), S(a)) for a in range(2) for b in range(3)),
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_normal_form_keeps_the_value(name: str) -> None:
    """标准形只是另一种写法：把和号一项一项加起来，还是原来的数。"""
    expr, value = VALUES[name]
    assert (normal(expr).doit() - value).expand() == 0


def test_names_tell_the_depth_of_the_sum() -> None:
    """最外层的下标叫 k0_0、k0_1、……，里面一层的叫 k1_0、……；都是不小于零的整数。"""
    outer, inner = symbols("k0_0 k1_0", integer=True, nonnegative=True)
    sums = Sum(Entry(R, outer, inner) * Entry(v, inner, S.Zero), (inner, 0, n - 1))
    expected = Sum(g(sums) * Entry(u, outer, S.Zero), (outer, 0, n - 1))
    assert normal(Trace(times(transpose(u), elementwise(g, times(R, v))))) == expected


def test_unevaluated_powers_are_expanded() -> None:
    power = Pow(Trace(R), 1, evaluate=False)
    assert normal(Mul(power, Trace(T), evaluate=False)) == normal(Trace(R) * Trace(T))


@pytest.mark.parametrize("base", [K, R])
def test_zeroth_power_is_out_of_reach(base: MatrixSymbol) -> None:
    with pytest.raises(OutOfReach, match="不会写出 MatPow"):
        equal(MatPow(base, 0), base)


def test_trace_needs_a_square_matrix() -> None:
    with pytest.raises(OutOfReach, match="形状不合"):
        normal(Trace(A))


@pytest.mark.parametrize("sides", [(Stack(A, A2), A), (A, Stack(A, A2))])
def test_only_one_side_in_blocks_is_out_of_reach(sides: tuple[Expr, Expr]) -> None:
    with pytest.raises(OutOfReach, match="一边分块"):
        equal(*sides)


def test_other_scalars_are_letters() -> None:
    """不认得的标量原样留着；但里面有和、有元素的不行，下标会混。"""
    assert normal(Derivative(f(c), c)) == Derivative(f(c), c)
    with pytest.raises(OutOfReach, match="不会处理 Product"):
        normal(Product(y_[i], (i, 1, n)))


def test_without_definitions_nothing_is_touched() -> None:
    unevaluated = Mul(c, c, evaluate=False)
    assert spell_out(unevaluated, {}) == unevaluated


def test_summands_are_of_left_minus_right() -> None:
    assert summands(Statement(c, Relation.GE, S.One), DOMAIN, {}) == [(c - 1, DOMAIN)]


def test_products_of_numbers_are_not_sums() -> None:
    """1×1 矩阵之积就是一个数：K² − 2KL + L² 要整个地看，一项一项地看不出它不小于零。"""
    square = Statement(plus(times(K, K), times(L, L)), Relation.GE, times(2, K, L))
    ((gap, domain),) = summands(square, {K: S.Reals, L: S.Reals}, {})
    assert gap.factor().is_nonnegative
    assert gap.free_symbols <= set(domain)


def test_same_named_indices_are_refused() -> None:
    nested = Sum(entries(u, i - 1, S.Zero) * Sum(entries(v, i - 1, S.Zero), (i, 1, n)), (i, 1, n))
    with pytest.raises(OutOfReach, match="同一个下标"):
        normal(nested)


def test_inner_sums_are_not_captured() -> None:
    """Σᵢ uᵢ g(Σₖ vₖ) 与 Σᵢ uᵢ g(vᵢ …) 不同：里层下标不能与外层混名。"""
    inner = elementwise(g, times(OneMatrix(n, 1), transpose(v), OneMatrix(n, 1)))
    outer = elementwise(g, v)
    assert not equal(times(transpose(u), inner), times(transpose(u), outer))
    assert equal(times(transpose(u), inner), times(transpose(inner), u))


def test_constant_index_may_not_exist() -> None:
    with pytest.raises(OutOfReach, match=r"A\*B 不一定有第 3 行或列"):
        normal(entries(times(A, B), Integer(2), S.Zero))
    with pytest.raises(OutOfReach, match="A 不一定有第 2 行或列"):
        equal(Column(A, Integer(2)), Column(A, Integer(2)))
    explicit = MatrixSymbol("K", 3, 3)
    assert normal(entries(times(explicit, explicit), Integer(2), S.Zero)) != 0


@pytest.mark.parametrize("number", [0, 4])
def test_index_outside_an_explicit_shape_is_refused(number: int) -> None:
    """3×3 的矩阵只有第 1、2、3 列。"""
    explicit = MatrixSymbol("K", 3, 3)
    with pytest.raises(OutOfReach, match=f"第 {number} 行或列"):
        equal(Column(explicit, Integer(number)), Column(explicit, Integer(number)))
    assert equal(Column(explicit, Integer(3)), times(Column(explicit, Integer(3)), Identity(1)))


def test_delta_needs_the_whole_range() -> None:
    """Σᵢ δᵢⱼ xᵢ = xⱼ 只在 i 跑遍全部下标时成立：少加一项，就不是 x₁。"""
    first = entries(times(Identity(n), u), S.Zero, S.Zero)
    partial = Sum(entries(Identity(n), i - 1, S.Zero) * entries(u, i - 1, S.Zero), (i, 2, n))
    whole = Sum(entries(Identity(n), i - 1, S.Zero) * entries(u, i - 1, S.Zero), (i, 1, n))
    assert judge(whole, first).verdict is Verdict.PROVED
    assert judge(partial, first).verdict is Verdict.REFUTED


def test_sizes_may_not_depend_on_indices() -> None:
    with pytest.raises(OutOfReach, match="随外层"):
        normal(Sum(entries(u, i - 1, S.Zero) * entries(v, j - 1, S.Zero), (i, 1, j), (j, 1, n)))


def test_inner_sizes_must_agree() -> None:
    with pytest.raises(OutOfReach, match="形状不合"):
        equal(times(A, H), times(A, H))


def test_too_many_indistinguishable_indices() -> None:
    """五个分不出彼此的下标有 120 种取名的办法，六个有 720 种：到 720 种就不再试。"""
    inner = Trace(times(transpose(u), v))
    assert normal(inner**5) == normal(Trace(times(transpose(v), u)) ** 5)
    with pytest.raises(OutOfReach, match="太多"):
        normal(inner**6)


def test_many_distinguishable_indices_are_named() -> None:
    """八个下标连成一串，位置各不相同：有先有后，不必试遍 8! 种取名的办法。"""
    ends = OneMatrix(1, n), OneMatrix(n, 1)
    chain = times(ends[0], *[R] * 7, ends[1])
    assert equal(chain, times(ends[0], *[transpose(R)] * 7, ends[1]))


def test_many_pairs_of_indices_are_named() -> None:
    """十个二重和之积：每一对下标里，行在前还是列在前是分得出的，不必试遍 2¹⁰ 种取名的办法。"""
    sizes = symbols("s:10", integer=True, positive=True)
    squares = [MatrixSymbol(f"K{k}", size, size) for k, size in enumerate(sizes)]

    def total(square: MatrixSymbol) -> Expr:
        return Trace(times(OneMatrix(1, square.rows), square, OneMatrix(square.rows, 1)))

    turned = [total(transpose(square)) for square in reversed(squares)]
    assert normal(Mul(*map(total, squares))) == normal(Mul(*turned))


@pytest.mark.parametrize("turned", [False, True])
def test_ties_do_not_depend_on_the_order_of_summation(turned: bool) -> None:
    """Σ Rₖᵢ Rₗⱼ Tₖₖ：i 和 j 乍看分不出先后，先对谁求和都一样；R 换成 Rᵀ 也是。"""
    a, b, k, l = symbols("a b k l", integer=True)
    pairs = [(a, k), (b, l)] if turned else [(k, a), (l, b)]
    body = Mul(*(entries(R, *pair) for pair in pairs), entries(T, k, k))
    whole = [(letter, 0, n - 1) for letter in (a, b, k, l)]
    assert len({normal(Sum(body, *order)) for order in permutations(whole)}) == 1


def test_residues_are_scalar_statements() -> None:
    left, right = TRUE["σ 的恒等式"]
    ((rest, domain),) = residues(Statement(left, Relation.EQ, right), DOMAIN, DEFINITIONS)
    assert not rest.has(MatrixSymbol)
    assert all(symbol in domain for symbol in rest.free_symbols)


def test_quantities_are_replaced_by_their_definitions() -> None:
    Z = MatrixSymbol("Z", n, m)
    definition = Definition("z", "Z", Z, times(A, B), {})
    statement = Statement(transpose(Z), Relation.EQ, times(transpose(B), transpose(A)))
    assert decide(statement, DOMAIN, {Z: definition}).verdict is Verdict.PROVED


# ---- 两个引擎 -----------------------------------------------------------------


def test_wrong_normal_form_is_contradicted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide_module, "residues", lambda *_: [])
    with pytest.raises(Disagreement, match="下标标准形"):
        judge(times(R, T), times(T, R))


def test_wrong_shapes_engine_is_contradicted(monkeypatch: pytest.MonkeyPatch) -> None:
    witness = Witness((("n", "1"),), "0", "1")
    monkeypatch.setattr(decide_module.shapes, "confirm", lambda *_: (1, witness))
    with pytest.raises(Disagreement, match="n = 1"):
        judge(*TRUE["分配律"])


def test_off_by_one_sum_is_contradicted() -> None:
    """Σᵢ₌₁ᵐ Y₁,ᵢ₊₁ 取到了不存在的一列：两边写得一样，也没有值。"""
    beyond = Sum(entries(Y, S.Zero, i), (i, 1, m))
    with pytest.raises(Disagreement, match="没有第 1 行第 2 列"):
        judge(beyond, beyond)


def test_functions_with_a_polynomial_body_are_spelled_out() -> None:
    """恒等函数、平方之类由定义写成多项式；别的函数仍是不透明的字母。"""
    t = Symbol("t", real=True)
    f = Function("f", real=True)
    square = {f: Definition("f", "平方", f(t), t**2, {t: S.Reals})}
    exponential = {f: Definition("f", "指数", f(t), S.Exp1**t, {t: S.Reals})}
    M, column = MatrixSymbol("M", 2, n), MatrixSymbol("c", n, 1)
    left, right = times(M, elementwise(f, column)), times(M, hadamard(column, column))
    assert equal(left, right, square)
    assert not equal(left, right, exponential)
