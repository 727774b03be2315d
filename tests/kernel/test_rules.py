"""规则：由它能得到的要认，得不到的要拒，并说出中文的原因。"""

from __future__ import annotations

import pytest
from sympy import (
    Abs,
    Basic,
    Derivative,
    Expr,
    Function,
    Limit,
    Max,
    Product,
    Rational,
    S,
    Set,
    Subs,
    Sum,
    evaluate,
    exp,
    log,
    oo,
)

from derive.kernel.objects import Claim, Definition, Derivation, Relation, Step
from derive.kernel.report import Verdict
from derive.kernel.rules import (
    ARRANGE,
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
    TAKE_LIMIT,
    TERMWISE_LOG,
    WRITE_OUT,
    AddAndSubtract,
    Apply,
    Chain,
    ChainPaths,
    DifferenceQuotient,
    DifferentiateAgain,
    Fold,
    MultiplyBoth,
    Rule,
    Then,
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
from derive.theory.losses import COST, CROSS_ENTROPY, EVERY, LOSS_DZ
from derive.theory.symbols import (
    LABEL,
    NEGATIVE,
    POSITIVE,
    REALS,
    UNIT,
    J,
    a,
    activation,
    alpha,
    h,
    leaky_relu,
    loss,
    m,
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
        (MultiplyBoth(exp(z)), 1 / (1 + exp(-z)), 1 / (1 + exp(-z)), {}),
        (EXPONENT_LAW, z + y - z, y, {}),
        (LOG_LAW, log(z**2), 2 * log(a), {}),
        (LOG_LAW, z * (y + 1), z * y + z, {}),
        (LOG_OF_PRODUCT, log(a * yhat), log(a) + log(yhat), {}),
        (SUM_LINEARITY, z * (y + 1), z * y + z, {}),
        (SUM_LINEARITY, Sum(y_[index] ** 2, EVERY), Sum(y_[index], EVERY) ** 2, {}),
        (TERMWISE_LOG, log(a**2), 2 * log(a), {}),
        (DROP_SQUARE, 1 + z**2 - y**2, S.One, {}),
        (DROP_SQUARE, z + 1, z, {}),
        (DROP_SQUARE, z + y**3, z, {}),
        (POSITIVE_FACTORS, z * exp(z), S.Zero, {z: REALS}),
        (POSITIVE_FACTORS, exp(z), S.One, {z: REALS}),
        (Then(ARRANGE, EXPAND), z + y - z, y, {}),
        (Then(EXPAND, Apply(SIGMOID_PRIME)), z * (y + 1), z * y + z, {}),
    ]  # fmt: skip


def case(row: tuple[Rule, Expr, Expr, dict[Basic, Set]]) -> str:
    return f"{row[0].name}:{row[1]}→{row[2]}"


@pytest.mark.parametrize("row", GOOD, ids=case)
def test_accepts(row: tuple[Rule, Expr, Expr, dict[Basic, Set]]) -> None:
    rule, before, after, domain = row
    assert rule.objection(before, after, domain) == ""


@pytest.mark.parametrize("row", BAD, ids=case)
def test_rejects_and_says_why(row: tuple[Rule, Expr, Expr, dict[Basic, Set]]) -> None:
    rule, before, after, domain = row
    objection = rule.objection(before, after, domain)
    assert rule.name.partition("，")[0] in objection


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
