"""初始化：登记的每个对象都成立；不该相同的并不相同；倍数写错都被证伪。"""

from __future__ import annotations

from itertools import product

import pytest
from sympy import Expr, MatrixSymbol, Rational, S, sqrt

from derive.kernel.decide import decide
from derive.kernel.matrices import elementwise, hadamard, times, transpose
from derive.kernel.objects import (
    BookObject,
    Claim,
    Definition,
    Derivation,
    Law,
    Relation,
    Statement,
)
from derive.kernel.report import Scope, Verdict
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory import initialization as init
from derive.theory import network as net
from derive.theory.initialization import OBJECTS
from derive.theory.symbols import m, n, tanh


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message
    if type(obj).__name__ == "Law":
        assert report.scope is Scope.ANY_SHAPE


def test_everything_written_is_registered() -> None:
    kinds = (Claim, Definition, Derivation)
    here = {id(v) for v in vars(init).values() if isinstance(v, kinds)}
    others = {id(o) for o in BOOK} - {id(o) for o in OBJECTS}
    assert here - others == {id(o) for o in OBJECTS}


def verdict(left: Expr, right: Expr, domain: object) -> Verdict:
    statement = Statement(left, Relation.EQ, right)
    return decide(statement, domain, BOOK.definitions_in(left, right)).verdict  # type: ignore[arg-type]


# ---- 方向 ------------------------------------------------------------------------


def test_broken_symmetry_really_differs() -> None:
    first, second = init.BROKEN_SYMMETRY_FIRST, init.BROKEN_SYMMETRY_SECOND
    assert first.rhs != second.rhs


def test_distinct_rows_are_not_copies() -> None:
    """行不相同时，左乘全 1 的列是写不出来的：定律没有把一切矩阵都当作抄出来的。"""
    free = MatrixSymbol("F", net.n1, m)
    left, right = elementwise(net.g, free), times(init.COPIES, elementwise(net.g, init.r))
    assert verdict(left, right, net.reals(free, init.r)) is Verdict.REFUTED


def test_distinct_columns_break_the_symmetry() -> None:
    """第一层为零、第二层各列不同：两行的梯度不相同；两列相同（W⁽²⁾d = 0）才相同。"""
    law = init.ZERO_FIRST_DIFFERENCE
    zero = times(transpose(init.d), init.ZERO_W1)
    assert verdict(law.start, zero, law.domain) is Verdict.REFUTED


def test_the_gradient_passes_through_nonzero_weights() -> None:
    """第二层的权重不为零，第一层的梯度就不为零；隐藏层的输出不为零，第二层的梯度就不为零。"""
    law = init.ZERO_FIRST_DW1
    assert verdict(law.start, init.ZERO_W1, law.domain) is Verdict.REFUTED
    hidden = elementwise(tanh, net.Z1)
    left = times(1 / m, init.G, transpose(hidden))
    domain = net.reals(init.G, net.Z1)
    assert verdict(left, init.ZERO_W2, domain) is Verdict.REFUTED


# ---- 大小 ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("law", "wrong"),
    [
        (init.FAN_IN, times(init.scale**2, init.mean_square_x)),  # 少了 n
        (init.FAN_IN, times(n * init.scale, init.mean_square_x)),  # s 没有平方
        (
            init.MEAN_SQUARE_BY_MOMENT,
            times(transpose(init.x), transpose(init.second_moment), init.second_moment, init.x),
        ),
        (  # 少了一半
            init.RELU_HALVES,
            times(transpose(init.first_chance), hadamard(init.first, init.first)),
        ),
    ],
)
def test_wrong_scales_are_refuted(law: Law, wrong: Expr) -> None:
    assert verdict(law.start, wrong, law.domain) is Verdict.REFUTED


@pytest.mark.parametrize(
    ("left", "wrong"),
    [
        (init.gain(n, 1 / n), S.One),  # 1/n 不是 1/√n
        (Rational(1, 2) * init.gain(n, 1 / sqrt(n)), S.One),  # ReLU 要多一个 √2
    ],
)
def test_wrong_gains_are_refuted(left: Expr, wrong: Expr) -> None:
    assert verdict(left, wrong, init.GAIN_KEPT.domain) is Verdict.REFUTED


@pytest.mark.parametrize("count", range(1, 6))
def test_independent_signs_have_the_assumed_second_moment(count: int) -> None:
    """独立的 ±1，穷举全部 2ⁿ 种结果：E[wⱼwₖ] 在 j = k 时是 1，否则是 0；于是 E[z²] = Σ xⱼ²。"""
    signs = list(product((1, -1), repeat=count))
    for j, k in product(range(count), repeat=2):
        assert sum(w[j] * w[k] for w in signs) == (len(signs) if j == k else 0)
    x = [2 * j - 3 for j in range(count)]
    squares = sum(sum(a * b for a, b in zip(w, x, strict=True)) ** 2 for w in signs)
    assert squares == len(signs) * sum(b * b for b in x)
