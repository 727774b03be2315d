"""损失函数：误差、两端的极限、数学性质、数据集上的检查。"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from derive.activations import sigmoid, softplus
from derive.bench import accuracy
from derive.bench.accuracy import worst_ulp
from derive.losses import (
    cost,
    cross_entropy,
    cross_entropy_from_logits,
    cross_entropy_from_logits_prime,
    cross_entropy_prime,
)
from derive.validation import BLOCK

DTYPES = [np.float64, np.float32]
STRICT = {"over": "raise", "divide": "raise", "invalid": "raise"}
ALL = [
    cross_entropy,
    cross_entropy_prime,
    cross_entropy_from_logits,
    cross_entropy_from_logits_prime,
]
INF, NAN = np.inf, np.nan

finite = st.floats(allow_nan=False, allow_infinity=False)
label = st.sampled_from([0, 1])
probability = st.floats(0, 1)


def probabilities(dtype):
    """(0, 1) 内的点：各个二进制阶、两端的邻点与中间。"""
    rng = np.random.default_rng(0)
    info = np.finfo(dtype)
    one = dtype(1)
    near_one = 1 - np.ldexp(rng.uniform(1, 2, 40), -rng.integers(2, info.nmant, 40))
    exponents = np.linspace(np.log2(float(info.smallest_subnormal)), -2, 200).astype(int)
    ends = [info.smallest_subnormal, info.tiny, info.eps, np.nextafter(one, dtype(0))]
    a = np.concatenate(
        [ends, np.ldexp(rng.uniform(1, 2, 200), exponents), near_one, rng.uniform(0, 1, 200)]
    ).astype(dtype)
    return np.unique(a[(a > 0) & (a < 1)])


def exact_loss(a: mpf, y: mpf) -> mpf:
    return -(y * mp.log(a) + (1 - y) * mp.log(1 - a))


def exact_loss_prime(a: mpf, y: mpf) -> mpf:
    return -y / a + (1 - y) / (1 - a)


def exact_loss_from_logits(z: mpf, y: mpf) -> mpf:
    return y * mp.log(1 + mp.exp(-z)) + (1 - y) * mp.log(1 + mp.exp(z))


def exact_loss_from_logits_prime(z: mpf, y: mpf) -> mpf:
    return 1 / (1 + mp.exp(-z)) - y


# ── 误差 ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize(
    ("function", "exact", "bound"),
    [(cross_entropy, exact_loss, 2), (cross_entropy_prime, exact_loss_prime, 4)],
)
def test_accuracy_given_a(function, exact, bound, y, dtype):
    a = probabilities(dtype)
    with np.errstate(**STRICT):
        error, point = worst_ulp(function, exact, a, np.full_like(a, y))
    assert error <= bound, f"a = {point[0]!r}：{error:.3f} ULP"


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize(
    ("function", "exact", "bound"),
    [
        (cross_entropy_from_logits, exact_loss_from_logits, 2),
        (cross_entropy_from_logits_prime, exact_loss_from_logits_prime, 4),
    ],
)
def test_accuracy_given_z(function, exact, bound, y, dtype):
    z = accuracy.points(dtype, 240)
    with np.errstate(**STRICT):
        error, point = worst_ulp(function, exact, z, np.full_like(z, y))
    assert error <= bound, f"z = {point[0]!r}：{error:.3f} ULP"


def test_accuracy_of_soft_labels():
    rng = np.random.default_rng(0)
    z = rng.uniform(-40, 40, 400)
    a = rng.uniform(0, 1, 400)
    y = rng.uniform(0, 1, 400)
    assert worst_ulp(cross_entropy, exact_loss, a, y)[0] <= 3
    assert worst_ulp(cross_entropy_prime, exact_loss_prime, a, y)[0] <= 4
    assert worst_ulp(cross_entropy_from_logits, exact_loss_from_logits, z, y)[0] <= 2
    slope = cross_entropy_from_logits_prime(z, y)
    np.testing.assert_allclose(slope, sigmoid(z) - y, rtol=0, atol=2**-52)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("textbook", "exact"),
    [
        (accuracy.textbook_cross_entropy_from_logits, exact_loss_from_logits),
        (lambda z, y: softplus(z) - y * z, exact_loss_from_logits),
        (accuracy.textbook_cross_entropy_from_logits_prime, exact_loss_from_logits_prime),
        (lambda z, y: sigmoid(z) - y, exact_loss_from_logits_prime),
    ],
)
def test_the_textbook_formula_fails_the_same_check(textbook, exact, dtype):
    """测试的测试：换回教科书公式，上面的误差测试必须变红。"""
    z = accuracy.points(dtype, 60)
    with np.errstate(all="ignore"):
        error, _ = worst_ulp(textbook, exact, z, np.ones_like(z))
    assert error > 1000


def test_one_minus_a_fails_the_same_check():
    """log(1 − a) 代替 log1p(−a)：a 很小时有效数字被 1 淹没。"""
    a = probabilities(np.float64)
    error, _ = worst_ulp(lambda a: -np.log(1 - a), lambda a: -mp.log(1 - a), a)
    assert error > 1000


# ── 两端的极限 ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("a_zero", [0.0, -0.0])
def test_ends(a_zero):
    a, y = np.array([a_zero, a_zero, 1, 1]), np.array([0, 1, 0, 1])
    with np.errstate(all="raise"):
        loss, slope = cross_entropy(a, y), cross_entropy_prime(a, y)
    np.testing.assert_array_equal(loss, [0, INF, INF, 0])
    np.testing.assert_array_equal(slope, [1, -INF, INF, -1])
    assert not np.signbit(loss).any()


def test_slope_overflows_to_infinity_in_silence():
    for dtype in DTYPES:
        smallest = np.finfo(dtype).smallest_subnormal
        with np.errstate(all="raise"):
            assert cross_entropy_prime(smallest, 1) == -INF


def test_infinite_logits():
    z, y = np.array([-INF, -INF, INF, INF]), np.array([0, 1, 0, 1])
    with np.errstate(all="raise"):
        loss, slope = cross_entropy_from_logits(z, y), cross_entropy_from_logits_prime(z, y)
    np.testing.assert_array_equal(loss, [0, INF, INF, 0])
    np.testing.assert_array_equal(slope, [0, -1, 1, 0])


@pytest.mark.parametrize("function", ALL, ids=lambda f: f.__name__)
def test_nan_passes(function):
    with np.errstate(all="raise"):
        assert np.isnan(function(np.array([NAN, NAN, 0.5]), np.array([0, 1, NAN]))).all()


def test_outside_the_domain_is_nan():
    with np.errstate(all="raise"):
        assert np.isnan(cross_entropy([-0.5, 1.5, -0.5, 1.5], [0, 0, 1, 1])).all()


# ── 类型与形状 ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("function", ALL, ids=lambda f: f.__name__)
class TestTypesAndShapes:
    @pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
    @pytest.mark.parametrize("y", [1, True, 0.0, np.int64(1), np.array([1]), np.array([True])])
    def test_labels_do_not_change_the_dtype(self, function, dtype, y):
        assert function(np.array([0.25, 0.5], dtype), y).dtype == dtype

    def test_widest_float_wins(self, function):
        assert function(np.float32(0.5), np.float64(1)).dtype == np.float64

    def test_broadcasting(self, function):
        a, y = np.full((3, 1), 0.25), np.array([[0, 1]])
        assert function(a, y).shape == (3, 2)
        np.testing.assert_array_equal(function(a, y), np.full((3, 2), function(0.25, y)))
        assert function(np.zeros((2, 0)), 1).shape == (2, 0)
        assert type(function(0.5, 1)) is np.float64

    def test_blocks_change_nothing(self, function):
        a = np.random.default_rng(1).uniform(0, 1, (3, BLOCK))
        y = (np.arange(BLOCK) % 2)[None, :]
        result = function(a, y)
        assert result.shape == a.shape
        for i, row in enumerate(a):
            np.testing.assert_array_equal(result[i, :500], function(row[:500], y[0, :500]))
            np.testing.assert_array_equal(result[i, -500:], function(row[-500:], y[0, -500:]))

    def test_shapes_that_do_not_fit(self, function):
        with pytest.raises(ValueError, match=r"形状应相同或可以广播.*\(3,\).*\(2,\).*请"):
            function(np.full(3, 0.5), np.ones(2))

    @pytest.mark.parametrize("wrong", ["1", None, 1j])
    def test_wrong_type(self, function, wrong):
        with pytest.raises(TypeError, match=r"y 应为实数.*得到的是.*请"):
            function(0.5, wrong)
        with pytest.raises(TypeError, match=r"应为实数.*得到的是.*请"):
            function(wrong, 1)


# ── 数学性质 ───────────────────────────────────────────────────────────


@given(probability, label)
def test_loss_is_not_negative(a, y):
    assert cross_entropy(a, y) >= 0


@given(finite, label)
def test_loss_from_logits_is_not_negative(z, y):
    assert cross_entropy_from_logits(z, y) >= 0
    assert -1 <= cross_entropy_from_logits_prime(z, y) <= 1


@given(finite)
def test_swapping_the_label_mirrors_z(z):
    assert cross_entropy_from_logits(z, 1) == cross_entropy_from_logits(-z, 0)
    assert cross_entropy_from_logits_prime(z, 1) == -cross_entropy_from_logits_prime(-z, 0)


@given(st.floats(-30, 30), label)
def test_two_routes_to_the_loss(z, y):
    """先取 σ 再取对数，与直接由 z 计算；前者被 a 的舍入误差放大 1/(1−a) 倍。"""
    wrong = z if y == 0 else -z
    tolerance = 2**-50 * (1 + math.exp(max(wrong, 0)))
    assert abs(cross_entropy(sigmoid(z), y) - cross_entropy_from_logits(z, y)) <= tolerance


@given(st.floats(-15, 15), label)
def test_chain_rule(z, y):
    """∂L/∂z = ∂L/∂a · σ′(z)。"""
    a = sigmoid(z)
    product = cross_entropy_prime(a, y) * a * (1 - a)
    assert product == pytest.approx(cross_entropy_from_logits_prime(z, y), abs=1e-9)


@given(finite, finite, label)
def test_loss_from_logits_is_convex(first, second, y):
    middle = cross_entropy_from_logits(first / 2 + second / 2, y)
    ends = cross_entropy_from_logits(first, y) / 2 + cross_entropy_from_logits(second, y) / 2
    assert middle - ends <= ends * 2**-48 + 1e-300


# ── 代价 ──────────────────────────────────────────────────────────────


def test_cost_is_the_mean_loss():
    A, Y = np.array([[0.9, 0.2, 0.5]]), np.array([[1, 0, 1]])
    expected = -(math.log(0.9) + math.log(0.8) + math.log(0.5)) / 3
    assert cost(A, Y) == pytest.approx(expected, rel=1e-15)
    assert type(cost(A, Y)) is float
    assert cost([[0.5]], [[True]]) == math.log(2)


def test_cost_of_float32_is_summed_in_float64():
    A = np.full((1, 10**5), 0.1, np.float32)
    assert cost(A, np.ones_like(A)) == pytest.approx(-math.log(np.float32(0.1)), rel=1e-14)


def test_cost_of_a_completely_wrong_sample_is_infinite():
    with np.errstate(all="raise"):
        assert cost([[0.0, 0.5]], [[1, 1]]) == INF


@pytest.mark.parametrize(
    ("A", "Y", "message"),
    [
        ([0.5, 0.5], [[1, 0]], r"A 应为二维数组 \(1, m\)，得到的是 1 维.*reshape\(1, -1\)"),
        ([[0.5]], 1, r"Y 应为二维数组 \(1, m\)，得到的是 0 维.*reshape\(1, -1\)"),
        ([[0.5], [0.5]], [[1], [0]], r"A 的形状应为 \(1, m\)，得到的是 \(2, 1\).*A\.T"),
        ([[0.5, 0.5]], [[1]], r"A 与 Y 的形状应相同，得到的是 A: \(1, 2\)、Y: \(1, 1\).*请"),
        (np.ones((1, 0)), np.ones((1, 0)), r"至少有一个样本（m ≥ 1），得到的形状是 \(1, 0\).*请"),
        ([[0.5, NAN]], [[1, 0]], r"A 应处处有限，得到的 A\[0, 1\] = nan.*请"),
        ([[0.5, INF]], [[1, 0]], r"A 应处处有限，得到的 A\[0, 1\] = inf.*请"),
        ([[0.5, 0.5]], [[1, NAN]], r"Y 应处处有限，得到的 Y\[0, 1\] = nan.*请"),
        ([[0.5, 1.5]], [[1, 0]], r"A 应在 \[0, 1\] 之内，得到的 A\[0, 1\] = 1\.5.*sigmoid"),
        ([[-0.1]], [[1]], r"A 应在 \[0, 1\] 之内，得到的 A\[0, 0\] = -0\.1.*sigmoid"),
        ([[0.5]], [[-1]], r"Y 应只含标签 0 与 1，得到的 Y\[0, 0\] = -1.*请"),
        ([[0.5]], [[0.3]], r"Y 应只含标签 0 与 1，得到的 Y\[0, 0\] = 0\.3.*请"),
    ],
)
def test_cost_rejects_bad_data(A, Y, message):
    with pytest.raises(ValueError, match=message):
        cost(A, Y)


def test_cost_rejects_wrong_types():
    with pytest.raises(TypeError, match=r"A 应为实数.*得到的是.*请"):
        cost([["0.5"]], [[1]])
    with pytest.raises(TypeError, match=r"Y 应为实数.*得到的是.*请"):
        cost([[0.5]], None)
