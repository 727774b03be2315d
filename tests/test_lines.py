"""一行程序与一条定律：每一行都对得上，改坏了看得出来，而且说得出违背了哪条定律。"""

import ast
import inspect
from dataclasses import replace

import numpy as np
import pytest
from sympy import MatrixSymbol

from derive import lines as lines_module
from derive.implementations import LINES, line
from derive.kernel.report import Scope, Verdict
from derive.lines import (
    Unmeasurable,
    code_name,
    measure_line,
    sabotaged,
    source_of,
)
from derive.registry import BOOK
from derive.theory import network

BACKWARD = [
    entry for entry in LINES if "backward" in entry.function or "_propagate" in entry.function
]


@pytest.mark.parametrize("entry", LINES, ids=lambda entry: entry.id)
def test_every_line_obeys_its_law(entry):
    report = measure_line(entry, BOOK)
    assert report.verdict is Verdict.PROVED, report.message
    assert report.scope is Scope.LISTED_SHAPES
    assert report.details["float64"]["points"] >= 10


def broken_lines():
    for entry in LINES:
        for change, code in sabotaged(source_of(entry.function, entry.target)):
            yield pytest.param(entry, code, id=f"{entry.id}-{change}")


@pytest.mark.parametrize(("entry", "code"), list(broken_lines()))
def test_a_broken_line_is_refuted_and_the_message_names_the_law(entry, code, monkeypatch):
    good = source_of(entry.function, entry.target)
    bad = replace(good, expression=code, text=ast.unparse(code))
    monkeypatch.setattr(lines_module, "source_of", lambda *_: bad)
    report = measure_line(entry, BOOK)
    assert report.verdict is Verdict.REFUTED
    assert f"不符合 {entry.implements.id}（{entry.implements.title}）" in report.message
    assert ast.unparse(code) in report.message
    assert report.witness is not None


def test_the_mistakes_everyone_makes_are_among_those_tried():
    tried = {
        change
        for entry in BACKWARD
        for change, _ in sabotaged(source_of(entry.function, entry.target))
    }
    for mistake in (
        "漏了 A_prev 的转置",
        "漏了除以 m",
        "axis=1 写成了 axis=0",
        "漏了 keepdims=True",
        "矩阵乘 @ 写成了逐项乘 *",
        "逐项乘 * 写成了矩阵乘 @",
    ):
        assert mistake in tried


def arithmetic(function):
    """函数里含有运算、矩阵乘或求和的赋值语句的目标。"""
    tree = ast.parse(inspect.getsource(function).lstrip())
    return {
        ast.unparse(node.targets[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and any(
            isinstance(n, ast.BinOp) and isinstance(n.op, ast.MatMult | ast.Div | ast.Mult)
            for n in ast.walk(node.value)
        )
    }


@pytest.mark.parametrize(
    "address",
    [
        "derive.logistic:_propagate",
        "derive.logistic:optimize",
        "derive.shallow:forward_propagation",
        "derive.shallow:backward_propagation",
        "derive.network:linear_forward",
        "derive.network:linear_activation_backward",
        "derive.network:linear_backward",
        "derive.network:update_parameters",
    ],
)
def test_no_formula_is_left_without_a_law(address):
    tied = {entry.target for entry in LINES if entry.function == address}
    assert arithmetic(lines_module._function(address)) <= tied


# ---- 测试测试者 ----------------------------------------------------------------


def under_test(target, law=network.LAYER_DW, **more):
    entry = line("network:linear_backward", "dW", law, "under_test", **more)
    return replace(entry, function=f"functions_under_test:{target}")


def test_a_line_whose_damage_cannot_be_seen_is_not_proved():
    """每次试验都只有一个样本时，漏掉 1/m 看不出来：这样的核对不算数。"""
    one_sample = line("network:linear_backward", "db", network.LAYER_DB, "under_test")
    trials = lines_module._trials
    only_one = lambda *a: (t for t in trials(*a) if t.values.get("m") == 1)  # noqa: E731
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines_module, "_trials", only_one)
        report = measure_line(one_sample, BOOK)
    assert report.verdict is Verdict.UNKNOWN
    assert "改坏之后看不出来：漏了除以 m" in report.message


def test_the_wrong_law_is_refuted():
    entry = line(
        "network:linear_backward",
        "dW",
        network.LAYER_DA,
        "under_test",
        names={"A_prev": network.A_prev},
    )
    report = measure_line(entry, BOOK)
    assert report.verdict is Verdict.REFUTED
    assert "layer_da" in report.message


def test_a_missing_line_says_so():
    entry = line("network:linear_backward", "dQ", network.LAYER_DW, "under_test")
    with pytest.raises(Unmeasurable, match="给 dQ 赋值的应恰有一行，找到 0 行"):
        measure_line(entry, BOOK)


def test_a_missing_function_says_so():
    entry = line("network:nothing", "dW", network.LAYER_DW, "under_test")
    with pytest.raises(Unmeasurable, match=r"找不到函数 derive\.network:nothing"):
        measure_line(entry, BOOK)


def test_a_name_without_a_symbol_says_so():
    entry = line("network:linear_backward", "dW", network.LAYER_DA, "under_test")
    with pytest.raises(Unmeasurable, match="A_prev 在式子里没有对应的符号"):
        measure_line(entry, BOOK)


def test_an_empty_domain_says_so():
    entry = line("network:compute_cost", "return", network.DEEP_COST, "under_test")
    with pytest.raises(Unmeasurable, match="没有值"):
        measure_line(entry, BOOK)


@pytest.mark.parametrize(
    ("symbol", "name"),
    [("A[l-1]", "A_prev"), ("W[l]", "W"), ("dZ[2]", "dZ2"), ("A[L]", "AL"), ("X", "X")],
)
def test_names_in_the_program(symbol, name):
    assert code_name(MatrixSymbol(symbol, 1, 1)) == name


def test_a_call_that_writes_elsewhere_is_an_assignment():
    source = source_of("derive.trainer:_Layer.linear_backward", "self.dtheta")
    assert ast.unparse(source.expression) == "np.matmul(self.dZ, A_prev.T)"
    assert source.text == "np.matmul(self.dZ, A_prev.T, out=self.dtheta)"


def test_an_update_in_place_is_an_assignment():
    """θ −= α dθ 就是 θ = θ − α dθ；乘积写到哪里，不影响算出的是什么。"""
    source = source_of("derive.trainer:Network.update", "self._theta")
    assert ast.unparse(source.expression) == (
        "self._theta - np.multiply(learning_rate, self._dtheta)"
    )


def test_a_name_may_stand_for_several_symbols():
    """self.theta 是 [W b]，A_prev 的下面添了一行 1：各部分分别取值，再拼起来。"""
    entry = next(entry for entry in LINES if entry.id == "line_trainer_forward")
    source = source_of(entry.function, entry.target)
    trial = list(lines_module._trials(entry, source, BOOK))[-1]
    theta, stacked = trial.values["self.theta"], trial.values["A_prev"]
    np.testing.assert_array_equal(
        theta, np.hstack([np.atleast_2d(trial.values[n]) for n in ("W[l]", "b[l]")])
    )
    np.testing.assert_array_equal(stacked[:-1], np.atleast_2d(trial.values["A[l-1]"]))
    assert (stacked[-1] == 1).all()
    assert theta.shape[1] == stacked.shape[0]
