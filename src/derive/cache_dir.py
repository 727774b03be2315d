"""缓存放在哪里，怎样写进去。

这里只依赖标准库与 platformdirs：验证结果的缓存和网站的 npm 依赖都用它，
谁也不必因此加载 SymPy 或 NumPy。
"""

import os
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from derive.system_error import reason

VARIABLE = "DERIVE_CACHE_DIR"


class CacheDirError(Exception):
    """缓存文件夹不可用；消息说明是哪个文件夹、怎么办。"""


def cache_dir() -> Path:
    """返回可写的缓存文件夹，没有就新建。

    环境变量 DERIVE_CACHE_DIR 优先，其次是系统惯用的位置。删掉整个文件夹总是安全的。
    """
    chosen = os.environ.get(VARIABLE)
    folder = Path(chosen).absolute() if chosen else user_cache_path("derive", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CacheDirError(_message(folder, reason(error))) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CacheDirError(_message(folder, "没有写权限"))
    return folder


def write_whole(file: Path, text: str) -> None:
    """写一个缓存文件：先写临时文件再改名，几个进程同时写，谁也不会读到半个。不成时是 OSError。"""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, suffix=".tmp")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(text)
        os.replace(temporary, file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _message(folder: Path, why: str) -> str:
    return (
        f"缓存文件夹 {folder} 不可用（{why}）。"
        f"请把它改成可写的文件夹，或用环境变量 {VARIABLE} 另外指定一个。"
    )
