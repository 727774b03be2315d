"""激活函数：登记的每个对象都成立；新写的对象放进 OBJECTS 就被测到。"""

from __future__ import annotations

import pytest
from sympy import Rational, S

from derive.kernel.exact import agree, at_precision, evaluate
from derive.kernel.notation import latex, plain
from derive.kernel.objects import BookObject, Derivation, Implementation
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory import activations
from derive.theory.activations import OBJECTS
from derive.theory.symbols import leaky_relu_prime, relu, relu_prime, sigma, tanh


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message


def test_everything_written_is_registered() -> None:
    """推导写了却忘了登记，就没有人核对它。"""
    kinds = tuple({type(obj) for obj in OBJECTS})
    written = {id(v) for v in vars(activations).values() if isinstance(v, kinds)}
    assert {id(obj) for obj in OBJECTS} == written


def test_titles_and_names_are_unique_and_readable() -> None:
    titles = [obj.title for obj in OBJECTS]
    assert len(set(titles)) == len(titles)
    for obj in OBJECTS:
        assert obj.id.isidentifier()
        for step in obj.steps if isinstance(obj, Derivation) else ():
            assert step.rule.name
            assert latex(step.expr)
            assert plain(step.expr)
        assert not isinstance(obj, Implementation)


def test_the_conventions_at_zero() -> None:
    with at_precision():
        for expr, wanted in [
            (relu(S.Zero), 0),
            (relu_prime(S.Zero), 0),
            (relu_prime(Rational(1, 10**9)), 1),
            (leaky_relu_prime(S.Zero, Rational(1, 100)), Rational(1, 100)),
            (sigma(S.Zero), Rational(1, 2)),
            (tanh(S.Zero), 0),
        ]:
            got = evaluate(expr, {}, BOOK.definitions)
            assert agree(got, evaluate(S(wanted), {}, {})), expr
