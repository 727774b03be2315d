"""训练：与自动微分、L 层网络相比；逐行改错；进度、发散、坏输入。"""

from __future__ import annotations

import copy
import itertools
import math
import re
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import assume, given, settings
from mpmath import mp
from mutants import mutants, survives
from oracles import (
    EXACT,
    HIDDEN,
    Case,
    autodiff,
    cases,
    central_differences,
    cost,
    distance,
    exact_sigma,
    torch_autodiff,
    worst_distance,
)

from derive import trainer
from derive.bench.accuracy import points, worst_ulp
from derive.network import initialize_parameters_deep, update_parameters
from derive.trainer import Network, train
from derive.validation import Diverged

repeatable = settings(derandomize=True, deadline=None, max_examples=60)
INF, NAN = np.inf, np.nan
SQUARE = Case((4, 4, 4, 4), ("tanh", "leaky_relu"), m=4, seed=0)
OBLONG = Case((3, 4, 2, 1), ("relu", "relu"), m=5, seed=9)


def step(case, namespace):
    """一次前向与反向：(J, 梯度)。"""
    net = namespace["Network"](case.X, case.Y, case.parameters, case.activations)
    J = net.forward()
    net.backward()
    return J, net.grads


def check_gradients(case, oracle=autodiff):
    J, expected = oracle(case)

    def check(namespace):
        got, grads = step(case, namespace)
        assert grads.keys() == expected.keys()
        error, name = worst_distance(grads, expected)
        assert error <= 1e-9, name
        assert got == pytest.approx(J, rel=1e-9)

    return check


# ── 自动微分与差商 ─────────────────────────────────────────────────────


@settings(repeatable, max_examples=150)
@given(cases())
def test_gradients_agree_with_autograd(case):
    check_gradients(case)(vars(trainer))


@settings(repeatable, max_examples=15)
@given(cases())
def test_gradients_agree_with_central_differences(case):
    assume(case.distance_to_kinks() > 1e-3)
    expected, noise = central_differences(case)
    _, grads = step(case, vars(trainer))
    for name, numeric in expected.items():
        gap = np.linalg.norm(grads[name] - numeric) - noise * numeric.size**0.5
        assert gap <= 1e-6 * (np.linalg.norm(grads[name]) + np.linalg.norm(numeric)), name


@repeatable
@given(cases())
def test_gradients_agree_with_pytorch(case):
    pytest.importorskip("torch", reason="没有安装 PyTorch；自动微分已由 autograd 核对")
    check_gradients(case, torch_autodiff)(vars(trainer))


FUNCTIONS = (
    "_Layer.linear_forward",
    "_Layer.linear_backward",
    "_Layer.activation_backward",
    "Network.forward",
    "Network.backward",
)
MUTANTS = mutants(trainer, *FUNCTIONS)


def test_the_original_passes_the_check_of_the_mutants():
    for case in (SQUARE, OBLONG):
        assert survives(check_gradients(case), vars(trainer))
        assert all(grad.all() for grad in autodiff(case)[1].values())


@pytest.mark.parametrize(("label", "namespace"), MUTANTS, ids=itertools.count())
def test_every_wrong_line_is_caught(label, namespace):
    for case in (SQUARE, OBLONG):
        assert not survives(check_gradients(case), namespace), label


def test_every_backward_line_has_mutants():
    text = "\n".join(label for label, _ in MUTANTS)
    for wrong in (
        "np.matmul(self.dZ, A_prev, out=self.dtheta)",
        "np.multiply(self.dZ, A_prev.T, out=self.dtheta)",
        "dA = np.matmul(following.W, following.dZ, out=self.dZ)",
        "dA = np.multiply(following.W.T, following.dZ, out=self.dZ)",
        "np.matmul(dA, self.slope, out=self.dZ)",
        "self._dtheta /= 1",
    ):
        assert re.search(f"：{re.escape(wrong)}$", text, re.MULTILINE), wrong


# ── 就地的激活函数 ─────────────────────────────────────────────────────


def in_place(name):
    def both(z):
        A, slope = z.astype(np.float64), np.empty(z.shape)
        trainer._IN_PLACE[name](A, slope)
        return A, slope

    return both


@pytest.mark.parametrize("name", HIDDEN)
def test_values_and_slopes_keep_their_digits(name):
    """直到 g′ 下溢之处；16 ULP 容得下 NumPy 在各种机器上的 cosh。"""
    z = points(np.float64, 240)
    z = z[np.abs(z) < (350 if name == "tanh" else 700)]
    g, g_prime = EXACT[name]
    both = in_place(name)
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        assert worst_ulp(lambda z: both(z)[0], g, z)[0] <= 8
        assert worst_ulp(lambda z: both(z)[1], g_prime, z)[0] <= 16


@pytest.mark.parametrize("name", HIDDEN)
def test_the_ends_are_the_limits(name):
    with np.errstate(all="ignore"):
        A, slope = in_place(name)(np.array([-1e4, 1e4, -INF, INF]))
    with mp.workdps(30):
        ends = [float(EXACT[name][0](mp.mpf(z))) for z in (-1e4, 1e4)]
        slopes = [float(EXACT[name][1](mp.mpf(z))) for z in (-1e4, 1e4)]
    np.testing.assert_allclose(A[:2], ends, atol=1e-300)
    np.testing.assert_allclose(slope, [*slopes, *slopes], atol=1e-300)
    assert not np.isnan(A).any()


@pytest.mark.parametrize("name", HIDDEN)
def test_nan_passes(name):
    assert np.isnan(in_place(name)(np.array([NAN]))[0]).all()


@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize("z", [0.0, 1e-9, 1.0, 40.0, 300.0, 700.0, 1e6])
def test_confident_predictions_keep_their_digits(z, y):
    for z_ in (z, -z):
        net = Network([[1.0]], [[y]], {"W1": [[z_]], "b1": [[0.0]]})
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            J = net.forward()
            net.backward()
        u = mp.mpf(z_ if y == 0 else -z_)
        with mp.workdps(1000):
            assert pytest.approx(float(mp.log(1 + mp.exp(u))), rel=1e-15) == J
            slope = float(exact_sigma(u)) * (1 - 2 * y)
        assert net.grads["db1"].item() == pytest.approx(slope, rel=1e-15)


# ── 训练 ──────────────────────────────────────────────────────────────


def rings(m=60):
    X = np.random.default_rng(2).uniform(-1, 1, (2, m))
    return X, (np.hypot(*X) > 0.7).astype(int)[None, :]


def test_training_is_gradient_descent():
    """与「自动微分的梯度、课程的更新」走同样多步，结果只差舍入误差。"""
    activations = ("tanh", "leaky_relu", "sigmoid", "identity")
    case = Case((2, 5, 4, 3, 2, 1), activations, m=7, seed=4)
    kept, P, costs = copy.deepcopy(case.parameters), case.parameters, []
    for _ in range(30):
        J, grads = autodiff_at(case, P)
        costs.append(J)
        P = update_parameters(P, grads, 0.3)
    result = train(
        case.X, case.Y, case.dims, activations, learning_rate=0.3, steps=30, parameters=kept
    )
    assert max(distance(result.parameters[name], value) for name, value in P.items()) <= 1e-12
    np.testing.assert_allclose(result.costs[:-1], costs, rtol=1e-12)
    assert result.costs.shape == (31,)
    for name, value in case.parameters.items():
        np.testing.assert_array_equal(kept[name], value)  # 传进来的参数没有被改动


def autodiff_at(case, parameters):
    moved = copy.copy(case)
    object.__setattr__(moved, "parameters", parameters)
    return autodiff(moved)


@pytest.mark.parametrize("activation", ["tanh", "relu", "leaky_relu", "sigmoid"])
def test_it_learns_what_a_line_cannot(activation):
    X, Y = rings()
    rate = 2.0 if activation == "sigmoid" else 0.5
    result = train(X, Y, [2, 8, 1], activation, learning_rate=rate, steps=3000, rng=1)
    assert result.activations == (activation,)
    assert result.costs[-1] < 0.3 * result.costs[0]
    assert np.mean(result.predict(X) == Y) >= 0.95


def test_linear_layers_are_logistic_regression():
    """线性的隐藏层再多，也只画得出一条直线。"""
    X, Y = rings()
    result = train(X, Y, [2, 8, 8, 1], "identity", learning_rate=0.1, steps=2000)
    line = train(X, Y, [2, 1], learning_rate=0.5, steps=4000)
    assert result.costs[-1] == pytest.approx(line.costs[-1], rel=1e-3)


def test_the_last_cost_belongs_to_the_parameters():
    X, Y = rings()
    result = train(X, Y, [2, 3, 1], "tanh", learning_rate=0.5, steps=10)
    J = cost(result.parameters, X, Y, result.activations)
    assert result.costs[-1] == pytest.approx(J, rel=1e-13)
    probabilities = result.probabilities(X)
    assert probabilities.shape == Y.shape
    np.testing.assert_array_equal(result.predict(X), probabilities > 0.5)


def test_the_seed_decides_everything():
    X, Y = rings()

    def run(**options):
        return train(X, Y, [2, 3, 1], learning_rate=0.5, steps=5, **options).costs

    np.testing.assert_array_equal(run(rng=3), run(rng=3))
    np.testing.assert_array_equal(run(rng=3), run(rng=np.random.default_rng(3)))
    np.testing.assert_array_equal(run(), run())
    assert run(rng=3)[0] != run(rng=4)[0]
    start = initialize_parameters_deep([2, 3, 1], scale=0.01, rng=3)
    np.testing.assert_array_equal(run(rng=3, scale=0.01), run(parameters=start))


def test_training_can_go_on():
    X, Y = rings()
    options = {"activations": "tanh", "learning_rate": 0.5}
    whole = train(X, Y, [2, 3, 1], steps=20, **options)
    half = train(X, Y, [2, 3, 1], steps=12, **options)
    rest = train(X, Y, [2, 3, 1], steps=8, parameters=half.parameters, **options)
    np.testing.assert_array_equal(np.r_[half.costs[:-1], rest.costs], whole.costs)
    for name, value in whole.parameters.items():
        np.testing.assert_array_equal(rest.parameters[name], value)


@pytest.mark.parametrize("dtype", [np.float32, np.int64, bool])
@pytest.mark.parametrize("order", ["C", "F"])
def test_data_of_any_layout(dtype, order):
    X, Y = rings()
    X = np.round(4 * X)
    expected = train(X.astype(dtype).astype(float), Y, [2, 3, 1], learning_rate=0.5, steps=5)
    data, labels = np.array(X.astype(dtype), order=order), np.array(Y, bool, order=order)
    kept = data.copy()
    result = train(data, labels, [2, 3, 1], learning_rate=0.5, steps=5)
    np.testing.assert_array_equal(result.costs, expected.costs)
    np.testing.assert_array_equal(data, kept)
    assert result.parameters["W1"].dtype == np.float64


def test_views_do_not_leak():
    """拿到的参数与梯度是副本：改动它们不影响网络。"""
    net = Network(OBLONG.X, OBLONG.Y, OBLONG.parameters, "relu")
    J = net.forward()
    net.backward()
    for array in (*net.parameters.values(), *net.grads.values()):
        array.fill(NAN)
    assert net.forward() == J
    assert all(np.isfinite(grad).all() for grad in net.grads.values())


# ── 发散与进度 ─────────────────────────────────────────────────────────


def test_divergence_says_when_and_at_which_rate():
    X, Y = rings()
    with np.errstate(all="raise"), pytest.raises(Diverged) as info:
        train(X, Y, [2, 5, 1], "identity", learning_rate=1e200, steps=50)
    error = info.value
    assert error.step >= 1
    assert error.learning_rate == 1e200
    assert not math.isfinite(error.cost)
    expected = f"代价应为有限的数，更新 {error.step} 步之后得到的是 {error.cost}（学习率 1e+200）。"
    assert str(error) == f"{expected}请减小学习率，例如 1e+199；或先把 X 的各个特征标准化。"
    good = train(X, Y, [2, 5, 1], "identity", learning_rate=1e-3, steps=error.step)
    assert np.isfinite(good.costs).all()


def test_divergence_after_the_last_step_is_seen():
    X, Y = rings()
    with pytest.raises(Diverged) as info:
        train(X, Y, [2, 5, 1], "identity", learning_rate=1e200, steps=50)
    with pytest.raises(Diverged) as again:
        train(X, Y, [2, 5, 1], "identity", learning_rate=1e200, steps=info.value.step)
    assert again.value.step == info.value.step


def test_divergence_before_the_first_step_blames_the_start():
    with pytest.raises(Diverged, match=r"更新 0 步.*请缩小初始值") as info:
        train([[1e300]], [[0]], [1, 1], learning_rate=1, steps=3, scale=1e300)
    assert info.value.step == 0


def test_no_progress_bar_outside_a_terminal(capfd):
    X, Y = rings()
    train(X, Y, [2, 3, 1], learning_rate=0.5, steps=5)
    train(X, Y, [2, 3, 1], learning_rate=0.5, steps=5, progress=False)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("progress", [True, None])
def test_progress_bar(progress, capsys, monkeypatch):
    X, Y = rings()
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    result = train(X, Y, [2, 3, 1], learning_rate=0.5, steps=7, progress=progress)
    shown = capsys.readouterr().err
    assert "训练" in shown
    assert "7/7" in shown
    plain = train(X, Y, [2, 3, 1], learning_rate=0.5, steps=7, progress=False)
    assert capsys.readouterr().err == ""
    np.testing.assert_array_equal(result.costs, plain.costs)


# ── 坏输入 ─────────────────────────────────────────────────────────────

X, Y, P = OBLONG.X, OBLONG.Y, OBLONG.parameters  # dims 3, 4, 2, 1；m = 5
DIMS = OBLONG.dims


def attempt(X=X, Y=Y, dims=DIMS, activations="relu", learning_rate=0.1, steps=3, **more):
    return train(X, Y, dims, activations, learning_rate=learning_rate, steps=steps, **more)


def spoiled(array, value):
    array = array.copy()
    array[-1, -1] = value
    return array


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"X": X[0]}, r"X 应为二维.*请"),
        ({"X": X.T}, r"X 的形状应为 \(n\[0\], m\) = \(3, m\)，得到的是 \(5, 3\).*X\.T"),
        ({"X": X[:, :0], "Y": Y[:, :0]}, r"X .*m ≥ 1.*请"),
        ({"X": spoiled(X, NAN)}, r"X 应处处有限.*X\[2, 4\] = nan.*请"),
        ({"Y": Y[0]}, r"Y 应为二维.*请"),
        ({"Y": Y.T}, r"Y 的形状应为 \(n\[3\], m\) = \(1, 5\)，得到的是 \(5, 1\).*Y\.T"),
        ({"Y": Y[:, :4]}, r"Y 的形状应为.*\(1, 4\)。请检查.*同一批样本"),
        ({"Y": Y + 1}, r"Y 应只含标签 0 与 1.*请"),
        ({"dims": [3]}, r"layer_dims 应至少有两个数.*\[3\].*请"),
        ({"dims": [3, 0, 1]}, r"layer_dims\[1\] 应不小于 1.*请"),
        ({"dims": [2, 4, 1]}, r"X 的形状应为 \(n\[0\], m\) = \(2, m\)，得到的是 \(3, 5\).*请"),
        ({"activations": "gelu"}, r"activations 应为 sigmoid、.*之一，得到的是 'gelu'.*请"),
        ({"activations": ["relu", "gelu"]}, r"activations 应为.*得到的是 'gelu'.*请"),
        (
            {"activations": ["relu"]},
            r"activations 应为隐藏层的 L−1 = 2 个名字，.*1 个.*不必",
        ),
        ({"dims": [3, 1], "activations": "gelu"}, r"activations 应为.*'gelu'.*请"),
        ({"learning_rate": -0.1}, r"learning_rate 应为有限、不小于 0 的数，得到的是 -0\.1.*请"),
        ({"learning_rate": NAN}, r"learning_rate 应为有限.*nan.*请"),
        ({"steps": 0}, r"steps 应不小于 1.*请"),
        ({"scale": "he"}, r"scale 应为.*'he'.*请"),
        ({"rng": -5}, r"rng 应为.*-5.*请"),
        (
            {"parameters": {**P, "W2": P["W2"].T}},
            r"W2 的形状应为 \(n\[2\], n\[1\]\) = \(2, 4\)，得到的是 \(4, 2\)。请转置：W2\.T",
        ),
        (
            {"parameters": initialize_parameters_deep([3, 5, 2, 1])},
            r"b1 的形状应为 \(n\[1\], 1\) = \(4, 1\)，得到的是 \(5, 1\).*请",
        ),
        (
            {"parameters": initialize_parameters_deep([2, 4, 2, 1])},
            r"W1 的形状应为 \(n\[1\], n\[0\]\) = \(4, 3\)，得到的是 \(4, 2\).*请",
        ),
        ({"parameters": initialize_parameters_deep([3, 1])}, r"parameters 应恰好含.*W3、b3.*请"),
        ({"parameters": {**P, "b1": spoiled(P["b1"], INF)}}, r"b1 应处处有限.*inf.*请"),
    ],
)
def test_bad_input(wrong, message):
    with pytest.raises(ValueError, match=message):
        attempt(**wrong)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"steps": 1e3}, r"steps 应为整数.*1000 而不是 1e3"),
        ({"dims": 3}, r"layer_dims 应为整数的列表.*请"),
        ({"learning_rate": "0.1"}, r"learning_rate 应为实数.*请"),
        ({"parameters": list(P.values())}, r"parameters 应为字典.*请"),
        ({"X": None}, r"X 应为实数.*请"),
        ({"activations": None}, r"activations 应为一个名字或名字的列表，得到的是 NoneType.*请"),
    ],
)
def test_wrong_type(wrong, message):
    with pytest.raises(TypeError, match=message):
        attempt(**wrong)


def test_bad_data_for_the_trained_network():
    result = attempt()
    with pytest.raises(ValueError, match=r"X 的形状应为 \(n\[0\], m\) = \(3, m\).*\(5, 3\).*X\.T"):
        result.predict(X.T)


def test_on_the_fence_is_zero():
    """z 恰为 0 时预测 0。"""
    trained = trainer.Trained({"W1": np.ones((1, 1)), "b1": np.zeros((1, 1))}, (), np.zeros(1))
    np.testing.assert_array_equal(trained.predict([[-0.5, 0.0, 0.5]]), [[0.0, 0.0, 1.0]])


def test_the_default_seed_is_zero():
    X, Y = OBLONG.X, OBLONG.Y
    first, second = (
        train(X, Y, OBLONG.dims, learning_rate=0.1, steps=1, **o) for o in ({}, {"rng": 0})
    )
    np.testing.assert_array_equal(first.parameters["W1"], second.parameters["W1"])


def test_the_result_cannot_be_changed():
    trained = trainer.Trained({}, (), np.zeros(1))
    with pytest.raises(FrozenInstanceError):
        trained.activations = ("relu",)
