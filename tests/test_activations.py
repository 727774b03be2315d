"""激活函数：与照抄公式的 mpmath 相比的误差、数学性质、类型与形状。"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from derive import activations
from derive.activations import (
    identity,
    identity_prime,
    leaky_relu,
    leaky_relu_prime,
    relu,
    relu_prime,
    sigmoid,
    sigmoid_prime,
    softplus,
    tanh,
    tanh_prime,
)
from derive.bench import accuracy
from derive.bench.accuracy import worst_ulp
from derive.validation import BLOCK

ALL = [getattr(activations, name) for name in activations.__all__]
DTYPES = [np.float64, np.float32]
STRICT = {"over": "raise", "divide": "raise", "invalid": "raise"}

finite = st.floats(allow_nan=False, allow_infinity=False)
moderate = st.floats(-750, 750)


def exact_sigmoid(z: mpf) -> mpf:
    return 1 / (1 + mp.exp(-z))


EXACT = {
    sigmoid: (exact_sigmoid, 2),
    sigmoid_prime: (lambda z: exact_sigmoid(z) * (1 - exact_sigmoid(z)), 4),
    tanh: (mp.tanh, 2),
    tanh_prime: (lambda z: 1 - mp.tanh(z) ** 2, 4),
    softplus: (lambda z: mp.log(1 + mp.exp(z)), 2),
    relu: (lambda z: max(mpf(0), z), 0),
    relu_prime: (lambda z: mpf(z > 0), 0),
    leaky_relu: (lambda z: z if z > 0 else mpf(0.01) * z, 0.51),
    leaky_relu_prime: (lambda z: mpf(1) if z > 0 else mpf(0.01), 0.5),
    identity: (lambda z: z, 0),
    identity_prime: (lambda z: mpf(1), 0),
}


def test_every_function_has_an_exact_value():
    assert set(EXACT) == set(ALL)


# ── 误差 ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("function", ALL, ids=lambda f: f.__name__)
def test_accuracy(function, dtype):
    exact, bound = EXACT[function]
    z = accuracy.points(dtype, 240)
    with np.errstate(**STRICT):
        error, point = worst_ulp(function, exact, z)
    assert error <= bound, f"z = {point[0]!r}：{error:.3f} ULP"


@pytest.mark.parametrize(
    ("function", "textbook"),
    [
        (sigmoid, accuracy.textbook_sigmoid),
        (sigmoid_prime, accuracy.textbook_sigmoid_prime),
        (sigmoid_prime, lambda z: sigmoid(z) * (1 - sigmoid(z))),
        (tanh, accuracy.textbook_tanh),
        (tanh_prime, accuracy.textbook_tanh_prime),
        (tanh_prime, lambda z: 1 - tanh(z) ** 2),
        (softplus, accuracy.textbook_softplus),
    ],
)
@pytest.mark.parametrize("dtype", DTYPES)
def test_the_textbook_formula_fails_the_same_check(function, textbook, dtype):
    """测试的测试：把稳定的写法换回教科书公式，上面的误差测试必须变红。"""
    exact, bound = EXACT[function]
    with np.errstate(all="ignore"):
        error, _ = worst_ulp(textbook, exact, accuracy.points(dtype, 60))
    assert error > 1000 * bound


def test_a_plain_division_fails_the_same_check():
    """n/(1+E) 在数学上与 sigmoid 的写法相同，只差一次补偿，最坏 2.40 ULP。"""
    z = np.array([-5.544945878132596])
    assert worst_ulp(lambda z: np.exp(z) / (1 + np.exp(z)), exact_sigmoid, z)[0] > 2
    assert worst_ulp(sigmoid, exact_sigmoid, z)[0] < 2


@pytest.mark.parametrize("function", ALL, ids=lambda f: f.__name__)
def test_the_formula_itself_raises_no_floating_point_error(function):
    """逐元素外壳会关掉浮点警告；这里绕过外壳，确认公式本身就不溢出、不产生 NaN。"""
    arguments = (0.01,) if "alpha" in function.__wrapped__.__annotations__ else ()
    with np.errstate(**STRICT):
        function.__wrapped__(accuracy.points(np.float64, 400), *arguments)


def test_deep_tail_is_not_flushed_to_zero():
    tail = np.array([-708.5, -720.0, -740.0, -745.0])
    for function in (sigmoid, sigmoid_prime, softplus):
        np.testing.assert_array_equal(function(tail), [math.exp(z) for z in tail])


# ── 取值 ──────────────────────────────────────────────────────────────

INF, NAN = np.inf, np.nan


@pytest.mark.parametrize(
    ("function", "at_minus_inf", "at_zero", "at_inf"),
    [
        (sigmoid, 0, 0.5, 1),
        (sigmoid_prime, 0, 0.25, 0),
        (tanh, -1, 0, 1),
        (tanh_prime, 0, 1, 0),
        (relu, 0, 0, INF),
        (relu_prime, 0, 0, 1),
        (leaky_relu, -INF, 0, INF),
        (leaky_relu_prime, 0.01, 0.01, 1),
        (softplus, 0, math.log(2), INF),
        (identity, -INF, 0, INF),
        (identity_prime, 1, 1, 1),
    ],
)
def test_special_values(function, at_minus_inf, at_zero, at_inf):
    with np.errstate(all="raise"):
        result = function(np.array([-INF, 0.0, INF, NAN]))
    np.testing.assert_array_equal(result, [at_minus_inf, at_zero, at_inf, NAN])


def test_tanh_keeps_the_sign_of_zero():
    assert np.signbit(tanh(-0.0))
    assert not np.signbit(tanh(0.0))


def test_alpha():
    z = np.array([-2.0, 0.0, 3.0])
    np.testing.assert_array_equal(leaky_relu(z, alpha=0.5), [-1, 0, 3])
    np.testing.assert_array_equal(leaky_relu_prime(z, 0.5), [0.5, 0.5, 1])
    assert leaky_relu(z[:, None], np.array([0.1, 0.2])).shape == (3, 2)
    assert leaky_relu(np.float32([-1]), 0.1).dtype == np.float32


def test_identity_returns_a_copy():
    z = np.zeros(3)
    identity(z)[0] = 1
    assert z[0] == 0


# ── 类型与形状 ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("function", ALL, ids=lambda f: f.__name__)
class TestTypesAndShapes:
    @pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
    def test_float_dtype_is_kept(self, function, dtype):
        for z in (dtype(0.5), np.array([0.5, -2], dtype), np.zeros(BLOCK + 1, dtype)):
            assert function(z).dtype == dtype

    @pytest.mark.parametrize("z", [1, True, 0.5, np.int8(3), [1, -2], np.array([[True, False]])])
    def test_integers_booleans_and_python_numbers_become_float64(self, function, z):
        result = function(z)
        assert result.dtype == np.float64
        np.testing.assert_array_equal(result, function(np.asarray(z, np.float64)))

    @pytest.mark.parametrize("shape", [(0,), (3, 0), (1,), (2, 3, 4), (1, BLOCK + 3)])
    def test_shape_is_kept(self, function, shape):
        z = np.linspace(-3, 3, math.prod(shape)).reshape(shape)
        assert function(z).shape == shape

    def test_scalar_gives_a_numpy_scalar(self, function):
        for z in (0.5, np.float64(0.5), np.array(0.5)):
            assert type(function(z)) is np.float64

    def test_blocks_change_nothing(self, function):
        """跨越分块边界、不连续、列优先、倒序、大端字节序：都与逐个计算相同。"""
        z = np.random.default_rng(1).normal(0, 20, (4, BLOCK // 2 + 3))
        expected = np.array([[function(row[i : i + 100]) for i in (0, 700)] for row in z])
        layouts = {
            "C": z,
            "F": np.asfortranarray(z),
            "strided": np.repeat(z, 2, axis=1)[:, ::2],
            "reversed": z[::-1, ::-1].copy()[::-1, ::-1],
            "big-endian": z.astype(">f8"),
        }
        for name, layout in layouts.items():
            result = function(layout)
            found = np.stack([result[:, :100], result[:, 700:800]], axis=1)
            np.testing.assert_array_equal(found, expected, err_msg=name)
            np.testing.assert_array_equal(function(layout[:, :50]), result[:, :50], err_msg=name)

    def test_argument_is_not_modified(self, function):
        z = np.linspace(-3, 3, 7)
        function(z)
        np.testing.assert_array_equal(z, np.linspace(-3, 3, 7))

    def test_keyword_argument(self, function):
        assert function(z=0.5) == function(0.5)

    @pytest.mark.parametrize("z", ["0.5", None, 1j, [1.0, None], {}, np.datetime64("2024-01-01")])
    def test_wrong_type(self, function, z):
        with pytest.raises(TypeError, match=r"z 应为实数.*得到的是.*请"):
            function(z)


# ── 数学性质 ───────────────────────────────────────────────────────────


@given(finite)
def test_sigmoid_of_minus_z_is_the_complement(z):
    assert abs(sigmoid(z) + sigmoid(-z) - 1) <= 2**-52


@given(finite)
def test_ranges(z):
    assert 0 <= sigmoid(z) <= 1
    assert 0 <= sigmoid_prime(z) <= 0.25
    assert -1 <= tanh(z) <= 1
    assert 0 <= tanh_prime(z) <= 1
    assert softplus(z) >= max(z, 0)


@given(finite)
def test_symmetry(z):
    assert tanh(-z) == -tanh(z)
    assert tanh_prime(-z) == tanh_prime(z)
    assert sigmoid_prime(-z) == sigmoid_prime(z)


@given(st.floats(-350, 350))
def test_tanh_is_a_rescaled_sigmoid(z):
    assert abs(tanh(z) - (2 * sigmoid(2 * z) - 1)) <= 2**-51


@given(moderate)
def test_softplus_of_z_minus_softplus_of_minus_z_is_z(z):
    assert abs(softplus(z) - softplus(-z) - z) <= 4 * np.spacing(max(abs(z), 1.0))


@given(finite, finite)
def test_monotone(first, second):
    """数学上单调；浮点上允许相差误差界那么多。"""
    low, high = min(first, second), max(first, second)
    for function in (sigmoid, tanh, softplus, relu, leaky_relu):
        below, above = function(low), function(high)
        assert below - above <= 4 * math.ulp(above)


@given(finite)
def test_relu(z):
    assert relu(z) == relu(relu(z)) == max(z, 0)
    assert relu(z) - relu(-z) == z
    assert leaky_relu(z, 0) == relu(z)
    assert leaky_relu(z, 1) == z
    assert leaky_relu_prime(z, 0) == relu_prime(z)
    assert relu_prime(z) * z == relu(z)


@given(st.floats(-5, 5))
def test_softplus_has_sigmoid_as_slope(z):
    h = 1e-5
    assert (softplus(z + h) - softplus(z - h)) / (2 * h) == pytest.approx(sigmoid(z), abs=1e-9)
