"""比较：1e-7 以内相等，无关对错的差别只提醒，不同的说出在哪里。"""

import numpy as np
import pytest

from derive.homework.compare import compare, describe, same
from derive.homework.worker import Opaque

A = np.array([[1.0, 2.0], [3.0, 4.0]])


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (A + 3e-7, A),  # 以最大的数 4 为单位
        (A.astype(int), A),
        (np.array([[True, False]]), np.array([[1.0, 0.0]])),
        (1e-13, 0.0),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        ([1, 2.0], [1.0, 2.0]),
        ((A, None, "x"), (A, None, "x")),
        ([A, A], (A, A)),
        ({"W": A, "多": 1}, {"W": A}),
        (3, 3.0),
        (A.astype(complex), A),
    ],
)
def test_equal_without_a_word(got, expected):
    assert (compare(got, expected).difference, compare(got, expected).remarks) == ("", ())


@pytest.mark.parametrize(
    ("got", "expected", "words"),
    [
        (np.array([[2.0]]), 2.0, "应为数，得到形状 (1, 1) 的数组"),
        (2.0, np.array([[2.0]]), "应为形状 (1, 1) 的数组，得到数"),
        ([[1.0, 2.0], [3.0, 4.0]], A, "应为数组，得到列表"),
        (np.array([1.0, 2.0]), np.array([[1.0, 2.0]]), "一维"),
    ],
)
def test_equal_with_a_remark(got, expected, words):
    found = compare(got, expected)
    assert found.equal
    assert [words in remark for remark in found.remarks] == [True]


@pytest.mark.parametrize(
    ("got", "expected", "words"),
    [
        (A + np.array([[0, 0], [0, 1e-6]]), A, "第 2 行第 2 列应为 4，得到 4.000001"),
        (A.T, A, "第 1 行第 2 列应为 2，得到 3"),
        (A[0], A, "应为形状 (2, 2) 的数组，得到形状 (2,) 的数组"),
        (np.array([1.0, 2.0]), np.array([[1.0], [2.0]]), "得到形状 (2,) 的数组"),
        (np.array([1.0, 3.0]), np.array([1.0, 2.0]), "第 2 个数应为 2，得到 3"),
        (np.nan, 1.0, "应为 1，得到 nan"),
        (None, 1.0, "应为数，得到 None"),
        ("1", 1.0, "应为数，得到 '1'"),
        (Opaque("generator"), A, "得到 generator"),
        (A + 1j, A, "应为实数"),
        (10**400, 1.0, "应为数"),
        ((A,), (A, A), "应有 2 个值，得到 1 个"),
        (A, (A, A), "应为 2 个值的元组"),
        ((A, (A, A + 1)), (A, (A, A)), "第 2 个的第 2 个：第 1 行第 1 列应为 1，得到 2"),
        ({"W1": A}, {"W1": A, "b1": A}, "字典里没有 b1（有的是：W1）"),
        ({}, {"b1": A}, "没有键"),
        ([A], {"W1": A}, "应为字典"),
        ({"W1": A + 1}, {"W1": A}, "W1：第 1 行第 1 列"),
        ("tanh", "relu", "应为 'relu'，得到 'tanh'"),
        (0, None, "应为 None"),
        (1e-11, 0.0, "应为 0"),
    ],
)
def test_different(got, expected, words):
    assert words in compare(got, expected).difference


def test_a_place_is_named():
    assert compare(1.0, 2.0, "cache").difference == "cache：应为 2，得到 1"


def test_small_values_are_written_out_and_large_ones_are_not():
    assert describe(np.array([[0.5, -1]])) == "[[0.5, -1]]"
    assert describe(np.zeros((3, 4))) == "形状 (3, 4) 的数组"
    assert describe((1, {"b": np.float64(2.5)}, None)) == "(1, {b: 2.5}, None)"


def test_two_calls_are_the_same():
    value = {"W": A, "costs": [1.0, np.nan], "name": "x"}
    assert same(value, {"W": A.copy(), "costs": [1.0, np.nan], "name": "x"})
    assert not same(value, {**value, "W": A + 1e-16 * A.max() * 4})
    assert not same((1,), [1])
    assert not same({"a": 1}, {"b": 1})
