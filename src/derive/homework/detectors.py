"""与题目无关的错误：不必知道题目的公式，也认得出来。

前一半看整个函数（没有返回值、修改了输入……），后一半看结果的一部分（符号、转置、固定的倍数……）。
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from derive.homework.compare import compare, error_of, numbers, same
from derive.homework.examination import Examination, Trial, taken_apart
from derive.homework.exercise import Case

Told = tuple[str, str]
"""错误的名字，与一两句说明。"""

COARSE = 2e-3
"""误差在这以内、又比 1e-7 大：算法对，精度不够。"""
NOTHING = "没有返回值"
IMPRECISE = "精度太低"
ABSENT = object()
"""返回值里没有这一部分。"""


@dataclass(frozen=True)
class Sample:
    """结果的一部分：学习者的与应有的。"""

    case: Case
    got: Any
    expected: Any


# ---- 整个函数 ---------------------------------------------------------------------


def whole_findings(examination: Examination) -> Iterator[Told]:
    """看整个函数就认得出来的错误；认出来了，就不必再看各个部分。"""
    trials = examination.judged
    values = [trial for trial in trials if trial.outcome.failure is None]
    if values and all(trial.outcome.value is None for trial in values):
        yield NOTHING, "函数得到了 None：末尾少了 return，或者模板里还有一个 None 没有填。"
        return
    if any(depends_on_the_past(trial) for trial in values):
        if re.search("rand|time", ast.unparse(examination.block.node)):
            yield "每次调用结果不同", "同样的参数调用两次，结果不同：结果里有随机数，或者时间。"
        else:
            yield (
                "依赖全局变量",
                "同样的参数调用两次，结果不同：函数改动了、又用到了留在函数外面的东西。",
            )
        return
    if (changed := changed_arguments(examination)) and all(trial.right for trial in trials):
        yield (
            "修改了输入",
            f"调用之后，传进来的 {'、'.join(changed)} 变了。先复制一份再改：np.array(…)。",
        )
        return
    if len(values) < len(trials) or all(trial.right for trial in values):
        return
    if reordered(values):
        yield "返回值的次序颠倒", "每个值都对，次序不是作业要求的。"
    elif renamed(values):
        yield "键的名字不对", "值都对，字典里的键不是作业要求的名字。"


def depends_on_the_past(trial: Trial) -> bool:
    """同样的参数再调用一次，结果不同。"""
    return trial.outcome.again is not None and not same(trial.outcome.value, trial.outcome.again)


def changed_arguments(examination: Examination) -> tuple[str, ...]:
    """不许改动而改动了的参数。"""
    allowed = examination.exercise.mutates
    return tuple(
        dict.fromkeys(
            name
            for trial in examination.judged
            for name in (*trial.outcome.changed, *trial.outcome.rebound)
            if name not in allowed
        )
    )


def reordered(trials: Sequence[Trial]) -> bool:
    """返回的元组换一个次序就处处都对。"""
    sizes = {
        len(trial.outcome.value) if isinstance(trial.outcome.value, tuple | list) else 0
        for trial in trials
    }
    if len(sizes) != 1 or not 2 <= (size := sizes.pop()) <= 5:
        return False
    orders = list(permutations(range(size)))[1:]
    return any(all(_right(trial, _ordered(trial, order)) for trial in trials) for order in orders)


def _ordered(trial: Trial, order: Sequence[int]) -> tuple[Any, ...]:
    return tuple(trial.outcome.value[n] for n in order)


def _right(trial: Trial, value: Any) -> bool:
    """换成 value 之后，这次试验对不对。"""
    attempt = taken_apart(trial.exercise, value)
    return replace(trial, attempt=attempt).right


def renamed(trials: Sequence[Trial]) -> bool:
    """字典的键换成要求的名字就处处都对。"""
    return all(_right(trial, _relabelled(trial.outcome.value, trial.answer)) for trial in trials)


def _relabelled(value: Any, answer: Any) -> Any:
    """value 里的字典换成 answer 的键：多出来的键，换成值相同的，或者次序相同的那个缺少的键。"""
    if isinstance(value, dict) and isinstance(answer, dict):
        missing = [key for key in answer if key not in value]
        spare = [key for key in value if key not in answer]
        if len(missing) != len(spare):
            return value
        named = {key: each for key, each in value.items() if key in answer}
        for wanted in missing:
            alike = (key for key in spare if compare(value[key], answer[wanted]).equal)
            key = next(alike, spare[0])
            spare.remove(key)
            named[wanted] = value[key]
        return named
    if isinstance(value, tuple | list) and isinstance(answer, tuple | list):
        return tuple(map(_relabelled, value, answer)) if len(value) == len(answer) else value
    return value


# ---- 一部分 -----------------------------------------------------------------------

Arrays = list[tuple[Case, NDArray[Any], NDArray[Any]]]


def _arrays(samples: Sequence[Sample]) -> Arrays | None:
    """全是实数的数组，形状不论；否则没有。"""
    found: Arrays = []
    for sample in samples:
        got, expected = numbers(sample.got), numbers(sample.expected)
        if got is None or expected is None or got.dtype.kind not in "biuf":
            return None
        if expected.dtype.kind not in "biuf":
            return None
        found.append((sample.case, got, expected))
    return found


def _same_shape(samples: Sequence[Sample]) -> Arrays | None:
    """形状处处相同（一个数的，形状不论）；否则没有。"""
    found = _arrays(samples)
    if not found:
        return None
    for number, (case, got, expected) in enumerate(found):
        if got.shape != expected.shape:
            if got.size != 1 or expected.size != 1:
                return None
            found[number] = (case, got.reshape(expected.shape), expected)
    return found


def nothing(samples: Sequence[Sample]) -> Told | None:
    if samples and all(sample.got is None for sample in samples):
        return NOTHING, "这一部分得到了 None：没有算出来，或者模板里还有一个 None 没有填。"
    return None


def not_a_number(samples: Sequence[Sample]) -> Told | None:
    found = _arrays(samples)
    if found and all(
        np.isnan(got).any() and not np.isnan(expected).any() for _, got, expected in found
    ):
        return "出现 NaN", "处处算出了 NaN：0/0、∞ − ∞、负数的对数或平方根都会这样。"
    return None


def flat(samples: Sequence[Sample]) -> Told | None:
    found = _arrays(samples)
    if found and all(
        got.size == expected.size
        and (got.ndim <= 1 < expected.ndim or got.size == 1)
        and compare(got.reshape(expected.shape), expected).equal
        for _, got, expected in found
    ):
        return (
            "一维数组",
            "数都对，形状却是一维的 (n,)，不是 (n, 1)；它不分行列，转置也不变，广播时容易出错。",
        )
    return None


def transposed(samples: Sequence[Sample]) -> Told | None:
    found = _arrays(samples)
    if found and all(
        got.ndim == expected.ndim == 2 and compare(got.T, expected).equal
        for _, got, expected in found
    ):
        return "结果转置了", "结果的行与列颠倒了。写出每个因子的形状，就知道该转置哪一个。"
    return None


def multiple(samples: Sequence[Sample]) -> Told | None:
    """处处是正确值的固定倍数，或者 ±m、±1/m 倍。"""
    found = _same_shape(samples)
    if found is None:
        return None
    ratios: list[tuple[float, int]] = []
    for case, got, expected in found:
        size = float(np.sum(expected.astype(float) ** 2))
        if size == 0 or not np.isfinite(got).all():
            return None
        ratio = float(np.sum(got * expected.astype(float))) / size
        if not compare(got, ratio * expected).equal or ratio == 0:
            return None
        ratios.append((ratio, count_of_samples(case)))
    return _named_multiple(ratios)


def _named_multiple(ratios: Sequence[tuple[float, int]]) -> Told | None:
    counts = {m for _, m in ratios if m > 1}

    def everywhere(factor: Callable[[int], float]) -> bool:
        return all(abs(ratio / factor(m) - 1) < 1e-6 for ratio, m in ratios)

    if everywhere(lambda m: -1.0):
        return "符号反了", "大小都对，正负号相反。"
    if len(counts) > 1:
        if everywhere(lambda m: m):
            return "少了 1/m", "结果处处是正确值的 m 倍：对 m 个样本求和之后没有除以 m。"
        if everywhere(lambda m: 1 / m):
            return "多除了 1/m", "结果处处是正确值的 1/m：多除了一次 m。"
        if everywhere(lambda m: -m):
            return "少了 1/m、符号反了", "结果处处是正确值的 −m 倍。"
    first = ratios[0][0]
    if len(ratios) > 1 and everywhere(lambda m: first):
        return "差一个固定的倍数", f"结果处处是正确值的 {first:.6g} 倍。"
    return None


SAMPLES = ("Y", "y", "AL", "A2", "dZ", "dA", "X", "A_prev", "A", "Y_train", "yhat")
"""样本排成列（或者一维）的参数，从中看出 m。"""


def count_of_samples(case: Case) -> int:
    """样本数 m；看不出就是 0。"""
    for name in SAMPLES:
        value = case.arguments.get(name)
        if isinstance(value, np.ndarray) and value.ndim in (1, 2):
            return int(value.shape[-1])
    return 0


def imprecise(samples: Sequence[Sample]) -> Told | None:
    found = _same_shape(samples)
    if found and all(
        np.isfinite(got).all()
        and error_of(got.astype(float), expected.astype(float)).max(initial=0) < COARSE
        for _, got, expected in found
    ):
        return (
            IMPRECISE,
            "大致对，误差超过了 1e-7：用了 float32、四舍五入，或者在对数、分母里加了一个小数。",
        )
    return None


def integers(samples: Sequence[Sample]) -> Told | None:
    found = _same_shape(samples)
    if found is None or not any((expected != np.floor(expected)).any() for *_, expected in found):
        return None
    for rounded in (np.trunc, np.floor):
        if all(np.array_equal(got, rounded(expected)) for _, got, expected in found):
            return "舍去了小数", "结果是整数：放进了整数的数组，或者用了 //、int()。"
    return None


PART_DETECTORS: tuple[Callable[[Sequence[Sample]], Told | None], ...] = (
    nothing,
    not_a_number,
    flat,
    transposed,
    multiple,
    integers,
    imprecise,
)
