"""一页有多快：在手机宽的 Chromium 里，经一条慢的线路打开，量字节与时刻。

线路是每秒 1.6 Mbit、往返 150 ms，由 Chromium 模拟；每次都用新的浏览器环境，取多次的中位数。
单独量一个构建好的网站：

    python -m derive.bench.pages 网站的文件夹 [页的地址]
"""

from __future__ import annotations

import gzip
import re
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    WebError,
    sync_playwright,
)

from derive.bench import Failure, met, report
from derive.bench.hosting import Host, hosted

__all__ = ["GOALS", "Contestant", "Goal", "chromium", "heaviest", "judge", "measure"]

PHONE: Mapping[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}
LINE = {
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 200_000,
    "offline": False,
}
"""1.6 Mbit/s 就是每秒 200 000 字节。"""
SLOWED = 4
"""处理器放慢几倍再量一次。"""
ROUNDS = 5
STILL = 1.5
"""多少秒没有请求、公式也没有变，才算停了下来。"""
PATIENCE = 300
"""一页最多等多少秒。"""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # 结果不随本机连得到哪里而变
)

WATCH = Path(__file__).with_name("watch.js")
FORMULAS = """() => {
  const formulas = ".katex, mjx-container, .MathJax_CHTML";
  const code = "pre, code, script, style, template, annotation, textarea, noscript";
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let raw = document.querySelectorAll(".katex-error, mjx-merror").length;
  while (texts.nextNode())
    if (!texts.currentNode.parentElement.closest(code))
      raw += (texts.currentNode.data.match(/\\\\\\(|\\\\\\[|\\$\\$/g) ?? []).length;
  return { formulas: document.querySelectorAll(formulas).length, raw };
}"""
"""页上排好的公式有几个；还是原样的 TeX，或者排错了的，有几处。"""


# ---- 选哪一页 -------------------------------------------------------------------


@dataclass(frozen=True)
class Chapter:
    """一章：地址，公式数，压缩后的字节。"""

    page: str
    formulas: int
    bytes: int


def chapters(site: Path) -> list[Chapter]:
    """各章：地址恰有两段的页，如 basics/loss/；目录一类的页只有一段，“为什么成立”有三段。"""
    found = []
    for file in sorted(site.glob("*/*/index.html")):
        content = file.read_bytes()
        page = file.parent.relative_to(site).as_posix() + "/"
        shown = re.sub(rb"<template.*?</template>", b"", content, flags=re.DOTALL)
        formulas = len(re.findall(rb'class="katex[ "]', shown))
        found.append(Chapter(page, formulas, len(gzip.compress(content, 9))))
    return found


def heaviest(site: Path) -> tuple[Chapter, Chapter]:
    """公式最多的一章，和其余各章里字节最多的一章。"""
    found = chapters(site)
    if len(found) < 2:
        raise Failure(f"{site} 里应至少有两章（地址是两段的页），实际有 {len(found)} 章。")
    first = max(found, key=lambda chapter: (chapter.formulas, chapter.bytes))
    second = max((c for c in found if c is not first), key=lambda chapter: chapter.bytes)
    return first, second


# ---- 打开一次 -------------------------------------------------------------------


@dataclass(frozen=True)
class Visit:
    """打开一页的所见；时刻从开始导航算起，以秒计。"""

    bytes: int
    paint: float
    math: float
    shift: float
    formulas: int
    raw: int
    hosts: tuple[str, ...]
    """请求过的别的主机。"""
    errors: tuple[str, ...]


class Visitor:
    """一个新的浏览器环境里的一页，接在慢的线路上。"""

    def __init__(self, context: BrowserContext, host: Host, slowed: float = 1) -> None:
        self._host = host
        self._requests: list[str] = []
        self._errors: list[str] = []
        context.add_init_script(path=WATCH)
        context.set_default_timeout(1000 * PATIENCE)
        context.on("request", lambda request: self._requests.append(request.url))
        context.on("weberror", self._fail)
        context.on("console", self._hear)
        self._page: Page = context.new_page()
        devtools = context.new_cdp_session(self._page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", LINE)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": slowed})

    def _fail(self, failed: WebError) -> None:
        self._errors.append(str(failed.error))

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self._errors.append(said.text)

    def visit(self, chapter: Chapter) -> Visit:
        before = self._host.sent()
        self._page.goto(self._host.address + chapter.page)
        seen = self._settle(chapter.formulas)
        return Visit(
            bytes=self._host.sent() - before,
            paint=seen["paint"] / 1000,
            math=seen["math"] / 1000,
            shift=seen["shift"],
            **self._page.evaluate(FORMULAS),
            hosts=self._other_hosts(),
            errors=tuple(self._errors),
        )

    def read(self, chapter: Chapter) -> dict[str, int]:
        """只数公式：脚本关掉的时候，别的都看不到。"""
        self._page.goto(self._host.address + chapter.page)
        found: dict[str, int] = self._page.evaluate(FORMULAS)
        return found

    def _settle(self, formulas: int) -> dict[str, float]:
        """等到 formulas 个公式都排好，线路安静，公式与画面不再变。"""
        self._page.wait_for_load_state("networkidle")
        for _ in range(4 * PATIENCE):
            seen: dict[str, float] = self._page.evaluate("derivePageBench()")
            still = min(self._host.quiet(), seen["still"] / 1000) > STILL
            if still and seen["formulas"] >= formulas:
                return seen
            self._page.wait_for_timeout(250)
        if still:  # 公式排不出来，也是一种结果
            return seen
        raise Failure(f"{self._page.url} 过了 {PATIENCE} 秒还没有停下来，量不出它何时排完公式。")

    def _other_hosts(self) -> tuple[str, ...]:
        ours = (self._host.address, "data:", "blob:", "about:")
        others = (url for url in self._requests if not url.startswith(ours))
        return tuple(sorted({re.sub(r"^\w+://([^/]*).*", r"\1", url) for url in others}))


@contextmanager
def visitor(
    browser: Browser, host: Host, *, slowed: float = 1, scripts: bool = True
) -> Iterator[Visitor]:
    context = browser.new_context(**PHONE, java_script_enabled=scripts)
    try:
        yield Visitor(context, host, slowed)
    finally:
        context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """系统里的 Chromium；找不到就说怎样装。"""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        raise Failure(
            "量网页的快慢要用 Chromium，没有找到。请先安装它（Debian：apt install chromium）。"
        )
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
            try:
                yield browser
            finally:
                browser.close()
        except Error as problem:
            reason = problem.message.partition("\n")[0]
            raise Failure(f"Chromium 没有做成：{reason}。请稍后在空闲的机器上再试。") from problem


# ---- 一家或几家，轮流量 ------------------------------------------------------------


@dataclass(frozen=True)
class Contestant:
    """一家：名字，它的网站，同一章与另一章在那里的地址。"""

    name: str
    site: Path
    page: Chapter
    other: Chapter


@dataclass
class Runs:
    """一家量得的各次。"""

    first: list[Visit]
    slowed: list[Visit]
    second: list[int]
    """第二页的字节：先到别处再到这一章，与先到这一章再到别处，取多的。"""
    unscripted: Mapping[str, int]


def measure(
    browser: Browser,
    contestants: Sequence[Contestant],
    rounds: int = ROUNDS,
    say: Callable[[str], None] = lambda _: None,
) -> list[dict[str, Any]]:
    """每家一行。每一轮各家轮流，次序一轮正、一轮反，机器忽快忽慢时大家受同样的影响。"""
    runs = {contestant.name: Runs([], [], [], {}) for contestant in contestants}
    with _all_hosted(contestants) as hosts:
        for number in range(rounds):
            for contestant in list(contestants)[:: -1 if number % 2 else 1]:
                say(f"第 {number + 1}/{rounds} 轮：{contestant.name}")
                _run(browser, hosts[contestant.name], contestant, runs[contestant.name])
    return [_row(contestant, runs[contestant.name], rounds) for contestant in contestants]


@contextmanager
def _all_hosted(contestants: Sequence[Contestant]) -> Iterator[dict[str, Host]]:
    if not contestants:
        yield {}
        return
    first, *rest = contestants
    with hosted(first.site) as host, _all_hosted(rest) as others:
        yield {first.name: host, **others}


def _run(browser: Browser, host: Host, contestant: Contestant, runs: Runs) -> None:
    page, other = contestant.page, contestant.other
    with visitor(browser, host) as fresh:
        runs.first.append(fresh.visit(page))
        second = fresh.visit(other).bytes
    with visitor(browser, host, slowed=SLOWED) as slow:
        runs.slowed.append(slow.visit(page))
    if not runs.unscripted:  # 字节与公式数不随快慢变，量一次就够
        with visitor(browser, host) as fresh:
            fresh.visit(other)
            second = max(second, fresh.visit(page).bytes)
        with visitor(browser, host, scripts=False) as plain:
            runs.unscripted = plain.read(page)
    runs.second.append(second)


def _row(contestant: Contestant, runs: Runs, rounds: int) -> dict[str, Any]:
    first, slowed, unscripted = runs.first, runs.slowed, runs.unscripted
    every = [*first, *slowed]
    return {
        "contestant": contestant.name,
        "page": contestant.page.page,
        "first_kb": round(statistics.median(visit.bytes for visit in first) / 1000, 1),
        "second_kb": round(max(runs.second) / 1000, 1),
        "paint": round(statistics.median(visit.paint for visit in first), 2),
        "math": round(statistics.median(visit.math for visit in first), 2),
        "math_slowed": round(statistics.median(visit.math for visit in slowed), 2),
        "shift": round(statistics.median(visit.shift for visit in first), 4),
        "hosts": len({host for visit in every for host in visit.hosts}),
        "errors": len({error for visit in every for error in visit.errors}),
        "formulas": first[0].formulas,
        "raw": max(max(v.raw, contestant.page.formulas - v.formulas) for v in every),
        "unscripted": unscripted["formulas"] if not unscripted["raw"] else 0,
        "rounds": rounds,
    }


# ---- 目标 ---------------------------------------------------------------------


@dataclass(frozen=True)
class Goal:
    """一个字段不许超过 limit。"""

    field: str
    label: str
    limit: float
    unit: str = ""


GOALS = (
    Goal("first_kb", "第一次打开共传", 220, " KB"),
    Goal("second_kb", "第二页共传", 45, " KB"),
    Goal("paint", "最大内容绘出", 0.7, " 秒"),
    Goal("math", "公式排完", 0.8, " 秒"),
    Goal("math_slowed", f"处理器慢 {SLOWED} 倍时公式排完", 1.5, " 秒"),
    Goal("shift", "布局移动", 0.005),
    Goal("hosts", "请求别的主机", 0, " 个"),
    Goal("errors", "控制台的错误", 0, " 条"),
    Goal("raw", "没有排好的公式", 0, " 个"),
)


def judge(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """一家的一行与目标逐项相比。"""
    judged = [
        {
            "what": goal.label,
            "measured": f"{row[goal.field]:g}{goal.unit}",
            "limit": f"不超过 {goal.limit:g}{goal.unit}",
            "met": met(row[goal.field] <= goal.limit),
        }
        for goal in GOALS
    ]
    whole = row["formulas"] > 0 and row["unscripted"] == row["formulas"]
    return [
        *judged,
        {
            "what": "关掉脚本，仍然完整的公式",
            "measured": f"{row['unscripted']} 个",
            "limit": f"{row['formulas']} 个",
            "met": met(whole),
        },
    ]


def _chosen(site: Path, address: str) -> Chapter:
    wanted = address.strip("/") + "/"
    for chapter in chapters(site):
        if chapter.page == wanted:
            return chapter
    raise Failure(f"{site} 里没有 {wanted} 这一章。章节的地址是两段，如 basics/loss/。")


def main(arguments: Sequence[str]) -> int:
    if not 1 <= len(arguments) <= 2 or not Path(arguments[0]).is_dir():
        print("用法：python -m derive.bench.pages 网站的文件夹 [页的地址]", file=sys.stderr)
        return 2
    site = Path(arguments[0])
    try:
        page, other = heaviest(site)
        if len(arguments) == 2:
            page, other = _chosen(site, arguments[1]), page
        with chromium() as browser:
            (row,) = measure(browser, [Contestant("本站", site, page, other)], say=print)
    except Failure as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{row['contestant']}：{row['page']}")
    return 0 if report(judge(row), print) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
