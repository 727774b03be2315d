"""限时地判：每个等号最多用几秒，判不完的是未决，后面的照样判。

判定在另一个进程里做，超时就结束它，再开一个从下一个等号接着判：无论写了什么，都不会停在那里，也用不了
太多内存。网页里的判定器照同样的办法，只是进程换成 worker。
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from derive.judge.read import Unreadable
from derive.judge.session import undecided
from derive.judge.verdict import Step, decide, steps
from derive.kernel.report import Decision

SECONDS = 10.0
"""一个等号最多判几秒；第一个另加载入 SymPy 的时间。"""
LOADING = 30.0
MEMORY = 2 << 30
"""判定的进程最多用多少字节内存。"""


def judge(text: str, seconds: float = SECONDS) -> Iterator[tuple[Step, Decision] | Unreadable]:
    """依次给出每个等号和它的结论；读不懂的一行给出 Unreadable。"""
    worker: _Worker | None = None
    try:
        for index, step in enumerate(steps(text)):
            if isinstance(step, Unreadable):
                yield step
                continue
            worker = worker or _Worker(text, index)
            decision = worker.next(seconds)
            if decision is None:
                worker.stop()
                worker = None
                decision = undecided(seconds)
            yield step, decision
    finally:
        if worker:
            worker.stop()


class _Worker:
    """另一个进程：从第 start 个等号起依次判下去。"""

    def __init__(self, text: str, start: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._results, theirs = context.Pipe(duplex=False)
        self._process: BaseProcess = context.Process(
            target=_work, args=(text, start, theirs), daemon=True
        )
        self._process.start()
        theirs.close()
        self._loading = LOADING

    def next(self, seconds: float) -> Decision | None:
        """下一个结论；超时或进程死了（内存不够），None。"""
        with suppress(EOFError):
            if self._results.poll(seconds + self._loading):
                self._loading = 0
                found: Decision = self._results.recv()
                return found
        return None

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self._results.close()


def _work(text: str, start: int, results: Connection) -> None:
    with suppress(ImportError):  # Windows 上没有
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for index, step in enumerate(steps(text)):
        if index >= start and isinstance(step, Step):
            results.send(decide(step))
