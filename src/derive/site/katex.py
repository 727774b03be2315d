"""构建时的公式排版：全站只有这里把 TeX 变成 HTML。

一个 Node 进程常驻，一行 JSON 问、一行 JSON 答（见 katex.mjs）；同一个公式只排一次。
"""

import atexit
import json
import os
import re
import subprocess
import threading
from functools import cache
from pathlib import Path
from typing import Any

from derive.site.errors import SiteError
from derive.site.node import NPM, complaint, node_modules, starting

KATEX_VERSION: str = json.loads((NPM / "package.json").read_text("utf-8"))["dependencies"]["katex"]

_SCRIPT = Path(__file__).with_suffix(".mjs")


class TexError(Exception):
    """公式不能解析。position 是出错处的下标（从 0 起），KaTeX 没有给出时为 None。"""

    def __init__(self, message: str, tex: str, position: int | None) -> None:
        where = "" if position is None else f"（第 {position + 1} 个字符处）"
        super().__init__(f"KaTeX 不能解析公式 {tex}{where}：{message}")
        self.tex = tex
        self.position = position


class Katex:
    """一个常驻的 KaTeX 进程；第一次用到时才启动，可由多个线程共用。"""

    def __init__(self) -> None:
        self._rendered: dict[tuple[str, bool], str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        atexit.register(self.close)
        if hasattr(os, "register_at_fork"):  # Windows 上没有
            os.register_at_fork(after_in_child=self._after_fork)

    def render(self, tex: str, *, display: bool) -> str:
        """返回公式的 HTML（含 MathML）；不能解析时抛出 TexError。"""
        key = (tex, display)
        with self._lock:
            if key not in self._rendered:
                self._rendered[key] = self._render(tex, display)
            return self._rendered[key]

    def close(self) -> None:
        """结束进程；之后再用会重新启动。"""
        with self._lock:
            if self._process is not None:
                _end(self._process)
                self._process = None

    def _after_fork(self) -> None:
        # 子进程不能与父进程共用管道，也可能继承了一把永远打不开的锁
        self._process = None
        self._lock = threading.Lock()

    def _render(self, tex: str, display: bool) -> str:
        reply = self._ask({"tex": tex, "display": display})
        if "html" in reply:
            html: str = reply["html"]
            return html
        raise TexError(reply["error"], tex, reply["position"])

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """问一次；进程若已死去，重启后再问一次，仍不成才报错。"""
        question = json.dumps(request).encode() + b"\n"
        for _attempt in range(2):
            process = self._process = self._process or _start()
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write(question)
                process.stdin.flush()
                line = process.stdout.readline()
            except OSError:
                line = b""
            if line.endswith(b"\n"):
                reply: dict[str, Any] = json.loads(line)
                return reply
            why = _end(process)
            self._process = None
        raise SiteError(
            f"KaTeX 的 Node 进程两次意外退出（{why}），公式没有排成：{request['tex']}。"
            f"请删除缓存 {node_modules().parent} 后重试。"
        )


def _start() -> subprocess.Popen[bytes]:
    modules = node_modules()
    with starting() as node:
        return subprocess.Popen(
            [node, _SCRIPT, modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )


def _end(process: subprocess.Popen[bytes]) -> str:
    """等它结束，关闭管道；返回它为什么退出。"""
    process.kill()
    _, errors = process.communicate()
    return complaint(errors.decode("utf-8", "replace"), process.returncode)


_shared = Katex()


def render(tex: str, *, display: bool) -> str:
    """用全进程共用的 Katex 排一个公式。"""
    return _shared.render(tex, display=display)


def check_katex() -> None:
    """排一个公式试试：Node、npm 依赖、缓存有问题，一开始就说一次，不等每个公式都说一遍。"""
    render("x", display=False)


@cache
def katex_assets() -> dict[str, bytes]:
    """页面要带的 KaTeX 文件：相对路径 → 内容。

    样式表只留 woff2 字体（如今的浏览器都支持），其余格式不必发布；附上许可证。
    """
    package = node_modules() / "katex"
    css = (package / "dist/katex.min.css").read_text("utf-8")
    css = re.sub(r",url\([^)]*\) format\(\"(?:woff|truetype)\"\)", "", css)
    fonts = re.findall(r"url\((fonts/[\w-]+\.woff2)\)", css)
    if not fonts or len(fonts) != css.count("url("):
        raise SiteError(f"KaTeX {KATEX_VERSION} 的样式表换了写法，请更新 katex_assets() 里的规则。")
    return {
        "katex.min.css": css.encode(),
        "LICENSE": (package / "LICENSE").read_bytes(),
        **{font: (package / "dist" / font).read_bytes() for font in fonts},
    }
