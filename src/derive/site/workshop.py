"""文件夹要么整个出现，要么不出现：网站和 npm 依赖都这样写。

先写在目标旁边的工作间里，写好、检查过，再改名换上，只要一瞬间。中途打断、出错、磁盘写满，原来的都
还在。工作间 `.site.building-…` 里有三样：

    lock    锁：主人在，锁就在；不论它怎样死去，系统都会放开
    new/    正在写的
    old/    换下来的，随后删掉；有它在，就是已经开始换了
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO


class Workshop:
    """目标 target 旁边的工作间：往 new 里写，写好了 publish，最后 close。不成时都是 OSError。"""

    def __init__(self, target: Path) -> None:
        self.target = target.resolve()  # 目标是链接时，换掉它指向的文件夹，链接还在
        if self.target.exists() and not self.target.is_dir():
            raise NotADirectoryError(None, "它是文件，不是文件夹")
        if os.path.ismount(self.target):
            raise OSError(None, "它是挂载点，不能改名；请用它里面的一个文件夹")
        self.target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(self.target)
        self.folder, self._lock = _open(self.target)
        self.new = self.folder / "new"
        self.new.mkdir()

    def publish(self, *, replace: bool = True) -> None:
        """把 new 换到目标的位置。replace 为假时，目标已经有了就留着它。"""
        old = self.folder / "old"
        if replace and self.target.exists():
            shutil.copymode(self.target, self.new)
            _rename(self.target, old)
        try:
            _rename(self.new, self.target)
        except OSError:
            if old.is_dir():
                _rename(old, self.target)  # 换不上，就把原来的放回去
            if replace or not self.target.is_dir():
                raise

    def close(self) -> None:
        """收拾工作间。正换到一半（按了 Ctrl-C）就先换完。"""
        self._lock.close()
        _clear(self.folder, self.target)

    def __enter__(self) -> Workshop:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _prefix(target: Path) -> str:
    return f".{target.name}.building-"


def _open(target: Path) -> tuple[Path, IO[str]]:
    """开一个新的工作间，并锁住它。"""
    for _attempt in range(10):
        folder = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
        if lock := _hold(folder):
            return folder, lock
        shutil.rmtree(folder, ignore_errors=True)  # 还没锁上，就被另一个构建当作无主的扫走了
    raise OSError(None, "这个磁盘不支持文件锁")


def _hold(folder: Path) -> IO[str] | None:
    """锁住一个工作间；它的主人还在，或者它已经被扫走，就是 None。"""
    try:
        lock = (folder / "lock").open("a")
    except OSError:
        return None
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    if not folder.is_dir():
        lock.close()
        return None
    return lock


def _sweep(target: Path) -> None:
    """扫走被强行结束的构建留下的工作间；正在用的不动。"""
    for folder in target.parent.iterdir():
        if folder.name.startswith(_prefix(target)) and (lock := _hold(folder)):
            if sys.platform == "win32":  # 打开着的文件删不掉
                lock.close()
            # 锁着删：刚建好工作间、正要上锁的那一个，就不会在上锁之后被删掉
            _clear(folder, target)
            lock.close()


def _clear(folder: Path, target: Path) -> None:
    """收拾一个工作间；换到一半的先换完。收拾不了的，留给下一次构建。"""
    new, old = folder / "new", folder / "old"
    try:
        if old.is_dir() and new.is_dir() and not target.exists():
            _rename(new, target)
        if old.is_dir() and target.is_dir():
            _keep_hidden(old, target)
    except OSError:
        return
    shutil.rmtree(folder, ignore_errors=True)


def _keep_hidden(old: Path, target: Path) -> None:
    """照 MkDocs 的规矩，构建不动隐藏的文件（.git、.nojekyll）：从换下来的那里拿回来。"""
    for entry in old.iterdir():
        if entry.name.startswith(".") and not (target / entry.name).exists():
            _rename(entry, target / entry.name)


def _rename(source: Path, target: Path) -> None:
    """改名；Windows 上杀毒程序常常正看着刚写好的文件，等它一会儿。"""
    for pause in (0.1, 0.3, 1.0) if sys.platform == "win32" else ():
        try:
            source.rename(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    source.rename(target)
