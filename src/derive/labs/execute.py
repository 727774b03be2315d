"""运行一个实验：一个新的内核，从第一格到最后一格，得到全部输出。

环境是固定的，工作文件夹是临时的；任何一格出错、写标准错误、太慢，都是实验的错误。
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import from_dict

from derive.cache_dir import CacheDirError, cache_dir
from derive.labs import figure
from derive.labs.notebook import Cell, Lab
from derive.labs.record import Output
from derive.snippets import environment

SECONDS = 120
"""一格最多运行这么久。"""

_FRAME = re.compile(r"Cell In\[(?P<cell>\d+)\], line (?P<line>\d+)")
_ANSI = re.compile(r"\x1b\[[\d;]*m")
_ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}>")


def execute(lab: Lab, seconds: int = SECONDS) -> tuple[Output, ...]:
    """lab 的全部输出。错误：LabError，说出哪个文件哪一行。"""
    if find_spec("matplotlib") is None:
        raise lab.error(1, "没有安装 matplotlib，不能运行。请先执行 python3 run.py setup。")
    notebook: Any = from_dict(  # type: ignore[no-untyped-call]
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {},
            "cells": [
                {"cell_type": "code", "source": cell.source, "metadata": {}, "outputs": []}
                for cell in lab.code
            ],
        }
    )
    nodes = notebook.cells
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            km=_kernel(Path(folder)),
            timeout=seconds,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": _made(folder, "work")}},
            extra_arguments=[
                "--IPKernelApp.exec_lines=import derive.labs.kernel",
                "--InlineBackend.figure_formats=svg",
            ],
        )
        with client.setup_kernel(env=_environment(folder), cleanup_kc=True):
            for number, (cell, node) in enumerate(zip(lab.code, nodes, strict=True)):
                try:
                    client.execute_cell(node, number)
                except CellExecutionError as problem:
                    raise lab.error(*_what(lab, cell, problem)) from None
                except CellTimeoutError:
                    raise lab.error(
                        cell.line,
                        f"第 {cell.number} 格运行了 {seconds} 秒还没有结束。请缩小它的规模。",
                    ) from None
                except DeadKernelError:
                    raise lab.error(
                        cell.line, f"第 {cell.number} 格运行时内核死了，多半是内存不够。"
                    ) from None
    return tuple(
        output
        for cell, node in zip(lab.code, nodes, strict=True)
        for output in _outputs(lab, cell, node.outputs)
    )


def _kernel(folder: Path) -> AsyncKernelManager:
    """正在运行的这个 Python 的内核，不管使用者另外登记了哪些。"""
    manager = AsyncKernelManager(
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        connection_file=str(folder / "kernel.json"),
    )
    if os.name != "nt":  # 用文件通信，几个内核就不会争同一个端口
        manager.transport, manager.ip = "ipc", str(folder / "kernel")
    return manager


def _environment(folder: str) -> dict[str, str]:
    """与代码片段的相同；另外不用使用者对 IPython 与 matplotlib 的设置，算术只用一个线程。"""
    return environment() | {
        "IPYTHONDIR": _made(folder, "ipython"),
        "MPLCONFIGDIR": _made(_cache() or folder, "matplotlib"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _cache() -> str | None:
    """matplotlib 在这里记下系统的字体；没有也行，只是每次都要重新找。"""
    try:
        return str(cache_dir())
    except CacheDirError:
        return None


def _made(folder: str, name: str) -> str:
    path = os.path.join(folder, name)
    os.makedirs(path, exist_ok=True)
    return path


def _what(lab: Lab, cell: Cell, problem: CellExecutionError) -> tuple[int, str]:
    """出错的是文件的哪一行，和一句话。函数里出的错，说函数里的那一行。"""
    frames = _FRAME.findall(_ANSI.sub("", problem.traceback))
    where, line = map(int, frames[-1]) if frames else (cell.number, 1)
    found = lab.code[where - 1] if where <= len(lab.code) else cell
    reason = _ANSI.sub("", f"{problem.ename}: {problem.evalue}").strip()
    return found.line + line - 1, f"第 {cell.number} 格出错：{reason}"


def _outputs(lab: Lab, cell: Cell, outputs: Sequence[Any]) -> Iterator[Output]:
    """一格的输出：连着的文字合成一个；图与 Markdown 各自一个。"""
    parts: list[tuple[str, str]] = []
    for output in outputs:
        if output.output_type == "stream" and output.name == "stderr":
            raise lab.error(
                cell.line,
                f"第 {cell.number} 格应当安静地结束，可是往标准错误写了：\n{output.text.strip()}",
            )
        kind, text = _part(output)
        if kind == "txt" and parts and parts[-1][0] == "txt":
            parts[-1] = (kind, parts[-1][1] + text)
        else:
            parts.append((kind, text))
    for order, (kind, text) in enumerate(parts, 1):
        if kind == "txt" and (address := _ADDRESS.search(text)):
            raise lab.error(
                cell.line,
                f"第 {cell.number} 格的输出里有内存地址（{address[0]}），每次都不同。"
                "请在最后一行的末尾加分号，或把结果赋给一个变量。",
            )
        yield Output(cell.number, order, kind, text if text.endswith("\n") else f"{text}\n")


def _part(output: Any) -> tuple[str, str]:
    if output.output_type == "stream":
        return "txt", output.text
    data = output.data
    if "image/svg+xml" in data:
        return "svg", figure.tidy(data["image/svg+xml"])
    if "text/markdown" in data:
        return "md", data["text/markdown"]
    text = data.get("text/plain", "")
    return "txt", text if text.endswith("\n") else f"{text}\n"
