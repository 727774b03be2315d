"""父进程这一边：启动子进程，送请求，等结果；超时就结束它，换一个新的。

学习者的程序在新的临时文件夹里运行，没有键盘输入，输出全部丢掉。这里防的是写错的程序，
不是存心的破坏：它运行时有学习者自己的权限。
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from derive.homework.worker import Outcome

CALL_SECONDS = 2.0
"""一次调用的时限；每超时一次减半，但不少于 SHORTEST。"""
SHORTEST = 0.25
TOTAL_SECONDS = 8.0
"""一次评分里全部请求的时限。"""
START_SECONDS = 20.0
"""子进程启动的时限：它只导入 NumPy，超过了就是机器的问题。"""
MEMORY = 2 << 30

_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from derive.homework.worker import main; main()"


class Stopped(Exception):
    """请求没有结果：超时，或者子进程没有了。消息是一句中文。"""


class Hung(Stopped):
    """超过了时限。"""


class Died(Stopped):
    """子进程没有了：os._exit、段错误、内存用尽……"""


class OutOfTime(Stopped):
    """整个评分的时间用完了，没有轮到。"""


class Broken(Exception):
    """子进程启动不了；与学习者的程序无关。"""


class _Child:
    """一个子进程，和读它的结果的线程。"""

    def __init__(self, folder: str, workplace: str) -> None:
        paths = [os.path.abspath(path) for path in sys.path if path]
        one_thread = dict.fromkeys(
            ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-B", "-P", "-c", _PROGRAM, *paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=workplace,
            env={**os.environ, **one_thread, "PYTHONUTF8": "1", "MPLBACKEND": "Agg"},
            start_new_session=True,  # 学习者的程序又启动的进程，也能一起结束
        )
        self.answers: queue.SimpleQueue[Outcome | None] = queue.SimpleQueue()
        self.ready = False
        threading.Thread(target=self._read, daemon=True).start()
        self.send({"folder": folder, "memory": MEMORY})

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as pipe, contextlib.suppress(Exception):  # 断了就是没有结果
            while True:
                self.answers.put(pickle.load(pipe))
        self.answers.put(None)

    def send(self, request: Any) -> None:
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):  # 已经没有了：等结果时会知道
            self.process.stdin.write(pickle.dumps(request))
            self.process.stdin.flush()

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            if os.name == "posix":
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.kill()
        self.process.wait()
        with contextlib.suppress(OSError):
            assert self.process.stdin is not None
            self.process.stdin.close()


class Sandbox:
    """运行学习者的程序的地方；用 with 打开，离开时结束子进程，删掉临时文件夹。

    folder：学习者的文件所在的文件夹，旁边的 .py 可以导入。
    """

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder.resolve())
        self.limit = CALL_SECONDS
        self.workplace = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.deadline = float("inf")
        self.child: _Child | None = None
        self.spare: _Child | None = None

    def __enter__(self) -> Sandbox:
        self.deadline = time.monotonic() + TOTAL_SECONDS
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for child in (self.child, self.spare):
            if child is not None:
                child.stop()
        self.workplace.cleanup()

    def ask(self, request: Any) -> Outcome:
        """送一个请求，等它的结果；没有结果抛出 Stopped 的一种。"""
        child = self._running()
        limit = min(self.limit, self.deadline - time.monotonic())
        if limit <= 0:
            raise OutOfTime("前面的函数用完了时间，这个函数没有轮到。请先改好超时的函数。")
        child.send(request)
        try:
            answer = self._wait(child, limit)
        except queue.Empty:
            self._discard()
            self.limit = max(SHORTEST, self.limit / 2)
            raise Hung(f"运行超过了 {limit:.2g} 秒，多半是循环停不下来") from None
        if answer is None:
            code = child.process.wait()
            self._discard()
            raise Died(f"运行时整个进程结束了（{_ending(code)}）")
        return answer

    def _wait(self, child: _Child, limit: float) -> Outcome | None:
        """等一个结果；等了一半还没有，就先备好下一个子进程。"""
        with contextlib.suppress(queue.Empty):
            return child.answers.get(timeout=limit / 2)
        if self.spare is None:
            self.spare = self._start()
        return child.answers.get(timeout=limit / 2)

    def _start(self) -> _Child:
        # 前一个可能把临时文件夹删了
        Path(self.workplace.name).mkdir(exist_ok=True)
        return _Child(self.folder, self.workplace.name)

    def _running(self) -> _Child:
        if self.child is None:
            self.child, self.spare = self.spare or self._start(), None
        if not self.child.ready:
            try:
                ready = self.child.answers.get(timeout=START_SECONDS)
            except queue.Empty:
                ready = None
            if ready is None:
                self._discard()
                raise Broken("运行作业的子进程启动不了。请检查 Python 与 NumPy 是否装好。")
            self.child.ready = True
        return self.child

    def _discard(self) -> None:
        if self.child is not None:
            self.child.stop()
            self.child = None


def _ending(code: int) -> str:
    """进程是怎样结束的。"""
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"被信号 {signal.Signals(-code).name} 终止"
    return f"退出码 {code}"
