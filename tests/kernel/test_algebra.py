"""几种「相等」与代入：该相等的相等，不该相等的不相等，代入不串名。"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    E,
    Expr,
    FiniteSet,
    Function,
    Integer,
    Interval,
    Limit,
    MatMul,
    MatrixSymbol,
    Max,
    Mul,
    Piecewise,
    Pow,
    Product,
    Rational,
    S,
    Set,
    Subs,
    Sum,
    Symbol,
    Union,
    evaluate,
    exp,
    expand,
    factor,
    limit,
    log,
    oo,
    together,
)

from derive.kernel.algebra import (
    OutOfReach,
    bound_ranges,
    by_induction,
    canonical,
    expand_logs,
    field_equal,
    gather_sums,
    log_products,
    on_piece,
    positive_form,
    reduce,
    same,
    substitute,
    unfold,
    written_out,
)
from derive.kernel.matrices import elementwise, hadamard, times
from derive.kernel.objects import Definition
from derive.kernel.points import values_in
from derive.registry import BOOK
from derive.theory.activations import LEAKY_RELU, RELU, SIGMOID
from derive.theory.losses import ACTIVATION, COST, EVERY, MEAN_LABEL
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
    i,
    leaky_relu,
    loss,
    m,
    relu,
    sigma,
    softplus,
    y,
    y_,
    yhat,
    yhat_,
    z,
)

quick = settings(max_examples=60, derandomize=True, deadline=None)
leaves = st.sampled_from([z, y, sigma(z), exp(z), exp(-z), S.One, S(2), Rational(1, 2)])


def _grow(children: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    pair = st.tuples(children, children)
    return st.one_of(
        pair.map(lambda p: Add(*p, evaluate=False)),
        pair.map(lambda p: Mul(*p, evaluate=False)),
        children.map(lambda e: Pow(e, 2, evaluate=False)),
        children.map(lambda e: Mul(-1, e, evaluate=False)),
    )


expressions = st.recursive(leaves, _grow, max_leaves=6)


@quick
@given(expressions)
def test_algebra_keeps_equality(expr: Expr) -> None:
    for move in (canonical, expand, lambda e: factor(canonical(e)), together):
        assert field_equal(expr, move(expr))


@quick
@given(expressions)
def test_algebra_notices_every_difference(expr: Expr) -> None:
    assert not field_equal(expr, expr + 1)
    assert not field_equal(expr, expr + sigma(-z))
    assert not same(expr, expr + Rational(1, 10**9))


@quick
@given(expressions, expressions)
def test_order_and_grouping_do_not_matter(left: Expr, right: Expr) -> None:
    assert same(Add(left, right, evaluate=False), Add(right, left, evaluate=False))
    assert same(Mul(left, right, evaluate=False), Mul(right, left, evaluate=False))


def test_same_is_literal() -> None:
    assert same(Add(1, 1, evaluate=False), S(2))
    assert not same(z * (y + 1), z * y + z)
    assert not same(sigma(-z), 1 - sigma(z))


def test_field_equal_knows_no_function() -> None:
    assert field_equal(exp(z) * exp(y), exp(z + y))
    assert not field_equal(sigma(-z), 1 - sigma(z))
    assert not field_equal(log(a**2), 2 * log(yhat))
    assert not field_equal(Derivative(sigma(z), z), sigma(z) * (1 - sigma(z)))


# ---- 代入 ---------------------------------------------------------------------


def test_substitution_is_simultaneous() -> None:
    assert substitute(z - 2 * y, {z: y, y: z}) == y - 2 * z
    swapped = unfold(leaky_relu(alpha, z), LEAKY_RELU)
    assert swapped.subs(alpha, 3) == 3
    assert unfold(sigma(sigma(z)), SIGMOID) == 1 / (1 + exp(-1 / (1 + exp(-z))))


def test_substitution_into_a_derivative_means_at_that_point() -> None:
    slope = Derivative(sigma(z), z)
    at_zero = substitute(slope, {z: S.Zero})
    assert isinstance(at_zero, Subs)
    assert at_zero.doit(deep=False) != 0
    assert reduce(at_zero, {}, BOOK.definitions) == Rational(1, 4)
    assert substitute(slope, {z: h}) == Derivative(sigma(h), h), "换成另一个变量只是改名"
    clash = substitute(Derivative(loss(a, y), a), {a: y})
    assert isinstance(clash, Subs), "式中已有 y，所以不是改名"
    assert reduce(clash, {}, BOOK.definitions).equals(0)


def test_bound_variables_are_not_captured() -> None:
    total = Sum(y * y_[i], (i, 1, m))
    captured = substitute(total, {y: yhat_[i]})
    assert not same(captured, Sum(yhat_[i] * y_[i], (i, 1, m)))
    assert captured.subs(m, 2).doit() == yhat_[i] * (y_[1] + y_[2])
    assert i in captured.free_symbols
    limit = substitute(Limit(z * h, h, 0), {z: h})
    assert h in limit.free_symbols
    assert substitute(Limit(sigma(z), z, oo), {z: S.Zero}).doit(deep=False).free_symbols == set()
    assert substitute(Sum(i, (i, 1, m)), {i: S(3)}).doit() == Sum(i, (i, 1, m)).doit()


def test_a_symbol_is_not_the_name_of_an_indexed_variable() -> None:
    """y 与 y[i] 同名；换 y 时不能动 y[i]。"""
    assert substitute(y * y_[i], {y: z}) == z * y_[i]
    assert substitute(y_[i], {y_[i]: z}) == z
    assert positive_form(yhat + yhat_[1], {yhat: POSITIVE}).has(yhat_[1])


def test_unfold_leaves_the_variable_of_differentiation() -> None:
    slope = Derivative(loss(activation(z), y), activation(z))
    assert unfold(slope, ACTIVATION).variables == (activation(z),)
    assert unfold(J, COST) == COST.body


# ---- 化简 ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expr", "domain", "expected"),
    [
        (relu(z), {z: POSITIVE}, z),
        (relu(z), {z: NEGATIVE}, S.Zero),
        (relu(z), {z: FiniteSet(0)}, S.Zero),
        (Derivative(relu(z), z), {z: POSITIVE}, S.One),
        (Limit(relu(h) / h, h, 0, "-"), {}, S.Zero),
        (Limit(relu(h) / h, h, 0, "+"), {}, S.One),
        (Limit(relu(h), h, 0, "+-"), {}, S.Zero),
        (Limit(((z + h) ** 2 - z**2) / h, h, 0, "+-"), {z: REALS}, 2 * z),
        (Derivative(activation(z) ** 2, activation(z)), {z: REALS}, 2 / (1 + exp(-z))),
        (Derivative(exp(-m * z), z), {z: REALS}, -m * exp(-m * z)),
    ],
)
def test_reduce(expr: Expr, domain: dict[Basic, Set], expected: Expr) -> None:
    assert reduce(expr, domain, BOOK.definitions).equals(expected)


@pytest.mark.parametrize(
    ("expr", "domain"),
    [
        (Derivative(relu(z), z), {z: REALS}),
        (Derivative(relu(z), z), {z: Interval(0, oo)}),
        (Derivative(relu(z), z), {z: FiniteSet(0)}),
        (Derivative(sigma(z), z), {z: FiniteSet(0)}),
        (Derivative(Max(0, z), z), {z: REALS}),
        (Derivative(Abs(z), z), {z: REALS}),
        (Subs(Derivative(Max(0, z), z), z, 0), {}),
        (Subs(Derivative(relu(z), z), z, -1), {z: POSITIVE}),
        (Limit(Abs(h) / h, h, 0, "+-"), {}),
        (Limit(relu(h) / h, h, 0, "+-"), {}),
        (Limit(1 / h, h, 0, "+-"), {}),
        (Derivative(J, yhat_[1]), {}),
        (Derivative(softplus(z), sigma(z)), {z: REALS}),
    ],
    ids=str,
)
def test_reduce_declines(expr: Expr, domain: dict[Basic, Set]) -> None:
    """SymPy 在这些地方会给出似是而非的答案，所以不问它。"""
    with pytest.raises(OutOfReach):
        reduce(expr, domain, BOOK.definitions)


def test_on_piece_needs_the_whole_domain() -> None:
    assert on_piece(RELU.body, {z: POSITIVE}) == z
    assert on_piece(RELU.body, {z: Interval(0, oo)}).has(Piecewise)
    assert on_piece(RELU.body, {}).has(Piecewise)


def test_bound_ranges() -> None:
    near = bound_ranges(Limit(a, a, 1, "-"), {})[a]
    assert near.is_subset(UNIT)
    assert not bound_ranges(Limit(a, a, 1, "+"), {})[a].is_subset(UNIT)
    assert bound_ranges(Limit(z, z, -oo), {})[z].is_subset(NEGATIVE)
    both = bound_ranges(Limit(h, h, 0, "+-"), {})[h]
    assert 0 not in both
    assert {value > 0 for value in values_in(both)} == {True, False}


@pytest.mark.parametrize(
    "domain", [UNIT, POSITIVE, NEGATIVE, Interval.open(-3, 2), FiniteSet(5)], ids=str
)
def test_positive_form_runs_over_the_domain(domain: Set) -> None:
    t = Symbol("t", positive=True)
    form = positive_form(z, {z: domain})
    form = form.subs(dict.fromkeys(form.free_symbols, t))
    for value in (Rational(1, 1000), 1, 1000):
        assert form.subs(t, value) in domain
    ends = {limit(form, t, 0), limit(form, t, oo)}
    assert ends == {domain.inf, domain.sup}, "从一端跑到另一端"


def test_positive_form_leaves_closed_domains_and_derivatives() -> None:
    assert positive_form(y, {y: LABEL}) == y
    slope = Derivative(sigma(z), z)
    assert positive_form(slope * z, {z: NEGATIVE}).has(slope)
    entry = positive_form(log(yhat_[i]), {yhat_: UNIT})
    assert entry.args[0].is_positive
    assert (1 - entry.args[0]).together().is_positive


# ---- 和与对数 -----------------------------------------------------------------


def test_gather_sums() -> None:
    total = Sum(y_[i], EVERY)
    assert gather_sums(Sum(3 * y_[i] + 1, EVERY) - 3 * total) == m
    assert gather_sums(m * total - Sum(m * y_[i], EVERY)) == 0
    assert gather_sums(total - Sum(yhat_[i], EVERY)) != 0
    assert gather_sums(total**2 - Sum(y_[i] ** 2, EVERY)) != 0
    assert gather_sums(Sum(2 * y_[i] + 1, EVERY)) == m + Sum(2 * y_[i], EVERY), "只并常数项"


def test_by_induction() -> None:
    powers = Sum(2**i, EVERY)
    assert by_induction(powers - 2 ** (m + 1) + 2) == 0
    assert by_induction(3 * powers / y - 3 * (2 ** (m + 1) - 2) / y) == 0
    for wrong in (
        powers - 2 ** (m + 1) + 1,  # 起点不对
        powers - 2**m + 1,  # 增量不对
        Sum(i**m, EVERY) - m,  # 每一项都随 m 变
        m * powers - m * (2 ** (m + 1) - 2),
        powers**2 - (2 ** (m + 1) - 2) ** 2,
        Sum(2**i, (i, 1, z)) - 2 ** (z + 1) + 2,  # z 不是个数
        Sum(2**i, (i, 0, m)) - 2 ** (m + 1) + 2,
        Sum(i / m, EVERY) - m,  # 把末一项 m/m 加 m 次，恰好得 m
        m * Sum(1, EVERY) - m * (m + 1) / 2,  # 系数随 m 变，把末一项的增量累加恰好得它
        Sum(1, EVERY, (h, 1, 3)) - m,  # 里外两层
    ):
        assert by_induction(wrong) == wrong


def test_gather_sums_does_not_capture_the_index() -> None:
    outside = y_[i] * Sum(yhat_[i], EVERY) - Sum(y_[i] * yhat_[i], EVERY)
    assert gather_sums(outside) != 0


def test_logs() -> None:
    product = Product(yhat_[i], EVERY)
    assert log_products(log(product)) == Sum(log(yhat_[i]), EVERY)
    assert expand_logs(log(a**2 / yhat)).equals(2 * log(a) - log(yhat))
    assert expand_logs(log(z**2)) != 2 * log(z), "z 可以为负"


def test_canonical_is_idempotent_on_the_registry() -> None:
    for obj in BOOK:
        for step in getattr(obj, "steps", ()):
            once = canonical(step.expr)
            assert canonical(once) == once, obj.id


def test_unevaluated_forms_are_kept_apart_from_their_values() -> None:
    with evaluate(False):
        written = 1 / m * Sum(y_[i], EVERY)
    assert same(written, canonical(written))
    assert unfold(MEAN_LABEL.lhs, MEAN_LABEL) == MEAN_LABEL.body


def test_coefficients_of_matrices_gather_in_front() -> None:
    """c A (d B) = c d (A B)，⊙ 里的系数也提到最前；⊙ 的次序不算数。"""
    n, c, d = Symbol("n", integer=True, positive=True), Symbol("c"), Symbol("d")
    A, B = MatrixSymbol("A", n, n), MatrixSymbol("B", n, n)
    assert same(times(c, A, MatMul(d, B)), times(d * c, A, B))
    assert same(times(1 / c, MatMul(c, A), B), times(A, B))
    assert same(hadamard(times(c, A, B), times(d, B)), times(c * d, hadamard(B, times(A, B))))
    assert not same(times(A, B), times(B, A))
    assert not same(hadamard(times(c, A), B), hadamard(A, B))


# ---- 边角 ---------------------------------------------------------------------

F = Function("f", real=True)
MAGNITUDE = {F: Definition("magnitude", "f", F(z), Abs(z), {})}


def test_e_is_one_of_the_exponentials() -> None:
    """e 本身是 e¹：eᶻ⁺¹ 与 e·eᶻ 只差指数律。"""
    assert field_equal(exp(z + 1), E * exp(z))
    assert field_equal(E * (exp(z) + 1), exp(z + 1) + E)
    assert not field_equal(exp(z + 1), exp(z))
    assert not field_equal(exp(z + 2), E * exp(z))


def test_an_exponential_is_positive() -> None:
    """导数、极限也是实数，所以 √(e²ᵗ) = eᵗ，虽然 SymPy 看不出 t 是实数。"""
    for real in (Derivative(F(z), z), Limit(F(h), h, 0)):
        assert field_equal(Pow(exp(2 * real), S.Half), exp(real))
        assert not field_equal(Pow(exp(2 * real), S.Half), -exp(real))


def test_the_point_of_a_derivative_is_real() -> None:
    """|t|² = t²，只因为求导的点、代替一个量的字母都是实数。"""
    at_point = substitute(Derivative(F(z) ** 2, z), {z: S(-1)})
    assert reduce(at_point, {}, MAGNITUDE) == -2
    by_quantity = Derivative(F(activation(z)) ** 2, activation(z))
    assert reduce(by_quantity, {z: REALS}, MAGNITUDE) == 2 * activation(z)


MILLION = Integer(10) ** 6


@pytest.mark.parametrize(
    ("target", "direction", "near"),
    [
        (2, "+", Interval.open(2, 2 + 1 / MILLION)),
        (2, "-", Interval.open(2 - 1 / MILLION, 2)),
        (oo, "-", Interval.open(MILLION, oo)),
        (-oo, "+", Interval.open(-oo, -MILLION)),
    ],
)
def test_near_means_within_a_millionth(target: Expr, direction: str, near: Set) -> None:
    """极限只看目标的近旁：百万分之一以内；趋于无穷时，绝对值大于一百万。"""
    assert bound_ranges(Limit(z, z, target, direction), {})[z] == near


def test_every_limit_has_its_range() -> None:
    """两个趋于无穷的极限：各有各的范围，一个也不能漏。"""
    ranges = bound_ranges(Limit(sigma(z), z, oo) + Limit(sigma(h), h, -oo), {})
    assert set(ranges) == {z, h}
    assert ranges[z].inf == -ranges[h].sup == MILLION


def test_elementwise_functions_range_over_their_matrices() -> None:
    """逐元素函数的自变量取遍矩阵的元素；没有说范围的矩阵，元素是任意实数。"""
    A, B = MatrixSymbol("A", 2, 2), MatrixSymbol("B", 2, 2)
    logs = elementwise(log, A)
    (x,) = logs.function.signature
    assert bound_ranges(logs, {A: UNIT})[x] == UNIT
    both = hadamard(logs, elementwise(log, B))
    assert bound_ranges(both, {A: UNIT, B: Interval.open(2, 3)})[x] == Union(
        UNIT, Interval.open(2, 3)
    )
    assert bound_ranges(logs, {})[x] == REALS


def test_positive_form_goes_past_what_it_cannot_write() -> None:
    """写不出来的变量跳过；后面的变量照样换。"""
    form = positive_form(y + z, {y: LABEL, z: POSITIVE})
    assert y in form.free_symbols
    assert z not in form.free_symbols
    assert (form - y).is_positive


def test_sums_are_gathered_without_touching_the_logs() -> None:
    p = Symbol("p", positive=True)
    for whole in (log(p * z), Sum(log(p * yhat_[i]), EVERY)):
        assert gather_sums(whole) == whole


@pytest.mark.parametrize(
    ("expr", "written"),
    [
        (Sum(y_[i], (i, m, m + 2)), y_[m] + y_[m + 1] + y_[m + 2]),
        (Product(y_[i], (i, 1, 2)), y_[1] * y_[2]),
        (Sum(z, EVERY), m * z),
        (Product(z, EVERY), z**m),
        (Sum(i * Derivative(z**2, z), (i, 1, 2)), 3 * Derivative(z**2, z)),
        (Sum(i * Limit(z, z, 1), (i, 1, 2)), 3 * Limit(z, z, 1)),
    ],
    ids=str,
)
def test_written_out(expr: Expr, written: Expr) -> None:
    """项数写明的、各项都相同的，才写得出来；里面的导数与极限照旧。"""
    assert written_out(expr) == written


@pytest.mark.parametrize(
    "expr",
    [
        Sum(y_[i], EVERY),
        Sum(y_[i], (i, -m, m)),
        Sum(z * y_[i], (i, 1, 2), (z, 1, m)),
        Derivative(z**2, z) + Limit(z, z, 1),
    ],
    ids=str,
)
def test_what_is_not_written_out(expr: Expr) -> None:
    """项数不定的、几层的和照原样；也不顺手求导、求极限。"""
    assert written_out(expr) == expr


def test_the_two_sides_of_a_limit_may_be_written_differently() -> None:
    """左右两侧化成的式子写法不同而相等，是同一个极限；不等才没有。"""
    expanded, factored = a**2 - 1, (a - 1) * (a + 1)
    same = Limit(Piecewise((factored, h < 0), (expanded, True)), h, 0, "+-")
    assert field_equal(reduce(same, {a: REALS}, {}), expanded)
    other = Limit(Piecewise((factored + 1, h < 0), (expanded, True)), h, 0, "+-")
    with pytest.raises(OutOfReach, match="左右极限不同"):
        reduce(other, {a: REALS}, {})
