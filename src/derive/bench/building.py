"""构建有多快：从头构建、什么都没变、预览时的改动、页数变成十倍；两次构建是不是同样的字节。

都在仓库的一个副本里做，用两个核，用一个空的缓存文件夹（npm 的包先放进去，下载的快慢不算）。
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

from derive.bench import Failure, met
from derive.bench.pages import PHONE, chromium, heaviest
from derive.cache_dir import VARIABLE

__all__ = ["GOALS", "Edit", "Project", "differences", "measure"]

CORES = 2
TIMES = 10
"""页数变成几倍。"""
ROUNDS = 3
PATIENCE = 300
"""改动最多等多少秒。"""
START = 900
"""mkdocs serve 最多多少秒之后打得开：第一次要核对整本书。"""
PAUSE = 2000
"""两次改动之间停多少毫秒：前一次的构建完全结束，读者也要看一会儿才再改。"""
MARK = "改动之"
IGNORED = shutil.ignore_patterns(".venv", "__pycache__", ".*_cache", ".hypothesis")

GOALS: Mapping[str, tuple[str, float, str]] = {
    "cold": ("从头构建，连同全部证明", 60, " 秒"),
    "unchanged": ("什么都没变，再构建一次", 8, " 秒"),
    "paragraph": ("预览时改一段文字，浏览器里看到", 2, " 秒"),
    "derivation": ("预览时改一条推导，浏览器里看到", 5, " 秒"),
    "growth": (f"页数变成 {TIMES} 倍，用时变成", 10, " 倍"),
    "different": ("两次构建里字节不同的文件", 0, " 个"),
}
"""量什么：说法，不许超过多少，单位。"""


# ---- 一次构建 -------------------------------------------------------------------


@dataclass(frozen=True)
class Project:
    """仓库的一个副本，和它的缓存文件夹。"""

    root: Path
    cache: Path

    @property
    def environment(self) -> dict[str, str]:
        """副本里的 derive 优先于装好的那一份；Python 照常留着编译好的模块，不管这台机器怎样设。"""
        return {
            **os.environ,
            VARIABLE: str(self.cache),
            "PYTHONPATH": str(self.root / "src"),
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "",
            "NO_MKDOCS_2_WARNING": "1",
        }

    def build(self, site: Path, *options: str, tex: bool = False) -> float:
        """构建到 site，返回用了多少秒；tex 说公式要不要带着 TeX。"""
        started = time.monotonic()
        done = subprocess.run(
            self.command("build", "--site-dir", str(site), *options),
            cwd=self.root,
            env={**self.environment, "DERIVE_TEX": str(tex).lower()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        seconds = time.monotonic() - started
        if done.returncode != 0:
            raise Failure(f"网站构建不成功，量不出用时：{_last_line(done.stdout)}")
        return seconds

    def command(self, *arguments: str) -> list[str]:
        """mkdocs 的命令，限在 CORES 个核上。"""
        limited = shutil.which("taskset") and len(os.sched_getaffinity(0)) > CORES
        cores = ["taskset", "-c", ",".join(map(str, sorted(os.sched_getaffinity(0))[:CORES]))]
        return [*(cores if limited else ()), sys.executable, "-m", "mkdocs", *arguments]


@contextmanager
def copied(root: Path) -> Iterator[Project]:
    """仓库的副本，和只有 npm 包的缓存。"""
    from derive.site.errors import SiteError
    from derive.site.node import node_modules

    try:
        packages = node_modules().parent
    except SiteError as problem:
        raise Failure(str(problem)) from None
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder, "book"), Path(folder, "cache"))
        built = str(root / "site")  # 别的文件夹里的 site/ 是源码
        shutil.copytree(
            root,
            project.root,
            ignore=lambda folder, names: {
                *IGNORED(folder, names),
                *(name for name in names if os.path.join(folder, name) == built),
            },
        )
        shutil.copytree(packages, project.cache / packages.name, symlinks=True)
        yield project


def _last_line(output: str) -> str:
    """第一条错误；没有，就是最后一行。"""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return next((line for line in lines if line.startswith("ERROR")), (lines or ["没有说明"])[-1])


def differences(one: Path, other: Path) -> list[str]:
    """两个文件夹里，只有一边有的，或内容不同的文件。"""

    def contents(folder: Path) -> dict[str, str]:
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file()
        }

    first, second = contents(one), contents(other)
    return sorted(
        path for path in first.keys() | second.keys() if first.get(path) != second.get(path)
    )


# ---- 预览时的改动 -----------------------------------------------------------------


@dataclass(frozen=True)
class Edit:
    """对一个文件的改动，一次写下：每一处从什么换成什么。"""

    file: str
    changes: Mapping[str, str]

    def make(self, root: Path) -> None:
        path = root / self.file
        text = path.read_text("utf-8")
        for before, after in self.changes.items():
            if text.count(before) != 1:
                raise Failure(
                    f"{self.file} 里应恰有一处“{before}”，实际有 {text.count(before)} 处。"
                    "源码改过，就请改 derive.bench.building 里的这处改动。"
                )
            text = text.replace(before, after)
        path.write_text(text, "utf-8")


TITLE = 'title="sigmoid 的对称性'
TERMS = ("1 + exp(z) - exp(z)", "exp(z) + 1 - exp(z)", "1 - exp(z) + exp(z)", "exp(z) - exp(z) + 1")
"""一条推导里的同一步，写成几个样子：每改一次，这一条都要重新证明。"""
THEORY = "src/derive/theory/activations.py"
PAGE = "shallow/activations/"
"""显示那条推导的页。"""


def paragraph(root: Path, page: str, mark: str) -> Edit:
    """page 的原文里第一段普通的文字，前面添上记号。"""
    file = f"docs/{page.rstrip('/')}.md"
    text = (root / file).read_text("utf-8")
    found = re.search(r"(?<=\n\n)[\u4e00-\u9fff“][^\n]{20,}", text[text.index("\n# ") :])
    if found is None:
        raise Failure(f"{file} 里没有一段普通的文字可以改动。")
    return Edit(file, {found[0]: mark + found[0]})


def derivation(number: int, mark: str) -> Edit:
    """第 number 次改那条推导：一步的式子换个写法，标题添上记号。"""
    return Edit(THEORY, {TERMS[number - 1]: TERMS[number], TITLE: TITLE + mark})


@contextmanager
def served(project: Project) -> Iterator[str]:
    """mkdocs serve 着的网站的地址。"""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (project.root.parent / "serve.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            project.command("serve", "--dev-addr", f"127.0.0.1:{port}"),
            cwd=project.root,
            env=project.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait_until_up(address, process, Path(log.name))
            yield address
        finally:
            process.terminate()
            process.wait()


def _wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=60):
                return
        except OSError:
            time.sleep(0.2)
    raise Failure(f"mkdocs serve 没有开起来：{_last_line(log.read_text('utf-8', 'replace'))}")


def seen_after(page: Page, edit: Callable[[], None], mark: str) -> float:
    """做一处改动，到浏览器里看见 mark，用了多少秒。"""
    started = time.monotonic()
    edit()
    try:
        page.get_by_text(mark).filter(visible=True).first.wait_for(timeout=1000 * PATIENCE)
    except Error:
        raise Failure(
            f"改动过了 {PATIENCE} 秒还没有出现在浏览器里，mkdocs serve 没有重新载入。"
        ) from None
    return time.monotonic() - started


def edits(project: Project, page: str, say: Callable[[str], None]) -> dict[str, list[float]]:
    """预览时的两种改动，各做几次。"""
    root = project.root
    kinds: dict[str, tuple[str, Callable[[int, str], None]]] = {
        "paragraph": (page, lambda _, mark: paragraph(root, page, mark).make(root)),
        "derivation": (PAGE, lambda number, mark: derivation(number, mark).make(root)),
    }
    seconds: dict[str, list[float]] = {kind: [] for kind in kinds}
    with served(project) as address, chromium() as browser:
        opened = browser.new_page(viewport=PHONE["viewport"])
        opened.set_default_timeout(1000 * PATIENCE)
        for kind, (at, edit) in kinds.items():
            say(GOALS[kind][0])
            opened.goto(address + at)
            for number in range(1, ROUNDS + 1):
                opened.wait_for_timeout(PAUSE)
                mark = f"{MARK}{kind}{number}。"
                seconds[kind].append(seen_after(opened, partial(edit, number, mark), mark))
    return seconds


# ---- 十倍的页 -------------------------------------------------------------------


def without_nav(root: Path) -> None:
    """去掉 mkdocs.yml 里的目录：MkDocs 就按文件列出，添的页也在其中，目录也跟着变长。"""
    config = root / "mkdocs.yml"
    config.write_text(re.sub(r"(?ms)^nav:.*?(?=^\w)", "", config.read_text("utf-8")), "utf-8")


def add_pages(root: Path, count: int) -> None:
    """轮流抄写 docs/ 里的各章，一共添 count 页。"""
    docs = root / "docs"
    chapters = [path for path in sorted(docs.glob("*/*.md")) if path.parent.name != "labs"]
    for number in range(count):
        copy, index = divmod(number, len(chapters))
        path = docs / f"copy{copy + 1}" / chapters[index].relative_to(docs)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{chapters[index].read_text('utf-8')}\n\n第 {number} 页。\n", "utf-8")


def growth(project: Project, folder: Path) -> tuple[float, str]:
    """页数变成 TIMES 倍时，用时变成几倍；还有前后的页数。证明都已经在缓存里。"""

    def pages(site: Path) -> int:
        return len(list(site.rglob("index.html")))

    without_nav(project.root)
    before = project.build(folder / "once")
    once = pages(folder / "once")
    add_pages(project.root, (TIMES - 1) * once)
    after = project.build(folder / "more")
    return after / before, f"{once} 页与 {pages(folder / 'more')} 页"


# ---- 全部 ----------------------------------------------------------------------


def measure(root: Path, say: Callable[[str], None]) -> dict[str, list[dict[str, Any]]]:
    """一张表：每个目标一行。"""
    found: dict[str, Sequence[float]] = {}
    with copied(root) as project, tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        say(GOALS["cold"][0])
        found["cold"] = [project.build(folder / "cold", "--strict")]
        say(GOALS["unchanged"][0])
        found["unchanged"] = [
            project.build(folder / f"again{number}", "--strict") for number in range(ROUNDS)
        ]
        chapter, _ = heaviest(folder / "cold")
        found |= edits(project, chapter.page, say)
        with copied(root) as other:  # 另一个地方、另一个缓存
            say("另一份，从头构建")
            other.build(folder / "other", "--strict")
            different = {
                path
                for name in ("again0", "other")
                for path in differences(folder / "cold", folder / name)
            }
            found["different"] = [len(different)]
            for path in sorted(different)[:10]:
                say(f"两次构建的字节不同：{path}")
            say(f"页数变成 {TIMES} 倍")
            ratio, sizes = growth(other, folder)
            found["growth"] = [ratio]
    return {"building": rows_of(found, {"growth": sizes})}


def rows_of(found: Mapping[str, Sequence[float]], notes: Mapping[str, str]) -> list[dict[str, Any]]:
    """每个目标一行：量得的中位数，目标，达到没有。"""
    rows = []
    for key, (what, limit, unit) in GOALS.items():
        measured = round(statistics.median(found[key]), 1)
        note = f"（{notes[key]}）" if key in notes else ""
        rows.append(
            {
                "what": what + note,
                "measured": f"{measured:g}{unit}",
                "limit": f"不超过 {limit:g}{unit}",
                "met": met(measured <= limit),
            }
        )
    return rows
