"""深与浅：登记的对象都成立；三种电路对小的 n 穷举核对。"""

from __future__ import annotations

from itertools import product
from math import ceil, log2

import pytest

from derive.kernel.book import Book
from derive.kernel.exact import at_precision, evaluate
from derive.kernel.objects import BookObject, Claim, Definition, Derivation
from derive.kernel.verify import verify
from derive.theory import depth
from derive.theory.depth import (
    OBJECTS,
    ODD_INPUTS,
    implicants,
    matches,
    minterms,
    parity,
    threshold_layer,
    xor_tree,
)
from derive.theory.symbols import n as count

BOOK = Book(OBJECTS)
SMALL = range(1, 7)


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message


def test_everything_written_is_registered() -> None:
    kinds = (Claim, Definition, Derivation)
    written = {id(value) for value in vars(depth).values() if isinstance(value, kinds)}
    assert written == {id(obj) for obj in OBJECTS}


@pytest.mark.parametrize("n", SMALL)
def test_the_tree_computes_parity(n: int) -> None:
    tree = xor_tree(n)
    assert all(tree(bits) == parity(bits) for bits in product((0, 1), repeat=n))


@pytest.mark.parametrize("n", [*SMALL, 7, 8, 9, 63, 64, 65])
def test_the_size_of_the_tree(n: int) -> None:
    tree = xor_tree(n)
    assert len(tree.gates) == n - 1
    assert tree.depth == ceil(log2(n))


@pytest.mark.parametrize("n", SMALL)
def test_the_depth_is_the_longest_path(n: int) -> None:
    """层数不是记下来的，而是从门的接法里数出来的。"""
    levels = [0] * n
    for left, right in xor_tree(n).gates:
        levels.append(1 + max(levels[left], levels[right]))
    assert levels[-1] == xor_tree(n).depth


@pytest.mark.parametrize("n", SMALL)
def test_the_flat_form_needs_every_minterm(n: int) -> None:
    """凡能出现的项都只对一个输入为真，所以 2ⁿ⁻¹ 项一项也省不掉。"""
    terms = minterms(n)
    everything = list(product((0, 1), repeat=n))
    assert len(terms) == 2 ** (n - 1)
    assert all(any(matches(t, bits) for t in terms) == parity(bits) for bits in everything)
    assert set(implicants(n)) == set(terms)
    assert all(sum(matches(t, bits) for bits in everything) == 1 for t in terms)


@pytest.mark.parametrize("n", SMALL)
def test_the_formula_counts_the_odd_inputs(n: int) -> None:
    with at_precision():
        assert evaluate(ODD_INPUTS.start, {count: n}, {}) == len(minterms(n))


@pytest.mark.parametrize("n", SMALL)
def test_one_layer_of_thresholds_also_does_it(n: int) -> None:
    assert all(threshold_layer(bits) == parity(bits) for bits in product((0, 1), repeat=n))
