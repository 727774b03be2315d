"""向量化表：同一件事，用循环写，用 NumPy 的一次运算写，在同一次运行里轮流计时。

三件事：两个向量的内积，对每个元素取指数，逻辑回归的一次梯度。各种写法的结果必须相同，
否则比较快慢没有意义。
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from derive.activations import sigmoid
from derive.bench.speed import interleaved
from derive.bench.training import Disagreement
from derive.validation import Floats

__all__ = ["COUNT", "SIZES", "measure"]

COUNT = 1_000_000
"""内积与指数里，向量有多少个数。"""
SIZES = ((64, 1797), (12288, 209))
"""梯度的大小：（特征数, 样本数）。前一个像 8×8 的手写数字，后一个是课程作业里认猫的那批图片。"""
TOLERANCE = 1e-9

Ways: TypeAlias = Mapping[str, Callable[[], Any]]
"""写法 → 做这件事的函数；最后一种是向量化的。"""


# ── 内积 ──────────────────────────────────────────────────────────────


def dot_by_index(a: Floats, b: Floats) -> float:
    """Σᵢ aᵢbᵢ：逐个取出数组的元素。"""
    c = 0.0
    for i in range(len(a)):
        c += a[i] * b[i]
    return c


def dot_of_lists(a: list[float], b: list[float]) -> float:
    """Σᵢ aᵢbᵢ：先把数组变成 Python 的列表，循环里就没有 NumPy。"""
    c = 0.0
    for x, y in zip(a, b, strict=True):
        c += x * y
    return c


def dot_ways(rng: np.random.Generator) -> Ways:
    a, b = rng.random(COUNT), rng.random(COUNT)
    a_list, b_list = a.tolist(), b.tolist()
    return {
        "循环，取数组的元素": lambda: dot_by_index(a, b),
        "循环，取列表的元素": lambda: dot_of_lists(a_list, b_list),
        "np.dot(a, b)": lambda: np.dot(a, b),
    }


# ── 逐元素的指数 ────────────────────────────────────────────────────────


def exp_by_index(v: Floats) -> Floats:
    """uᵢ = e^{vᵢ}：逐个取出，逐个写回。"""
    u = np.zeros(len(v))
    for i in range(len(v)):
        u[i] = math.exp(v[i])
    return u


def exp_ways(rng: np.random.Generator) -> Ways:
    v = rng.standard_normal(COUNT)
    return {"循环，math.exp": lambda: exp_by_index(v), "np.exp(v)": lambda: np.exp(v)}


# ── 逻辑回归的梯度 ───────────────────────────────────────────────────────


def gradient_by_entries(X: Floats, dZ: Floats) -> Floats:
    """dwⱼ = (1/m) Σᵢ Xⱼᵢ dzᵢ：对样本、对特征各一层循环。"""
    n, m = X.shape
    dw = np.zeros((n, 1))
    for i in range(m):
        for j in range(n):
            dw[j, 0] += X[j, i] * dZ[0, i]
    return dw / m


def gradient_by_samples(X: Floats, dZ: Floats) -> Floats:
    """dw = (1/m) Σᵢ x⁽ⁱ⁾ dz⁽ⁱ⁾：只剩对样本的循环。"""
    n, m = X.shape
    dw = np.zeros((n, 1))
    for i in range(m):
        dw += X[:, i : i + 1] * dZ[0, i]
    return dw / m


def gradient_at_once(X: Floats, dZ: Floats) -> Floats:
    """dw = X dZᵀ/m。"""
    dw: Floats = X @ dZ.T / X.shape[1]
    return dw


def gradient_ways(n: int, m: int, rng: np.random.Generator) -> Ways:
    X, Y = rng.standard_normal((n, m)), rng.integers(0, 2, (1, m)).astype(np.float64)
    dZ = sigmoid(rng.standard_normal((1, n)) @ X / math.sqrt(n)) - Y
    return {
        "两层循环": lambda: gradient_by_entries(X, dZ),
        "一层循环": lambda: gradient_by_samples(X, dZ),
        "X @ dZ.T / m": lambda: gradient_at_once(X, dZ),
    }


# ── 测量 ──────────────────────────────────────────────────────────────


def measure(seed: int = 0, rounds: int = 11) -> dict[str, list[dict[str, Any]]]:
    """各张表：每种写法一行，毫秒数与“是向量化的几倍”都取各轮的中位数。

    量的是处理器时间，别的程序占用机器时不算在内；倍数先在同一轮里相除，再取中位数。
    """
    rng = np.random.default_rng(seed)
    return {
        "dot": _rows(dot_ways(rng), rounds, {"size": COUNT}),
        "exp": _rows(exp_ways(rng), rounds, {"size": COUNT}),
        "gradient": [
            row
            for n, m in SIZES
            for row in _rows(gradient_ways(n, m, rng), rounds, {"features": n, "m": m})
        ],
    }


def _rows(ways: Ways, rounds: int, about: Mapping[str, int]) -> list[dict[str, Any]]:
    _require_agreement(ways)
    times = interleaved(ways, rounds)
    fastest = times[list(ways)[-1]]
    return [
        {
            **about,
            "way": way,
            "milliseconds": _four(1e3 * statistics.median(seconds)),
            "times": _four(
                statistics.median(s / base for s, base in zip(seconds, fastest, strict=True))
            ),
            "rounds": rounds,
        }
        for way, seconds in times.items()
    ]


def _require_agreement(ways: Ways) -> None:
    """各种写法的结果相同，只差舍入。"""
    *others, (name, vectorized) = ways.items()
    expected = vectorized()
    scale = float(np.max(np.abs(expected)))
    for way, function in others:
        difference = float(np.max(np.abs(function() - expected)))
        if not difference <= TOLERANCE * scale:
            raise Disagreement(
                f"“{way}”与“{name}”的结果应相同，实际相差 {difference:g}，快慢没有可比性。"
                "请检查两种写法算的是不是同一件事。"
            )


def _four(value: float) -> float:
    """四位有效数字。"""
    return float(f"{value:.4g}")
