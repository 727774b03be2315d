"""比较学习者的值与正确的值：相等、相等而要提醒，或者哪里不同。

相等：形状相同，误差不超过最大那个数的 1e-7 倍。(1, 1) 与数、列表与数组这样无关对错的差别，
接受而提醒。不同时说出最不对的那一个数：行与列都从 1 数起，与书里的下标相同。
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from derive.homework.worker import Opaque

RELATIVE = 1e-7
ZERO = 1e-12
"""应当全是 0 时，绝对值这么小就算 0。"""
FULL = 6
"""不多于这么多个数的数组，全部写出来。"""


@dataclass(frozen=True)
class Comparison:
    """一次比较的结果。difference：哪里不同，一句中文；相等就是空串。"""

    difference: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def equal(self) -> bool:
        return not self.difference


def compare(got: Any, expected: Any, place: str = "") -> Comparison:
    """got 是否就是 expected。place：在返回值的哪里，例如“缓存的第 2 个”。"""
    if expected is None or isinstance(expected, str):
        if type(got) is type(expected) and got == expected:
            return Comparison()
        return _wrong(place, f"应为 {describe(expected)}，得到 {describe(got)}")
    if isinstance(expected, dict):
        return _compare_dicts(got, expected, place)
    if isinstance(expected, tuple | list) and not _is_numbers(expected):
        return _compare_sequences(got, expected, place)
    return _compare_numbers(got, expected, place)


def same(one: Any, other: Any) -> bool:
    """两次调用的结果一模一样（NaN 与 NaN 也算一样）。"""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, np.ndarray):
        return one.shape == other.shape and np.array_equal(one, other, equal_nan=True)
    return bool(one == other) or (one != one and other != other)


def numbers(value: Any) -> NDArray[Any] | None:
    """value 当作数组；不是数（或者数的列表）就没有。"""
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, bool | int | float | complex):
        try:
            return np.asarray(value, dtype=None if isinstance(value, bool | complex) else float)
        except OverflowError:
            return None
    if isinstance(value, tuple | list):
        pieces = [numbers(each) for each in value]
        arrays = [each for each in pieces if each is not None]
        if len(arrays) == len(pieces) and len({each.shape for each in arrays}) <= 1:
            return np.array(arrays)
    return None


def error_of(got: NDArray[Any], expected: NDArray[Any]) -> NDArray[Any]:
    """逐个数的误差，以 expected 里最大的数为单位；该是 NaN、∞ 而不是，误差就是 ∞。"""
    finite = np.abs(expected[np.isfinite(expected)])
    largest = float(finite.max()) if finite.size else 0.0
    unit = largest if largest > 0 else ZERO / RELATIVE
    with np.errstate(all="ignore"):
        error = np.abs(got.astype(complex) - expected) / unit
    alike = (got == expected) | (np.isnan(got) & np.isnan(expected))
    return np.where(alike, 0.0, np.where(np.isnan(error), np.inf, error))


def shape_text(array: NDArray[Any]) -> str:
    return "(" + ", ".join(map(str, array.shape)) + ("," if array.ndim == 1 else "") + ")"


def number_text(number: Any) -> str:
    """六位有效数字；负号用减号的样子不改，与程序的输出一致。"""
    if isinstance(number, bool | np.bool_):
        return str(bool(number))
    if isinstance(number, complex | np.complexfloating):
        return f"{number:.6g}"
    if isinstance(number, int | np.integer):
        return str(number)
    return f"{float(number):.6g}"


def describe(value: Any) -> str:
    """一个值，写成一行：小的数组全部写出，大的只写形状。"""
    if isinstance(value, Opaque):
        return value.kind
    if isinstance(value, np.ndarray):
        if value.ndim == 0:
            return number_text(value[()])
        if value.size > FULL:
            return f"形状 {shape_text(value)} 的数组"
        return _nested(value.tolist())
    if isinstance(value, bool | int | float | complex):
        return number_text(value)
    if isinstance(value, str):
        return repr(value)
    if value is None:
        return "None"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {describe(each)}" for key, each in value.items()) + "}"
    if isinstance(value, tuple | list):
        left, right = "()" if isinstance(value, tuple) else "[]"
        return left + ", ".join(map(describe, value)) + right
    return type(value).__name__


def _nested(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_nested, value)) + "]"
    return number_text(value)


# ---- 各种值 -----------------------------------------------------------------------


def _wrong(place: str, words: str) -> Comparison:
    return Comparison(f"{place}：{words}" if place else words)


def _is_numbers(value: Any) -> bool:
    """一串数（costs、layer_dims）：当作数组比较；一串数组不是。"""
    return bool(value) and all(isinstance(each, bool | int | float | np.number) for each in value)


def _compare_dicts(got: Any, expected: dict[Any, Any], place: str) -> Comparison:
    if not isinstance(got, dict):
        return _wrong(place, f"应为字典，得到 {describe(got)}")
    missing = [str(key) for key in expected if key not in got]
    if missing:
        found = "、".join(map(str, got)) or "没有键"
        return _wrong(place, f"字典里没有 {'、'.join(missing)}（有的是：{found}）")
    return _together(
        compare(got[key], each, f"{place}里的 {key}" if place else str(key))
        for key, each in expected.items()
    )


def _compare_sequences(got: Any, expected: Any, place: str) -> Comparison:
    count = len(expected)
    if not isinstance(got, tuple | list):
        return _wrong(place, f"应为 {count} 个值的元组，得到 {describe(got)}")
    if len(got) != count:
        return _wrong(place, f"应有 {count} 个值，得到 {len(got)} 个")
    return _together(
        compare(one, other, f"{place}的第 {n} 个" if place else f"第 {n} 个")
        for n, (one, other) in enumerate(zip(got, expected, strict=True), 1)
    )


def _together(comparisons: Iterator[Comparison]) -> Comparison:
    """几处合起来：第一处不同，全部的提醒。"""
    found = list(comparisons)
    difference = next((each.difference for each in found if not each.equal), "")
    return Comparison(difference, tuple(remark for each in found for remark in each.remarks))


def _compare_numbers(got: Any, wanted_value: Any, place: str) -> Comparison:
    array, expected = numbers(got), np.asarray(wanted_value)
    wanted = "数" if expected.ndim == 0 else f"形状 {shape_text(expected)} 的数组"
    if array is None or array.dtype.kind not in "biufc":
        return _wrong(place, f"应为{wanted}，得到 {describe(got)}")
    remarks = []
    if array.shape != expected.shape:
        form = "数" if array.ndim == 0 else f"形状 {shape_text(array)} 的数组"
        row = expected.shape == (1, array.size) and array.ndim == 1
        if not row and (array.size != 1 or expected.size != 1):
            return _wrong(place, f"应为{wanted}，得到{form}")
        if row:
            form = f"一维的，{form}"
        remarks.append(_wrong(place, f"应为{wanted}，得到{form}，也算对").difference)
        array = array.reshape(expected.shape)
    elif isinstance(got, tuple | list) and isinstance(wanted_value, np.ndarray):
        remarks.append(_wrong(place, "应为数组，得到列表，也算对").difference)
    if array.dtype.kind == "c":
        if np.any(array.imag != 0):
            return _wrong(place, f"应为实数，得到 {describe(got)}")
        array = array.real
    error = error_of(array.astype(float), expected.astype(float))
    if not error.size or error.max() <= RELATIVE:
        return Comparison(remarks=tuple(remarks))
    index = tuple(map(int, np.unravel_index(int(np.argmax(error)), error.shape)))
    one, other = array[index], expected[index]
    words = f"应为 {number_text(other)}，得到 {_distinct(one, other)}"
    return _wrong(place, f"{_position(index)}{words}")


def _position(index: tuple[int, ...]) -> str:
    """矩阵用行与列，都从 1 数起。"""
    if len(index) == 2:
        return f"第 {index[0] + 1} 行第 {index[1] + 1} 列"
    return f"第 {'、'.join(str(n + 1) for n in index)} 个数" if index else ""


def _distinct(got: Any, expected: Any) -> str:
    """got 写出足够的位数，看得出与 expected 不同。"""
    text = number_text(got)
    if text != number_text(expected) or not math.isfinite(float(got)):
        return text
    return repr(float(got))
