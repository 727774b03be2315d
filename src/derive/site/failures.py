"""MkDocs 只会给一串回溯的失败，改成一句话：期望什么、实际怎样、怎么办。"""

from __future__ import annotations

import errno
import logging
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, PluginError

from derive.system_error import reason

log = logging.getLogger("mkdocs.derive")

INTERRUPTED = 130
"""按 Ctrl-C 结束的退出码，与 shell 的惯例相同。"""


def check_address(config: MkDocsConfig) -> None:
    """mkdocs serve 的地址可用吗；MkDocs 要等整个网站构建完才发现不可用。"""
    host, port = config.dev_addr
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise PluginError(
            f"网站开不了，地址 {host}:{port} 用不了（{reason(error)}）。"
            f"请停掉占用它的程序，或换一个端口：mkdocs serve -a {host}:{port + 1}"
        ) from None


def retell(error: Exception, root: Path) -> None:
    """外界造成的失败（磁盘、权限、坏了的文件），用一句话说完；程序自己的错照旧给出回溯。"""
    if isinstance(error, BuildError):
        line = str(error)
    elif isinstance(error, UnicodeDecodeError):
        line = _not_utf8(error, root)
    elif isinstance(error, OSError):
        where = f" {error.filename} " if error.filename else ""
        line = f"读写文件{where}失败（{reason(error)}）。{_mend(error)}"
    else:
        return
    log.error(line)
    log.debug("详情：", exc_info=error)
    raise Abort("网站没有构建成。")


def stop_if_interrupted() -> None:
    """正因为 Ctrl-C 结束：说一句，退出码 130。"""
    if isinstance(sys.exception(), KeyboardInterrupt):
        print("\n已停止；上一次构建的网站没有动。", file=sys.stderr)
        raise SystemExit(INTERRUPTED)


def _mend(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "请腾出空间，再构建一次。"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "请改正它的权限，再构建一次。"
    return "请检查这个文件，再构建一次；想看是哪一步，加 --verbose。"


def _not_utf8(error: UnicodeDecodeError, root: Path) -> str:
    path = next((path for path in _texts(root) if path.read_bytes() == error.object), None)
    name = path.relative_to(root).as_posix() if path else "有一个文件"
    line = error.object.count(b"\n", 0, error.start) + 1
    return f"{name}:{line}: 不是 UTF-8 编码的文字。请用编辑器把它另存为 UTF-8，再构建一次。"


def _texts(root: Path) -> Iterator[Path]:
    for folder in ("docs", "snippets"):
        yield from (path for path in sorted((root / folder).rglob("*")) if path.is_file())
