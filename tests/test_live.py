"""会动的图里的公式：由书里的对象生成，展开到底，参数写全。"""

import re

import numpy as np
import pytest
from sympy import Function, Symbol

from derive import live
from derive.figures import descent
from derive.kernel.objects import Definition
from derive.live import FORMULAS, Formula
from derive.registry import BOOK

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
