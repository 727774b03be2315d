"""输入检查：收什么、不收什么、怎样说。"""

from __future__ import annotations

import inspect
from functools import partial

import numpy as np
import pytest

from derive import validation
from derive.activations import leaky_relu, sigmoid


@pytest.mark.parametrize(
    ("value", "found", "mend"),
    [
        ("0.5", "str", "float"),
        (b"0.5", "bytes", "float"),
        (["1", "2"], "list", "float"),
        (None, "NoneType", "return"),
        ([1.0, None], "list", "None"),
        ({1.0}, "set", "return"),
        (10**400, "int", "整数是否太大"),
        (1j, "complex128", "real"),
        (np.complex64(1), "complex64", "real"),
        (np.datetime64("2024-01-01"), "datetime64", "时间单位"),
        (np.timedelta64(1, "s"), "timedelta64", "时间单位"),
        (np.zeros(2, [("a", float)]), "ndarray", "浮点数组"),
    ],
)
def test_wrong_type(value, found, mend):
    with pytest.raises(TypeError, match=f"^X 应为实数.*得到的是.*{found}.*。请.*{mend}"):
        validation.as_floats(value, "X")


def test_ragged_list():
    with pytest.raises(TypeError, match=r"X 应为实数.*长短不一的嵌套 list.*请"):
        validation.as_floats([[1], [1, 2]], "X")


def test_long_double_is_refused():
    with pytest.raises(TypeError, match=r"请先转成 float64"):
        validation.as_floats(np.zeros(2, np.longdouble), "X")


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_floats_are_passed_on_uncopied(dtype):
    array = np.zeros(3, dtype)
    assert validation.as_floats(array, "X") is array


@pytest.mark.parametrize("dtype", [np.int8, np.uint64, np.int64, bool])
def test_integers_become_float64(dtype):
    assert validation.as_floats(np.ones(3, dtype), "X").dtype == np.float64


def test_elementwise_keeps_name_docstring_signature_and_source():
    """页面用这些显示函数：公式在文档字符串的第一行，源码是真正运行的那一段。"""
    assert sigmoid.__name__ == "sigmoid"
    assert sigmoid.__doc__.startswith("σ(z) = 1/(1+e^{−z})")
    assert list(inspect.signature(leaky_relu).parameters) == ["z", "alpha"]
    assert inspect.getsource(sigmoid).startswith("@elementwise\ndef sigmoid(z: Floats)")


def test_elementwise_reports_a_wrong_call_as_python_does():
    for call in (lambda: sigmoid(), lambda: sigmoid(1, 2), lambda: sigmoid(x=1)):
        with pytest.raises(TypeError, match="argument"):
            call()


def test_elementwise_splits_large_arrays_only(monkeypatch):
    sizes = []

    @validation.elementwise
    def double(x, k=2):
        sizes.append(x.size)
        return x * k

    monkeypatch.setattr(validation, "BLOCK", 10)
    np.testing.assert_array_equal(double(np.arange(10)), 2 * np.arange(10))
    np.testing.assert_array_equal(double(np.arange(25.0)), 2 * np.arange(25))
    np.testing.assert_array_equal(double(3.0, np.arange(12)), 3 * np.arange(12))
    assert sizes == [10, 10, 10, 5, 1, 1]


def test_elementwise_restores_the_error_state():
    with np.errstate(all="raise"):
        sigmoid(-800.0)
        assert set(np.geterr().values()) == {"raise"}


def test_as_matrix_accepts():
    X = validation.as_matrix([[1, 2], [3, 4]], "X", ("n_x", "m"))
    assert X.shape == (2, 2)
    assert X.dtype == np.float64
    assert validation.as_matrix(np.ones((1, 3), np.float32), "Y", (1, "m")).dtype == np.float32


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([1, 2], r"X 应为二维数组 \(n_x, m\)，得到的是 1 维数组，形状 \(2,\).*reshape\(n_x, -1\)"),
        (np.ones((2, 0)), r"至少有一个样本（m ≥ 1），得到的形状是 \(2, 0\).*请"),
        ([[1, np.nan]], r"X 应处处有限，得到的 X\[0, 1\] = nan.*请"),
        ([[1], [-np.inf]], r"X 应处处有限，得到的 X\[1, 0\] = -inf.*请"),
    ],
)
def test_as_matrix_rejects(value, message):
    with pytest.raises(ValueError, match=message):
        validation.as_matrix(value, "X", ("n_x", "m"))


def test_requirements_pass_good_data():
    Y = np.array([[0.0, 1.0, 1.0]])
    validation.require_labels(Y, "Y")
    validation.require_probabilities(Y, "A")
    validation.require_same_shape(Y, "Y", Y, "A")


def test_require_equal_allows_half_of_the_digits():
    expected = np.array([[1.0, 2.0, 3.0]])
    ask = partial(validation.require_equal, name="A", expected=expected, meaning="σ(Z)", mend="请")
    ask(expected + 1e-9)
    with pytest.raises(ValueError, match=r"A 应等于 σ\(Z\) = 2\.0，得到的 A\[0, 1\] = 2\.1"):
        ask(expected + np.array([[0, 0.1, 0.2]]))  # 说的是第一个
    with pytest.raises(ValueError, match="A 应等于"):
        ask(expected + 1e-7)


def test_empty_parameters_are_named():
    with pytest.raises(ValueError, match=r"b1 应为 .*至少有一个元素，得到的形状是 \(0, 1\)"):
        validation.as_parameters({"W1": np.ones((1, 2)), "b1": np.ones((0, 1))})


def test_the_gradient_of_a_bias_is_one_column():
    parameters = {"W1": np.ones((3, 2)), "b1": np.ones((3, 1))}
    grads = {"dW1": np.ones((3, 2)), "db1": np.ones((3, 2))}
    with pytest.raises(ValueError, match=r"db1 的形状应为 \(n\[1\], 1\) = \(3, 1\)"):
        validation.as_gradients(grads, parameters)


def test_elementwise_made_later_keeps_the_name():
    @validation.elementwise
    def tripled(x):
        """3x"""
        return 3 * x

    assert (tripled.__name__, tripled.__doc__) == ("tripled", "3x")
