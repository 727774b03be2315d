"""速度表：一百万个值，教科书公式、本站、SciPy、PyTorch 在同一次运行里轮流计时，取中位数。"""

from __future__ import annotations

import statistics
import time
import warnings
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from typing import Any

import numpy as np

from derive.bench.accuracy import CASES, NO_COUNTERPART, peer
from derive.bench.machine import PEERS, UNMEASURED

__all__ = ["interleaved", "measure"]


def measure(seed: int = 0, size: int = 1_000_000, rounds: int = 51) -> list[dict[str, Any]]:
    """速度表的各行：每个函数一行，单位毫秒。

    自变量：float64，size 个，z ~ N(0, 5²)，标签 0 或 1 各半。每一轮把四种算法依次各算一次，
    机器忽快忽慢时大家受同样的影响；量的是处理器时间，别的程序占用机器时不算在内。
    PyTorch 限用一个线程，与其余三者相同。
    ratio 是本站的中位数除以对方的中位数，小于 1 表示本站更快。
    """
    rng = np.random.default_rng(seed)
    z = rng.normal(0, 5, size)
    y = rng.integers(0, 2, size).astype(np.float64)
    rows = []
    with ExitStack() as stack:
        stack.enter_context(np.errstate(all="ignore"))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        torch = peer("torch")
        if torch is not None:
            stack.callback(torch.set_num_threads, torch.get_num_threads())
            torch.set_num_threads(1)
        for case in CASES:
            arguments = (z, y) if case.labelled else (z,)
            columns = {
                "textbook": case.textbook,
                "ours": case.ours,
                "scipy": case.scipy,
                "torch": case.torch,
            }
            timed = {
                column: partial(function, *arguments)
                for column, function in columns.items()
                if function is not None and not (column in PEERS and peer(column) is None)
            }
            medians = {
                column: statistics.median(times)
                for column, times in interleaved(timed, rounds).items()
            }
            row: dict[str, Any] = {"function": case.name, "size": size, "rounds": rounds}
            for column, function in columns.items():
                if column in medians:
                    row[column] = round(1e3 * medians[column], 3)
                else:
                    row[column] = NO_COUNTERPART if function is None else UNMEASURED
            row["ratio"] = {
                column: round(medians["ours"] / median, 3)
                for column, median in medians.items()
                if column != "ours"
            }
            rows.append(row)
    return rows


def interleaved(
    functions: Mapping[str, Callable[[], Any]],
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, list[float]]:
    """各函数轮流计时，每轮各一次（秒）；先走一轮预热，不算在内。"""
    durations: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(rounds + 1):
        for name, function in functions.items():
            start = clock()
            function()
            durations[name].append(clock() - start)
    return {name: times[1:] for name, times in durations.items()}
