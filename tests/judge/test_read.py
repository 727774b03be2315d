"""读：两种写法读成同一个式子；读不懂的指到那个字符；乱写的不会停住，也不会出别的错。"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Interval, S, Symbol

from derive.judge.read import Chain, Unreadable, read, read_expression
from derive.kernel.exact import at_precision, evaluate
from derive.theory.symbols import UNIT


def chains(text: str) -> list[Chain]:
    found = list(read(text))
    problems = [str(each) for each in found if isinstance(each, Unreadable)]
    assert problems == []
    return [each for each in found if isinstance(each, Chain)]


def problem(text: str) -> Unreadable:
    return next(each for each in read(text) if isinstance(each, Unreadable))


def value(text: str, **numbers: float) -> float:
    """不含函数的式子在一点的值。"""
    expr, domain = read_expression(text)
    with at_precision():
        return float(evaluate(expr, {v: S(numbers[v.name]) for v in domain}, {}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2x + 3", 7),
        ("2 x y", 12),
        ("-x^2", -4),
        ("(-x)²", 4),
        ("2^-1", 0.5),
        ("x⁻¹ y", 1.5),
        ("x y/3", 2),
        ("x/3/2", 2 / 6),
        ("x - y - 1", -2),
        ("x*-y", -6),
        ("x·y", 6),
        ("x × y ÷ 3", 2),
        ("3（x＋y）", 15),
        (r"\frac{x+1}{y}", 1),
        (r"\tfrac{1}{2} x", 1),
        (r"2\cdot x\times y", 12),
        (r"\left(x+y\right)^{2}", 25),
        (r"\sqrt{x+y+4}", 3),
        ("sqrt(x+7)", 3),
        ("abs(x-y)", 1),
        (r"\lvert x-y \rvert", 1),
        ("max(x, y, 1)", 3),
        (r"\min(x, y)", 2),
        ("x**y", 8),
        ("x^{y}", 8),
        ("0.5x", 1),
        (".5", 0.5),
        ("x_1 + x₂ + x_{3}", 60),
        ("w y", 15),
        ("wy", 15),
        (r"x\,y", 6),
        ("x & + y", 5),
    ],
)
def test_arithmetic(text: str, expected: float) -> None:
    numbers = {"x": 2, "y": 3, "x1": 10, "x2": 20, "x3": 30, "w": 5}
    assert value(text, **numbers) == pytest.approx(expected)


@pytest.mark.parametrize(
    "spellings",
    [
        ("σ(z)", "sigma(z)", "sigmoid(z)", r"\sigma(z)", r"\sigma\left(z\right)", "σ z"),
        ("σ'(z)", "σ′(z)", r"\sigma'(z)", "d/dz σ(z)", r"\frac{d}{dz}\sigma(z)", "d(σ(z))/dz"),
        ("tanh²(z)", "tanh(z)²", r"\tanh^2(z)", r"\tanh^{2} z", "(tanh z)^2"),
        ("ln a", "log(a)", r"\ln a", r"\log\left(a\right)", r"\ln{a}"),
        ("e^{-z}", "exp(-z)", "e^(-z)", "e^-z", r"\exp(-z)", r"\mathrm{e}^{-z}"),
        ("ŷ", r"\hat{y}", r"\hat y", "yhat", "y_hat"),
        ("ReLU(z)", "relu(z)", r"\mathrm{ReLU}(z)", r"\operatorname{ReLU}(z)"),
        ("LeakyReLU(z, α)", r"\text{LeakyReLU}(z, \alpha)", "leaky_relu(z, alpha)"),
        ("L(a, y)", r"\mathcal{L}(a, y)", "loss(a, y)"),
        ("w_1 x_1", "w1 x1", "w₁x₁", "w_{1}x_{1}", "w1*x1"),
        (r"\frac{\partial}{\partial z} z^2", "∂/∂z z²", "d/dz(z^2)", r"\frac{d z^2}{dz}"),
    ],
    ids=lambda spellings: spellings[0],
)
def test_spellings_of_the_same_thing(spellings: tuple[str, ...]) -> None:
    expressions = {read_expression(text)[0] for text in spellings}
    assert len(expressions) == 1, expressions


def test_lines_make_a_chain() -> None:
    first, second = chains("a b\n= b a  # 交换\n≤ 2\n\nz = z")
    assert [side.text for side in first.sides] == ["a b", "b a", "2"]
    assert [r.value for r in first.relations] == ["=", "≤"]
    assert [(side.line, side.column) for side in first.sides] == [(1, 1), (2, 3), (3, 3)]
    assert len(second.sides) == 2


def test_a_line_with_its_own_equals_sign_starts_again() -> None:
    first, second = chains("x = y\nz = w")
    assert len(first.sides) == len(second.sides) == 2
    (whole,) = chains("x\ny\nz")
    assert [r.value for r in whole.relations] == ["=", "="]


def test_settings_change_the_range() -> None:
    (usual,) = chains("a = z")
    assert usual.domain == {Symbol("a", positive=True): UNIT, Symbol("z", real=True): S.Reals}
    (said,) = chains("设 z > 0\n设 0 <= a ≤ 2\na = z")
    assert set(said.domain.values()) == {Interval(0, 2), Interval.open(0, S.Infinity)}
    assert Symbol("a", real=True) in said.domain  # 0 也可以取，不能当作正数
    (later,) = chains("设 z > 0\n设 z ∈ R\nz = 1")
    assert set(later.domain.values()) == {S.Reals}
    (replaced,) = chains("设 z > 0\n设 z < 0\nz = 1")
    assert set(replaced.domain.values()) == {Interval.open(-S.Infinity, 0)}


def test_notation_is_filled_in_even_under_a_derivative() -> None:
    text = "设 a = z^2\n设 J = 3a + z\n{} = 0"
    for derivative, expected in (("dJ/da", 3), ("dJ/dz", 13), ("da/dz", 4), (r"\frac{dJ}{da}", 3)):
        (chain,) = chains(text.format(derivative))
        with at_precision():
            found = evaluate(chain.sides[0].expr, {v: S(2) for v in chain.domain}, {})
        assert found == pytest.approx(expected), derivative


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("1/2z = 1", 3, "两种读法"),
        ("ln a(1-a) = 1", 5, "函数里面还是外面"),
        ("d/dz σ(z) σ(z) = 1", 11, "函数里面还是外面"),
        ("ln a^2 = 1", 1, "乘方在函数里面还是外面"),
        ("e^-z y = 1", 6, "指数里还是外面"),
        ("z^{(2)} = 1", 3, "样本号"),
        ("z^{[1]} = 1", 4, "方括号"),
        ("tan(z) = 1", 1, "不认识函数 tan"),
        ("foo(z) = 1", 1, "是函数还是相乘"),
        ("f(z) = 1", 1, "是函数还是相乘"),
        ("gradient = 1", 1, "不认识 gradient"),
        ("σ(z = 1", 5, "不该是 ="),
        ("σ(z", 4, "少了右括号"),
        ("z) = 1", 2, "多了一个右括号"),
        ("z + = 1", 5, "不该是 ="),
        ("z +", 4, "没有写完"),
        ("= z", 1, "前面没有式子"),
        ("z", 1, "没有等号可判"),
        ("|z| = 1", 1, "abs"),
        ("由上式得 z = 1", 1, "说明的文字请写在 # 之后"),
        (r"\foo z = 1", 1, r"不认识命令 \\foo"),
        ("z ! = 1", 3, "看不懂"),
        ("σ(z, z) = 1", 1, "应有 1 个自变量，实际写了 2 个"),
        ("L(a) = 1", 1, "应有 2 个自变量"),
        ("max'(z) = 1", 1, "不能这样求导"),
        ("dL/da = 1", 1, "还没有说 L 是什么"),
        ("z^51 = 1", 1, "绝对值不能超过 50"),
        ("1234567890123456 = 1", 1, "最多写 15 位"),
        ("exp(exp(exp(z))) = 1", 1, "最多套 2 层"),
        ("9^9^9 = 1", 4, "不该是"),
        ("(" * 61 + "z" + ")" * 61 + " = 1", 61, "最多套 60 层"),
        ("+".join("z" * 300) + " = 1", 400, "最多 400 个字符"),
        ("设 a > b", 1, "“设”之后应是"),
        ("设 a > z^2", 7, "两端要是数"),
        ("设 a > 1/0", 7, "两端要是数"),
        ("设 a = a + 1", 7, "不能用它自己"),
        ("设 1 < a < 0", 1, "没有数满足"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(text: str, column: int, message: str) -> None:
    found = problem(text)
    assert found.line == 1
    assert message.replace("\\\\", "\\") in found.message
    assert found.column == column, found


def test_one_bad_line_does_not_spoil_the_rest() -> None:
    found = list(read("a = b\nz + = 1\n\nz = z"))
    assert [type(each) for each in found] == [Chain, Unreadable, Chain]


PIECES = st.sampled_from(
    [
        *(
            "σ",
            "tanh",
            "ln",
            "exp",
            "e",
            "ReLU",
            "L",
            "a",
            "y",
            "z",
            "ŷ",
            "w",
            "x",
            "1",
            "2",
            "0.5",
        ),
        *("+", "-", "*", "/", "^", "**", "=", "<", "≤", "(", ")", "{", "}", ",", "'", "²", "⁻¹"),
        *("|", "[", "]", "_", "#", "设", "令", r"\frac", r"\sigma", r"\left(", r"\right)"),
        *(r"\cdot", r"\ln", "d/dz", "dL/da", r"\partial", "∂", r"\hat{y}", "%", "&", "\\\\"),
        *(".", ";", "中", "∈ R", "for", "lambda", "__import__", "eval", "exec", "import os", "\t"),
        *("\0", "𝑥", "٣"),
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.text(max_size=30),
    st.text("aeyzσ0129+-*/^(){}=\\\n' ,.dlnx", max_size=40),
)


def check(text: str) -> None:
    """不论写了什么：给出式子，或者一句话指到文字里的某处。"""
    lines = text.splitlines()
    for found in read(text):
        if isinstance(found, Unreadable):
            assert 1 <= found.line <= len(lines)
            assert 1 <= found.column <= len(lines[found.line - 1]) + 1
            assert found.length >= 1
            assert found.message
        else:
            assert len(found.sides) == len(found.relations) + 1


@settings(max_examples=500, deadline=2000)
@given(TEXTS)
def test_anything_at_all_can_be_typed(text: str) -> None:
    check(text)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=2000)
@given(TEXTS)
def test_ten_thousand_inputs(text: str) -> None:
    check(text)
