"""书：按 id 查找、谁用到谁、不许重名。"""

from __future__ import annotations

import pytest
from sympy import Function, Symbol, evaluate, exp

from derive.kernel.book import Book, UnknownId, expressions, free_variables
from derive.kernel.objects import Correction, Definition, Derivation, Refutation, Run, Step
from derive.kernel.rules import ARRANGE, Apply
from derive.registry import BOOK
from derive.theory.activations import (
    SIGMOID,
    SIGMOID_GROWTH,
    SIGMOID_PRIME,
    SOFTPLUS,
    SOFTPLUS_PRIME,
)
from derive.theory.losses import ACTIVATION, COST, CROSS_ENTROPY, LOG_SAMPLE_LIKELIHOOD, LOSS_DZ
from derive.theory.symbols import REALS, J, activation, loss, sigma, tanh, y, y_, yhat_, z


def test_lookup() -> None:
    assert BOOK["sigmoid_prime"] is SIGMOID_PRIME
    assert "sigmoid_prime" in BOOK
    assert "nothing" not in BOOK
    assert [obj.id for obj in BOOK] == [obj.id for obj in BOOK.objects]


def test_unknown_id_offers_the_nearest() -> None:
    with pytest.raises(UnknownId) as caught:
        BOOK["sigmoid_prim"]
    assert "sigmoid_prime" in caught.value.nearest
    assert len(caught.value.nearest) == 3  # 多了看不过来
    assert str(caught.value).startswith("没有 id 为 sigmoid_prim 的对象。最接近的有：")
    with pytest.raises(UnknownId) as lost:
        BOOK["♞"]
    assert str(lost.value) == "没有 id 为 ♞ 的对象"


def test_an_id_is_used_once() -> None:
    with pytest.raises(ValueError, match="sigmoid 登记了两次"):
        Book([SIGMOID, SIGMOID])


def test_a_function_is_defined_once() -> None:
    """否则后一个定义会悄悄换掉前一个。"""
    again = Definition("sigmoid2", "", sigma(z), exp(z), {z: REALS})
    with pytest.raises(ValueError, match="sigma 有两个定义"):
        Book([SIGMOID, again])
    soft = Definition("softplus2", "", SOFTPLUS.lhs, exp(z), {z: REALS})
    with pytest.raises(ValueError, match=r"^sigma 有两个定义"):  # 先说写在前面的
        Book([SIGMOID, SOFTPLUS, again, soft])


def test_a_parameter_must_not_hide_a_global() -> None:
    """outer(z) 用到 inner，而 inner 的右边另有全局的 z：求值时两个 z 会混在一起。"""
    inner, outer = Function("inner", real=True), Function("outer", real=True)
    has_global = Definition("inner", "", inner(y), y + z, {y: REALS, z: REALS})
    captures = Definition("outer", "", outer(z), inner(z), {z: REALS})
    with pytest.raises(ValueError, match="outer 的形参 z 与它用到的 inner 里的全局量同名"):
        Book([has_global, captures])
    w = Symbol("w", real=True)
    renamed = Definition("outer", "", outer(w), inner(w), {w: REALS})
    assert len(Book([has_global, renamed]).objects) == 2


def test_definitions_are_found_through_one_another() -> None:
    found = BOOK.definitions_in(loss(activation(z), y))
    assert set(found.values()) == {CROSS_ENTROPY, ACTIVATION, SIGMOID}
    assert set(BOOK.definitions_in(J).values()) == {COST, CROSS_ENTROPY}
    assert BOOK.definitions_in(z) == {}


def test_uses() -> None:
    assert set(BOOK.uses(SOFTPLUS_PRIME)) == {SIGMOID, SOFTPLUS, SIGMOID_GROWTH}
    assert BOOK.uses(SIGMOID) == ()
    assert BOOK.uses(ACTIVATION) == (SIGMOID,)
    assert SIGMOID in BOOK.uses(BOOK["erratum_sigmoid_prime_sign"])
    assert "cross_entropy_prime" in {used.id for used in BOOK.uses(LOSS_DZ)}
    assert "log_likelihood" in {used.id for used in BOOK.uses(LOG_SAMPLE_LIKELIHOOD)}


def test_uses_is_in_reading_order_and_never_itself() -> None:
    order = {obj.id: number for number, obj in enumerate(BOOK)}
    for obj in BOOK:
        numbers = [order[used.id] for used in BOOK.uses(obj)]
        assert numbers == sorted(set(numbers))
        assert order[obj.id] not in numbers


def test_self_reference_is_visible() -> None:
    """推导引用自己是循环论证：要看得见，核对时才拦得下。"""
    with evaluate(False):
        step = Step(tanh(z), ARRANGE)
    looped = Derivation("loop", "", sigma(z), (step,), {z: REALS})
    object.__setattr__(looped, "steps", (Step(tanh(z), Apply(looped)),))
    assert looped in Book([looped]).uses(looped)


def test_expressions_cover_every_kind() -> None:
    for obj in BOOK:
        runs = isinstance(obj, Correction) and isinstance(obj.evidence, Run)
        assert bool(expressions(obj)) is not runs, obj.id  # 程序证据里没有式子
    assert y_ != yhat_


def test_what_is_free_here_is_not_used() -> None:
    """写在定义域里的量是自由的变量：它在别处有定义，这里也没有用到。"""
    square = Definition("square", "平方", J, z**2, {z: REALS})
    free = Derivation("free", "J 是任意的数", J + J, (Step(2 * J, ARRANGE),), {J: REALS, z: REALS})
    bound = Derivation("bound", "J 是 z²", J + J, (Step(2 * J, ARRANGE),), {z: REALS})
    book = Book([square, free, bound])
    assert book.uses(free) == ()
    assert book.uses(bound) == (square,)


def test_only_a_refutation_has_variables_of_its_own() -> None:
    refuted, run = (
        next(obj for obj in BOOK if isinstance(obj, Correction) and isinstance(obj.evidence, kind))
        for kind in (Refutation, Run)
    )
    assert isinstance(refuted.evidence, Refutation)
    assert free_variables(refuted) == refuted.evidence.whole_domain
    assert free_variables(run) == {}
