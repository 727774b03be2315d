"""一个隐藏层的网络：与精确值、自动微分、L 层网络相比；逐行改错；坏输入。"""

from __future__ import annotations

import copy
import inspect
import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp
from mutants import mutants, survives
from oracles import (
    EXACT,
    Case,
    add,
    autodiff,
    distance,
    divide,
    entrywise,
    exact,
    magnitude,
    product,
    row_means,
    torch_autodiff,
    transpose,
    worst_distance,
    worst_excess,
)

from derive import network, shallow
from derive.shallow import (
    backward_propagation,
    compute_cost,
    forward_propagation,
    initialize_parameters,
    layer_sizes,
    nn_model,
    predict,
    update_parameters,
)
from derive.validation import Diverged

repeatable = settings(derandomize=True, deadline=None, max_examples=60)
INF, NAN = np.inf, np.nan
SQUARE = Case((4, 4, 4), ("tanh",), m=4, seed=0)
OBLONG = Case((2, 4, 3), ("tanh",), m=5, seed=0)


@st.composite
def problems(draw):
    dims = draw(st.lists(st.integers(1, 8), min_size=3, max_size=3))
    return Case(tuple(dims), ("tanh",), draw(st.integers(1, 9)), draw(st.integers(0, 2**32 - 1)))


def gradients(case, namespace):
    _, cache = namespace["forward_propagation"](case.X, case.parameters)
    return namespace["backward_propagation"](case.parameters, cache, case.X, case.Y)


def check_gradients(case, oracle=autodiff):
    J, expected = oracle(case)

    def check(namespace):
        grads = gradients(case, namespace)
        assert grads.keys() == expected.keys()
        error, name = worst_distance(grads, expected)
        assert error <= 1e-9, name
        A2, _ = namespace["forward_propagation"](case.X, case.parameters)
        assert namespace["compute_cost"](A2, case.Y) == pytest.approx(J, rel=1e-9)

    return check


# ── 精确值 ────────────────────────────────────────────────────────────


@repeatable
@given(problems())
def test_every_line_is_its_formula(case):
    """前一步的结果视为精确，每一行单独与公式相比；误差以各项绝对值之和的舍入单位计。"""
    A2, cache = forward_propagation(case.X, case.parameters)
    grads = backward_propagation(case.parameters, cache, case.X, case.Y)
    np.testing.assert_array_equal(A2, cache["A2"])
    X, Y, Z1, A1, Z2 = map(exact, (case.X, case.Y, cache["Z1"], cache["A1"], cache["Z2"]))
    W1, b1, W2, b2 = (exact(case.parameters[name]) for name in ("W1", "b1", "W2", "b2"))
    (tanh, tanh_prime), (sigma, _) = EXACT["tanh"], EXACT["sigmoid"]
    with mp.workdps(50):
        for W, A, b, name in ((W1, X, b1, "Z1"), (W2, A1, b2, "Z2")):
            size = add(product(magnitude(W), magnitude(A)), magnitude(b))
            assert worst_excess(cache[name], add(product(W, A), b), size) <= 8
        assert worst_excess(cache["A1"], entrywise(tanh, Z1), entrywise(abs, A1)) <= 4
        a2 = entrywise(sigma, Z2)
        assert worst_excess(A2, a2, a2) <= 4

        dZ2 = entrywise(lambda z, y: sigma(z) - y, Z2, Y)
        dA1 = product(transpose(W2), dZ2)
        dZ1 = entrywise(lambda d, z: d * tanh_prime(z), dA1, Z1)
        of_dA1 = product(magnitude(transpose(W2)), magnitude(dZ2))
        of_dZ1 = entrywise(lambda d, z: d * tanh_prime(z), of_dA1, Z1)
        for dZ, size, A, l in ((dZ2, magnitude(dZ2), A1, 2), (dZ1, of_dZ1, X, 1)):
            dW, of_dW = product(dZ, transpose(A)), product(size, transpose(magnitude(A)))
            assert worst_excess(grads[f"dW{l}"], divide(dW, case.m), divide(of_dW, case.m)) <= 16
            assert worst_excess(grads[f"db{l}"], row_means(dZ), row_means(size)) <= 16


def test_confident_units_keep_their_digits():
    """tanh 舍入为 1 时 1 − A1² 是 0；真正的导数是 1/cosh²。"""
    parameters = {"W1": [[1.0]], "b1": [[0.0]], "W2": [[1.0]], "b2": [[0.0]]}
    _, cache = forward_propagation([[30.0]], parameters)
    assert cache["A1"] == 1
    grads = backward_propagation(parameters, cache, [[30.0]], [[0]])
    slope = cache["A2"].item() * 4 * math.exp(-60)
    assert grads["db1"].item() == pytest.approx(slope, rel=1e-14)


def test_cost_of_a_completely_wrong_sample_is_infinite_in_silence():
    with np.errstate(all="raise"):
        assert compute_cost([[0.0, 0.5]], [[1, 1]]) == INF
    assert compute_cost([[0.25, 0.5]], [[1, 0]]) == pytest.approx(math.log(8) / 2, rel=1e-15)
    two_outputs = compute_cost([[0.25], [0.5]], [[1], [0]])
    assert two_outputs == pytest.approx(math.log(8), rel=1e-15)


# ── 自动微分，与 L 层网络 ──────────────────────────────────────────────


@repeatable
@given(problems())
def test_gradients_agree_with_autograd(case):
    check_gradients(case)(vars(shallow))


@repeatable
@given(problems())
def test_gradients_agree_with_pytorch(case):
    pytest.importorskip("torch", reason="没有安装 PyTorch；自动微分已由 autograd 核对")
    check_gradients(case, torch_autodiff)(vars(shallow))


@repeatable
@given(problems())
def test_two_layers_are_an_L_layer_network(case):
    P = case.parameters
    A1, first = network.linear_activation_forward(case.X, P["W1"], P["b1"], "tanh")
    A2, second = network.linear_activation_forward(A1, P["W2"], P["b2"], "sigmoid")
    np.testing.assert_array_equal(forward_propagation(case.X, P)[0], A2)
    dA1, dW2, db2 = network.linear_backward(A2 - case.Y, second[0])
    _, dW1, db1 = network.linear_activation_backward(dA1, first, "tanh")
    expected = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    assert worst_distance(gradients(case, vars(shallow)), expected)[0] <= 1e-12


MUTANTS = mutants(shallow, "forward_propagation", "backward_propagation")


def test_the_original_passes_the_check_of_the_mutants():
    for case in (SQUARE, OBLONG):
        assert survives(check_gradients(case), vars(shallow))


@pytest.mark.parametrize(("label", "namespace"), MUTANTS, ids=itertools.count())
def test_every_wrong_line_is_caught(label, namespace):
    for case in (SQUARE, OBLONG):
        assert not survives(check_gradients(case), namespace), label


def test_every_backward_line_has_mutants():
    text = "\n".join(label for label, _ in MUTANTS)
    for wrong in (
        "dW2 = dZ2 @ A1 / m",
        "dW2 = dZ2 @ A1.T",
        "dW2 = dZ2 * A1.T / m",
        "db2 = np.sum(dZ2, axis=0, keepdims=True) / m",
        "db2 = np.sum(dZ2, axis=1, keepdims=True)",
        "dZ1 = W2 @ dZ2 * tanh_prime(Z1)",
        "dZ1 = W2.T * dZ2 * tanh_prime(Z1)",
        "dZ1 = W2.T @ dZ2 @ tanh_prime(Z1)",
        "dW1 = dZ1 @ X / m",
        "dW1 = dZ1 @ X.T",
        "dW1 = dZ1 * X.T / m",
        "db1 = np.sum(dZ1, axis=0, keepdims=True) / m",
        "db1 = np.sum(dZ1, axis=1, keepdims=True)",
    ):
        assert re.search(f"：{re.escape(wrong)}$", text, re.MULTILINE), wrong


# ── 训练与预测 ─────────────────────────────────────────────────────────


def petals(m=80):
    """线性分不开的两类：异或的四个象限。"""
    X = np.random.default_rng(5).uniform(-1, 1, (2, m))
    return X, (X[:1] * X[1:] > 0).astype(int)


def test_nn_model_repeats_the_four_functions():
    X, Y = petals(20)
    parameters = initialize_parameters(2, 3, 1, rng=7)
    for _ in range(50):
        _, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    trained = nn_model(X, Y, 3, 50, rng=7)
    assert max(distance(trained[name], value) for name, value in parameters.items()) <= 1e-12
    one_step = nn_model(X, Y, 3, 1, rng=7, learning_rate=0.0)
    np.testing.assert_array_equal(one_step["W1"], initialize_parameters(2, 3, 1, rng=7)["W1"])


def test_nn_model_learns_what_a_line_cannot():
    X, Y = petals()
    parameters = nn_model(X, Y, 4, 3000, rng=1)
    assert np.mean(predict(parameters, X) == Y) >= 0.95


def test_nn_model_prints_only_when_asked(capsys):
    X, Y = petals(9)
    nn_model(X, Y, 2, 1001)
    assert capsys.readouterr().out == ""
    nn_model(X, Y, 2, 1001, print_cost=True)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == ["0", "1000"]
    assert re.fullmatch(r"第 0 次迭代的代价：0\.69\d{4}", lines[0])


def test_nn_model_stops_when_the_cost_is_infinite():
    X, Y = petals(9)
    with np.errstate(all="raise"), pytest.raises(Diverged, match=r"更新 \d 步.*学习率 1e\+308"):
        nn_model(X, Y, 2, 10, learning_rate=1e308)


def test_layer_sizes():
    assert layer_sizes(np.ones((5, 3)), np.ones((2, 3))) == (5, 4, 2)
    assert layer_sizes(np.ones((5, 3)), np.ones((2, 3)), 7) == (5, 7, 2)


def test_predict():
    guess = predict(OBLONG.parameters, OBLONG.X)
    np.testing.assert_array_equal(guess, forward_propagation(OBLONG.X, OBLONG.parameters)[0] > 0.5)
    assert guess.dtype == np.float64


def test_inputs_are_not_modified():
    case = copy.deepcopy(OBLONG)
    _, cache = forward_propagation(case.X, case.parameters)
    kept = copy.deepcopy(cache)
    grads = backward_propagation(case.parameters, cache, case.X, case.Y)
    update_parameters(case.parameters, grads)
    for name, value in OBLONG.parameters.items():
        np.testing.assert_array_equal(case.parameters[name], value)
    for name, value in kept.items():
        np.testing.assert_array_equal(cache[name], value)
    np.testing.assert_array_equal(case.X, OBLONG.X)


def test_float32_stays_float32():
    parameters = {name: value.astype(np.float32) for name, value in OBLONG.parameters.items()}
    X = OBLONG.X.astype(np.float32)
    A2, cache = forward_propagation(X, parameters)
    grads = backward_propagation(parameters, cache, X, OBLONG.Y)
    assert {A2.dtype, *(grad.dtype for grad in grads.values())} == {np.dtype(np.float32)}


# ── 坏输入 ─────────────────────────────────────────────────────────────

X, Y, P = OBLONG.X, OBLONG.Y, OBLONG.parameters  # dims 2, 4, 3；m = 5
A2, CACHE = forward_propagation(X, P)
GRADS = backward_propagation(P, CACHE, X, Y)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: layer_sizes(X[0], Y), r"X 应为二维.*请"),
        (lambda: layer_sizes(X, Y.T), r"Y 的形状应为 \(n_y, m\) = \(n_y, 5\).*Y\.T"),
        (lambda: initialize_parameters(2, 0, 1), r"n_h 应不小于 1.*请"),
        (
            lambda: forward_propagation(X.T, P),
            r"X 的形状应为 \(n_x, m\) = \(2, m\).*\(5, 2\).*X\.T",
        ),
        (lambda: forward_propagation(X[:, :0], P), r"X .*m ≥ 1.*请"),
        (
            lambda: forward_propagation(X, {**P, "W2": P["W2"].T}),
            r"W2 的形状应为 \(n\[2\], n\[1\]\) = \(3, 4\).*W2\.T",
        ),
        (
            lambda: forward_propagation(X, {**P, "b1": P["b1"][:, 0]}),
            r"b1 应为二维数组 \(n\[1\], 1\) = \(4, 1\).*请",
        ),
        (
            lambda: forward_propagation(X, {**P, "W3": 1, "b3": 1}),
            r"parameters 应恰好含 W1、b1、W2、b2，.*W3.*请",
        ),
        (
            lambda: forward_propagation(X, {"W1": P["W1"], "b1": P["b1"]}),
            r"parameters 应恰好含 W1、b1、W2、b2，.*请",
        ),
        (lambda: compute_cost(A2 - 1, Y), r"A2 应在 \[0, 1\] 之内.*请"),
        (lambda: compute_cost(A2, Y + 1), r"Y 应只含标签 0 与 1.*请"),
        (lambda: compute_cost(A2[0], Y), r"A2 应为二维.*请"),
        (
            lambda: backward_propagation(P, {}, X, Y),
            r"cache 应含 Z1、A1、Z2、A2，得到的是 空字典。请",
        ),
        (lambda: backward_propagation(P, (A2,), X, Y), r"cache 应含.*tuple。请"),
        (
            lambda: backward_propagation(P, {**CACHE, "Z1": CACHE["Z1"].T}, X, Y),
            r"Z1 的形状应为 \(n_h, m\) = \(4, 5\).*请",
        ),
        (
            lambda: backward_propagation(P, {**CACHE, "A1": CACHE["Z1"]}, X, Y),
            r"A1 应等于 tanh\(Z1\).*请原样",
        ),
        (
            lambda: backward_propagation(P, {**CACHE, "A2": A2 / 2}, X, Y),
            r"A2 应等于 σ\(Z2\).*请原样",
        ),
        (
            lambda: backward_propagation(P, CACHE, X[:, :4], Y[:, :4]),
            r"Z1 的形状应为.*\(4, 5\).*请",
        ),
        (
            lambda: backward_propagation(P, CACHE, X, Y[:, :4]),
            r"Y 的形状应为 \(n_y, m\) = \(3, 5\).*请",
        ),
        (lambda: backward_propagation(P, CACHE, X, Y * NAN), r"Y 应处处有限.*请"),
        (lambda: update_parameters(P, GRADS, -1), r"learning_rate 应为有限、不小于 0 .*请"),
        (
            lambda: update_parameters(P, {**GRADS, "dW1": GRADS["dW1"].T}),
            r"dW1 的形状应为 \(n\[1\], n\[0\]\) = \(4, 2\).*dW1\.T",
        ),
        (lambda: nn_model(X, Y, 0), r"n_h 应不小于 1.*请"),
        (lambda: nn_model(X, Y, 2, 0), r"num_iterations 应不小于 1.*请"),
        (lambda: nn_model(X, Y, 2, 9, learning_rate=-1), r"learning_rate 应为.*请"),
        (lambda: nn_model(X, Y * 3, 2, 9), r"Y 应只含标签 0 与 1.*请"),
        (lambda: predict(P, X.T), r"X 的形状应为.*请"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_on_the_fence_is_zero():
    """a2 恰为 1/2 时预测 0。"""
    fence = {"W1": [[1.0]], "b1": [[0.0]], "W2": [[1.0]], "b2": [[0.0]]}
    assert predict(fence, [[0.0]]) == 0


def test_the_defaults_are_the_courses():
    named = dict(inspect.signature(shallow.nn_model).parameters)
    assert named["num_iterations"].default == 10000
    assert named["learning_rate"].default == 1.2
    assert named["rng"].default == 0
