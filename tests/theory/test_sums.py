"""求和与求导换序：逐项求导才算，少一项、漏一个因子都不是。"""

from __future__ import annotations

from sympy import Derivative, Sum, evaluate

from derive.theory.logistic import EVERY
from derive.theory.sums import SumOfDerivatives
from derive.theory.symbols import m, w1, z
from derive.theory.vectorization import AVERAGE_DW1, COST_OF_TWO, LOSS_I


def test_a_sum_is_differentiated_term_by_term() -> None:
    """少了 1/m、只求第一项、常数里还有变量，都不是这条规则。"""
    rule, before = SumOfDerivatives(), AVERAGE_DW1.start
    each = Sum(Derivative(LOSS_I, w1), EVERY)
    assert rule.objection(before, 1 / m * each, {}) == ""
    assert rule.objection(before, each, {})
    assert rule.objection(before, 1 / m * Derivative(LOSS_I, w1), {})
    with evaluate(False):
        twisted = Derivative(w1 * COST_OF_TWO, w1)
        flat = Derivative(w1 * Sum(LOSS_I, EVERY), w1)
    assert not list(rule.results(twisted, {}))
    assert not list(rule.results(flat, {}))
    assert not list(rule.results(Derivative(z**2, z), {}))
