"""出题用的数：一两位小数，手也算得动；试验从小到大排。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from derive.homework.exercise import Case

Array = NDArray[np.floating[Any]]

SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 4), (3, 1), (2, 3), (3, 2), (3, 3), (5, 4), (4, 7))
"""行数与列数：有一行的、一列的、方的（转置了也不报错），长的、宽的。"""


def numbers(rng: np.random.Generator, *shape: int) -> Array:
    """正负都有，绝对值是 0.1 到 3.0 的一位小数；没有 0，拿来做除数也不要紧。"""
    size = np.round(rng.uniform(0.1, 3.0, shape), 1)
    return size * rng.choice([-1.0, 1.0], shape)


def labels(rng: np.random.Generator, m: int) -> Array:
    """(1, m)：标签 0 或 1。"""
    return rng.integers(0, 2, (1, m)).astype(float)


def smallest_first(cases: Iterable[Case]) -> list[Case]:
    """数最少的在前，一样多的照原来的次序；超出范围的在最后。"""
    return sorted(cases, key=lambda case: (case.extreme, _size(case.arguments)))


def _size(value: Any) -> int:
    """value 里一共有多少个数。"""
    if isinstance(value, Mapping):
        return sum(map(_size, value.values()))
    if isinstance(value, list | tuple):
        return sum(map(_size, value))
    return np.size(value)
