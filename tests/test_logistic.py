"""逻辑回归：与精确值、自动微分相比；逐行改错；坏输入。"""

from __future__ import annotations

import inspect
import itertools
import math
import re
from typing import get_type_hints

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf
from mutants import mutants, survives
from oracles import Case, autodiff, distance, exact, exact_sigma, torch_autodiff, worst_excess

from derive import logistic
from derive.logistic import initialize_with_zeros, model, optimize, predict, propagate
from derive.validation import Diverged

repeatable = settings(derandomize=True, deadline=None, max_examples=80)
INF, NAN = np.inf, np.nan
SQUARE, OBLONG = Case((4, 1), (), m=4, seed=0), Case((3, 1), (), m=5, seed=0)


@st.composite
def problems(draw):
    n_x, m = draw(st.integers(1, 8)), draw(st.integers(1, 9))
    return Case((n_x, 1), (), m, draw(st.integers(0, 2**32 - 1)))


def of(case):
    """同一个问题，写成 (w, b, X, Y)。"""
    return case.parameters["W1"].T, case.parameters["b1"].item(), case.X, case.Y


# ── 精确值 ────────────────────────────────────────────────────────────


@repeatable
@given(problems())
def test_propagate_is_the_formula(case):
    """误差以舍入单位计，相对于把每一项换成绝对值的同一个公式；Z 的误差传到 A − Y 里。"""
    w, b, X, Y = of(case)
    grads, cost = propagate(w, b, X, Y)
    ew, eX = [row[0] for row in exact(w)], exact(X)
    with mp.workdps(50):
        losses, dZ, sizes = [], [], []
        for i, y in enumerate(Y[0]):
            terms = [c * row[i] for c, row in zip(ew, eX, strict=True)] + [mpf(b)]
            z = mp.fsum(terms)
            losses.append(mp.log(1 + mp.exp(-z)) if y else mp.log(1 + mp.exp(z)))
            dZ.append(exact_sigma(z) - mpf(y))
            sizes.append(abs(dZ[-1]) * (1 + mp.fsum(map(abs, terms))))
        dw = [[mp.fsum(d * x for d, x in zip(dZ, row, strict=True)) / case.m] for row in eX]
        of_dw = [
            [mp.fsum(s * abs(x) for s, x in zip(sizes, row, strict=True)) / case.m] for row in eX
        ]
        assert worst_excess(grads["dw"], dw, of_dw) <= 8
        db, of_db = mp.fsum(dZ) / case.m, mp.fsum(sizes) / case.m
        assert worst_excess(np.array([[grads["db"]]]), [[db]], [[of_db]]) <= 8
        J = mp.fsum(losses) / case.m
        largest = max(size / abs(d) for size, d in zip(sizes, dZ, strict=True))
        assert abs(cost - J) <= 8 * 2**-53 * J * largest


@pytest.mark.parametrize("z", [40.0, 300.0, 700.0, -40.0, -300.0, -700.0])
@pytest.mark.parametrize("y", [0, 1])
def test_confident_predictions_keep_their_digits(z, y):
    """课程的写法在这里得到 0 或 ∞：a 已舍入为 0 或 1。"""
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        grads, cost = propagate([[1.0]], 0.0, [[z]], [[y]])
    u = z if y == 0 else -z
    with mp.workdps(700):
        slope = float(exact_sigma(mpf(u))) * (1 - 2 * y)
        assert cost == pytest.approx(float(mp.log(1 + mp.exp(u))), rel=1e-15)
    assert grads["db"] == pytest.approx(slope, rel=1e-15)
    assert grads["dw"].item() == pytest.approx(slope * z, rel=1e-15)


def test_propagate_at_zero():
    """w = 0，b = 0 时每个 a = 1/2，J = ln 2。"""
    grads, cost = propagate(*initialize_with_zeros(2), [[1.0, 3.0], [2.0, 4.0]], [[1, 0]])
    assert cost == math.log(2)
    np.testing.assert_array_equal(grads["dw"], [[0.5], [0.5]])
    assert grads["db"] == 0
    assert type(cost) is float
    assert type(grads["db"]) is float


# ── 自动微分 ──────────────────────────────────────────────────────────


def check_gradients(case, oracle=autodiff):
    J, expected = oracle(case)

    def check(namespace):
        grads, cost = namespace["propagate"](*of(case))
        assert distance(grads["dw"], expected["dW1"].T) <= 1e-9
        assert distance(np.reshape(grads["db"], (1, 1)), expected["db1"]) <= 1e-9
        assert cost == pytest.approx(J, rel=1e-9)

    return check


@repeatable
@given(problems())
def test_gradients_agree_with_autograd(case):
    check_gradients(case)(vars(logistic))


@repeatable
@given(problems())
def test_gradients_agree_with_pytorch(case):
    pytest.importorskip("torch", reason="没有安装 PyTorch；自动微分已由 autograd 核对")
    check_gradients(case, torch_autodiff)(vars(logistic))


MUTANTS = mutants(logistic, "_propagate")


@pytest.mark.parametrize(("label", "namespace"), MUTANTS, ids=itertools.count())
def test_every_wrong_line_is_caught(label, namespace):
    for case in (SQUARE, OBLONG):
        assert survives(check_gradients(case), vars(logistic))
        assert not survives(check_gradients(case), namespace), label


def test_every_backward_line_has_mutants():
    text = "\n".join(label for label, _ in MUTANTS)
    for wrong in (
        "dw = X @ dZ / m",
        "dw = X @ dZ.T",
        "dw = X * dZ.T / m",
        "db = float(np.sum(dZ))",
    ):
        assert re.search(f"：{re.escape(wrong)}$", text, re.MULTILINE), wrong


# ── 训练与预测 ─────────────────────────────────────────────────────────

X = np.array([[1.0, 2.0, -1.0, -3.0], [0.5, -1.0, 2.0, 1.0]])
Y = np.array([[1, 1, 0, 0]])


def test_optimize_repeats_propagate():
    w, b = np.array([[0.1], [-0.2]]), 0.3
    kept = w.copy()
    params, grads, costs = optimize(w, b, X, Y, 101, 0.1)
    np.testing.assert_array_equal(w, kept)
    expected = []
    for _ in range(101):
        g, cost = propagate(w, b, X, Y)
        expected.append(cost)
        w, b = w - 0.1 * g["dw"], b - 0.1 * g["db"]
    np.testing.assert_array_equal(params["w"], w)
    assert params["b"] == b
    np.testing.assert_array_equal(grads["dw"], g["dw"])
    assert grads["db"] == g["db"]
    assert costs == [expected[0], expected[100]]


def test_optimize_prints_only_when_asked(capsys):
    optimize([[0.0], [0.0]], 0.0, X, Y, 101, 0.1)
    assert capsys.readouterr().out == ""
    optimize([[0.0], [0.0]], 0.0, X, Y, 101, 0.1, print_cost=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "第 0 次迭代的代价：0.693147"
    assert [line.split()[1] for line in lines] == ["0", "100"]


def test_optimize_stops_when_the_cost_is_infinite():
    with (
        np.errstate(all="raise"),
        pytest.raises(Diverged, match=r"更新 1 步.*学习率 1e\+308") as info,
    ):
        optimize([[0.0], [0.0]], 0.0, X * 9, [[1, 0, 1, 0]], 10, 1e308)
    assert info.value.step == 1
    assert info.value.learning_rate == 1e308
    assert not math.isfinite(info.value.cost)
    assert "请减小学习率，例如 1e+307" in str(info.value)


def test_predict_is_one_where_the_probability_exceeds_a_half():
    guess = predict([[1.0]], -1.0, [[-1.0, 1.0, 1.5, 900.0]])
    np.testing.assert_array_equal(guess, [[0, 0, 1, 1]])
    assert guess.dtype == np.float64


def test_model(capsys):
    result = model(X, Y, X[:, :2], Y[:, :2], num_iterations=201, learning_rate=0.5)
    params, _, costs = optimize(*initialize_with_zeros(2), X, Y, 201, 0.5)
    np.testing.assert_array_equal(result["w"], params["w"])
    assert result["b"] == params["b"]
    assert result["costs"] == costs
    assert len(costs) == 3
    assert costs == sorted(costs, reverse=True)
    np.testing.assert_array_equal(result["Y_prediction_train"], Y)
    np.testing.assert_array_equal(result["Y_prediction_test"], Y[:, :2])
    assert (result["learning_rate"], result["num_iterations"]) == (0.5, 201)
    assert capsys.readouterr().out == ""
    model(X, Y, X[:, :2], 1 - Y[:, :2], 201, print_cost=True)
    assert capsys.readouterr().out.endswith("训练集的准确率：100.00%\n测试集的准确率：0.00%\n")


def test_float32_stays_float32():
    grads, _ = propagate(np.zeros((2, 1), np.float32), 0.0, X.astype(np.float32), Y * 1.0)
    assert grads["dw"].dtype == np.float32


def test_initial_values_are_zero():
    w, b = initialize_with_zeros(3)
    np.testing.assert_array_equal(w, np.zeros((3, 1)))
    assert b == 0.0
    assert get_type_hints(initialize_with_zeros)["dim"] is int


# ── 坏输入 ─────────────────────────────────────────────────────────────

W = np.ones((2, 1))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: initialize_with_zeros(0), r"dim 应不小于 1，得到的是 0.*请"),
        (
            lambda: propagate(W[:, 0], 0.0, X, Y),
            r"w 应为二维数组 \(n_x, 1\) = \(2, 1\).*w\.reshape\(-1, 1\)",
        ),
        (
            lambda: propagate(W.T, 0.0, X, Y),
            r"w 的形状应为 \(n_x, 1\) = \(2, 1\)，得到的是 \(1, 2\)。请转置：w\.T",
        ),
        (lambda: propagate(np.ones((3, 1)), 0.0, X, Y), r"w 的形状应为.*\(3, 1\)。请"),
        (lambda: propagate(W, [[0.0]], X, Y), r"b 应为一个数，得到的是形状 \(1, 1\).*b\.item\(\)"),
        (lambda: propagate(W, NAN, X, Y), r"b 应为有限的数，得到的是 nan。请"),
        (lambda: propagate(W, 0.0, X[0], Y), r"X 应为二维数组 \(n_x, m\).*请"),
        (lambda: propagate(W, 0.0, X[:, :0], Y[:, :0]), r"X .*m ≥ 1.*请"),
        (lambda: propagate(W, 0.0, X * NAN, Y), r"X 应处处有限.*nan.*请"),
        (
            lambda: propagate(W, 0.0, X, Y[0]),
            r"Y 应为二维数组 \(1, m\) = \(1, 4\).*Y\.reshape\(1, -1\)",
        ),
        (
            lambda: propagate(W, 0.0, X, Y.T),
            r"Y 的形状应为 \(1, m\) = \(1, 4\)，得到的是 \(4, 1\).*Y\.T",
        ),
        (lambda: propagate(W, 0.0, X, Y[:, :3]), r"Y 的形状应为.*\(1, 3\)。请检查.*同一批样本"),
        (lambda: propagate(W, 0.0, X, Y - 1), r"Y 应只含标签 0 与 1.*Y\[0, 2\] = -1.*请"),
        (lambda: propagate(W, 0.0, X, np.array([[1, INF, 0, 0]])), r"Y 应处处有限.*请"),
        (
            lambda: optimize(W, 0.0, X, Y, 10, -0.1),
            r"learning_rate 应为有限、不小于 0 的数.*-0\.1。请",
        ),
        (lambda: optimize(W, 0.0, X, Y, 0, 0.1), r"num_iterations 应不小于 1，得到的是 0。请"),
        (lambda: optimize(W, 0.0, X, Y * 2, 10, 0.1), r"Y 应只含标签 0 与 1.*请"),
        (lambda: predict(W, 0.0, X.T), r"w 的形状应为 \(n_x, 1\) = \(4, 1\).*请"),
        (
            lambda: model(X, Y, X.T, Y),
            r"X_test 的形状应为 \(n_x, m\) = \(2, m\)，得到的是 \(4, 2\).*X_test\.T",
        ),
        (lambda: model(X, Y * 2, X, Y), r"Y_train 应只含标签 0 与 1.*请"),
        (lambda: model(X, Y, X, Y[:, :2]), r"Y_test 的形状应为 \(1, m\) = \(1, 4\).*请"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: initialize_with_zeros(2.0), r"dim 应为整数.*2\.0.*请"),
        (lambda: initialize_with_zeros(True), r"dim 应为整数.*True.*请"),
        (lambda: propagate(None, 0.0, X, Y), r"w 应为实数.*请"),
        (lambda: propagate(W, "0", X, Y), r"b 应为实数.*请"),
        (lambda: optimize(W, 0.0, X, Y, 1e3, 0.1), r"num_iterations 应为整数.*1000 而不是 1e3"),
    ],
)
def test_wrong_type(call, message):
    with pytest.raises(TypeError, match=message):
        call()


def test_the_defaults_are_the_courses():
    parameters = inspect.signature(model).parameters
    assert parameters["num_iterations"].default == 2000
    assert parameters["learning_rate"].default == 0.5
