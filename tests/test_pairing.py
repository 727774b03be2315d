"""配对：测得准不准，坏的实现漏不漏。"""

import math

import mpmath
import numpy as np
import pytest
from mpmath import mpf
from sympy import Derivative, FiniteSet, Interval, Piecewise, Rational, S, Sum, Symbol, log

from derive import pairing
from derive.check import check
from derive.implementations import IMPLEMENTATIONS
from derive.kernel.exact import evaluate
from derive.kernel.objects import Claim, Implementation, Relation
from derive.kernel.report import Scope, Verdict
from derive.pairing import measure, precision, relative_error, spacing, spread, ulp_error
from derive.registry import BOOK
from derive.theory.symbols import COUNT, REALS, UNIT, i, m, sigma, y_, yhat_, z


def implementation(function, expression, bound=2, dtypes=("float64", "float32"), **domain):
    arguments = domain.pop("arguments", (z,))
    ranges = domain.pop("domain", {z: REALS})
    address = f"functions_under_test:{function}"
    formula = Claim("formula", "受测的式子", Symbol("f"), Relation.EQ, expression, ranges)
    return Implementation("under_test", "受测", address, formula, arguments, ranges, bound, dtypes)


def verdict(*args, **kwargs):
    return measure(implementation(*args, **kwargs), BOOK)


# ---- 测试测试者 ----------------------------------------------------------------


def test_a_good_implementation_passes():
    report = verdict("stable_sigmoid", sigma(z), bound=3)
    assert report.verdict is Verdict.PROVED
    assert report.scope is Scope.SCALAR
    assert set(report.details) == {"float64", "float32"}
    for figures in report.details.values():
        assert 0 < figures["worst_ulp"] <= 3
        assert figures["points"] >= 900
        assert figures["at"].startswith("z = ")


def test_the_textbook_sigmoid_is_refuted_in_the_deep_tail():
    report = verdict("textbook_sigmoid", sigma(z))
    assert report.verdict is Verdict.REFUTED
    ((name, at),) = report.witness.point
    assert name == "z"
    assert float(at) < -700
    assert float(report.witness.rhs) > 0
    assert "functions_under_test:textbook_sigmoid" in report.message
    assert "超过允许的 2 ULP" in report.message


def test_a_floating_point_warning_is_refuted():
    report = verdict("loud_sigmoid", sigma(z))
    assert report.verdict is Verdict.REFUTED
    assert "overflow" in report.witness.lhs
    assert float(dict(report.witness.point)["z"]) < -700


@pytest.mark.parametrize("function", ["wrong_prime", "cancelling_prime"])
def test_a_wrong_derivative_is_refuted(function):
    assert verdict(function, Derivative(sigma(z), z), bound=4).verdict is Verdict.REFUTED


def test_the_break_of_a_piecewise_is_visited():
    step = Piecewise((S.One, z > 0), (S.Zero, z <= 0))
    assert verdict("right_at_zero", step, bound=0).verdict is Verdict.PROVED
    report = verdict("wrong_at_zero", step, bound=0)
    assert report.verdict is Verdict.REFUTED
    assert float(dict(report.witness.point)["z"]) == 0


@pytest.mark.parametrize("at", [Rational(1, 3), Rational(5)])
def test_both_sides_of_any_break_are_visited(at):
    points = spread(REALS, (at,), "float64", 1000)
    nearest = float(at)
    for x in (np.nextafter(nearest, -np.inf), nearest, np.nextafter(nearest, np.inf)):
        assert x in points


@pytest.mark.parametrize("function", ["always_double", "flat"])
def test_the_wrong_dtype_or_shape_is_refuted(function):
    report = verdict(function, sigma(z), bound=3, dtypes=("float32",))
    assert report.verdict is Verdict.REFUTED
    assert "float32" in report.witness.rhs


def test_nan_is_refuted():
    report = verdict("not_a_number", sigma(z), bound=3)
    assert report.verdict is Verdict.REFUTED
    assert report.witness.lhs == "nan"
    assert report.details["float64"]["worst_ulp"] is None  # 无穷大写不进 JSON


def test_writing_into_the_argument_does_not_help():
    assert verdict("crossing_in_place", z).verdict is Verdict.REFUTED


def test_an_exact_bound_of_zero_can_be_met():
    assert verdict("same", z, bound=0).verdict is Verdict.PROVED


def test_a_missing_function_says_so():
    broken = Implementation("x", "x", "derive.activations:nothing", z, (z,), {z: REALS}, 1)
    with pytest.raises(pairing.Unmeasurable, match=r"derive\.activations:nothing"):
        measure(broken, BOOK)


def test_a_domain_where_the_expression_has_no_value_says_so():
    with pytest.raises(pairing.Unmeasurable, match="请改正定义域"):
        verdict("same", log(z))


# ---- 数据集上的函数 --------------------------------------------------------------

MEAN = Sum(yhat_[i] * y_[i], (i, 1, m)) / m
DATA = {
    "arguments": (yhat_, y_),
    "domain": {m: COUNT, yhat_: UNIT, y_: FiniteSet(0, 1)},
    "bound": 1e-15,
}


def test_a_function_of_a_data_set_is_measured_on_many_shapes():
    report = verdict("right_mean", MEAN, **DATA, dtypes=("float64",))
    assert report.verdict is Verdict.PROVED
    assert report.scope is Scope.LISTED_SHAPES
    assert report.details["float64"]["worst_relative"] <= 1e-15


def test_a_missing_mean_is_refuted():
    report = verdict("forgotten_mean", MEAN, **DATA)
    assert report.verdict is Verdict.REFUTED
    assert dict(report.witness.point)["m"] != "1"


def test_a_result_that_is_not_one_number_is_refuted():
    report = verdict("row_of_means", MEAN, **DATA)
    assert report.verdict is Verdict.REFUTED
    assert report.witness.rhs == "一个数"


def test_mixed_arguments_cannot_be_measured():
    with pytest.raises(pairing.Unmeasurable):
        verdict("right_mean", MEAN, **{**DATA, "arguments": (yhat_, z)})


# ---- ULP ----------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("value", [1.0, 1.5, 0.1, 3e38, 2e-38, 1e-40, 1e-45])
def test_spacing_is_numpys(dtype, value):
    rounded = np.dtype(dtype).type(value)
    assert float(spacing(mpf(float(rounded)), dtype)) == float(np.spacing(rounded))


def test_zero_is_spaced_like_the_subnormals():
    assert spacing(mpf(0), "float64") == mpf(2) ** -1074
    assert spacing(mpf(2) ** -5000, "float32") == mpf(2) ** -149


@pytest.mark.parametrize(
    ("got", "exact", "error"),
    [
        (1.0, mpf(1), 0),
        (1.0 + 2**-52, mpf(1), 1),
        (0.0, mpf(2) ** -1074, 1),
        (0.0, mpf(2) ** -1075, 0.5),
        (0.0, mpf(2) ** -100000, 0),
        (math.inf, mpf(2) ** 1024, 0),
        (math.inf, mpf(10) ** 400, 0),
        (-math.inf, -(mpf(10) ** 400), 0),
        (1.7976931348623157e308, mpf(2) ** 1024, 1),
        (math.nan, mpf(1), math.inf),
    ],
)
def test_ulp_error(got, exact, error):
    assert ulp_error(got, exact, "float64") == error


def test_infinity_for_a_finite_value_is_a_large_error():
    assert ulp_error(math.inf, mpf(1), "float64") > 1e300
    assert relative_error(math.nan, mpf(1)) == math.inf
    assert relative_error(0.0, mpf(2) ** -1075) < 1e-15
    assert relative_error(1e-300, mpf(0)) > 1


# ---- 参考值与测点 ----------------------------------------------------------------


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS, ids=lambda each: each.id)
def test_the_reference_is_precise_enough(implementation):
    """位数加倍，参考值不变：没有在深尾里相消掉。"""
    if not all(isinstance(argument, Symbol) for argument in implementation.arguments):
        pytest.skip("数据集上的函数一律用最高的精度")
    definitions = BOOK.definitions_in(implementation.expression)
    exact = pairing.closed_form(implementation, definitions)
    domains = [implementation.domain[argument] for argument in implementation.arguments]
    columns = list(pairing.sample_columns(domains, (), "float64"))
    for point in list(zip(*(map(float, column) for column in columns), strict=True))[::25]:
        where = dict(zip(implementation.arguments, map(mpf, point), strict=True))
        values = []
        for factor in (1, 2):
            with mpmath.workprec(factor * precision(list(point))):
                values.append(evaluate(exact, where, definitions))
        with mpmath.workprec(6000):
            difference = abs(values[0] - values[1])
            assert difference <= spacing(values[1], "float64") * mpf(2) ** -40, point


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_real_line_is_covered(dtype):
    info = np.finfo(dtype)
    points = spread(S.Reals, (), dtype, 1000)
    sizes = np.abs(points)
    tail = -math.log(float(info.smallest_subnormal))
    assert points.dtype == dtype
    assert np.isfinite(points).all()
    assert (points == 0).sum() == 2  # +0 与 −0
    assert {-info.max, info.max} <= set(points)
    assert ((sizes > 0) & (sizes < info.smallest_normal)).sum() > 10
    for low, high in ((0.1, 3), (3, 45), (0.6 * tail, tail), (2 * tail, math.inf)):
        for sign in (-1, 1):
            assert ((sign * points > low) & (sign * points < high)).sum() >= 3


def test_an_interval_is_covered_up_to_its_ends():
    points = spread(UNIT, (), "float64", 1000)
    assert ((points > 0) & (points < 1)).all()
    assert points.min() == 5e-324
    assert points.max() == np.nextafter(1, 0)
    assert (points < 1e-100).sum() > 50
    assert (points > 1 - 1e-12).sum() > 20
    closed = spread(Interval(0, 1), (), "float64", 1000)
    assert {0.0, 1.0} <= set(closed)


def test_the_points_are_always_the_same():
    for dtype in ("float64", "float32"):
        first, second = (spread(REALS, (), dtype, 500) for _ in range(2))
        np.testing.assert_array_equal(first, second)


def test_finite_sets_are_combined_with_every_point():
    probabilities, labels = pairing.sample_columns([UNIT, FiniteSet(0, 1)], (), "float64")
    assert set(probabilities[labels == 0]) == set(probabilities[labels == 1])


# ---- 书里的实现 ----------------------------------------------------------------


@pytest.mark.parametrize("id", [each.id for each in IMPLEMENTATIONS])
def test_every_implementation_is_within_its_bound(id):
    report = check(BOOK, [id], jobs=1)[id]
    assert report.good, report.message


def test_the_implementations_are_registered():
    assert all(each in BOOK.objects for each in IMPLEMENTATIONS)
