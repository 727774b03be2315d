"""基准：激活函数与损失函数的误差和速度，训练的速度与内存，与照抄公式和别的库并排；证明的用时；变异测试；
网页与构建的快慢。

SciPy、PyTorch、scikit-learn 只是比较的对象，没有安装时那一栏记作“未测”；
阅读、构建与测试都不需要它们。名为 `record…` 的函数把测得的结果连同机器的说明写进 JSON，
页面上的表只从这些文件读取。
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = [
    "Failure",
    "met",
    "record",
    "record_building",
    "record_check",
    "record_digits",
    "record_live",
    "record_mutation",
    "record_pages",
    "record_training",
    "record_vectorization",
    "report",
]


class Failure(Exception):
    """测不成，什么也不写；消息说明原因和办法。"""


def record(path: str | Path, seed: int = 0) -> None:
    """测量误差与速度，写成 path 处的 JSON；除测得的耗时外，内容不依赖时钟。"""
    from derive.bench import accuracy, machine, speed

    _write(
        path,
        {
            "machine": machine.describe(),
            "accuracy": accuracy.measure(seed),
            "speed": speed.measure(seed),
        },
    )


def record_training(path: str | Path, seed: int = 0) -> None:
    """测量训练的用时、代价与内存，写成 path 处的 JSON；还记下开始时机器有多忙。

    各实现训练出的代价不同时抛出 `derive.bench.training.Disagreement`，什么也不写。
    """
    from derive.bench import machine, training

    conditions = machine.describe(("torch", "sklearn")) | _busy()
    _write(path, {"machine": conditions, **training.measure(seed)})


def record_vectorization(path: str | Path, seed: int = 0) -> None:
    """测量循环与向量化的用时，写成 path 处的 JSON；还记下开始时机器有多忙。

    各种写法的结果不同时抛出 `derive.bench.training.Disagreement`，什么也不写。
    """
    from derive.bench import machine, vectorization

    conditions = machine.describe(()) | _busy()
    _write(path, {"machine": conditions, **vectorization.measure(seed)})


def record_digits(path: str | Path, seed: int = 0) -> None:
    """训练手写数字的网络，把第一层的权重写成 path 处的 JSON；需要 scikit-learn。"""
    from derive.bench import digits, machine

    _write(path, {"machine": machine.describe(("sklearn",)), **digits.measure(seed)})


def record_check(path: str | Path) -> None:
    """逐个判定全书（不用缓存，一个进程），把最慢的写成 path 处的 JSON。"""
    from derive.bench import machine, proofs

    conditions = machine.describe(("sympy",)) | _busy()
    _write(path, {"machine": conditions, **proofs.measure()})


def _busy() -> dict[str, Any]:
    """NumPy 用几个线程，测量开始时机器有多忙。"""
    from derive.bench import machine

    conditions: dict[str, Any] = {"threads": machine.threads()}
    if hasattr(os, "getloadavg"):  # Windows 没有
        conditions["load"] = round(os.getloadavg()[0], 1)
    return conditions


def record_mutation(path: str | Path) -> None:
    """对 path 所在的仓库做变异测试，写成 path 处的 JSON；幸存的一一列出，配上写好的理由。

    结果随时存进缓存文件夹，中断后再运行就从那里继续；测试变了，只重试受影响的。
    错误：没有改错时测试就不通过，`derive.bench.mutation.BaselineFailed`。
    """
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # 并行的是子进程；要在载入 NumPy 之前
    from tqdm import tqdm

    from derive.bench import machine, mutation
    from derive.cache_dir import cache_dir

    root = _root(path)
    project = mutation.Project.at(root)
    folder = cache_dir() / "mutation" / project.digest()
    folder.mkdir(parents=True, exist_ok=True)
    with tqdm(desc="变异测试", unit="个", disable=None) as bar:

        def progress(done: int, total: int, survivors: int) -> None:
            bar.total = total
            bar.set_postfix_str(f"幸存 {survivors}", refresh=False)
            bar.update(done - bar.n)

        survey = mutation.survey(project, folder, jobs=machine.processors(), progress=progress)
    conditions = machine.describe(("sympy",)) | {"processor_minutes": round(survey.seconds / 60)}
    reasons = mutation.read_reasons(root / mutation.REASONS)
    _write(path, {"machine": conditions, **mutation.tables(project, survey.outcomes, reasons)})


def record_pages(path: str | Path) -> bool:
    """构建网站，与别的做法并排量最重的一章，写成 path 处的 JSON；返回目标是不是都达到了。"""
    from derive.bench import comparison

    with _site_in_chromium(path) as (site, browser, conditions), _built(path, tex=True) as source:
        tables = comparison.compare(site, source, browser, _say)
    _write(path, {"machine": conditions, **tables})
    return report(tables["page_goals"], _say)


def record_building(path: str | Path) -> bool:
    """量构建与预览要多久，写成 path 处的 JSON；返回目标是不是都达到了。"""
    from derive.bench import building, machine

    conditions = machine.describe(("sympy",)) | _busy()
    tables = building.measure(_root(path), _say)
    _write(path, {"machine": conditions, **tables})
    return report(tables["building"], _say)


def record_live(path: str | Path) -> bool:
    """构建网站，量会动的图与判定器，写成 path 处的 JSON；返回目标是不是都达到了。"""
    from derive.bench import live

    with _site_in_chromium(path) as (site, browser, conditions):
        tables = live.measure(browser, site, _say)
    _write(path, {"machine": conditions, **tables})
    return report([*tables["figures"], *tables["judging"]], _say)


@contextmanager
def _site_in_chromium(path: str | Path) -> Iterator[tuple[Path, Browser, dict[str, Any]]]:
    """path 所在的仓库构建出的网站，打开着的 Chromium，和机器的说明。"""
    from derive.bench import machine, pages

    with _built(path) as site, pages.chromium() as browser:
        conditions = machine.describe(("sympy",)) | _busy() | {"chromium": browser.version}
        yield site, browser, conditions


@contextmanager
def _built(path: str | Path, *, tex: bool = False) -> Iterator[Path]:
    """path 所在的仓库构建出的网站；tex 说公式要不要带着 TeX。"""
    from derive.bench import building
    from derive.cache_dir import CacheDirError, cache_dir

    with tempfile.TemporaryDirectory() as folder:
        _say("构建网站")
        try:
            building.Project(_root(path), cache_dir()).build(Path(folder), "--strict", tex=tex)
        except CacheDirError as problem:
            raise Failure(str(problem)) from None
        yield Path(folder)


def met(good: bool) -> str:
    return "达到" if good else "未达"


def report(rows: Iterable[Mapping[str, Any]], say: Callable[[str], None]) -> bool:
    """逐行说出目标达到没有；返回是不是都达到了。"""
    rows = list(rows)
    for row in rows:
        say("{met}  {what}：{measured}（{limit}）".format(**row))
    return all(row["met"] == met(True) for row in rows)


def _say(line: str) -> None:
    print(line, flush=True)  # 量一次要几分钟，做到哪一步要马上看得到


def _root(path: str | Path) -> Path:
    """记录 docs/records/NAME.json 所在的仓库。"""
    return Path(path).resolve().parents[2]


def _write(path: str | Path, result: dict[str, Any]) -> None:
    text = json.dumps(result, ensure_ascii=False, indent=2, allow_nan=False)
    Path(path).write_text(text + "\n", encoding="utf-8")
