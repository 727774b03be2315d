"""规则：由它能得到的要认，得不到的要拒，并说出中文的原因。"""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace

import pytest
from sympy import (
    Abs,
    Basic,
    Derivative,
    Expr,
    Function,
    Limit,
    MatPow,
    MatrixSymbol,
    Max,
    Product,
    Rational,
    S,
    Set,
    Subs,
    Sum,
    Trace,
    evaluate,
    exp,
    log,
    oo,
    sign,
)
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.matrices import MatrixSum, elementwise, plus, times, transpose
from derive.kernel.objects import Claim, Definition, Derivation, Relation, Step
from derive.kernel.report import Verdict
from derive.kernel.rules import (
    ARRANGE,
    BY_ENTRIES,
    CANCEL,
    COMBINE,
    COMPLETE_SQUARE,
    COMPUTE,
    DROP_SQUARE,
    ELEMENTARY,
    EXPAND,
    EXPONENT_LAW,
    FACTOR,
    LINEARITY,
    LOG_LAW,
    LOG_OF_PRODUCT,
    POSITIVE_FACTORS,
    POWER_LAW,
    PRODUCT,
    QUOTIENT,
    SPLIT_PRODUCT,
    SPLIT_SUM,
    SUM_LINEARITY,
    SUM_OF_SQUARES,
    TAKE_LIMIT,
    TERMWISE_LOG,
    TRANSPOSE_LAW,
    WRITE_OUT,
    AddAndSubtract,
    Apply,
    ByEntries,
    Chain,
    ChainPaths,
    DifferenceQuotient,
    DifferentiateAgain,
    Fold,
    MatrixProduct,
    MultiplyBoth,
    NonnegativeTerms,
    Rule,
    Then,
    ThroughLayer,
    Unfold,
    inside,
)
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory.activations import (
    LEAKY_RELU,
    RELU,
    SIGMOID,
    SIGMOID_COMPLEMENT,
    SIGMOID_GROWTH,
    SIGMOID_POSITIVE,
    SIGMOID_PRIME,
    SIGMOID_PRIME_MAXIMUM,
)
from derive.theory.losses import COST, CROSS_ENTROPY, EVERY, LABEL_ROW, LOSS_DZ
from derive.theory.symbols import (
    LABEL,
    NEGATIVE,
    POSITIVE,
    REALS,
    UNIT,
    J,
    Y,
    a,
    activation,
    alpha,
    h,
    leaky_relu,
    loss,
    m,
    n,
    relu,
    sigma,
    tanh,
    y,
    y_,
    yhat,
    yhat_,
    z,
)
from derive.theory.symbols import i as index

f, g, F2 = (Function(name, real=True) for name in ("f", "g", "F"))

EQ, LT, LE, GT, GE = Relation.EQ, Relation.LT, Relation.LE, Relation.GT, Relation.GE
D = Derivative
F = Rational

with evaluate(False):
    GOOD: list[tuple[Rule, Expr, Expr, dict[Basic, Set]]] = [
        (Unfold(SIGMOID), sigma(2 * z), 1 / (1 + exp(-(2 * z))), {z: REALS}),
        (Unfold(RELU), relu(z) + 1, z + 1, {z: POSITIVE}),
        (Unfold(RELU), D(relu(z), z), D(S.Zero, z), {z: NEGATIVE}),
        (Unfold(COST), exp(J), exp(COST.body), {}),
        (Fold(SIGMOID), 1 - 1 / (1 + exp(-z)), 1 - sigma(z), {z: REALS}),
        (Apply(SIGMOID_COMPLEMENT), 2 * sigma(-z), 2 * (1 - sigma(z)), {z: REALS}),
        (Apply(SIGMOID_COMPLEMENT, {z: 2 * h}), sigma(-2 * h), 1 - sigma(2 * h), {h: REALS}),
        (Apply(SIGMOID_GROWTH, backwards=True), exp(z) / (1 + exp(z)), sigma(z), {z: REALS}),
        (Apply(SIGMOID_PRIME, {z: S.Zero}), Subs(D(sigma(z), z), z, S.Zero),
         sigma(S.Zero) * (1 - sigma(S.Zero)), {}),
        (Apply(SIGMOID_POSITIVE), sigma(z), S.Zero, {z: REALS}),
        (DifferentiateAgain(LOSS_DZ), D(loss(activation(z), y), (z, 2)),
         D(activation(z) - y, z), {z: REALS, y: LABEL}),
        (LINEARITY, D(3 * sigma(z) + 2, z), 3 * D(sigma(z), z), {}),
        (PRODUCT, D(z * exp(z), z), D(z, z) * exp(z) + z * D(exp(z), z), {}),
        (QUOTIENT, D(z / exp(z), z), (D(z, z) * exp(z) - z * D(exp(z), z)) / exp(z) ** 2, {}),
        (Chain(1 + exp(z)), D(log(1 + exp(z)), z), 1 / (1 + exp(z)) * D(1 + exp(z), z), {}),
        (Chain(activation(z)), D(loss(activation(z), y), z),
         D(loss(activation(z), y), activation(z)) * D(activation(z), z), {}),
        (ChainPaths((f(z), g(z))), D(F2(f(z), g(z)), z),
         Subs(D(F2(h, a), h), (h, a), (f(z), g(z))) * D(f(z), z)
         + Subs(D(F2(h, a), a), (h, a), (f(z), g(z))) * D(g(z), z), {}),
        (ChainPaths((f(z), g(z))), D(f(z) * g(z), z), g(z) * D(f(z), z) + f(z) * D(g(z), z), {}),
        (Chain(2 * z + 1), D(Abs(2 * z + 1), z), sign(2 * z + 1) * D(2 * z + 1, z), {}),
        (ChainPaths((f(z), g(z))), D(Abs(f(z)) * g(z), z),
         sign(f(z)) * g(z) * D(f(z), z) + Abs(f(z)) * D(g(z), z), {}),
        (DifferenceQuotient(h), D(z**2, z), Limit(((z + h) ** 2 - z**2) / h, h, 0, "+-"), {}),
        (TAKE_LIMIT, Limit(2 * z + h, h, 0, "+-"), 2 * z, {}),
        (WRITE_OUT, Sum(2 * index, (index, 1, 3)), S(12), {}),
        (WRITE_OUT, Product(Sum(z, (index, 0, 1)), EVERY), (2 * z) ** m, {}),
        (POWER_LAW, S(2) ** (m + 1), 2 * S(2) ** m, {}),
        (ELEMENTARY, D(exp(-z), z), -exp(-z), {}),
        (ELEMENTARY, D(z**3 + 2 * z + y, z), 3 * z**2 + 2, {}),
        (TAKE_LIMIT, Limit(exp(-z), z, oo), S.Zero, {}),
        (ARRANGE, z + y - z, y, {}),
        (EXPAND, z * (y + 1), z * y + z, {}),
        (FACTOR, z * y + z, z * (y + 1), {}),
        (COMBINE, 1 / z + 1 / y, (y + z) / (z * y), {}),
        (CANCEL, z * y / y, z, {}),
        (SPLIT_PRODUCT, z / (1 + z) ** 2, 1 / (1 + z) * (z / (1 + z)), {}),
        (SPLIT_SUM, (z + y) / y, z / y + 1, {}),
        (COMPUTE, F(1, 2) * (1 - F(1, 2)), F(1, 4), {}),
        (COMPLETE_SQUARE, z**2 + 2 * z, (z + 1) ** 2 - 1, {}),
        (AddAndSubtract(S.One), exp(z), exp(z) + 1 - 1, {}),
        (MultiplyBoth(exp(z)), 1 / (1 + exp(-z)), exp(z) / (exp(z) + 1), {}),
        (MultiplyBoth(exp(z)), exp(-z) / (1 + exp(-z)), 1 / (exp(z) + 1), {}),
        (EXPONENT_LAW, exp(-2 * z), 1 / exp(z) ** 2, {}),
        (LOG_LAW, log(a * yhat**2), log(a) + 2 * log(yhat), {}),
        (LOG_OF_PRODUCT, log(Product(yhat_[index], EVERY)), Sum(log(yhat_[index]), EVERY), {}),
        (SUM_LINEARITY, Sum(2 * y_[index] + 1, EVERY), 2 * Sum(y_[index], EVERY) + m, {}),
        (TERMWISE_LOG, Sum(log(yhat_[index] ** 2), EVERY), Sum(2 * log(yhat_[index]), EVERY), {}),
        (DROP_SQUARE, F(1, 4) - (z - 1) ** 2, F(1, 4), {}),
        (POSITIVE_FACTORS, -a * (1 - a), S.Zero, {a: UNIT}),
        (Then(Apply(SIGMOID_COMPLEMENT), EXPAND), y * sigma(-z), y - y * sigma(z), {z: REALS}),
    ]  # fmt: skip

    BAD: list[tuple[Rule, Expr, Expr, dict[Basic, Set]]] = [
        (Unfold(SIGMOID), sigma(z), 1 / (1 + exp(z)), {z: REALS}),
        (Unfold(SIGMOID), tanh(z), tanh(z), {z: REALS}),
        (Unfold(RELU), relu(z), z, {z: REALS}),
        (Fold(SIGMOID), 1 / (1 + exp(-z)), 1 / (1 + exp(-z)), {z: REALS}),
        (Fold(SIGMOID), 1 / (1 + exp(-z)), 1 - sigma(-z), {z: REALS}),
        (Apply(SIGMOID_COMPLEMENT), sigma(z), 1 - sigma(-z), {z: REALS}),
        (Apply(SIGMOID_POSITIVE), 1 - sigma(z), S.One, {z: REALS}),
        (Apply(SIGMOID_PRIME_MAXIMUM), 4 * D(sigma(z), z), S.One, {z: REALS}),
        (LINEARITY, z * D(sigma(z), z) + z, z * (D(sigma(z), z) + 1), {}),
        (LINEARITY, D(z * exp(z), z), D(z, z) * D(exp(z), z), {}),
        (QUOTIENT, D(exp(z), z) * (y + 1), D(exp(z), z) * y + D(exp(z), z), {}),
        (PRODUCT, D(z * exp(z), z), D(z, z) * exp(z), {}),
        (Chain(z), D(exp(-z), z), -exp(-z), {}),
        (Chain(z), D(exp(-z), z), -exp(-z) * D(z, z), {}),
        (Chain(exp(z)), D(z * exp(z), z), z * D(exp(z), z), {}),
        (ChainPaths((f(z), g(z))), D(F2(f(z), g(z)), z),
         Subs(D(F2(h, a), h), (h, a), (f(z), g(z))) * D(f(z), z), {}),
        (ChainPaths((f(z),)), D(F2(f(z), g(z)), z),
         Subs(D(F2(h, g(z)), h), h, f(z)) * D(f(z), z), {}),
        (ChainPaths((f(z), g(z))), D(z * F2(f(z), g(z)), z), z * D(f(z), z), {}),
        (ChainPaths((f(z), g(z))), D(exp(f(z)), z), exp(f(z)) * D(f(z), z), {}),
        (DifferenceQuotient(h), D(z**2, z), Limit(((z + h) ** 2 - z**2) / h, h, 0), {}),
        (DifferenceQuotient(h), D(z**2, z), Limit((z - h) / h, h, 0, "+-"), {}),
        (DifferenceQuotient(h), D(h * z, z), Limit(((z + h) * h - z * h) / h, h, 0, "+-"), {}),
        (TAKE_LIMIT, Limit(Abs(h) / h, h, 0, "+-"), S.One, {}),
        (WRITE_OUT, Sum(y_[index], EVERY), y_[1], {}),
        (WRITE_OUT, Sum(2 * index, (index, 1, 3)), S(13), {}),
        (POWER_LAW, S(2) ** (m + 1), S(2) ** m, {}),
        (POWER_LAW, z * (y + 1), z * y + z, {}),
        (ELEMENTARY, D(exp(z**2), z), 2 * z * exp(z**2), {}),
        (ELEMENTARY, D(z * exp(z), z), (1 + z) * exp(z), {}),
        (ELEMENTARY, D(y**2 * z, (y, 2), z), 2 * y * z, {}),
        (ELEMENTARY, D(y**2 * z, y, z), 2 * y * z, {}),
        (ELEMENTARY, D(y**2 * z, y, z), y**2, {}),
        (LINEARITY, D(y**2 * z, y, z), 2 * y * z, {}),
        (TAKE_LIMIT, z + y - z, y, {}),
        (ARRANGE, sigma(-z), 1 - sigma(z), {z: REALS}),
        (EXPAND, z * y + z, z * (y + 1), {}),
        (EXPAND, 1 / (1 + exp(-z)), exp(z) / (1 + exp(z)), {}),
        (FACTOR, z * (y + 1), z * y + z, {}),
        (COMBINE, z * y / y, z, {}),
        (CANCEL, z * (y + 1), z * y + z, {}),
        (CANCEL, (z + y) / y, z / y + 1, {}),
        (SPLIT_PRODUCT, z / y + 1, (z + y) / y, {}),
        (SPLIT_SUM, z / y + 1, (z + y) / y, {}),
        (COMPUTE, z + y - z, y, {}),
        (COMPLETE_SQUARE, (z + 1) ** 2, z**2 + 2 * z + 1, {}),
        (AddAndSubtract(S.One), exp(z), exp(z) + 2 - 2, {}),
        (AddAndSubtract(S.One), exp(z) + 1, exp(z) + 1, {}),
        (MultiplyBoth(exp(z)), 1 / (1 + exp(-z)), 1 / (1 + exp(-z)), {}),
        (EXPONENT_LAW, z + y - z, y, {}),
        (LOG_LAW, log(z**2), 2 * log(a), {}),
        (LOG_LAW, z * (y + 1), z * y + z, {}),
        (LOG_OF_PRODUCT, log(a * yhat), log(a) + log(yhat), {}),
        (SUM_LINEARITY, z * (y + 1), z * y + z, {}),
        (SUM_LINEARITY, Sum(y_[index] ** 2, EVERY), Sum(y_[index], EVERY) ** 2, {}),
        (TERMWISE_LOG, log(a**2), 2 * log(a), {}),
        (DROP_SQUARE, 1 + z**2 - y**2, S.One, {}),
        (DROP_SQUARE, 1 + z**2 - y**2 / 2, S.One, {}),
        (DROP_SQUARE, z + 1, z, {}),
        (DROP_SQUARE, z + y**3, z, {}),
        (POSITIVE_FACTORS, z * exp(z), S.Zero, {z: REALS}),
        (POSITIVE_FACTORS, exp(z), S.One, {z: REALS}),
        (Then(ARRANGE, EXPAND), z + y - z, y, {}),
        (Then(EXPAND, Apply(SIGMOID_PRIME)), z * (y + 1), z * y + z, {}),
    ]  # fmt: skip


def case(row: tuple[Rule, Expr, Expr, dict[Basic, Set]]) -> str:
    return f"{type(row[0]).__name__}:{row[1]}→{row[2]}"


@pytest.mark.parametrize("row", GOOD, ids=case)
def test_accepts(row: tuple[Rule, Expr, Expr, dict[Basic, Set]]) -> None:
    rule, before, after, domain = row
    assert rule.objection(before, after, domain) == ""


@pytest.mark.parametrize("row", BAD, ids=case)
def test_rejects_and_says_why(row: tuple[Rule, Expr, Expr, dict[Basic, Set]]) -> None:
    rule, before, after, domain = row
    objection = rule.objection(before, after, domain)
    assert rule.name.partition("，")[0] in objection


@pytest.mark.parametrize(
    ("rule", "before", "after", "domain", "reason"),
    [
        (
            Unfold(RELU), relu(z), 2 * z, {z: POSITIVE},
            "给出的是 Piecewise((z, z > 0), (0, z <= 0))，不是 2*z",
        ),
        (
            Then(Unfold(RELU), ARRANGE), relu(z), 2 * z, {z: POSITIVE},
            "Piecewise((z, z > 0), (0, True)) 变不成 2*z",
        ),
        (
            MultiplyBoth(z), y / (y + 1), y, {},
            "给出的分子、分母是 (y*z, y*z + z)，不是 (y, 1)",
        ),
        (POSITIVE_FACTORS, y * z, S.Zero, {}, "看不出 y 的符号"),
    ],
)  # fmt: skip
def test_says_what_the_rule_gives_first(
    rule: Rule, before: Expr, after: Expr, domain: dict[Basic, Set], reason: str
) -> None:
    """规则能得到好几个式子、或有好几处不合时，说的是头一个。"""
    assert rule.objection(before, after, domain).endswith(reason)


def test_higher_derivatives_do_not_hide_the_first_ones() -> None:
    """一阶导数的规则跳过高阶的，别的一阶导数照样能用。"""
    count = 8
    with evaluate(False):
        first = [D(2 * f(z + k), z) for k in range(count)]
        second = [D(g(z + k), (z, 2)) for k in range(count)]
    before = sum((*first, *second), start=S.Zero)
    assert len(list(LINEARITY.results(before, {}))) == count


@pytest.mark.parametrize(("body", "ways"), [(exp(z), 0), (z * exp(z), 1), (z * f(z) * exp(z), 2)])
def test_a_product_is_split_into_two_proper_parts(body: Expr, ways: int) -> None:
    """n 个因子有 n − 1 处可以分开；只有一个因子就谈不上积。"""
    assert len(list(PRODUCT.rewrite(body, z))) == ways


def test_relations() -> None:
    assert ARRANGE.relations == {EQ}
    assert DROP_SQUARE.relations == {LE, GE}
    assert POSITIVE_FACTORS.relations == {LT, GT}
    assert Apply(SIGMOID_PRIME).relations == {EQ}
    assert Apply(SIGMOID_POSITIVE).relations == {GT}
    assert Apply(SIGMOID_POSITIVE, backwards=True).relations == {LT}
    assert Then(ARRANGE, DROP_SQUARE).relations == {LE, GE}


def test_names_and_citations() -> None:
    assert Unfold(SIGMOID).cites() == (SIGMOID,)
    assert Fold(SIGMOID).cites() == (SIGMOID,)
    assert Apply(SIGMOID_PRIME).cites() == (SIGMOID_PRIME,)
    assert Then(Apply(SIGMOID_PRIME), Unfold(SIGMOID)).cites() == (SIGMOID_PRIME, SIGMOID)
    assert ARRANGE.cites() == ()
    assert SIGMOID.title in Unfold(SIGMOID).name
    assert SIGMOID_PRIME.title in DifferentiateAgain(SIGMOID_PRIME).name
    assert Fold(SIGMOID).name == f"写回定义：{SIGMOID.title}"
    assert Apply(SIGMOID_PRIME).name == f"已证：{SIGMOID_PRIME.title}"
    assert Then(ARRANGE, EXPAND).name == "整理，展开"
    assert NonnegativeTerms(SIGMOID_POSITIVE).name == (
        f"每一项都不小于零，已证：{SIGMOID_POSITIVE.title}"
    )
    assert ThroughLayer(LABEL_ROW).name == f"反向传播一步：{LABEL_ROW.title}"


WITH_CONTENT = [
    Unfold(SIGMOID),
    Fold(SIGMOID),
    Apply(SIGMOID_PRIME, {z: S.Zero}),
    Chain(exp(z)),
    ChainPaths((f(z), g(z))),
    DifferenceQuotient(h),
    DifferentiateAgain(LOSS_DZ),
    ARRANGE,
    AddAndSubtract(S.One),
    MultiplyBoth(z),
    Then(ARRANGE, EXPAND),
    TRANSPOSE_LAW,
    MatrixProduct(),
    NonnegativeTerms(SIGMOID_POSITIVE),
    ThroughLayer(LABEL_ROW),
    BY_ENTRIES,
]
"""有内容的规则，每个小类一条。"""


@pytest.mark.parametrize("rule", WITH_CONTENT, ids=lambda rule: type(rule).__name__)
def test_rules_are_constant_and_each_its_own(rule: Rule) -> None:
    """许多推导共用一条规则，所以它不能改；内容相同的两条仍是两条，而且都能放进集合。"""
    first = fields(rule)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(rule, first, getattr(rule, first))
    assert len({rule, replace(rule)}) == 2


# ---- 定义域：结论和定义只能用在它成立的地方 ----------------------------------------


def one_step(before: Expr, after: Expr, rule: Rule, domain: dict[Basic, Set]) -> Derivation:
    return Derivation("one", "一步", before, (Step(after, rule),), domain)


with evaluate(False):
    ONLY_POSITIVE = Derivation(
        "only_positive", "只在正半轴上证过的恒等式", sigma(-z),
        (Step(1 - sigma(z), Apply(SIGMOID_COMPLEMENT)),), {z: POSITIVE},
    )  # fmt: skip
    ONLY_UNIT = Claim("only_unit", "只对 a∈(0,1)", a * (1 + a), EQ, a + a**2, {a: UNIT})


@pytest.mark.parametrize(
    ("before", "after", "rule", "domain", "fits"),
    [
        (sigma(-z), 1 - sigma(z), Apply(ONLY_POSITIVE), {z: POSITIVE}, True),
        (sigma(-z), 1 - sigma(z), Apply(ONLY_POSITIVE), {z: REALS}, False),
        (sigma(-z), 1 - sigma(z), Apply(ONLY_POSITIVE), {z: NEGATIVE}, False),
        (sigma(z), 1 - sigma(-z), Apply(ONLY_POSITIVE, {z: -z}), {z: NEGATIVE}, True),
        (sigma(S(-2)), 1 - sigma(S(2)), Apply(ONLY_POSITIVE, {z: S(2)}), {}, True),
        (sigma(S(2)), 1 - sigma(S(-2)), Apply(ONLY_POSITIVE, {z: S(-2)}), {}, False),
        (Limit(sigma(-z), z, oo), Limit(1 - sigma(z), z, oo), Apply(ONLY_POSITIVE), {}, True),
        (Limit(sigma(-z), z, -oo), Limit(1 - sigma(z), z, -oo), Apply(ONLY_POSITIVE), {}, False),
        (
            Limit(sigma(-z), z, 0, "+"), Limit(1 - sigma(z), z, 0, "+"),
            Apply(ONLY_POSITIVE), {}, True,
        ),
        (
            Limit(sigma(-z), z, 0, "-"), Limit(1 - sigma(z), z, 0, "-"),
            Apply(ONLY_POSITIVE), {}, False,
        ),
        (ONLY_UNIT.lhs, ONLY_UNIT.rhs, Apply(ONLY_UNIT), {a: POSITIVE}, False),
        (
            leaky_relu(S(-1), alpha), -alpha,
            Unfold(LEAKY_RELU), {alpha: UNIT}, True,
        ),
        (
            leaky_relu(S(-1), S(2)), S(-2),
            Unfold(LEAKY_RELU), {}, False,
        ),
        (
            leaky_relu(S(-1), S(2)) + 1, S(-1),
            Then(Unfold(LEAKY_RELU), ARRANGE), {}, False,
        ),
        (
            leaky_relu(S(-1), alpha) + sigma(-z), 1 - alpha - sigma(z),
            Then(Unfold(LEAKY_RELU), Apply(ONLY_POSITIVE)), {alpha: UNIT, z: POSITIVE}, True,
        ),
        (
            leaky_relu(S(-1), alpha) + sigma(-z), 1 - alpha - sigma(z),
            Then(Unfold(LEAKY_RELU), Apply(ONLY_POSITIVE)), {alpha: UNIT, z: REALS}, False,
        ),
        (
            loss(sigma(z), y), -(y * log(sigma(z)) + (1 - y) * log(1 - sigma(z))),
            Unfold(CROSS_ENTROPY), {z: REALS, y: LABEL}, True,
        ),
        (
            loss(a, S(2)), -(2 * log(a) - log(1 - a)),
            Unfold(CROSS_ENTROPY), {a: UNIT}, False,
        ),
        (
            -(y_[1] * log(yhat_[1]) + (1 - y_[1]) * log(1 - yhat_[1])), loss(yhat_[1], y_[1]),
            Fold(CROSS_ENTROPY), {yhat_: UNIT, y_: LABEL}, True,
        ),
    ],
)  # fmt: skip
def test_only_inside_the_domain(
    before: Expr, after: Expr, rule: Rule, domain: dict[Basic, Set], fits: bool
) -> None:
    """等式都是真的；成不成立只看引用的结论、定义在不在它的定义域里。"""
    assert rule.objection(before, after, domain) == ""
    report = verify(one_step(before, after, rule, domain), BOOK)
    if fits:
        assert report.good, report.message
    else:
        assert report.verdict is Verdict.UNKNOWN
        assert "时成立" in report.message


def test_inequalities_need_their_relation() -> None:
    weak = Step(F(1, 4), DROP_SQUARE, EQ)
    square = F(1, 4) - (tanh(S.Zero)) ** 2
    report = verify(Derivation("x", "x", square, (weak,), {}), BOOK)
    assert report.verdict is Verdict.UNKNOWN, "恰好取等号时也不能说是由「平方非负」得到的"
    assert "≤、≥" in report.message
    lazy = verify(Derivation("x", "x", z + y - z, (Step(y, ARRANGE, GE),), {z: REALS, y: REALS}),
                  BOOK)  # fmt: skip
    assert not lazy.good


def test_a_theorem_with_a_sum_is_not_captured() -> None:
    """把 ŷ 换成 ŷ⁽ⁱ⁾ 时，定理自己的求和指标 i 不能把它吃掉。"""
    theorem = BOOK["constant_prediction"]
    rule = Apply(theorem, {yhat: yhat_[index]})
    before = 1 / m * Sum(loss(yhat_[index], y_[index]), EVERY)
    assert list(rule.results(before, {})) == []


def test_definitions_with_swapped_parameters() -> None:
    swapped = Definition("f", "f", leaky_relu(alpha, z), Max(alpha, z * alpha), {})
    (unfolded, *_) = Unfold(swapped).results(leaky_relu(z, alpha), {})
    assert unfolded == Max(z, alpha * z)


def test_only_the_same_limit_is_looked_into() -> None:
    """变量、趋向、方向都相同，才是同一个极限过程。"""
    before = Limit(z + h, h, 0, "+")
    assert inside(before, Limit(z - h, h, 0, "+")) == (z + h, z - h)
    for other in (Limit(z + h, z, 0, "+"), Limit(z + h, h, 1, "+"), Limit(z + h, h, 0, "-"), z):
        assert inside(before, other) == (before, other)


# ---- 矩阵 ---------------------------------------------------------------------

R, B, column = MatrixSymbol("R", n, n), MatrixSymbol("B", 1, 1), MatrixSymbol("c", n, 1)
NOT_TOO_LOW = Claim("not_too_low", "大于 −1", sigma(z), GT, S(-1), {z: REALS})
NOT_NEGATIVE = Claim("not_negative", "不小于 0", sigma(z), GE, S.Zero, {z: REALS})
ON_HALF = Claim("on_half", "在正半轴上大于 0", sigma(z), GT, S.Zero, {z: POSITIVE})
squares = Sum(y_[index] ** 2, EVERY)
quadratic = times(1 / m, MatrixSum(times(elementwise(sigma, B), MatPow(B, 2)), EVERY))


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        (MatrixProduct((LABEL_ROW,)), squares, times(Y, transpose(Y))),
        (MatrixProduct((LABEL_ROW,)), times(Y, transpose(Y)), squares),
        (NonnegativeTerms(SIGMOID_POSITIVE), quadratic, S.Zero),
        (SUM_OF_SQUARES, plus(times(2, transpose(column), column), MatPow(B, 4)), S.Zero),
    ],
)
def test_accepts_matrices(rule: Rule, before: Expr, after: Expr) -> None:
    assert rule.objection(before, after, {}) == ""


@pytest.mark.parametrize(
    ("rule", "before", "after", "reason"),
    [
        (  # 右边相等，但不是矩阵的积
            MatrixProduct(),
            Sum(MatrixElement(R, index - 1, index - 1), (index, 1, n)),
            Trace(R),
            "应一边是和式，另一边是矩阵的积",
        ),
        (MatrixProduct(), squares, times(R, R), "两边的形状不同"),
        (NonnegativeTerms(NOT_TOO_LOW), elementwise(sigma, B), S.Zero, "的符号"),
        (NonnegativeTerms(NOT_NEGATIVE), elementwise(sigma, B), S.Zero, "的符号"),
        (NonnegativeTerms(ON_HALF), elementwise(sigma, B), S.Zero, "的符号"),
        (NonnegativeTerms(SIGMOID_POSITIVE), elementwise(tanh, B), S.Zero, "的符号"),
        (NonnegativeTerms(SIGMOID_POSITIVE), MatPow(B, 3), S.Zero, "看不出 B**3 的符号"),
        (NonnegativeTerms(SIGMOID_POSITIVE), MatPow(R, 2), S.Zero, "看不出 R**2 的符号"),
        (NonnegativeTerms(SIGMOID_POSITIVE), times(y, B), S.Zero, "看不出 y 的符号"),
        (SUM_OF_SQUARES, plus(B, MatPow(B, 2), MatPow(B, 3)), S.Zero, "：B 不是平方"),
    ],
)
def test_rejects_matrices_and_says_why(rule: Rule, before: Expr, after: Expr, reason: str) -> None:
    """说的是头一处不合的地方。"""
    assert reason in rule.objection(before, after, {})


@pytest.mark.parametrize("kind", [MatrixProduct, ByEntries])
def test_definitions_of_entries_are_used_only_inside_their_domain(
    kind: type[MatrixProduct | ByEntries],
) -> None:
    """Y 由 0 与 1 之间的标签排成：标签可以是任意实数时，就不能代入它。"""
    rule = kind((LABEL_ROW,))
    before, after = squares, times(Y, transpose(Y))
    for allowed, fits in ((LABEL, True), (REALS, False)):
        report = verify(one_step(before, after, rule, {m: S.Naturals, y_: allowed}), BOOK)
        assert report.good is fits, report.message
        assert fits or "时成立" in report.message
