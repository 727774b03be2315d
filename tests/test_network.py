"""L 层网络：与精确值、自动微分、中心差商相比；逐行改错；坏输入。"""

from __future__ import annotations

import copy
import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mpmath import mp
from mutants import mutants, survives
from oracles import (
    EXACT,
    HIDDEN,
    Case,
    add,
    autodiff,
    cases,
    central_differences,
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

from derive import network
from derive.network import (
    ACTIVATIONS,
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters,
    initialize_parameters_deep,
    linear_activation_backward,
    linear_activation_forward,
    linear_backward,
    linear_forward,
    predict,
    update_parameters,
)

repeatable = settings(derandomize=True, deadline=None, max_examples=60)
sizes = st.integers(1, 6)
INF, NAN = np.inf, np.nan

SQUARE = Case((4, 4, 4, 4), ("tanh", "leaky_relu"), m=4, seed=0)
OBLONG = Case((3, 4, 2, 1), ("relu", "relu"), m=5, seed=9)


def forward(case, module=network):
    """逐层调用：每层可以用不同的激活函数。"""
    g = module if isinstance(module, dict) else vars(module)
    A, caches = case.X, []
    for l, name in enumerate((*case.activations, "sigmoid"), 1):
        W, b = case.parameters[f"W{l}"], case.parameters[f"b{l}"]
        A, cache = g["linear_activation_forward"](A, W, b, name)
        caches.append(cache)
    return A, caches


def gradients(case, module=network):
    g = module if isinstance(module, dict) else vars(module)
    A, caches = forward(case, module)
    L, grads = len(caches), {}
    dA, grads[f"dW{L}"], grads[f"db{L}"] = g["linear_backward"](A - case.Y, caches[-1][0])
    for l in range(L - 1, 0, -1):
        dA, grads[f"dW{l}"], grads[f"db{l}"] = g["linear_activation_backward"](
            dA, caches[l - 1], case.activations[l - 1]
        )
    grads["dA0"] = dA
    return grads


# ── 精确值：每个函数的公式，逐元素 ──────────────────────────────────────


def random_layer(n, n_prev, m, seed, largest=2):
    rng = np.random.default_rng(seed)
    shapes = [(n_prev, m), (n, n_prev), (n, 1), (n, m)]
    return [rng.standard_normal(shape) * 10 ** rng.uniform(-2, largest) for shape in shapes]


@repeatable
@given(sizes, sizes, sizes, st.integers(0, 10**6))
def test_linear_forward_and_backward_are_the_formulas(n, n_prev, m, seed):
    A_prev, W, b, dZ = random_layer(n, n_prev, m, seed)
    eA, eW, eb, eZ = map(exact, (A_prev, W, b, dZ))
    aA, aW, ab, aZ = map(magnitude, (eA, eW, eb, eZ))
    with mp.workdps(50):
        Z, cache = linear_forward(A_prev, W, b)
        assert worst_excess(Z, add(product(eW, eA), eb), add(product(aW, aA), ab)) <= 8

        dA_prev, dW, db = linear_backward(dZ, cache)
        expected = divide(product(eZ, transpose(eA)), m)
        assert worst_excess(dW, expected, divide(product(aZ, transpose(aA)), m)) <= 8
        assert worst_excess(db, row_means(eZ), row_means(aZ)) <= 8
        assert worst_excess(dA_prev, product(transpose(eW), eZ), product(transpose(aW), aZ)) <= 8


@pytest.mark.parametrize("name", HIDDEN)
@repeatable
@given(sizes, sizes, sizes, st.integers(0, 10**6))
def test_linear_activation_is_the_formula(name, n, n_prev, m, seed):
    """Z 视为精确（它的误差上面已经量过）。"""
    g, g_prime = EXACT[name]
    A_prev, W, b, dA = random_layer(n, n_prev, m, seed, largest=0.5)  # |z| 太大时 g′ 下溢
    A, (linear_cache, Z) = linear_activation_forward(A_prev, W, b, name)
    np.testing.assert_array_equal(Z, linear_forward(A_prev, W, b)[0])
    with mp.workdps(400):
        eZ, eA = exact(Z), entrywise(g, exact(Z))
        assert worst_excess(A, eA, magnitude(eA)) <= 4

        dZ = entrywise(lambda d, z: d * g_prime(z), exact(dA), eZ)
        sources, aZ = exact(A_prev), magnitude(dZ)
        dA_prev, dW, db = linear_activation_backward(dA, (linear_cache, Z), name)
        scale = divide(product(aZ, transpose(magnitude(sources))), m)
        assert worst_excess(dW, divide(product(dZ, transpose(sources)), m), scale) <= 16
        assert worst_excess(db, row_means(dZ), row_means(aZ)) <= 16
        back = transpose(exact(W))
        assert worst_excess(dA_prev, product(back, dZ), product(magnitude(back), aZ)) <= 16


@repeatable
@given(sizes, sizes, st.integers(0, 10**6))
def test_compute_cost_is_the_formula(n, m, seed):
    rng = np.random.default_rng(seed)
    AL, Y = rng.uniform(0, 1, (n, m)), rng.integers(0, 2, (n, m))
    with mp.workdps(50):
        loss = entrywise(
            lambda a, y: -(y * mp.log(a) + (1 - y) * mp.log(1 - a)), *map(exact, (AL, Y))
        )
        J = mp.fsum(map(mp.fsum, loss)) / m
        assert abs(compute_cost(AL, Y) - J) <= 4 * 2**-53 * J


@repeatable
@given(cases(hidden=("relu",)), st.floats(0, 10))
def test_update_is_the_formula(case, learning_rate):
    grads = gradients(case)
    updated = update_parameters(case.parameters, grads, learning_rate)
    assert updated.keys() == case.parameters.keys()
    for name, value in case.parameters.items():
        np.testing.assert_array_equal(updated[name], value - learning_rate * grads[f"d{name}"])


# ── 与课程的写法相符 ───────────────────────────────────────────────────


@repeatable
@given(cases(hidden=("relu",)))
def test_the_whole_network_is_layer_after_layer(case):
    AL, caches = L_model_forward(case.X, case.parameters)
    expected, expected_caches = forward(case)
    np.testing.assert_array_equal(AL, expected)
    for ((A_prev, W, b), Z), ((A0, W0, b0), Z0) in zip(caches, expected_caches, strict=True):
        for got, want in ((A_prev, A0), (W, W0), (b, b0), (Z, Z0)):
            np.testing.assert_array_equal(got, want)
    grads = L_model_backward(AL, case.Y, caches)
    L = len(case.dims) - 1
    names = {f"{kind}{l}" for l in range(1, L + 1) for kind in ("dW", "db")}
    assert grads.keys() == names | {f"dA{l}" for l in range(L)}
    assert worst_distance(grads, gradients(case))[0] <= 1e-12
    for l in range(L):
        assert grads[f"dA{l}"].shape == (case.dims[l], case.m)


def test_predict_is_one_where_the_probability_exceeds_a_half():
    AL, _ = L_model_forward(OBLONG.X, OBLONG.parameters)
    guess = predict(OBLONG.X, OBLONG.parameters)
    np.testing.assert_array_equal(guess, AL > 0.5)
    assert guess.shape == (1, 5)
    assert guess.dtype == np.float64
    assert set(predict([[-1.0, 2.0]], {"W1": [[1.0]], "b1": [[-1.0]]})[0]) == {0, 1}
    on_the_fence = {"W1": [[0.0]], "b1": [[0.0]]}
    assert predict([[1.0]], on_the_fence) == 0


def test_float32_stays_float32():
    parameters = {name: value.astype(np.float32) for name, value in OBLONG.parameters.items()}
    AL, caches = L_model_forward(OBLONG.X.astype(np.float32), parameters)
    grads = L_model_backward(AL, OBLONG.Y, caches)
    assert {AL.dtype, *(g.dtype for g in grads.values())} == {np.dtype(np.float32)}
    assert {v.dtype for v in update_parameters(parameters, grads, 0.1).values()} == {AL.dtype}


def test_inputs_are_not_modified():
    case = copy.deepcopy(OBLONG)
    AL, caches = L_model_forward(case.X, case.parameters)
    before = copy.deepcopy((AL, caches))
    grads = L_model_backward(AL, case.Y, caches)
    updated = update_parameters(case.parameters, grads, 1.0)
    compute_cost(AL, case.Y)
    for name, value in OBLONG.parameters.items():
        np.testing.assert_array_equal(case.parameters[name], value)
        assert not np.shares_memory(updated[name], case.parameters[name])
        assert np.any(updated[name] != value)
    np.testing.assert_array_equal(case.X, OBLONG.X)
    np.testing.assert_array_equal(case.Y, OBLONG.Y)
    np.testing.assert_array_equal(AL, before[0])
    for new, old in zip(caches, before[1], strict=True):
        for a, b in zip((*new[0], new[1]), (*old[0], old[1]), strict=True):
            np.testing.assert_array_equal(a, b)


def test_confident_predictions_keep_their_digits():
    """z = 40 而 y = 1：a 舍入为 1，A − Y 是 0；真正的梯度是 −σ(−40)。"""
    parameters = {"W1": [[1.0]], "b1": [[0.0]]}
    for z in (40.0, 300.0, -40.0, -300.0):
        AL, caches = L_model_forward([[z]], parameters)
        y = float(z > 0)
        grads = L_model_backward(AL, [[y]], caches)
        db = math.exp(-abs(z)) * (1 - 2 * y)
        assert grads["db1"].item() == pytest.approx(db, rel=1e-14)
        assert grads["dW1"].item() == pytest.approx(db * z, rel=1e-14)


def test_cost_of_a_completely_wrong_sample_is_infinite_in_silence():
    with np.errstate(all="raise"):
        assert compute_cost([[0.0, 0.5]], [[1, 1]]) == INF
        assert compute_cost([[1.0]], [[0]]) == INF
        assert compute_cost([[1.0, 0.0]], [[1, 0]]) == 0
    assert type(compute_cost([[0.5]], [[1]])) is float


def test_wrong_and_certain_still_has_a_gradient():
    """dA[L] = −Y/A 在这里是无穷大；从 dZ[L] 出发就没有这个问题。"""
    AL, caches = L_model_forward([[-800.0]], {"W1": [[1.0]], "b1": [[0.0]]})
    with np.errstate(all="raise"):
        grads = L_model_backward(AL, [[1]], caches)
    assert grads["dW1"] == 800
    assert grads["db1"] == -1


# ── 自动微分与差商 ─────────────────────────────────────────────────────


@settings(repeatable, max_examples=150)
@given(cases())
def test_gradients_agree_with_autograd(case):
    J, expected = autodiff(case)
    error, name = worst_distance(gradients(case), expected)
    assert error <= 1e-9, name
    assert compute_cost(forward(case)[0], case.Y) == pytest.approx(J, rel=1e-9)


@repeatable
@given(cases(hidden=("relu",)))
def test_the_course_network_agrees_with_autograd(case):
    _, expected = autodiff(case)
    error, name = worst_distance(
        L_model_backward(*(lambda AL, caches: (AL, case.Y, caches))(*forward(case))), expected
    )
    assert error <= 1e-9, name


@settings(repeatable, max_examples=15)
@given(cases())
def test_gradients_agree_with_central_differences(case):
    assume(case.distance_to_kinks() > 1e-3)
    expected, noise = central_differences(case)
    grads = gradients(case)
    for name, numeric in expected.items():
        gap = np.linalg.norm(grads[name] - numeric) - noise * numeric.size**0.5
        total = np.linalg.norm(grads[name]) + np.linalg.norm(numeric)
        assert gap <= 1e-6 * total, name


@repeatable
@given(cases())
def test_gradients_agree_with_pytorch(case):
    pytest.importorskip("torch", reason="没有安装 PyTorch；自动微分已由 autograd 核对")
    J, expected = torch_autodiff(case)
    error, name = worst_distance(gradients(case), expected)
    assert error <= 1e-9, name
    assert compute_cost(forward(case)[0], case.Y) == pytest.approx(J, rel=1e-9)


# ── 测试的测试 ─────────────────────────────────────────────────────────


def check_gradients(case):
    _, expected = autodiff(case)

    def check(namespace):
        error, name = worst_distance(gradients(case, namespace), expected)
        assert error <= 1e-9, name

    return check


MUTANTS = mutants(network, "linear_forward", "linear_backward", "linear_activation_backward")


def test_the_original_passes_the_check_of_the_mutants():
    for case in (SQUARE, OBLONG):
        assert survives(check_gradients(case), vars(network))
        assert all(grad.all() for grad in autodiff(case)[1].values())  # 没有处处为零的梯度


@pytest.mark.parametrize(("label", "namespace"), MUTANTS, ids=itertools.count())
def test_every_wrong_line_is_caught(label, namespace):
    """方阵时每种错法的形状都对，只能靠数值抓住；长方形时也要抓住。"""
    for case in (SQUARE, OBLONG):
        assert not survives(check_gradients(case), namespace), label


def test_every_backward_line_has_mutants():
    text = "\n".join(label for label, _ in MUTANTS)
    for wrong in (
        "dW = dZ @ A_prev / m",
        "dW = dZ @ A_prev.T",
        "dW = dZ * A_prev.T / m",
        "db = np.sum(dZ, axis=0, keepdims=True) / m",
        "db = np.sum(dZ, axis=1, keepdims=True)",
        "dA_prev = W @ dZ",
        "dA_prev = W.T * dZ",
        "dZ = dA @ g_prime(Z)",
    ):
        assert re.search(f"：{re.escape(wrong)}$", text, re.M), wrong


# ── 初始化 ─────────────────────────────────────────────────────────────


def test_initial_shapes_and_scale():
    parameters = initialize_parameters_deep([300, 200, 1], rng=1)
    assert {name: value.shape for name, value in parameters.items()} == {
        "W1": (200, 300),
        "b1": (200, 1),
        "W2": (1, 200),
        "b2": (1, 1),
    }
    assert parameters["W1"].std() == pytest.approx(0.01, rel=0.02)
    assert abs(parameters["W1"].mean()) < 1e-4
    assert not parameters["b1"].any()
    fan_in = initialize_parameters_deep([300, 200, 1], scale="fan_in", rng=1)
    np.testing.assert_allclose(fan_in["W1"], parameters["W1"] * 100 / 300**0.5)
    np.testing.assert_allclose(fan_in["W2"], parameters["W2"] * 100 / 200**0.5)


def test_initial_values_follow_the_seed():
    first, again = initialize_parameters(2, 4, 1, rng=3), initialize_parameters(2, 4, 1, rng=3)
    other, deep = (
        initialize_parameters(2, 4, 1, rng=4),
        initialize_parameters_deep([2, 4, 1], rng=3),
    )
    for name, value in first.items():
        np.testing.assert_array_equal(value, again[name])
        np.testing.assert_array_equal(value, deep[name])
    assert np.any(first["W1"] != other["W1"])
    rng = np.random.default_rng(3)
    np.testing.assert_array_equal(initialize_parameters(2, 4, 1, rng=rng)["W1"], first["W1"])
    assert np.any(initialize_parameters(2, 4, 1, rng=rng)["W1"] != first["W1"])  # 生成器往前走了
    state = np.random.get_state()[1].copy()
    initialize_parameters(2, 4, 1, rng=None)
    np.testing.assert_array_equal(np.random.get_state()[1], state)  # 不碰全局的状态


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: initialize_parameters_deep([5]),
            ValueError,
            r"layer_dims 应至少有两个数.*\[5\].*请",
        ),
        (lambda: initialize_parameters_deep([]), ValueError, r"layer_dims 应至少有两个数"),
        (lambda: initialize_parameters_deep(3), TypeError, r"layer_dims 应为整数的列表.*int.*请"),
        (lambda: initialize_parameters_deep("21"), TypeError, r"layer_dims 应为整数的列表.*请"),
        (lambda: initialize_parameters_deep([2, 0]), ValueError, r"layer_dims\[1\] 应不小于 1.*0"),
        (lambda: initialize_parameters_deep([2.0, 1]), TypeError, r"layer_dims\[0\] 应为整数.*请"),
        (lambda: initialize_parameters_deep([True, 1]), TypeError, r"layer_dims\[0\] 应为整数.*请"),
        (lambda: initialize_parameters(2, -4, 1), ValueError, r"n_h 应不小于 1，得到的是 -4.*请"),
        (lambda: initialize_parameters(2, 4, 1, rng=-1), ValueError, r"rng 应为.*-1.*请"),
        (lambda: initialize_parameters(2, 4, 1, rng="a"), TypeError, r"rng 应为.*'a'.*请"),
        (
            lambda: initialize_parameters_deep([2, 1], scale="he"),
            ValueError,
            r"scale 应为.*'he'.*请",
        ),
        (lambda: initialize_parameters_deep([2, 1], scale=-1), ValueError, r"scale 应为.*-1.*请"),
        (lambda: initialize_parameters_deep([2, 1], scale=NAN), ValueError, r"scale 应为.*nan.*请"),
    ],
)
def test_bad_sizes_and_seeds(call, error, message):
    with pytest.raises(error, match=message):
        call()


# ── 坏输入 ─────────────────────────────────────────────────────────────

X, P = OBLONG.X, OBLONG.parameters  # dims 3, 4, 2, 1；m = 5
AL, CACHES = L_model_forward(X, P)
Y = OBLONG.Y
GRADS = L_model_backward(AL, Y, CACHES)
LINEAR, Z1 = CACHES[0]


def spoiled(array, value):
    array = array.copy()
    array[-1, -1] = value
    return array


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: linear_forward(X[:, 0], P["W1"], P["b1"]), r"A_prev 应为二维.*1 维.*reshape\("),
        (lambda: linear_forward(X[:, :0], P["W1"], P["b1"]), r"A_prev .*m ≥ 1.*\(3, 0\).*请"),
        (
            lambda: linear_forward(X, P["W1"].T, P["b1"]),
            r"W 的形状应为 \(n\[l\], n\[l-1\]\) = \(n\[l\], 3\)，得到的是 \(3, 4\)。请转置：W\.T",
        ),
        (lambda: linear_forward(X, P["W1"][:, :0], P["b1"]), r"W 应为.*至少有一个元素.*\(4, 0\)"),
        (
            lambda: linear_forward(X, P["W1"], P["b1"].T),
            r"b 的形状应为 \(n\[l\], 1\) = \(4, 1\)，得到的是 \(1, 4\)。请转置：b\.T",
        ),
        (lambda: linear_forward(X, P["W1"], P["b1"][:, 0]), r"b 应为二维.*b\.reshape\(-1, 1\)"),
        (
            lambda: linear_forward(X, spoiled(P["W1"], NAN), P["b1"]),
            r"W 应处处有限.*W\[3, 2\] = nan",
        ),
        (lambda: linear_activation_forward(X, P["W1"], P["b1"], "gelu"), r"activation.*'gelu'.*请"),
        (lambda: linear_activation_backward(Z1, CACHES[0], "Relu"), r"activation.*'Relu'.*请"),
        (lambda: L_model_forward(X.T, P), r"X 的形状应为 \(n\[0\], m\) = \(3, m\).*\(5, 3\).*X\.T"),
        (lambda: L_model_forward(spoiled(X, INF), P), r"X 应处处有限.*X\[2, 4\] = inf.*请"),
        (
            lambda: L_model_forward(X, {**P, "W2": P["W2"].T}),
            r"W2 的形状应为 \(n\[2\], n\[1\]\) = \(2, 4\)，得到的是 \(4, 2\)。请转置：W2\.T",
        ),
        (
            lambda: L_model_forward(X, {**P, "W1": P["W1"].T}),
            r"W1 的形状应为 \(n\[1\], n\[0\]\) = \(4, 3\)，得到的是 \(3, 4\)。请转置：W1\.T",
        ),
        (
            lambda: L_model_forward(X, {**P, "W2": np.ones((2, 3))}),
            r"W2 的形状应为 \(n\[2\], n\[1\]\) = \(2, 4\)，得到的是 \(2, 3\)。请检查.*相邻",
        ),
        (
            lambda: L_model_forward(X, {**P, "b3": P["b3"][0]}),
            r"b3 应为二维数组 \(n\[3\], 1\) = \(1, 1\)，得到的是 1 维.*请",
        ),
        (
            lambda: L_model_forward(X, {**P, "b1": spoiled(P["b1"], NAN)}),
            r"b1 应处处有限.*b1\[3, 0\]",
        ),
        (
            lambda: L_model_forward(X, {k: v for k, v in P.items() if k != "b2"}),
            r"parameters 应恰好含 W1、b1、W2、b2、W3、b3，得到的是 W1、b1、W2、W3、b3。请",
        ),
        (lambda: L_model_forward(X, {}), r"parameters 应恰好含 W1、b1，得到的是 空字典"),
        (lambda: L_model_forward(X, {**P, "W9": 1, "b9": 1}), r"parameters 应恰好含.*W4、b4.*W9"),
        (lambda: compute_cost(AL[0], Y), r"AL 应为二维.*请"),
        (lambda: compute_cost(AL, Y.T), r"Y 的形状应为 \(n_y, m\) = \(n_y, 5\).*\(5, 1\).*Y\.T"),
        (lambda: compute_cost(AL, np.vstack([Y, Y])), r"AL 与 Y 的形状应相同.*请"),
        (lambda: compute_cost(AL + 1, Y), r"AL 应在 \[0, 1\] 之内.*请"),
        (lambda: compute_cost(AL, Y - 1), r"Y 应只含标签 0 与 1.*Y\[0, .\] = -1.*请"),
        (lambda: compute_cost(spoiled(AL, NAN), Y), r"AL 应处处有限.*请"),
        (
            lambda: linear_backward(Z1.T, LINEAR),
            r"dZ 的形状应为 \(n\[l\], m\) = \(4, 5\).*\(5, 4\).*dZ\.T",
        ),
        (
            lambda: linear_backward(Z1[:, :3], LINEAR),
            r"dZ 的形状应为.*\(4, 3\)。请检查.*同一批样本",
        ),
        (lambda: linear_backward(Z1, CACHES[0]), r"cache 应为 \(A_prev, W, b\).*请"),
        (lambda: linear_backward(Z1, CACHES), r"cache 应为 \(A_prev, W, b\).*list.*请"),
        (lambda: linear_activation_backward(Z1, LINEAR, "relu"), r"cache 应为 \(linear_cache, Z\)"),
        (
            lambda: linear_activation_backward(Z1[0], CACHES[0], "relu"),
            r"dA 应为二维.*\(4, 5\).*请",
        ),
        (
            lambda: linear_activation_backward(Z1[:, :1], CACHES[0], "relu"),
            r"dA 的形状应为.*\(4, 1\)",
        ),
        (lambda: linear_activation_backward(Z1, (LINEAR, Z1.T), "relu"), r"Z 的形状应为.*\(5, 4\)"),
        (
            lambda: L_model_backward(AL, Y, []),
            r"caches 应为每一层的缓存的列表，得到的是空的list。请",
        ),
        (lambda: L_model_backward(AL, Y, CACHES[0]), r"caches 应为.*列表，得到的是 tuple。请"),
        (lambda: L_model_backward(AL + 1, Y, CACHES), r"AL 应在 \[0, 1\] 之内.*请"),
        (
            lambda: L_model_backward(spoiled(AL, 0.5), Y, CACHES),
            r"AL 应等于 σ\(Z\[L\]\) = 0\.\d+，得到的 AL\[0, 4\] = 0\.5。请.*同一次",
        ),
        (
            lambda: L_model_backward(AL[:, :4], Y[:, :4], CACHES),
            r"AL 的形状应为.*\(1, 5\).*\(1, 4\)",
        ),
        (lambda: L_model_backward(AL, Y * 2, CACHES), r"Y 应只含标签 0 与 1.*请"),
        (lambda: L_model_backward(AL, Y[0], CACHES), r"Y 应为二维.*请"),
        (
            lambda: update_parameters(P, GRADS, -0.1),
            r"learning_rate 应为有限、不小于 0 .*-0\.1.*请",
        ),
        (lambda: update_parameters(P, GRADS, NAN), r"learning_rate 应为有限.*nan.*请"),
        (lambda: update_parameters(P, GRADS, INF), r"learning_rate 应为有限.*inf.*请"),
        (lambda: update_parameters(P, GRADS, [0.1, 0.2]), r"learning_rate 应为一个数.*\(2,\).*请"),
        (
            lambda: update_parameters(P, {**GRADS, "dW2": GRADS["dW2"].T}, 0.1),
            r"dW2 的形状应为 \(n\[2\], n\[1\]\) = \(2, 4\)，得到的是 \(4, 2\)。请转置：dW2\.T",
        ),
        (
            lambda: update_parameters(P, {**GRADS, "db1": np.ones((1, 1))}, 0.1),
            r"db1 的形状应为.*\(4, 1\)",
        ),
        (lambda: update_parameters(P, {**GRADS, "db3": [[NAN]]}, 0.1), r"db3 应处处有限.*请"),
        (
            lambda: update_parameters(P, {"dW1": GRADS["dW1"]}, 0.1),
            r"grads 应含 dW1、db1.*缺了 db1、dW2.*请",
        ),
        (lambda: predict(X[0], P), r"X 应为二维.*请"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: linear_forward(X, None, P["b1"]), r"W 应为实数.*请"),
        (lambda: L_model_forward(X, [P["W1"], P["b1"]]), r"parameters 应为字典.*list.*请"),
        (lambda: L_model_forward(X, {**P, "b1": "0"}), r"b1 应为实数.*请"),
        (lambda: update_parameters(P, GRADS, "0.1"), r"learning_rate 应为实数.*请"),
    ],
)
def test_wrong_type(call, message):
    with pytest.raises(TypeError, match=message):
        call()


def test_a_textbook_AL_is_accepted():
    """学习者自己算的 AL 与缓存只差舍入误差，float32 也是。"""
    textbook = 1 / (1 + np.exp(-CACHES[-1][1]))
    assert distance(L_model_backward(textbook, Y, CACHES)["dW1"], GRADS["dW1"]) <= 1e-12
    L_model_backward(AL.astype(np.float32), Y, CACHES)


def test_every_activation_has_a_value_and_a_slope():
    assert set(ACTIVATIONS) == set(HIDDEN)


@pytest.mark.parametrize("function", [network.initialize_parameters, initialize_parameters_deep])
def test_the_default_seed_is_zero(function):
    sizes = ([3, 4, 1],) if function is initialize_parameters_deep else (3, 4, 1)
    given, default = function(*sizes, rng=0), function(*sizes)
    for name in given:
        np.testing.assert_array_equal(given[name], default[name])
