"""会动的图里的公式：由书里的对象生成，展开到底，参数写全。"""

import re
from itertools import pairwise

import numpy as np
import pytest
from sympy import Function, Symbol

from derive import live
from derive.activations import sigmoid_prime
from derive.figures import descent
from derive.kernel.objects import Definition
from derive.live import FORMULAS, Formula
from derive.logistic import propagate
from derive.registry import BOOK
from derive.trainer import Trained, train

SCRIPT = live.javascript(BOOK)


def test_every_formula_is_exported_with_its_source() -> None:
    for name, formula in FORMULAS.items():
        arguments = re.escape(", ".join(formula.parameters))
        assert re.search(rf"// {formula.id}\nexport const {name} = \({arguments}\) => ", SCRIPT)


def test_formulas_are_elementary() -> None:
    """展开到指数与四则运算，不再有 σ 之类。"""
    bodies = "\n".join(re.findall(r"=> (.*)", SCRIPT))
    assert set(re.findall(r"[A-Za-z_.]{3,}", bodies)) <= {
        *("Math.exp", "Math.log", "Math.pow"),
        "alpha",
    }


def test_formula_follows_the_definition(monkeypatch) -> None:
    """定义改了，JavaScript 就跟着改。"""
    sigmoid = BOOK["sigmoid"]
    assert isinstance(sigmoid, Definition)
    assert "1/(1 + Math.exp(-z))" in SCRIPT
    monkeypatch.setattr(live, "FORMULAS", {"sigmoid": Formula("sigmoid_growth", ("z",))})
    assert "Math.exp(z)/(Math.exp(z) + 1)" in live.javascript(BOOK)


def test_letter_that_is_no_parameter_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(live, "FORMULAS", {"bowl": Formula("bowl", ("w",))})
    with pytest.raises(ValueError, match="c 不是参数"):
        live.javascript(BOOK)


def test_function_without_definition_is_refused() -> None:
    with pytest.raises(ValueError, match="没有定义的函数"):
        live.elementary(Function("f")(Symbol("x")), BOOK)


@pytest.mark.parametrize("make", [live.flower, live.circles, live.moons])
def test_data_has_two_classes_on_one_plane(make) -> None:
    data = make()
    assert [len(row) for row in data["X"]] == [200, 200]
    assert sum(data["Y"][0]) == 100
    assert max(abs(value) for row in data["X"] for value in row) < 4.8
    assert data == make()


def test_circles_lie_one_inside_the_other() -> None:
    X, Y = (np.array(live.circles()[name]) for name in "XY")
    radius = np.hypot(*X)
    assert radius[Y[0] == 1].max() < radius[Y[0] == 0].min()


def test_moons_are_interlocked() -> None:
    """一条直线分不开：各自的一头伸进对方的里面。"""
    X, Y = (np.array(live.moons()[name]) for name in "XY")
    zero, one = X[:, Y[0] == 0], X[:, Y[0] == 1]
    assert zero[1].min() < one[1].max()
    assert zero[0].max() > one[0].min()
    weights, right = np.zeros(3), 0
    rows = np.vstack([X, np.ones((1, 200))])
    for _ in range(2000):
        z = weights @ rows
        right = max(right, int(np.sum((z > 0) == Y[0])))
        weights -= rows @ (1 / (1 + np.exp(-z)) - Y[0]) / 200
    assert 150 < right < 200


def test_tables_serve_the_largest_network() -> None:
    tables = live.playground_data()["tables"]
    assert len(tables) == 3
    for table in tables:
        assert [np.shape(layer) for layer in table] == [(8, 2), (8, 8), (8, 8), (8, 8)]
    every = np.concatenate([np.ravel(layer) for table in tables for layer in table])
    assert abs(every.mean()) < 0.15
    assert abs(every.std() - 1) < 0.15
    assert tables == live.playground_data()["tables"]


def test_surface_is_the_still_picture() -> None:
    """没有脚本时的那张图，画的是同样的六个样本。"""
    data = live.surface_data()
    assert data == {"X": descent.X.tolist(), "Y": descent.Y.tolist()}
    assert np.shape(data["X"]) == np.shape(data["Y"]) == (1, 6)


# ── 页上说的，照着做真的看得到 ─────────────────────────────────────────


def test_rate_above_fourteen_never_reaches_the_bottom() -> None:
    """碗底处 Hessian 的特征值都大于 2/14：哪个方向都越跳越远；13 还到得了。"""
    X, Y = (np.array(live.surface_data()[name]) for name in "XY")
    w, b = np.zeros((1, 1)), 0.0
    for _ in range(2000):
        gradients, _ = propagate(w, b, X, Y)
        w, b = w - gradients["dw"], b - float(gradients["db"])
    slope = sigmoid_prime(w * X + b)
    rows = np.vstack([X, np.ones_like(X)])
    curvature = np.linalg.eigvalsh((rows * slope) @ rows.T / X.shape[1])
    assert 13 < 2 / curvature.max() <= 2 / curvature.min() < 14


def trained(data: str, layer_dims: list[int], scale: float, which: int) -> Trained:
    """训练场里走 3000 步：tanh，学习率 1。"""
    X, Y = (np.array(live.playground_data()["sets"][data][name]) for name in "XY")
    table = live.playground_data()["tables"][which]
    parameters = {}
    for l, (n_prev, n) in enumerate(pairwise(layer_dims), 1):
        parameters[f"W{l}"] = scale * np.array(table[l - 1])[:n, :n_prev]
        parameters[f"b{l}"] = np.zeros((n, 1))
    return train(
        X, Y, layer_dims, "tanh", learning_rate=1, steps=3000, parameters=parameters, progress=False
    )


def test_last_start_gets_stuck_on_the_flower() -> None:
    costs = [trained("flower", [2, 4, 1], 1, which).costs[-1] for which in range(3)]
    assert max(costs[:2]) < 0.2
    assert costs[2] > 0.4


def test_small_start_does_not_move_on_the_circles() -> None:
    assert abs(trained("circles", [2, 4, 4, 1], 0.01, 0).costs[-1] - np.log(2)) < 5e-4
    assert trained("circles", [2, 4, 4, 1], 0.1, 0).costs[-1] < 0.01
