"""核对整本书：先查缓存，其余的并行判定，最后把「用到的未证」传给用它的对象。

判定与测量本身在 `derive.kernel.verify` 与 `derive.pairing`；这里只管次序、进程和缓存。
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from importlib import import_module

from derive.cache import Cache
from derive.fingerprint import fingerprint, with_titles
from derive.garbage import collect_rarely
from derive.kernel.book import Book
from derive.kernel.objects import (
    BookObject,
    Correction,
    Definition,
    Implementation,
    Line,
    Run,
    kind_of,
)
from derive.kernel.report import Report, Verdict
from derive.kernel.verify import verify

Progress = Callable[[int, int, str], None]
"""progress(done, total, id)：每得到一个结论调用一次。"""

FEW = 20
"""要判定的对象不到这么多，就不值得另开进程：每个进程都要重新载入 SymPy。"""
MOST_PROCESSES = 61
"""Windows 上一个进程池的上限。"""


class Cycle(ValueError):
    """几个对象互相引用，谁也不能先于别的得到证明。"""


def check(
    book: Book,
    ids: Iterable[str] | None = None,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    cache: Cache | None = None,
    keys: Mapping[str, str] | None = None,
) -> dict[str, Report]:
    """book 里 ids（缺省为全部）的结论，按书的次序。

    一个对象只有自己成立、直接和间接用到的也都成立，才是已证。jobs 是进程数；要并行，book
    得是某个可导入模块里名为 BOOK 的变量（另一个进程从那里取得它），否则就在本进程里判定。
    keys 是各对象的指纹，缺省时在这里算。

    错误：id 不存在时 UnknownId，循环引用时 Cycle。
    """
    wanted = [obj.id for obj in book] if ids is None else [book[id].id for id in ids]
    cache = cache or Cache.default()
    order = dependencies_first(book, wanted)
    keys = keys or {obj.id: fingerprint(obj, book) for obj in order}
    own: dict[str, Report] = {}

    def settle(report: Report) -> None:
        own[report.id] = report
        if progress:
            progress(len(own), len(order), report.id)

    def key_of(obj: BookObject, *, good: bool) -> str:
        return keys[obj.id] if good else with_titles(keys[obj.id], obj, book)

    def keep(report: Report) -> None:
        cache.put(key_of(book[report.id], good=report.good), report)

    for obj in order:
        found = (cache.get(key_of(obj, good=good), obj.id) for good in (True, False))
        if known := next(filter(None, found), None):
            settle(known)
    undecided = {obj.id: keys[obj.id] for obj in order if obj.id not in own}
    with closing(_in_processes(book, undecided, jobs or _processors())) as decided:
        for report in decided:
            keep(report)
            settle(report)
    for obj in order:
        if obj.id in own:
            continue
        try:
            report = decide(obj, book)
            keep(report)
        except Exception as problem:  # 一个对象出错，不该让别的对象没有结论；也不记入缓存
            report = _failure(obj, problem)
        settle(report)
    reports = propagate(order, own, book)
    return {obj.id: reports[obj.id] for obj in book if obj.id in wanted}


def decide(obj: BookObject, book: Book) -> Report:
    """obj 自己的结论，不看缓存，也不看它用到的对象。"""
    if isinstance(obj, Line):
        from derive.lines import measure_line  # 要载入 NumPy，所以用到时才导入

        return measure_line(obj, book)
    if isinstance(obj, Implementation):
        from derive.pairing import measure

        return measure(obj, book)
    if isinstance(obj, Correction) and isinstance(obj.evidence, Run):
        from derive.runs import run_correction

        return run_correction(obj)
    return verify(obj, book)


# ---- 次序与传递 ----------------------------------------------------------------


def dependencies_first(book: Book, ids: Iterable[str]) -> list[BookObject]:
    """ids 和它们直接、间接用到的对象，被用的排在前面。"""
    graph: dict[str, list[str]] = {}
    waiting = list(ids)
    while waiting:
        obj = book[waiting.pop()]
        if obj.id in graph:
            continue
        graph[obj.id] = [used.id for used in book.uses(obj)]
        if isinstance(obj, Definition) and book.definitions_in_one(obj.body) & _heads(obj, book):
            graph[obj.id].append(obj.id)
        waiting += graph[obj.id]
    try:
        return [book[id] for id in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        chain = " → ".join(reversed(error.args[1]))
        raise Cycle(f"循环引用：{chain}。请去掉其中一条引用，结论只能用到更早的结论。") from None


def _heads(definition: Definition, book: Book) -> set[object]:
    return {head for head, found in book.definitions.items() if found is definition}


def propagate(order: Iterable[BookObject], own: dict[str, Report], book: Book) -> dict[str, Report]:
    """用到的对象不成立，则自己也是未决；order 里被用的在前。"""
    reports: dict[str, Report] = {}
    for obj in order:
        report = own[obj.id]
        reasons = _missing_grounds(obj, reports, book) if report.good else []
        if reasons:
            report = replace(report, verdict=Verdict.UNKNOWN, message="；".join(reasons))
        reports[obj.id] = report
    return reports


def _missing_grounds(obj: BookObject, reports: dict[str, Report], book: Book) -> list[str]:
    """obj 所依据的对象里，不成立的和没有登记的。"""
    reasons = [
        f"用到的 {used.id}「{used.title}」{reports[used.id].verdict.chinese}"
        for used in book.uses(obj)
        if not reports[used.id].good
    ]
    cited = [c for step in getattr(obj, "steps", ()) for c in step.rule.cites()]
    reasons += [
        f"引用的 {c.id}「{c.title}」没有登记，也就没有核对；请把它加进 OBJECTS"
        for c in cited
        if not book.holds(c)
    ]
    return list(dict.fromkeys(reasons))


# ---- 判定 ---------------------------------------------------------------------


def _failure(obj: BookObject, problem: Exception) -> Report:
    message = f"判定时出错：{type(problem).__name__}：{problem}"
    return Report(obj.id, kind_of(obj), Verdict.UNKNOWN, None, message=message)


def _in_processes(book: Book, keys: dict[str, str], jobs: int) -> Generator[Report]:
    """在别的进程里判定 keys 中的对象。做不到的不给出来，由调用者在本进程里判定。

    一律用 spawn：各个平台都一样，也不会在有线程的进程里 fork。
    """
    address = _address(book)
    jobs = min(jobs, len(keys), MOST_PROCESSES)
    if address is None or jobs < 2 or len(keys) < FEW:
        return
    context = multiprocessing.get_context("spawn")
    bystanders = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(jobs, context, collect_rarely)
    try:
        with interrupts_ignored():
            futures = {executor.submit(_decide_elsewhere, address, id): id for id in keys}
        for future in as_completed(futures):
            if future.exception() is None:
                key, report = future.result()
                if key == keys[futures[future]]:  # 那边载入的和这边的确是同一个对象
                    yield report
    except BrokenProcessPool:
        return
    except BaseException:
        for child in set(multiprocessing.active_children()) - bystanders:
            child.terminate()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def _address(book: Book) -> str | None:
    """另一个进程可以从哪个模块的 BOOK 取得这本书。"""
    modules = ((name, getattr(module, "__dict__", {})) for name, module in sys.modules.items())
    found = (name for name, names in list(modules) if names.get("BOOK") is book)
    return next((name for name in found if name != "__main__"), None)


def _decide_elsewhere(address: str, id: str) -> tuple[str, Report]:
    book: Book = import_module(address).BOOK
    obj = book[id]
    return fingerprint(obj, book), decide(obj, book)


@contextmanager
def interrupts_ignored() -> Iterator[None]:
    """这期间启动的进程不理会 Ctrl-C：由主进程来结束它们，它们不打印回溯。"""
    if threading.current_thread() is not threading.main_thread():  # 别的线程不能设置信号
        yield
        return
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)


def _processors() -> int:
    """这个进程可以用的处理器个数。"""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
