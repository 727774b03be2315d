"""预览时看文件改了没有：看得勤，改了马上知道；构建时不看，免得抢它的时间。"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from watchdog.observers.polling import PollingObserverVFS

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

LOOK = 0.1
"""每隔多少秒看一遍；MkDocs 是每半秒。看一遍要十毫秒。"""
COMPILED = "__pycache__"
"""不看的文件夹：载入改了的模块就会写下它，不必因此再构建一遍。"""


def watch_closely(server: LiveReloadServer, paths: Iterable[str]) -> None:
    """换掉 server 看文件的办法；paths 是它也许已经在看的。"""
    watched = []
    for path in paths:
        with suppress(KeyError):
            server.unwatch(path)
            watched.append(path)
    building, build = Lock(), server.builder

    def build_undisturbed() -> None:
        with building:
            build()

    def listed(folder: str | None) -> Iterator[os.DirEntry[str]]:
        with building:  # 构建中就等它做完；其间的改动留着修改时间，随后照样看得出
            entries = list(os.scandir(folder))
        return (entry for entry in entries if entry.name != COMPILED)

    server.builder = build_undisturbed
    server.observer = PollingObserverVFS(  # type: ignore[assignment]
        os.stat, listed, polling_interval=LOOK
    )
    for path in watched:
        server.watch(path)
