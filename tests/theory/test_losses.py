"""损失函数：登记的每个对象都成立，且只用到比它更早的对象。"""

from __future__ import annotations

import pytest
from sympy import Rational, S, log

from derive.kernel.exact import agree, at_precision, evaluate
from derive.kernel.objects import BookObject
from derive.kernel.verify import verify
from derive.registry import BOOK
from derive.theory import losses
from derive.theory.losses import OBJECTS
from derive.theory.symbols import J, P, likelihood, loss, m, y_, yhat_


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message


def test_everything_written_is_registered() -> None:
    kinds = tuple({type(obj) for obj in OBJECTS})
    written = {
        name: v
        for name, v in vars(losses).items()
        if isinstance(v, kinds) and id(v) not in {id(o) for o in losses_imported()}
    }
    assert {id(obj) for obj in OBJECTS} == {id(v) for v in written.values()}


def losses_imported() -> list[BookObject]:
    from derive.theory import activations

    return list(activations.OBJECTS)


def test_only_earlier_objects_are_used() -> None:
    """次序就是阅读的次序：没有一处引用后面的，也就没有循环。"""
    seen: set[str] = set()
    for obj in BOOK:
        assert {used.id for used in BOOK.uses(obj)} <= seen, obj.id
        seen.add(obj.id)


def test_a_worked_example() -> None:
    """m = 2，ŷ = (1/2, 3/4)，y = (1, 0)：J = (ln 2 + ln 4)/2，P = 1/8。"""
    with at_precision():
        half, quarters = (evaluate(Rational(n, 4), {}, {}) for n in (2, 3))
        point = {m: 2, yhat_: [half, quarters], y_: [1, 0]}
        definitions = BOOK.definitions
        assert agree(evaluate(J, point, definitions), evaluate(3 * log(2) / 2, {}, {}))
        assert agree(evaluate(P, point, definitions), evaluate(Rational(1, 8), {}, {}))
        assert evaluate(likelihood(S.Zero, S.Half), {}, definitions) == half
        assert evaluate(loss(S.Half, S.One), {}, definitions) > 0
