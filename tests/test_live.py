"""会动的图里的公式：由书里的对象生成，展开到底，参数写全。"""

import re

import pytest
from sympy import Function, Symbol

from derive import live
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


def test_flower_has_two_classes_on_one_plane() -> None:
    data = live.flower()
    assert [len(row) for row in data["X"]] == [200, 200]
    assert sum(data["Y"][0]) == 100
    assert max(abs(value) for row in data["X"] for value in row) < 4.8
    assert data == live.flower()
