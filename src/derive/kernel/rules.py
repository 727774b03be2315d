"""规则：一步推导凭什么成立。每个小类是一条规则，文档字符串就是规则本身。

一条规则给出它能从上一式得到的所有式子（`results`），下一式必须是其中之一，只允许加乘的
次序不同；或者（代数类规则）直接判断下一式是否合乎规则（`objection`）。因此，式子对而规则
错，或规则对而式子错，都通不过。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sympy import (
    Add,
    Basic,
    Derivative,
    Dummy,
    Expr,
    Limit,
    MatAdd,
    MatMul,
    MatPow,
    MatrixExpr,
    MatrixSymbol,
    Mul,
    Pow,
    Product,
    S,
    Set,
    Subs,
    Sum,
    Symbol,
    Transpose,
    exp,
    expand_power_exp,
    fraction,
    limit,
    log,
    preorder_traversal,
)
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from derive.kernel import index_form
from derive.kernel.algebra import (
    OutOfReach,
    bindings,
    canonical,
    exp_letters,
    expand_logs,
    field_equal,
    gather_sums,
    head,
    is_zero_fraction,
    log_products,
    on_piece,
    positive_form,
    same,
    substitute,
    unfold,
    written_out,
)
from derive.kernel.exact import one_sided
from derive.kernel.matrices import MatrixSum
from derive.kernel.matrix_laws import (
    arranged,
    columned,
    distributed,
    pulled_back,
    repeated,
    rewritten,
    rotated,
    rowed,
    same_entrywise,
    sized,
    transposed,
)
from derive.kernel.objects import Claim, Definition, Derivation, Domain, Relation
from derive.kernel.pull_back import Gradient, pull_back

if TYPE_CHECKING:
    from derive.kernel.objects import BookObject

Proved = Derivation | Claim
Demand = tuple[Basic, Set]
EQUAL = frozenset({Relation.EQ})


class Rule:
    """规则的公共形状。"""

    label: str

    @property
    def name(self) -> str:
        """显示在步骤旁边的名字。"""
        return self.label

    def results(self, before: Expr, domain: Domain) -> Iterator[Expr]:
        """这条规则能从 before 得到的式子。"""
        return iter(())

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        """after 不能由这条规则得到时，说明原因；能得到时是空串。"""
        possible = list(self.results(before, domain))
        if any(same(result, after) for result in possible):
            return ""
        if not possible:
            return f"规则「{self.name}」在上一式里没有可用之处"
        return f"规则「{self.name}」给出的是 {possible[0]}，不是 {after}"

    def demands(self, before: Expr, after: Expr, domain: Domain) -> Iterator[Demand]:
        """用这条规则的前提：各个式子要落在各自的范围里（由 `derive.kernel.verify` 核对）。"""
        return iter(())

    @property
    def relations(self) -> frozenset[Relation]:
        """这条规则能得到的关系。"""
        return EQUAL

    def cites(self) -> tuple[BookObject, ...]:
        """这条规则引用的定义与已证结论。"""
        return ()


# ---- 定义与已证结论 -------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Unfold(Rule):
    """f(x) → 定义的右边（定义域只落在分段函数的一段时，取那一段）。"""

    definition: Definition

    @property
    def name(self) -> str:
        return f"代入定义：{self.definition.title}"

    def results(self, before: Expr, domain: Domain) -> Iterator[Expr]:
        unfolded = unfold(before, self.definition)
        if not same(unfolded, before):
            yield unfolded
            yield on_piece(unfolded, domain)

    def demands(self, before: Expr, after: Expr, domain: Domain) -> Iterator[Demand]:
        yield from _in_domain(self.definition, before)

    def cites(self) -> tuple[BookObject, ...]:
        return (self.definition,)


@dataclass(frozen=True, eq=False)
class Fold(Rule):
    """定义的右边 → f(x)。"""

    definition: Definition

    @property
    def name(self) -> str:
        return f"写回定义：{self.definition.title}"

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        unfolded = unfold(after, self.definition)
        if same(unfolded, after):
            return f"规则「{self.name}」：下一式里没有出现 {self.definition.lhs}"
        if same(unfolded, before) or same(on_piece(unfolded, domain), before):
            return ""
        return f"规则「{self.name}」：把下一式里的定义代回去是 {unfolded}，不是上一式 {before}"

    def demands(self, before: Expr, after: Expr, domain: Domain) -> Iterator[Demand]:
        yield from _in_domain(self.definition, after)

    def cites(self) -> tuple[BookObject, ...]:
        return (self.definition,)


def _in_domain(definition: Definition, expr: Expr) -> Iterator[Demand]:
    """expr 里每次用到被定义者，自变量都要在定义域里。"""
    for use in expr.atoms(AppliedUndef):
        if use.func == head(definition):
            values = bindings(definition, use.args)
            yield from ((values.get(v, v), allowed) for v, allowed in definition.domain.items())
    if isinstance(definition.lhs, Symbol | MatrixSymbol):
        yield from definition.domain.items()


@dataclass(frozen=True, eq=False)
class Apply(Rule):
    """已证 lhs = rhs，则式中的 lhs（按 at 代值后）可换成 rhs；backwards 时反过来。"""

    theorem: Proved
    at: dict[Basic, Basic] = field(default_factory=dict)
    backwards: bool = False

    @property
    def name(self) -> str:
        return f"已证：{self.theorem.title}"

    def results(self, before: Expr, domain: Domain) -> Iterator[Expr]:
        statement = self.theorem.statement
        old, new = (canonical(substitute(s, self.at)) for s in (statement.lhs, statement.rhs))
        if self.backwards:
            old, new = new, old
        whole = canonical(before)
        if statement.relation is not Relation.EQ:  # 不等式只能整个地用，不能在式子里面替换
            yield from (new,) if whole == old else ()
            return
        for replace in (whole.xreplace, whole.subs):
            with suppress(ValueError):  # 求导的变量换不成式子
                result = replace({old: new})
                if result != whole:
                    yield result

    def demands(self, before: Expr, after: Expr, domain: Domain) -> Iterator[Demand]:
        yield from _at_in_domain(self.theorem, self.at)

    @property
    def relations(self) -> frozenset[Relation]:
        relation = self.theorem.statement.relation
        return frozenset({FLIPPED[relation] if self.backwards else relation})

    def cites(self) -> tuple[BookObject, ...]:
        return (self.theorem,)


FLIPPED = {
    Relation.EQ: Relation.EQ,
    Relation.LT: Relation.GT,
    Relation.GT: Relation.LT,
    Relation.LE: Relation.GE,
    Relation.GE: Relation.LE,
}
"""a R b 就是 b FLIPPED[R] a。"""


def _at_in_domain(theorem: Proved, at: dict[Basic, Basic]) -> Iterator[Demand]:
    """结论在它的定义域里已证，代入的值也要在里面。"""
    yield from ((at.get(v, v), allowed) for v, allowed in theorem.domain.items())


# ---- 求导 ---------------------------------------------------------------------


class DerivativeRule(Rule):
    """把式中的某个导数 d f/d x 改写；`rewrite` 给出它可以换成的式子。"""

    def rewrite(self, body: Expr, variable: Basic) -> Iterator[Expr]:
        raise NotImplementedError

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        """求导之后的整理只是四则运算；没有求出的导数仍是字母，所以规则仍被核对。"""
        if any(field_equal(result, after) for result in self.results(before, domain)):
            return ""
        return super().objection(before, after, domain)

    def results(self, before: Expr, domain: Domain) -> Iterator[Expr]:
        for derivative in before.atoms(Derivative):
            if len(derivative.variables) != 1:  # 二阶的、混合的都不管
                continue
            for replacement in self.rewrite(derivative.expr, *derivative.variables):
                if not same(replacement, derivative):  # 什么也没做，就谈不上用了这条规则
                    yield before.xreplace({derivative: replacement})


def _depends(expr: Basic, variable: Basic) -> bool:
    return bool(expr.has(variable))


class Linearity(DerivativeRule):
    """(c f + g)′ = c f′ + g′，常数的导数是 0。"""

    label = "求导的线性"

    def rewrite(self, body: Expr, variable: Basic) -> Iterator[Expr]:
        terms = []
        for term in Add.make_args(canonical(body)):
            factors = Mul.make_args(term)
            constant = Mul(*(f for f in factors if not _depends(f, variable)))
            varying = Mul(*(f for f in factors if _depends(f, variable)))
            terms.append(S.Zero if varying == 1 else constant * Derivative(varying, variable))
        yield Add(*terms)


class ProductRule(DerivativeRule):
    """(f g)′ = f′ g + f g′。"""

    label = "积的求导法则"

    def rewrite(self, body: Expr, variable: Basic) -> Iterator[Expr]:
        factors = Mul.make_args(body)
        for i in range(1, len(factors)):
            f, g = Mul(*factors[:i]), Mul(*factors[i:])
            yield Derivative(f, variable) * g + f * Derivative(g, variable)


class QuotientRule(DerivativeRule):
    """(f/g)′ = (f′ g − f g′)/g²。"""

    label = "商的求导法则"

    def rewrite(self, body: Expr, variable: Basic) -> Iterator[Expr]:
        f, g = fraction(canonical(body))
        if _depends(g, variable):
            yield (Derivative(f, variable) * g - f * Derivative(g, variable)) / g**2


@dataclass(frozen=True, eq=False)
class Chain(DerivativeRule):
    """d f(u)/d x = (d f/d u)·(d u/d x)，u 是 inner；f 对 x 的依赖必须全部经过 u。"""

    inner: Expr
    label = "链式法则"

    def rewrite(self, body: Expr, variable: Basic) -> Iterator[Expr]:
        u = Dummy("u", real=True)
        inner = canonical(self.inner)
        outer = canonical(body).xreplace({inner: u})
        if inner == variable or not _depends(outer, u) or _depends(outer, variable):
            return
        link = Derivative(inner, variable)
        yield substitute(outer.diff(u), {u: inner}) * link
        if isinstance(inner, AppliedUndef):  # u 是有名字的量，可以留着 ∂f/∂u 不算
            yield Derivative(canonical(body), inner) * link


@dataclass(frozen=True, eq=False)
class ChainPaths(DerivativeRule):
    """d f(u, v, …)/d x = Σ (∂f/∂u)·(d u/d x)：从 f 到 x 的每条路径一项。

    paths 是各条路径经过的量；f 对 x 的依赖必须全部经过它们。∂f/∂u 是其余的量不动时的偏导数，
    所以先把 u, v, … 看作独立的字母，求导之后再代回去。
    """

    paths: tuple[Expr, ...]
    label = "沿每条路径相乘，再相加"

    def rewrite(self, body: Expr, variable: Basic) -> Iterator[Expr]:
        inner = [canonical(path) for path in self.paths]
        letters = [Dummy(str(path.func), real=True) for path in inner]
        outer = canonical(body).xreplace(dict(zip(inner, letters, strict=True)))
        if _depends(outer, variable) or not all(_depends(outer, u) for u in letters):
            return
        links = [Derivative(path, variable) for path in inner]
        partials = [Derivative(outer, u) for u in letters]
        kept = [Subs(partial, tuple(letters), tuple(inner)) for partial in partials]
        yield Add(*map(Mul, kept, links))
        back = dict(zip(letters, inner, strict=True))
        worked_out = [substitute(partial.doit(), back) for partial in partials]
        yield Add(*map(Mul, worked_out, links))


@dataclass(frozen=True, eq=False)
class DifferenceQuotient(DerivativeRule):
    """f′(x) = lim_{h→0} (f(x+h) − f(x))/h，h 从两侧趋近 0。"""

    h: Symbol
    label = "导数的定义"

    def rewrite(self, body: Expr, variable: Basic) -> Iterator[Expr]:
        if isinstance(variable, Symbol) and not _depends(body, self.h):
            moved = substitute(body, {variable: variable + self.h})
            yield Limit((moved - body) / self.h, self.h, 0, "+-")


class Elementary(DerivativeRule):
    """c′ = 0，(xⁿ)′ = n xⁿ⁻¹，(eˣ)′ = eˣ，(ln x)′ = 1/x；x 处可以是 k x + c，也可取线性组合。"""

    label = "基本求导公式"

    def rewrite(self, body: Expr, variable: Basic) -> Iterator[Expr]:
        terms = Add.make_args(canonical(body).expand())
        if all(_is_elementary(term, variable) for term in terms):
            yield Add(*(term.diff(variable) for term in terms))

    def results(self, before: Expr, domain: Domain) -> Iterator[Expr]:
        """一次算出所有能用公式的导数。"""
        answers = {
            d: answer
            for d in before.atoms(Derivative)
            if len(d.variables) == 1
            for answer in self.rewrite(d.expr, *d.variables)
        }
        if answers:
            yield before.xreplace(answers)


def _is_elementary(term: Expr, variable: Basic) -> bool:
    varying = [f for f in Mul.make_args(term) if _depends(f, variable)]
    if len(varying) != 1:
        return not varying
    (f,) = varying
    argument = f.base if isinstance(f, Pow) and not f.exp.has(variable) else f
    if isinstance(f, exp | log):
        (argument,) = f.args
    if not isinstance(variable, Symbol):
        return bool(argument == variable)
    return bool(argument.is_polynomial(variable) and argument.diff(variable, 2) == 0)


@dataclass(frozen=True, eq=False)
class DifferentiateAgain(Rule):
    """f″ = (f′)′，其中 f′ 是已证的。"""

    theorem: Proved
    at: dict[Basic, Basic] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"再求一次导，已证：{self.theorem.title}"

    def results(self, before: Expr, domain: Domain) -> Iterator[Expr]:
        statement = self.theorem.statement
        first, slope = (canonical(substitute(s, self.at)) for s in (statement.lhs, statement.rhs))
        (variable,) = first.variables
        second = Derivative(first.expr, (variable, 2))
        if canonical(before).has(second):
            yield canonical(before).xreplace({second: Derivative(slope, variable)})

    def demands(self, before: Expr, after: Expr, domain: Domain) -> Iterator[Demand]:
        yield from _at_in_domain(self.theorem, self.at)

    def cites(self) -> tuple[BookObject, ...]:
        return (self.theorem,)


# ---- 极限 ---------------------------------------------------------------------


class TakeLimit(Rule):
    """把极限换成它的值；双侧的极限，左右的值要相同。"""

    label = "求极限"

    def results(self, before: Expr, domain: Domain) -> Iterator[Expr]:
        sides = {lim: {self._value(side) for side in one_sided(lim)} for lim in before.atoms(Limit)}
        if sides and all(len(values) == 1 for values in sides.values()):
            yield before.xreplace({lim: value for lim, (value,) in sides.items()})

    def _value(self, side: Limit) -> Expr:
        body, variable, target, direction = side.args
        return limit(canonical(body), variable, target, str(direction))


def inside(before: Expr, after: Expr) -> tuple[Expr, Expr]:
    """两边是同一个极限过程时，只比较里面的式子。"""
    if isinstance(before, Limit) and isinstance(after, Limit) and before.args[1:] == after.args[1:]:
        return before.args[0], after.args[0]
    return before, after


# ---- 代数 ---------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class AlgebraRule(Rule):
    """只用四则运算的恒等变形；shape 要求下一式有规则名字所说的样子。"""

    label: str
    shape: Callable[[Expr, Expr], bool]

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        before, after = inside(before, after)
        if not field_equal(before, after):
            return f"规则「{self.name}」：只用四则运算，{before} 变不成 {after}"
        if not self.shape(before, after):
            return f"规则「{self.name}」：{after} 不是这种变形该有的样子"
        return ""


def _count(expr: Basic, wanted: Callable[[Basic], bool]) -> int:
    """式子里合乎要求的结点有几个，重复出现的也算。"""
    return sum(map(wanted, preorder_traversal(expr)))


def _is_inverse(expr: Basic) -> bool:
    return isinstance(expr, Pow) and bool(expr.exp.could_extract_minus_sign())


def _fractions(expr: Basic) -> int:
    """写出来的分式有几个。"""
    return _count(expr, _is_inverse)


def _sums_of_fractions(expr: Basic) -> int:
    """有分式参加的加减法有几处：通分使它变少，拆项使它变多。"""
    return _count(expr, lambda e: isinstance(e, Add) and any(map(_is_over, e.args)))


def _is_over(term: Basic) -> bool:
    """分式、带系数的分式，或分式的幂。"""
    factors = term.args if isinstance(term, Mul) else (term,)
    return any(
        _is_inverse(f) or (isinstance(f, Mul | Pow) and any(map(_is_over, f.args))) for f in factors
    )


def _brackets(expr: Basic) -> int:
    """乘在别的式子上、或有指数的括号有几个：展开使它变少。"""
    return _count(expr, lambda e: isinstance(e, Mul | Pow) and any(map(_is_sum, e.args)))


def _is_sum(expr: Basic) -> bool:
    return isinstance(expr, Add)


def _is_product(expr: Basic) -> bool:
    return isinstance(expr, Mul | Pow)


def _has_square(expr: Expr) -> bool:
    """有一项是和的平方。"""
    squares = [p for term in expr.args for p in (term, *term.args) if isinstance(p, Pow)]
    return _is_sum(expr) and any(p.exp == 2 and _is_sum(p.base) for p in squares)


ARRANGE = AlgebraRule("整理", lambda before, after: True)
EXPAND = AlgebraRule(
    "展开", lambda before, after: _brackets(after) < _brackets(before) and not same(before, after)
)
FACTOR = AlgebraRule(
    "提取公因式", lambda before, after: _is_product(after) and not same(before, after)
)
COMBINE = AlgebraRule(
    "通分", lambda before, after: _sums_of_fractions(after) < _sums_of_fractions(before)
)
CANCEL = AlgebraRule(
    "约分",
    lambda before, after: (
        _fractions(after) < _fractions(before)
        and _sums_of_fractions(after) == _sums_of_fractions(before)
    ),
)
SPLIT_PRODUCT = AlgebraRule(
    "拆成两个因式的积",
    lambda before, after: _is_product(after) and _fractions(after) > _fractions(before),
)
SPLIT_SUM = AlgebraRule(
    "拆成几项", lambda before, after: _sums_of_fractions(after) > _sums_of_fractions(before)
)
COMPUTE = AlgebraRule("计算", lambda before, after: after.is_number)
COMPLETE_SQUARE = AlgebraRule(
    "配方", lambda before, after: _has_square(after) and not _has_square(before)
)


@dataclass(frozen=True, eq=False)
class AddAndSubtract(Rule):
    """加上再减去同一项：分子里凑出想要的样子。"""

    term: Expr
    label = "加一项再减同一项"

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        terms = [t for a in after.atoms(Add) for t in a.args]
        needed = (self.term, canonical(-self.term))
        if not all(any(same(t, n) for t in terms) for n in needed):
            return f"规则「{self.name}」：下一式里应同时出现 {self.term} 和它的相反数"
        return (
            ""
            if same(before, after)
            else f"规则「{self.name}」：{before} 与 {after} 不是同一个式子"
        )


@dataclass(frozen=True, eq=False)
class MultiplyBoth(Rule):
    """分子、分母同乘一个不为零的式子。"""

    factor: Expr
    label = "分子分母同乘"

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        old, new = (fraction(canonical(side), exact=True) for side in (before, after))
        if all(field_equal(o * self.factor, n) for o, n in zip(old, new, strict=True)):
            return ""
        wanted = tuple((part * self.factor).expand() for part in old)
        return f"规则「{self.name}」给出的分子、分母是 {wanted}，不是 {new}"


class NormalForm(Rule):
    """两边化成同一种标准形之后，只用四则运算就能互化；而且规则所说的 subject 确实变了。"""

    subject: type[Basic]

    def normal(self, expr: Expr) -> Expr:
        raise NotImplementedError

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        before, after = inside(before, after)
        if before.atoms(self.subject) == after.atoms(self.subject):
            return f"规则「{self.name}」没有用上：{before} 与 {after} 的差别不在那里"
        both = positive_form(canonical(before) - canonical(after), domain)
        if is_zero_fraction(self.normal(both)):
            return ""
        return f"规则「{self.name}」：{before} 与 {after} 的标准形不同"


class ExponentLaw(NormalForm):
    """eᵃ⁺ᵇ = eᵃ eᵇ，e⁻ᵃ = 1/eᵃ。"""

    label = "指数的运算律"
    subject = exp

    def normal(self, expr: Expr) -> Expr:
        return exp_letters(expr)


class PowerLaw(NormalForm):
    """xᵃ⁺ᵇ = xᵃ xᵇ，底数不必是 e。"""

    label = "幂的运算律"
    subject = Pow

    def normal(self, expr: Expr) -> Expr:
        return expand_power_exp(expr)


class LogLaw(NormalForm):
    """ln(xy) = ln x + ln y，ln xⁿ = n ln x，ln eᵃ = a，ln 1 = 0（x, y 为正）。"""

    label = "对数的运算律"
    subject = log

    def normal(self, expr: Expr) -> Expr:
        return expand_logs(expr)


class LogOfProduct(NormalForm):
    """ln ∏ᵢ xᵢ = Σᵢ ln xᵢ（xᵢ 为正）。"""

    label = "积的对数等于对数的和"
    subject = Product

    def normal(self, expr: Expr) -> Expr:
        return gather_sums(log_products(expr))


class WriteOut(Rule):
    """项数写明的和与积逐项写出来算；各项都相同的，和是项数倍，积是项数次幂。"""

    label = "逐项写出"

    def results(self, before: Expr, domain: Domain) -> Iterator[Expr]:
        written = written_out(canonical(before))
        if written != canonical(before):
            yield written


class SumLinearity(NormalForm):
    """Σ(c xᵢ + yᵢ) = c Σ xᵢ + Σ yᵢ。"""

    label = "求和的线性"
    subject = Sum

    def normal(self, expr: Expr) -> Expr:
        return gather_sums(expr)


class Termwise(NormalForm):
    """和式里每一项各自用对数的运算律。"""

    label = "每一项用对数的运算律"
    subject = log

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        if not before.has(Sum):
            return f"规则「{self.name}」：上一式里没有和式"
        return super().objection(before, after, domain)

    def normal(self, expr: Expr) -> Expr:
        return gather_sums(expr.replace(Sum, lambda f, *limits: Sum(expand_logs(f), *limits)))


# ---- 不等式 --------------------------------------------------------------------


class DropSquare(Rule):
    """x − s² ≤ x，x + s² ≥ x：平方非负。"""

    label = "平方非负"
    relations = frozenset({Relation.LE, Relation.GE})

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        dropped = canonical(before) - canonical(after)
        terms = Add.make_args(dropped)
        if all(map(_is_square, terms)) or all(_is_square(-t) for t in terms):
            return ""
        return f"规则「{self.name}」：上一式去掉下一式剩下 {dropped}，不是平方"


def _is_square(term: Expr) -> bool:
    coefficient, rest = term.as_coeff_Mul()
    is_even = isinstance(rest, Pow) and rest.exp.is_even and rest.base.is_real
    return bool(coefficient > 0 and is_even)


class PositiveFactors(Rule):
    """每个因子都为正（或有一个负号）的积，与 0 比大小。"""

    label = "各因子的符号"
    relations = frozenset({Relation.LT, Relation.GT})

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        if after != 0:
            return f"规则「{self.name}」：下一式应是 0，不是 {after}"
        factors = Mul.make_args(positive_form(canonical(before), domain))
        unclear = [f for f in factors if not (f.is_positive or f.is_negative)]
        if unclear:
            return f"规则「{self.name}」：看不出 {unclear[0]} 的符号"
        return ""


@dataclass(frozen=True, eq=False)
class Then(Rule):
    """一步里先后用两条规则。"""

    first: Rule
    second: Rule

    @property
    def name(self) -> str:
        return f"{self.first.name}，{self.second.name}"

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        middle = [canonical(r) for r in self.first.results(before, domain)]
        reasons = [self.second.objection(m, after, domain) for m in middle]
        if "" in reasons:
            return ""
        return reasons[0] if reasons else f"规则「{self.first.name}」在上一式里没有可用之处"

    def demands(self, before: Expr, after: Expr, domain: Domain) -> Iterator[Demand]:
        for middle in self.first.results(before, domain):
            yield from self.first.demands(before, middle, domain)
            yield from self.second.demands(middle, after, domain)

    @property
    def relations(self) -> frozenset[Relation]:
        return self.second.relations if self.first.relations == EQUAL else self.first.relations

    def cites(self) -> tuple[BookObject, ...]:
        return (*self.first.cites(), *self.second.cites())


# ---- 矩阵 ---------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class MatrixLaw(Rule):
    """两边按 law 改写之后写法相同，而改写之前不同。"""

    label: str
    law: Callable[[Basic], Basic]

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        if rewritten(before, arranged) == rewritten(after, arranged):
            return f"规则「{self.name}」：只是换了括号和次序，用不着它"
        if rewritten(before, self.law) != rewritten(after, self.law):
            return f"规则「{self.name}」：{before} 变不成 {after}"
        return ""


class Entrywise(Rule):
    """(A ⊙ B)ᵢⱼ = AᵢⱼBᵢⱼ，f(A)ᵢⱼ = f(Aᵢⱼ)：逐元素地做四则运算。"""

    label = "逐元素"

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        if same_entrywise(canonical(before), canonical(after)):
            return ""
        return f"规则「{self.name}」：逐元素看，{before} 变不成 {after}"


@dataclass(frozen=True, eq=False)
class MatrixProduct(Rule):
    """(AB)ᵢⱼ = Σₖ AᵢₖBₖⱼ：一边写成和式，另一边写成矩阵的积；矩阵由哪些数排成，见 definitions。"""

    definitions: tuple[Definition, ...] = ()
    label = "矩阵乘法的定义"

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        sums = [side for side in (before, after) if side.has(Sum, MatrixSum)]
        products = [side for side in (before, after) if side not in sums and side.has(MatMul)]
        if len(sums) != 1 or len(products) != 1:
            return f"规则「{self.name}」：应一边是和式，另一边是矩阵的积"
        try:
            holds = index_form.equal(before, after, {head(d): d for d in self.definitions})
        except OutOfReach as problem:
            return f"规则「{self.name}」：{problem}"
        return "" if holds else f"规则「{self.name}」：{before} 与 {after} 逐项写出来不同"

    def demands(self, before: Expr, after: Expr, domain: Domain) -> Iterator[Demand]:
        for definition in self.definitions:
            yield from definition.domain.items()

    def cites(self) -> tuple[BookObject, ...]:
        return self.definitions


@dataclass(frozen=True, eq=False)
class NonnegativeTerms(Rule):
    """c Σ f(xᵢ) sᵢ² ≥ 0：c > 0，平方非负，而 positive 已证 f > 0。"""

    positive: Proved
    label = "每一项都不小于零"
    relations = frozenset({Relation.GE})

    @property
    def name(self) -> str:
        return f"{self.label}，已证：{self.positive.title}"

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        if after != 0:
            return f"规则「{self.name}」：下一式应是 0，不是 {after}"
        unclear = [f for f in _sum_factors(canonical(before)) if not self._clear(f)]
        return f"规则「{self.name}」：看不出 {unclear[0]} 的符号" if unclear else ""

    def _clear(self, factor: Expr) -> bool:
        if isinstance(factor, MatPow):
            return factor.shape == (1, 1) and bool(factor.exp.is_even)
        if isinstance(factor, ElementwiseApplyFunction):
            ((variable, allowed),) = self.positive.domain.items()
            statement = self.positive.statement
            (x,) = factor.function.signature
            known = statement.lhs.xreplace({variable: x})
            return (
                statement.relation is Relation.GT
                and statement.rhs == 0
                and allowed == S.Reals
                and known == factor.function.expr
            )
        return bool(factor.is_positive)

    def cites(self) -> tuple[BookObject, ...]:
        return (self.positive,)


class SumOfSquares(Rule):
    """c AᵀA + … + c B² ≥ 0：A 是一列，B 是一个数，c > 0。"""

    label = "平方和不小于零"
    relations = frozenset({Relation.GE})

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        if after != 0:
            return f"规则「{self.name}」：下一式应是 0，不是 {after}"
        whole = canonical(before)
        terms = whole.args if isinstance(whole, MatAdd) else (whole,)
        unclear = [term for term in terms if not _is_matrix_square(term)]
        return f"规则「{self.name}」：{unclear[0]} 不是平方" if unclear else ""


def _is_matrix_square(term: Expr) -> bool:
    factors = term.args if isinstance(term, MatMul) else (term,)
    matrices = [f for f in factors if isinstance(f, MatrixExpr)]
    positive = all(f.is_positive for f in factors if f not in matrices)
    match matrices:
        case [MatPow() as power]:
            return positive and power.shape == (1, 1) and bool(power.exp.is_even)
        case [Transpose() as left, right]:
            return positive and left.arg == right and right.shape[1] == 1
    return False


def _sum_factors(expr: Expr) -> Iterator[Expr]:
    """c Σ f g 的各个因子。"""
    if isinstance(expr, MatrixSum):
        yield from _sum_factors(expr.body)
    elif isinstance(expr, MatMul):
        yield from (f for a in expr.args for f in _sum_factors(a))
    else:
        yield expr


@dataclass(frozen=True, eq=False)
class ThroughLayer(Rule):
    """Z = F(X, …) 而 J 对 X 的依赖全部经过 Z：由 ∂J/∂Z 沿 F 反向传播一步得到 ∂J/∂X。

    via 是 J 与 Z 之间的定义：代入它们，就看得出 J 里有 Z 而没有 X。
    """

    layer: Definition
    via: tuple[Definition, ...] = ()

    @property
    def name(self) -> str:
        return f"反向传播一步：{self.layer.title}"

    def results(self, before: Expr, domain: Domain) -> Iterator[Expr]:
        output, body = self.layer.lhs, self.layer.body
        steps = {g: g for g in before.atoms(Gradient) if body.has(g.variable)}
        for g in steps:
            objective = g.objective
            for definition in self.via:
                objective = unfold(objective, definition)
            if objective.has(output) and not objective.has(g.variable):
                steps[g] = pull_back(body, Gradient(g.objective, output), g.variable)
        if any(old != new for old, new in steps.items()):
            yield before.xreplace(steps)

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        result = next(self.results(before, domain), None)
        if result is None:
            return f"规则「{self.name}」在上一式里没有可用之处"
        result = rewritten(result, transposed)
        if rewritten(after, transposed) == result:
            return ""
        return f"规则「{self.name}」给出的是 {result}，不是 {after}"

    def cites(self) -> tuple[BookObject, ...]:
        return (self.layer, *self.via)


@dataclass(frozen=True, eq=False)
class ByEntries(Rule):
    """两边的每一项照乘法、转置、分块、对角阵的定义写成和式，逐项相同。"""

    definitions: tuple[Definition, ...] = ()
    label = "逐项写出"

    def objection(self, before: Expr, after: Expr, domain: Domain) -> str:
        if rewritten(before, arranged) == rewritten(after, arranged):
            return f"规则「{self.name}」：只是换了括号和次序，用不着它"
        try:
            holds = index_form.equal(before, after, {head(d): d for d in self.definitions})
        except OutOfReach as problem:
            return f"规则「{self.name}」：{problem}"
        return "" if holds else f"规则「{self.name}」：{before} 与 {after} 逐项写出来不同"

    def demands(self, before: Expr, after: Expr, domain: Domain) -> Iterator[Demand]:
        for definition in self.definitions:
            yield from definition.domain.items()

    def cites(self) -> tuple[BookObject, ...]:
        return self.definitions


COLUMN = MatrixLaw("取出一列", columned)
ROW = MatrixLaw("取出一行", rowed)
DISTRIBUTE = MatrixLaw("分配律", distributed)
TRANSPOSE_LAW = MatrixLaw("转置的运算律", transposed)
CYCLIC_TRACE = MatrixLaw("迹的轮换", rotated)
PULL_BACK = MatrixLaw("反向传播", pulled_back)
REPEAT = MatrixLaw("抄成许多行", repeated)
SHAPE_LAW = MatrixLaw("形状的运算律", sized)
ENTRYWISE = Entrywise()
BY_ENTRIES = ByEntries()
SUM_OF_SQUARES = SumOfSquares()
ELEMENTARY = Elementary()
LINEARITY = Linearity()
PRODUCT = ProductRule()
QUOTIENT = QuotientRule()
TAKE_LIMIT = TakeLimit()
EXPONENT_LAW = ExponentLaw()
POWER_LAW = PowerLaw()
LOG_LAW = LogLaw()
LOG_OF_PRODUCT = LogOfProduct()
SUM_LINEARITY = SumLinearity()
WRITE_OUT = WriteOut()
TERMWISE_LOG = Termwise()
DROP_SQUARE = DropSquare()
POSITIVE_FACTORS = PositiveFactors()
