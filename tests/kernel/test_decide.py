"""判定：真的已证，假的证伪并有反例，判不了的未决，两个引擎矛盾就报错。"""

from __future__ import annotations

import pytest
from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Expr,
    FiniteSet,
    Function,
    Interval,
    Limit,
    MatrixSymbol,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    S,
    Set,
    Subs,
    Sum,
    Symbol,
    Trace,
    cbrt,
    exp,
    floor,
    log,
    nan,
    oo,
    sqrt,
    sympify,
)

from derive.kernel import decide as engine
from derive.kernel.decide import Disagreement, confirm, decide, prove
from derive.kernel.matrices import plus, times, transpose
from derive.kernel.objects import Definition, Relation, Statement
from derive.kernel.pull_back import Gradient
from derive.kernel.report import Decision, Verdict
from derive.kernel.verify import decide_safely
from derive.registry import BOOK
from derive.theory.losses import EVERY, SAMPLES
from derive.theory.symbols import (
    COUNT,
    LABEL,
    NEGATIVE,
    POSITIVE,
    REALS,
    UNIT,
    J,
    P,
    a,
    activation,
    alpha,
    h,
    leaky_relu,
    loss,
    m,
    relu,
    sigma,
    softplus,
    tanh,
    y,
    y_,
    yhat,
    yhat_,
    z,
)
from derive.theory.symbols import i as index

EQ, LT, LE, GT, GE = Relation.EQ, Relation.LT, Relation.LE, Relation.GT, Relation.GE
D = Derivative
ZR, AY = {z: REALS}, {a: UNIT, y: LABEL}
Row = tuple[object, Relation, object, dict[Basic, Set]]


def judge(lhs: object, relation: Relation, rhs: object, domain: dict[Basic, Set]) -> Decision:
    statement = Statement(sympify(lhs), relation, sympify(rhs))
    return decide_safely(statement, domain, BOOK.definitions_in(statement.lhs, statement.rhs))


TRUE: list[Row] = [
    (D(sigma(z), z), EQ, sigma(z) * (1 - sigma(z)), ZR),
    (tanh(z), EQ, 2 * sigma(2 * z) - 1, ZR),
    (relu(z), EQ, (z + Abs(z)) / 2, ZR),
    (Max(0, z) - Max(0, -z), EQ, z, ZR),
    (leaky_relu(alpha, z), EQ, Max(alpha, alpha * z), {z: UNIT, alpha: UNIT}),
    (log(sigma(z) / (1 - sigma(z))), EQ, z, ZR),
    (D(loss(a, y), a), EQ, (a - y) / (a * (1 - a)), AY),
    (D(loss(activation(z), y), activation(z)) * D(activation(z), z), EQ, sigma(z) - y,
     {z: REALS, y: LABEL}),
    (sigma(z) * (1 - sigma(z)), LE, Rational(1, 4), ZR),
    (sigma(z), GT, 0, ZR),
    (sigma(z), LT, 1, ZR),
    (log(P), EQ, -m * J, SAMPLES),
    (D(exp(-m * J), J), LT, 0, SAMPLES),
    (Sum(2 * y_[index] + 1, EVERY), EQ, 2 * Sum(y_[index], EVERY) + m, {m: COUNT, y_: LABEL}),
    (Limit(sigma(z), z, oo), EQ, 1, {}),
    (0, EQ, Limit(1 / z, z, oo), {}),
    (Limit(1 / sqrt(z), z, oo), EQ, 0, {}),
    (Limit(-log(a), a, 0, "+"), EQ, oo, {}),
    (Limit((exp(h) - 1 - h) / h**2, h, 0, "+"), EQ, Rational(1, 2), {}),
    (sqrt(5 + 2 * sqrt(6)), EQ, sqrt(2) + sqrt(3), {}),
    (cbrt(2 + sqrt(5)) - cbrt(sqrt(5) - 2), EQ, 1, {}),
    (z**2, EQ, 2, {z: FiniteSet(sqrt(2))}),
    ((exp(z) + exp(-z)) ** 4 - (exp(z) - exp(-z)) ** 4, EQ, 8 * exp(2 * z) + 8 * exp(-2 * z), ZR),
]  # fmt: skip

FALSE: list[Row] = [
    (D(sigma(z), z), EQ, sigma(z) * (1 + sigma(z)), ZR),
    (D(tanh(z), z), EQ, 1 - tanh(z), ZR),
    (tanh(z), EQ, 2 * sigma(z) - 1, ZR),
    (J, EQ, Sum(loss(yhat_[index], y_[index]), EVERY), SAMPLES),
    (log(P), EQ, m * J, SAMPLES),
    (D(loss(a, y), a), EQ, y / a - (1 - y) / (1 - a), AY),
    (sqrt(z**2), EQ, z, ZR),
    (relu(z), EQ, z, ZR),
    (sigma(z), LE, Rational(1, 2), ZR),
    (sigma(z) + sigma(-z), LT, 1, ZR),
    (sigma(z), EQ, sigma(z) + Rational(1, 10**30), ZR),
    (0**y, EQ, 0, {y: LABEL}),
    (yhat**y, EQ, y * yhat + (1 - y), {yhat: UNIT, y: LABEL}),
    (D(relu(z), z), EQ, 1, ZR),
    (Limit((relu(h) - relu(S.Zero)) / h, h, 0, "-"), EQ, 1, {}),
    (Limit(log(a), a, 0, "+"), EQ, oo, {}),
    (log(1 - a), EQ, 1, {a: LABEL}),
    (exp(-100), EQ, 0, {}),  # 再小也不是零：只有极限才看绝对的差
    (exp(-100), EQ, 2 * exp(-100), {}),
]  # fmt: skip

# 真的，而 SymPy 判不了：诚实的回答是未决
UNDECIDED: list[Row] = [
    (Sum(index**3, EVERY), EQ, Sum(index, EVERY) ** 2, {m: COUNT}),
    ((a + yhat) / 2, GE, sqrt(a * yhat), {a: POSITIVE, yhat: POSITIVE}),
    (exp(z), GE, 1 + z, ZR),
    (softplus(z), GT, Max(0, z), ZR),
    (Max(z, h) + Min(z, h), EQ, z + h, {z: REALS, h: REALS}),
]

# 处处小心的地方：SymPy 一家会说「成立」，或两家用同样的办法会一起错
TRAPS: list[Row] = [
    # 尖点上没有导数：SymPy 说 1/2 与 0，居中差商也说 1/2 与 0
    (Subs(D(Max(0, z), z), z, 0), EQ, Rational(1, 2), {}),
    (Subs(D(Abs(z), z), z, 0), EQ, 0, {}),
    (Subs(D(relu(z), z), z, 0), EQ, Rational(1, 2), {}),
    (D(Max(0, z), z), EQ, D((z + Abs(z)) / 2, z), ZR),
    (D(relu(z), z), EQ, 0, {z: Interval(-oo, 0)}),
    (D(relu(z), z), EQ, 0, {z: FiniteSet(0)}),
    (Subs(D(relu(z), z), z, -1), EQ, 1, {z: POSITIVE}),
    # 藏在定义里的依赖：不展开就求导，两家都会说 0
    (D(J, yhat_[1]), EQ, 0, SAMPLES),
    (D(softplus(z), sigma(z)), EQ, 0, ZR),
    (D(P, J), EQ, 0, SAMPLES),
    (D(y_[1] * y_[2], y_[1]), EQ, y_[2] + 1, {y_: LABEL}),
    # 两侧的极限
    (Limit(relu(h) / h, h, 0, "+-"), EQ, 0, {}),
    (Limit(Abs(h) / h, h, 0, "+-"), EQ, 1, {}),
    # 定义域之外、除以零
    (Mul(z, 1 / z, evaluate=False), EQ, 1, ZR),
    (Add(log(a), -log(a), evaluate=False), EQ, 0, {a: LABEL}),
    (Pow(S.Exp1, log(z), evaluate=False), EQ, z, ZR),
    (Pow(Pow(z, S.Half, evaluate=False), 2, evaluate=False), EQ, z, ZR),
    ((y - y**2) / y, EQ, 1 - y, {y: LABEL}),
    (1 / (m - 1), EQ, (m + 1) / (m**2 - 1), {m: COUNT}),
    # 下标：第 0 项不是最后一项；外面的 i 不是里面的 i
    (Sum(y_[index - 1], EVERY), EQ, Sum(y_[index], EVERY), {m: COUNT, y_: LABEL}),
    (y_[index] * Sum(yhat_[index], EVERY), EQ, Sum(y_[index] * yhat_[index], EVERY),
     {**SAMPLES, index: COUNT}),
    # 只差一点点，或只在取过的点上成立
    (1 + Rational(1, 10**40), EQ, 1, {}),
    (1 + Rational(1, 10**40), LE, 1, {}),
    (exp(-100), EQ, 0, {}),
    ((m - 1) * (m - 2) * (m - 3) * (m - 5), EQ, 0,
     {m: COUNT}),
    # 没有意义的式子
    (log(z**2), EQ, 2 * log(Abs(z)), ZR),
    (nan, EQ, nan, {}),
    (z, EQ, z, {z: S.EmptySet}),
    (Symbol("w"), EQ, Symbol("w"), {}),
    (floor(z), EQ, z, {z: FiniteSet(0, 1)}),
    (Sum(2 ** (-index), (index, 1, oo)), EQ, 1, {}),
    (Limit(1 / log(z), z, oo), EQ, 0, {}),
]  # fmt: skip


def name(row: Row) -> str:
    return f"{row[0]} {row[1]} {row[2]}"


@pytest.mark.parametrize("row", TRUE, ids=name)
def test_true_is_proved(row: Row) -> None:
    decision = judge(*row)
    assert decision.verdict is Verdict.PROVED, decision
    assert decision.symbolic
    assert decision.points > 0
    assert decision.witness is None


@pytest.mark.parametrize("row", FALSE, ids=name)
def test_false_is_refuted_with_a_witness(row: Row) -> None:
    decision = judge(*row)
    assert decision.verdict is Verdict.REFUTED, decision
    assert decision.witness is not None
    if row[1] is not LT:
        assert decision.witness.lhs != decision.witness.rhs, "反例要看得出两边不同"
    assert len(decision.witness.point) == len(row[3])


@pytest.mark.parametrize("row", UNDECIDED, ids=name)
def test_true_but_out_of_reach_is_unknown(row: Row) -> None:
    decision = judge(*row)
    assert decision.verdict is Verdict.UNKNOWN
    assert decision.points > 0
    assert "符号判定没有结论" in decision.reason


@pytest.mark.parametrize("row", TRAPS, ids=name)
def test_traps_are_never_proved(row: Row) -> None:
    assert judge(*row).verdict is not Verdict.PROVED


def test_the_witness_is_the_simplest_and_true() -> None:
    decision = judge(sqrt(z**2), EQ, z, ZR)
    assert decision.witness is not None
    assert str(decision.witness) == "z = -1 时，左边 = 1.0，右边 = -1.0"
    outside = judge(log(z), EQ, log(z), ZR)
    assert outside.verdict is Verdict.UNKNOWN
    assert "z = 0 时两边都没有值" in outside.reason
    one_sided = judge(log(1 - a), LE, 0, {a: LABEL})
    assert one_sided.witness is not None
    assert "a = 1 时，左边 = 没有值（对数的自变量不是正数），右边 = 0.0" in str(one_sided.witness)


@pytest.mark.parametrize("lost", [70, 240])
def test_cancellation_is_not_a_refutation(lost: int) -> None:
    """相减丢掉许多位，80 位运算里两边差得很远；用四倍的位数再算一次才知道并没有错。"""
    huge = Rational(10) ** lost
    carried = Add(huge, exp(z), evaluate=False)  # 先加再减，两次舍入
    statement = Statement(Add(carried, -huge, evaluate=False), EQ, exp(z))
    assert confirm(statement, {z: FiniteSet(0, 1)}, {})[1] is None


@pytest.mark.parametrize(
    ("attribute", "replacement"),
    [
        ("STRATEGIES", (("谎话", lambda d: S.Zero),)),
        ("SIGN_STRATEGIES", (("谎话", lambda d: S.One),)),
    ],
)
def test_a_lying_engine_is_caught(
    monkeypatch: pytest.MonkeyPatch, attribute: str, replacement: object
) -> None:
    """逼 SymPy 说谎：独立复核必须反对，结论是未决，并说出矛盾。"""
    monkeypatch.setattr(engine, attribute, replacement)
    relation = EQ if attribute == "STRATEGIES" else GT
    statement = Statement(sigma(z), relation, sigma(2 * z))
    definitions = BOOK.definitions_in(sigma(z))
    with pytest.raises(Disagreement, match="谎话"):
        decide(statement, ZR, definitions)
    decision = decide_safely(statement, ZR, definitions)
    assert decision.verdict is Verdict.UNKNOWN
    assert "两个引擎矛盾" in decision.reason


def test_breaks_are_decided_apart() -> None:
    statement = Statement(relu(z), EQ, Max(0, z))
    definitions = BOOK.definitions_in(relu(z))
    assert prove(statement, ZR, definitions).startswith("分段：")
    assert prove(Statement(relu(z), EQ, z), ZR, definitions) == ""
    assert prove(Statement(relu(z), EQ, z), {z: POSITIVE}, definitions)
    assert prove(Statement(relu(z), EQ, S.Zero), {z: NEGATIVE}, definitions)


def test_no_confirmation_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "confirm", lambda *_: (0, None))
    decision = decide(Statement(z, EQ, z), ZR, {})
    assert decision.verdict is Verdict.UNKNOWN
    assert "没有可供复核的点" in decision.reason


def test_expressions_are_expressions() -> None:
    assert all(isinstance(sympify(row[0]), Expr) for row in (*TRUE, *FALSE, *UNDECIDED))


@pytest.mark.parametrize("claimed", [S.One, -S.One, S.Zero], ids=str)
@pytest.mark.parametrize("body", [Abs(h) / h, (relu(h) - relu(S.Zero)) / h], ids=str)
def test_no_two_sided_limit_where_the_sides_differ(body: Expr, claimed: Expr) -> None:
    decision = judge(Limit(body, h, 0, "+-"), EQ, claimed, {})
    assert decision.verdict is Verdict.REFUTED
    assert decision.witness is not None
    assert "左右极限不同" in decision.witness.lhs


def test_two_sided_limits_are_proved() -> None:
    assert judge(Limit(sigma(h), h, 0, "+-"), EQ, S.Half, {}).verdict is Verdict.PROVED
    assert judge(Limit(relu(h), h, 0, "+-"), EQ, S.Zero, {}).verdict is Verdict.PROVED
    assert judge(Limit(sigma(h), h, 0, "+-"), EQ, S.One, {}).verdict is Verdict.REFUTED


def test_finitely_many_values_are_decided_one_by_one() -> None:
    bits = {z: FiniteSet(0, 1), h: FiniteSet(0, 1)}
    assert judge(z**2, EQ, z, bits).verdict is Verdict.PROVED
    assert judge(Max(z, h), EQ, z + h - z * h, bits).verdict is Verdict.PROVED
    assert judge(Max(z, h), EQ, z + h, bits).verdict is Verdict.REFUTED
    assert judge(z**2, EQ, z, {z: FiniteSet(0, 1, 2)}).verdict is Verdict.REFUTED


def test_any_function_is_stood_in_for() -> None:
    """没有定义的函数是任意函数：对它都成立才是已证。"""
    f = Function("f", real=True)
    assert judge(D(f(z) ** 2, z), EQ, 2 * f(z) * D(f(z), z), ZR).verdict is Verdict.PROVED
    assert judge(D(f(z) ** 2, z), EQ, 2 * f(z), ZR).verdict is Verdict.REFUTED
    assert judge(f(-z), EQ, f(z), ZR).verdict is Verdict.REFUTED


def test_what_the_domain_names_is_free() -> None:
    """写在定义域里的量是自由的，哪怕它在别处有定义：这里的 Z 不再是 2X。"""
    n = Symbol("n", integer=True, positive=True)
    X, Z = MatrixSymbol("X", n, 1), MatrixSymbol("Z", n, 1)
    definitions = {Z: Definition("z", "Z", Z, times(2, X), {})}
    statement = Statement(Z, Relation.EQ, times(2, X))
    used = decide(statement, {n: S.Naturals, X: S.Reals}, definitions)
    free = decide(statement, {n: S.Naturals, X: S.Reals, Z: S.Reals}, definitions)
    assert (used.verdict, free.verdict) == (Verdict.PROVED, Verdict.REFUTED)


def test_the_pieces_are_named_only_when_there_are_several() -> None:
    """两段也是分段；只有一段，就直接说所用的办法。"""
    two = prove(Statement(z**2, EQ, z), {z: FiniteSet(0, 1)}, {})
    assert two.startswith("分段：")
    one = prove(Statement(relu(z), EQ, z), {z: POSITIVE}, BOOK.definitions_in(relu(z)))
    assert one
    assert not one.startswith("分段：")


def test_every_point_is_counted_once() -> None:
    assert judge(z**2, EQ, z, {z: FiniteSet(0, 1)}).points == 2


def test_no_value_on_either_side_is_told_by_the_left() -> None:
    reason = judge(log(z), EQ, 1 / z, {z: FiniteSet(0)}).reason
    assert "两边都没有值（对数" in reason


@pytest.mark.parametrize(("gap", "digits"), [(Rational(1, 10), 12), (Rational(1, 10**20), 40)])
def test_the_witness_has_as_many_digits_as_it_takes(gap: Expr, digits: int) -> None:
    witness = judge(Rational(1, 3), EQ, Rational(1, 3) + gap, {}).witness
    assert witness is not None
    assert witness.lhs == "0." + "3" * digits


def test_equality_refutes_a_strict_inequality() -> None:
    """严格的不等式在取等的那一点上不成立，哪怕别处都成立。"""
    assert judge(z**2, GT, 0, ZR).verdict is Verdict.REFUTED
    assert judge(-(z**2), LT, 0, ZR).verdict is Verdict.REFUTED


@pytest.mark.parametrize("error", [NotImplementedError, ValueError, TypeError])
def test_a_strategy_that_fails_gives_way_to_the_next(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def broken(difference: Expr) -> Expr:
        raise error

    monkeypatch.setattr(engine, "STRATEGIES", (("坏的", broken), ("好的", lambda d: S.Zero)))
    assert prove(Statement(2 * z, EQ, z), ZR, {}) == "好的"


def test_logs_prove_only_what_is_positive() -> None:
    """取对数要两边都为正：负数的对数相等，不说明原数相等。"""
    product = exp(z) * exp(h)
    assert engine._prove_by_logs(product, exp(z + h)).startswith("取对数后")
    assert engine._prove_by_logs(-product, -exp(z + h)) == ""
    assert engine._prove_by_logs(product, exp(z)) == ""


def test_logs_are_not_even_taken_unless_both_sides_are_positive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """哪怕有一家说对数相等：有一边看不出为正，就不能由此说原数相等。"""
    monkeypatch.setattr(engine, "STRATEGIES", (("谎话", lambda d: S.Zero),))
    assert engine._prove_by_logs(exp(z), exp(h)) == "取对数后谎话"
    for left, right in ((exp(z), -exp(z)), (-exp(z), exp(z)), (exp(z), h), (h, exp(z))):
        assert engine._prove_by_logs(left, right) == ""


N, K = (Symbol(name, integer=True, positive=True) for name in "nk")
W, X = MatrixSymbol("W", N, K), MatrixSymbol("X", K, 1)
Z, G, H = (MatrixSymbol(name, N, 1) for name in "ZGH")
LAYER = {Z: Definition("layer", "Z", Z, times(W, X), {})}
SHAPED = {N: COUNT, K: COUNT, W: REALS, X: REALS, G: REALS, H: REALS}


def test_what_holds_for_any_matrix_holds_for_a_defined_one() -> None:
    """ZᵀZ ≥ 0 对任意的 Z 成立，就对 Z = WX 成立；展开成 W 与 X 反而看不出符号。"""
    square = Statement(times(transpose(Z), Z), GE, S.Zero)
    assert prove(square, SHAPED, LAYER)
    assert prove(Statement(times(transpose(Z), G), GE, S.Zero), SHAPED, LAYER) == ""


def test_a_gradient_follows_every_path_through_the_definitions() -> None:
    """J = tr(GᵀWX) + tr(HᵀZ)，Z = WX：求 ∂J/∂W 时，不能把 Z 当作与 W 无关的矩阵。"""
    objective = Trace(times(transpose(G), W, X)) + Trace(times(transpose(H), Z))
    direct, hidden = times(G, transpose(X)), times(H, transpose(X))
    whole = Statement(Gradient(objective, W), EQ, plus(direct, hidden))
    assert prove(whole, SHAPED, LAYER)
    assert prove(Statement(Gradient(objective, W), EQ, direct), SHAPED, LAYER) == ""
