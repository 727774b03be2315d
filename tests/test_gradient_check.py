"""梯度检查：对的通过，错的指出是哪个参数的哪个元素。"""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracles import Case, autodiff, cases

from derive.gradient_check import NOISE, GradientCheck, gradient_check
from derive.network import L_model_backward, L_model_forward, compute_cost
from derive.trainer import Network

repeatable = settings(derandomize=True, deadline=None, max_examples=15)
CASE = Case((3, 4, 2, 1), ("tanh", "sigmoid"), m=5, seed=0)


def cost_of(case):
    return lambda parameters: Network(case.X, case.Y, parameters, case.activations).forward()


@repeatable
@given(cases(depth=(1, 4)))
def test_right_gradients_pass(case):
    assume(case.distance_to_kinks() > 1e-3)
    _, grads = autodiff(case)
    report = gradient_check(cost_of(case), case.parameters, grads)
    assert report.passed, report
    assert min(report.differences.values()) >= 0
    assert report.difference <= 1e-6
    assert report.differences.keys() == grads.keys()


@pytest.mark.parametrize("name", CASE.parameters)
@repeatable
@given(st.data())
def test_a_wrong_entry_is_named(name, data):
    """只改一个元素，改动只有这一数组大小的万分之一。"""
    _, grads = autodiff(CASE)
    wrong = copy.deepcopy(grads)
    where = tuple(data.draw(st.integers(0, n - 1)) for n in grads[f"d{name}"].shape)
    wrong[f"d{name}"][where] += 1e-4 * np.linalg.norm(grads[f"d{name}"])
    report = gradient_check(cost_of(CASE), CASE.parameters, wrong)
    assert not report.passed
    assert (report.worst, report.entry) == (f"d{name}", where)
    assert report.analytic == wrong[f"d{name}"][where]
    assert report.numeric == pytest.approx(grads[f"d{name}"][where], rel=1e-5)
    assert f"未通过：相对差最大的是 d{name}" in str(report)
    assert f"d{name}[{where[0]}, {where[1]}]" in str(report)
    assert "漏了转置" in str(report)


@pytest.mark.parametrize("factor", [CASE.m, 0.0, -1.0])
def test_a_lost_factor_is_caught(factor):
    _, grads = autodiff(CASE)
    for name in grads:
        report = gradient_check(
            cost_of(CASE), CASE.parameters, {**grads, name: factor * grads[name]}
        )
        assert not report.passed
        assert report.worst == name
        assert report.difference > 0.5


def test_it_checks_the_course_functions():
    case = Case((3, 4, 1), ("relu",), m=5, seed=3)
    AL, caches = L_model_forward(case.X, case.parameters)
    grads = L_model_backward(AL, case.Y, caches)

    def cost(parameters):
        return compute_cost(L_model_forward(case.X, parameters)[0], case.Y)

    report = gradient_check(cost, case.parameters, grads)
    assert report.passed
    assert "通过" in str(report)
    assert "未通过" not in str(report)


def test_a_tiny_gradient_is_no_false_alarm():
    """六层 sigmoid、很小的权重：前几层的梯度比差商的噪声还小。"""
    case = Case((3, 3, 3, 3, 3, 3, 1), ("sigmoid",) * 5, m=4, seed=0)
    for name in case.parameters:
        case.parameters[name] *= 0.01
    _, grads = autodiff(case)
    assert 0 < np.abs(grads["dW1"]).max() < 1e-12
    assert gradient_check(cost_of(case), case.parameters, grads).passed


@pytest.mark.parametrize(("error", "passes"), [(5, True), (30, False)])
def test_noise_grows_like_the_square_root_of_the_size(error, passes):
    """100 个元素的差商，噪声合起来是一个的 10 倍；代价取得恰好能用浮点数写出，差商没有舍入。"""
    W = np.zeros((10, 10))
    epsilon, center = 2.0**-17, 2.0**20
    noise = NOISE * np.finfo(float).eps * center / epsilon
    dW = np.ones((10, 10))
    dW[3, 4] += error * noise
    result = gradient_check(
        lambda p: center + p["W1"].sum(),
        {"W1": W, "b1": np.zeros((10, 1))},
        {"dW1": dW, "db1": np.zeros((10, 1))},
        epsilon=epsilon,
        bound=0,
    )
    assert result.passed is passes


def test_a_kink_is_suspected():
    """z = 0 正好是 ReLU 的折点：差商得 1/2，与哪一边的导数都不相等。"""
    parameters = {"W1": [[1.0]], "b1": [[0.0]], "W2": [[1.0]], "b2": [[0.0]]}
    net = Network([[1.0]], [[0]], {**parameters, "b1": [[-1.0]]}, "relu")
    net.forward()
    net.backward()
    report = gradient_check(
        lambda p: Network([[1.0]], [[0]], p, "relu").forward(),
        {**parameters, "b1": [[-1.0]]},
        net.grads,
    )
    assert not report.passed
    assert report.near_kink
    assert "折点" in str(report)
    left, right = report.one_sided
    assert left == pytest.approx(0, abs=1e-9)
    assert right == pytest.approx(0.5, rel=1e-4)


def test_inputs_are_not_modified():
    case = copy.deepcopy(CASE)
    _, grads = autodiff(case)
    kept = copy.deepcopy(grads)
    gradient_check(cost_of(case), case.parameters, grads)
    for name, value in CASE.parameters.items():
        np.testing.assert_array_equal(case.parameters[name], value)
        np.testing.assert_array_equal(grads[f"d{name}"], kept[f"d{name}"])


def test_the_bound_and_the_step_can_be_chosen():
    _, grads = autodiff(CASE)
    coarse = gradient_check(cost_of(CASE), CASE.parameters, grads, epsilon=0.5)
    assert not coarse.passed
    assert gradient_check(cost_of(CASE), CASE.parameters, grads, epsilon=0.5, bound=0.9).passed


INF, TWO = np.inf, np.ones(2)
P, GRADS = CASE.parameters, autodiff(CASE)[1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gradient_check(cost_of(CASE), P, {}), r"grads 应含 dW1.*缺了.*请"),
        (
            lambda: gradient_check(cost_of(CASE), P, {**GRADS, "dW1": GRADS["dW1"].T}),
            r"dW1 的形状应为 \(n\[1\], n\[0\]\) = \(4, 3\)，得到的是 \(3, 4\).*请转置",
        ),
        (lambda: gradient_check(cost_of(CASE), {}, GRADS), r"parameters 应恰好含.*请"),
        (lambda: gradient_check(cost_of(CASE), P, GRADS, epsilon=0), r"epsilon 应为有限.*请"),
        (lambda: gradient_check(cost_of(CASE), P, GRADS, bound=-1), r"bound 应为有限.*请"),
        (
            lambda: gradient_check(lambda p: np.inf, P, GRADS),
            r"cost\(parameters\) 应为有限.*inf.*请",
        ),
        (
            lambda: gradient_check(lambda p: TWO, P, GRADS),
            r"cost\(parameters\) 应为一个数.*请",
        ),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def checked(difference=0.0, sides=(1.0, 1.0), epsilon=1e-5):
    return GradientCheck({"dW1": difference}, 1e-6, epsilon, "dW1", (0, 0), 0.0, 0.0, sides)


def test_the_bound_itself_passes():
    assert checked(1e-6).passed
    assert not checked(1.001e-6).passed
    with pytest.raises(FrozenInstanceError):
        checked().bound = 1.0


@pytest.mark.parametrize(
    ("sides", "epsilon", "near"),
    [
        ((0.0, 1.0), 1e-5, True),
        ((1.0, 1.005), 1e-9, False),  # 相对来说相差很少
        ((-1.0, -1.005), 1e-9, False),
        ((0.0, 1.0), 0.01, False),  # 光滑处也可以相差这么多：100 倍的 ε
        ((0.0, 1.005), 0.01, True),
        ((101.0, 99.0), 1e-5, False),  # 恰好相差百分之一
    ],
)
def test_near_kink(sides, epsilon, near):
    assert checked(sides=sides, epsilon=epsilon).near_kink is near
