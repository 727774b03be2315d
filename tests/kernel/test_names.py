"""名字的写法：第几层、走一步之后的新值、不在表里的名字。"""

from __future__ import annotations

import pytest

from derive.kernel.names import FUNCTIONS, letters, of_layer, unicode_name


@pytest.mark.parametrize("layer", ["l-1", "l", "1", "2", "3", "4"])
def test_each_layer_has_its_own_activation(layer: str) -> None:
    """书里最深的网络有四层：每一层的 g 都写得出，层数是它自己的，在右上角的方括号里。"""
    assert FUNCTIONS[f"g[{layer}]"] == (f"{{g^{{[{layer}]}}}}", f"g[{layer}]")


def test_no_other_layer_has_an_activation() -> None:
    layers = [of_layer(name)[1] for name in FUNCTIONS if name.startswith("g[")]
    assert layers == ["l-1", "l", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("name", "line"),
    [("yhat", "ŷ"), ("x1_new", "x₁"), ("W[l]_new", "W[l]"), ("kappa", "kappa"), ("new", "new")],
)
def test_a_new_value_is_written_like_the_old_one(name: str, line: str) -> None:
    assert unicode_name(name) == line
    assert unicode_name(letters(name)) == line


@pytest.mark.parametrize(
    ("name", "parts"), [("W[l]", ("W", "l")), ("g[l-1]", ("g", "l-1")), ("W", ("W", ""))]
)
def test_the_layer_is_split_off(name: str, parts: tuple[str, str]) -> None:
    assert of_layer(name) == parts
