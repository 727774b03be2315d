"""测试者的测试：故意写错的推导、规则、引擎，一个也不许得到「已证」。

整本书逐步变异、逐条换规则的完整扫描标了 slow；平时每步只取几个，次序固定。
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

import pytest
from sympy import (
    Add,
    Basic,
    Derivative,
    Expr,
    Limit,
    Mul,
    Pow,
    S,
    Sum,
    evaluate,
    exp,
    preorder_traversal,
    zoo,
)
from sympy.core.function import AppliedUndef

from derive.cache import Cache
from derive.check import Cycle, check
from derive.kernel import algebra, rules
from derive.kernel import decide as engine
from derive.kernel.algebra import same
from derive.kernel.book import Book, expressions
from derive.kernel.decide import confirm
from derive.kernel.exact import CannotEvaluate
from derive.kernel.matrices import has_matrices
from derive.kernel.objects import Claim, Definition, Derivation, Relation, Statement, Step
from derive.kernel.report import Report, Verdict
from derive.kernel.rules import (
    ARRANGE,
    COMPUTE,
    TAKE_LIMIT,
    Apply,
    Fold,
    Rule,
    Then,
    Unfold,
)
from derive.kernel.verify import verify
from derive.theory import activations, losses
from derive.theory.activations import SIGMOID, SIGMOID_PRIME, TANH, TANH_PRIME
from derive.theory.losses import COST, CROSS_ENTROPY, EVERY, SAMPLES
from derive.theory.symbols import COUNT, REALS, J, a, i, loss, m, sigma, tanh, y, y_, yhat_, z

EQ = Relation.EQ
BOOK = Book((*activations.OBJECTS, *losses.OBJECTS))


def judged(*objects: object) -> dict[str, Report]:
    """这些对象连同全部定义，完整地核对一遍（不用缓存，不开进程）。"""
    definitions = [obj for obj in BOOK if isinstance(obj, Definition)]
    book = Book([*definitions, *objects])  # type: ignore[list-item]
    return check(book, [obj.id for obj in objects], jobs=1, cache=Cache(None))  # type: ignore[attr-defined]


def retold(chain: Derivation, number: int, step: Step) -> Derivation:
    """chain 的第 number 步换成 step。"""
    steps = (*chain.steps[: number - 1], step, *chain.steps[number:])
    return replace(chain, steps=steps)


# ---- 一个一个地错 ---------------------------------------------------------------


def test_wrong_derivative() -> None:
    with evaluate(False):
        wrong = retold(SIGMOID_PRIME, 7, Step(sigma(z) * (1 + sigma(z)), Fold(SIGMOID)))
    report = judged(wrong)["sigmoid_prime"]
    assert report.verdict is Verdict.REFUTED
    assert report.witness is not None
    assert str(report.witness) == "z = 0 时，左边 = 0.25，右边 = 0.75"


def test_missing_mean_for_every_m() -> None:
    with evaluate(False):
        total = Sum(loss(yhat_[i], y_[i]), EVERY)
        wrong = Derivation("wrong", "少了 1/m", J, (Step(total, Unfold(COST)),), SAMPLES)
    report = judged(wrong)["wrong"]
    assert report.verdict is Verdict.REFUTED
    assert report.witness is not None
    assert int(dict(report.witness.point)["m"]) > 1, "m = 1 时少了 1/m 也看不出来"


def test_true_but_undecidable_step() -> None:
    """Σ i³ = (Σ i)² 对每个 m 成立，复核处处同意，而 SymPy 判不出：只能是未决。"""
    cubes = Derivation(
        "cubes", "立方和", Sum(i**3, EVERY), (Step(Sum(i, EVERY) ** 2, ARRANGE),), {m: COUNT}
    )
    report = judged(cubes)["cubes"]
    assert report.verdict is Verdict.UNKNOWN
    assert report.steps[0].points > 0
    assert "符号判定没有结论" in report.message


def test_one_minus_s_instead_of_one_minus_s_squared() -> None:
    with evaluate(False):
        wrong = retold(TANH_PRIME, 5, Step(1 - tanh(z), Fold(TANH)))
    report = judged(wrong)["tanh_prime"]
    assert report.verdict is Verdict.REFUTED
    assert "第 5 步" in report.message


def test_citing_what_is_not_proved() -> None:
    lie = Claim("lie", "错的", sigma(z), EQ, sigma(-z), {z: REALS})
    user = Derivation("user", "用了错的", sigma(z), (Step(sigma(-z), Apply(lie)),), {z: REALS})
    assert judged(lie, user)["user"].verdict is not Verdict.PROVED


def test_citing_what_is_not_registered() -> None:
    hidden = Claim("hidden", "没有登记", sigma(z) + 0, EQ, 1 - sigma(-z), {z: REALS})
    user = Derivation("user", "", sigma(z), (Step(1 - sigma(-z), Apply(hidden)),), {z: REALS})
    report = judged(user)["user"]
    assert report.verdict is Verdict.UNKNOWN
    assert "没有登记" in report.message


def test_an_undecided_ground_spoils_what_stands_on_it() -> None:
    cubes = Claim("cubes", "立方和", Sum(i**3, EVERY), EQ, Sum(i, EVERY) ** 2, {m: COUNT})
    user = Derivation("user", "", Sum(i**3, EVERY) / 1 + 0, (
        Step(Sum(i, EVERY) ** 2, Apply(cubes)),
    ), {m: COUNT})  # fmt: skip
    reports = judged(cubes, user)
    assert reports["user"].verdict is Verdict.UNKNOWN


def test_circular_reasoning() -> None:
    """甲由乙，乙由甲：式子都对，仍然什么也没有证明。"""
    first = Derivation("first", "甲", sigma(-z), (Step(1 - sigma(z), ARRANGE),), {z: REALS})
    second = Derivation("second", "乙", sigma(-z), (Step(1 - sigma(z), Apply(first)),), {z: REALS})
    object.__setattr__(first, "steps", (Step(1 - sigma(z), Apply(second)),))
    assert verify(second, BOOK).good, "单看一条，看不出循环"
    with pytest.raises(Cycle, match="循环引用"):
        judged(first, second)


def test_citing_oneself() -> None:
    alone = Derivation("alone", "自证", sigma(-z), (Step(1 - sigma(z), ARRANGE),), {z: REALS})
    object.__setattr__(alone, "steps", (Step(1 - sigma(z), Apply(alone)),))
    with pytest.raises(Cycle, match="循环引用"):
        judged(alone)


# ---- 逼 SymPy 说谎 ---------------------------------------------------------------


def spoil(monkeypatch: pytest.MonkeyPatch, what: str) -> Derivation:
    """让 SymPy 的一种能力出错，并给出会上当的推导。"""
    with evaluate(False):
        if what == "化简":
            monkeypatch.setattr(engine, "STRATEGIES", (("谎话", lambda d: d * 0),))
            return Derivation("x", "", sigma(z), (Step(sigma(-z), ARRANGE),), {z: REALS})
        if what == "符号":
            monkeypatch.setattr(engine, "SIGN_STRATEGIES", (("谎话", lambda d: exp(z)),))
            step = Step(S.Zero, rules.POSITIVE_FACTORS, Relation.GT)
            return Derivation("x", "", tanh(z), (step,), {z: REALS})
        if what == "极限":
            for module in (algebra, rules):
                monkeypatch.setattr(module, "limit", lambda *_: S(2))
            return Derivation("x", "", Limit(sigma(z), z, 0), (Step(S(2), TAKE_LIMIT),), {})
        monkeypatch.setattr(Expr, "diff", lambda *_: S.Zero)
        step = Step(S.Zero, rules.ELEMENTARY)
        return Derivation("x", "", Derivative(exp(z), z), (step,), {z: REALS})


@pytest.mark.parametrize("what", ["化简", "符号", "极限", "求导"])
def test_a_forced_lie_is_contradicted(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    chain = spoil(monkeypatch, what)
    report = judged(chain)["x"]
    assert report.verdict is Verdict.UNKNOWN
    assert "两个引擎矛盾" in report.message
    assert not report.good


# ---- 整本书：每一步变异 ------------------------------------------------------------


def rebuilt(expr: Basic, old: Basic, new: Basic, done: list[bool]) -> Basic:
    """expr 里第一处 old 换成 new，其余原样（不让 SymPy 化简）。"""
    if expr == old and not done:
        done.append(True)
        return new
    if not expr.args:
        return expr
    arguments = [rebuilt(argument, old, new, done) for argument in expr.args]
    if isinstance(expr, Add | Mul | Pow):
        return expr.func(*arguments, evaluate=False)
    return expr.func(*arguments)


def without(node: Add | Mul, position: int) -> Expr:
    rest = [*node.args[:position], *node.args[position + 1 :]]
    return rest[0] if len(rest) == 1 else node.func(*rest, evaluate=False)


def negated(expr: Expr) -> Expr:
    return Mul(-1, expr, evaluate=False)


def mutants(expr: Expr) -> Iterator[Expr]:
    """变号、少一个因子、少一项、少平方、y 与 1 − y 对调。"""
    yield negated(expr)
    for node in preorder_traversal(expr):
        changes: list[Expr] = []
        if isinstance(node, Mul):
            changes += [without(node, k) for k in range(len(node.args))]
        if isinstance(node, Add):
            for k, term in enumerate(node.args):
                arguments = [*node.args[:k], negated(term), *node.args[k + 1 :]]
                changes += [Add(*arguments, evaluate=False), without(node, k)]
        if isinstance(node, Pow) and node.exp == 2:
            changes.append(node.base)
        if isinstance(node, AppliedUndef) or node in (y, a):
            changes.append(Add(1, negated(node), evaluate=False))
        for change in changes:
            with suppress(TypeError, ValueError):  # 换了之后不成式子
                yield rebuilt(expr, node, change, [])  # type: ignore[misc]


@dataclass(frozen=True)
class Case:
    """一条推导的一步：由 before 到 step。"""

    chain: Derivation
    number: int
    before: Expr

    @property
    def step(self) -> Step:
        return self.chain.steps[self.number - 1]

    def alone(self, expr: Expr, rule: Rule) -> Derivation:
        step = Step(expr, rule, self.step.relation)
        return Derivation("mutant", "变异", self.before, (step,), self.chain.domain)


CASES = [
    Case(obj, number, before)
    for obj in BOOK
    if isinstance(obj, Derivation)
    and not any(has_matrices(e, BOOK.definitions) for e in expressions(obj))
    for number, before in enumerate([obj.start, *(s.expr for s in obj.steps[:-1])], 1)
]
HONEST = {
    ("sigmoid_prime_maximum", "1/4 - (1 - σ(z) - 1/2)²"),  # 仍是同一个平方，也确实是配方
    ("relu_prime_left", "-ReLU′(z)"),  # 在负半轴上 0 = −0
}
"""变异之后仍然成立、规则也仍然用对了的。"""


def survivors(case: Case, chosen: list[Expr]) -> list[str]:
    """chosen 里得到「已证」的变异。先看有没有反例，没有反例的再完整地核对。"""
    from derive.kernel.notation import plain

    found = []
    for mutant in chosen:
        statement = Statement(case.before, case.step.relation, mutant)
        definitions = BOOK.definitions_in(case.before, mutant)
        try:
            if confirm(statement, case.chain.domain, definitions)[1] is not None:
                continue
        except CannotEvaluate:
            continue
        if verify(case.alone(mutant, case.step.rule), BOOK).verdict is Verdict.PROVED:
            found.append(plain(mutant))
    return [text for text in found if (case.chain.id, text) not in HONEST]


def worthwhile(case: Case) -> list[Expr]:
    """真的变了、也还有意义的变异。"""
    labels = {entry.label for entry in (y_, yhat_)}
    return [
        mutant
        for mutant in mutants(case.step.expr)
        if not mutant.has(zoo)
        and not same(mutant, case.step.expr)
        and not (case.step.expr.has(y_, yhat_) and mutant.has(*(1 - s for s in labels)))
    ]


@pytest.mark.parametrize("case", CASES[::5], ids=lambda c: f"{c.chain.id}-{c.number}")
def test_mutants_do_not_survive(case: Case) -> None:
    chosen = worthwhile(case)
    assert survivors(case, chosen[:: len(chosen) // 2 + 1]) == []


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.chain.id}-{c.number}")
def test_no_mutant_survives(case: Case) -> None:
    assert survivors(case, worthwhile(case)) == []


def test_the_mutations_are_real() -> None:
    """变异器自己：每一步都有变异，而且确实换掉了东西。"""
    with evaluate(False):
        expr = sigma(z) * (1 - sigma(z) ** 2)
    made = list(mutants(expr))
    assert len(made) >= 8
    assert sum(not same(mutant, expr) for mutant in made) >= 8
    assert all(worthwhile(case) for case in CASES[::5] if case.step.expr != 0)


# ---- 整本书：每一步换规则 -----------------------------------------------------------


def kind(rule: Rule) -> str:
    if isinstance(rule, Then):
        return f"{kind(rule.first)}，{kind(rule.second)}"
    return type(rule).__name__ if isinstance(rule, Unfold | Fold | Apply) else rule.label


RULES = list({rule.name: rule for case in CASES for rule in [case.step.rule]}.values())
ALGEBRA = {rule.label for rule in vars(rules).values() if isinstance(rule, rules.AlgebraRule)}
SYNONYMS: dict[str, set[str]] = {
    # 整理是总称：凡是只用四则运算（连同指数律）的，都可以说是整理
    "整理": ALGEBRA | {"分子分母同乘", "加一项再减同一项", "指数的运算律", "对数的运算律"},
    # 一步里做了几件事，说哪一件都不算错
    "展开": {"整理", "约分", "通分", "拆成几项"},
    "约分": {"整理", "计算"},
    "通分": {"展开", "计算"},
    "计算": {"整理"},
    "拆成几项": {"拆成两个因式的积"},
    # 分母乘进去时用到了 e⁻ᶻeᶻ = 1；e⁰ = 1 也是指数律
    "指数的运算律": {"分子分母同乘", "对数的运算律", "计算"},
    # ln 1 = 0 的项消失；ln ∏ = Σ ln 就是 ln(xy) = ln x + ln y
    "对数的运算律": {"整理", "积的对数等于对数的和"},
    # d c/dx = 0 既是线性也是公式；e^{kx} 是公式里写明的
    "求导的线性": {"基本求导公式"},
    "基本求导公式": {"链式法则，基本求导公式"},
    # f = a − y 只经由 a 依赖 z
    "链式法则": {"求导的线性", "链式法则，提取公因式"},
    # σ(0) = 1/2 可以代入定义，也可以引用已证的值
    "Unfold": {"Apply", "Apply，Apply"},
    "Apply": {"Unfold"},
}
"""换成这条规则 → 原来可以是哪些规则：逐条看过，说法不同而所言属实。"""


def mislabelled(case: Case) -> list[str]:
    """换上别的规则仍被接受、又不在名单上的。"""
    own, found = case.step.rule, []
    for rule in RULES:
        if rule.name == own.name or case.step.relation not in rule.relations:
            continue
        accepted = rule.objection(case.before, case.step.expr, case.chain.domain) == ""
        if accepted and kind(own) not in SYNONYMS.get(kind(rule), set()):
            found.append(f"[{own.name}] 也可以说成 [{rule.name}]")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.chain.id}-{c.number}")
def test_every_step_needs_its_own_rule(case: Case) -> None:
    assert mislabelled(case) == []


@pytest.mark.parametrize("case", CASES[::12], ids=lambda c: f"{c.chain.id}-{c.number}")
def test_a_step_needs_its_own_rule(case: Case) -> None:
    assert mislabelled(case) == []


def test_a_wrong_rule_is_red_in_the_whole_check() -> None:
    for rule in (COMPUTE, TAKE_LIMIT, Unfold(TANH), Fold(CROSS_ENTROPY), Apply(TANH_PRIME)):
        report = verify(retold(SIGMOID_PRIME, 1, replace(SIGMOID_PRIME.steps[0], rule=rule)), BOOK)
        assert report.verdict is Verdict.UNKNOWN, rule.name
        assert "第 1 步：规则" in report.message
