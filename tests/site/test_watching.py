"""预览：改了文件，多久看一遍；看的还是原来那些文件夹；构建时不看。"""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event

import pytest
from mkdocs.config.base import load_config
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEventHandler
from watchdog.observers.api import BaseObserver

from derive.site.plugin import DerivePlugin
from derive.site.watching import LOOK, watch_closely

ROOT = Path(__file__).parents[2]


def test_files_are_looked_at_often(tmp_path: Path) -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path))
    for path in (config.docs_dir, str(config.config_file_path)):
        server.watch(path)
    before = {emitter.watch for emitter in server.observer.emitters}
    served = DerivePlugin().on_serve(server, config=config)
    served.watch(str(tmp_path))  # mkdocs.yml 里的 watch 随后才加上
    assert served.observer.timeout == LOOK < 0.5
    after = {emitter.watch for emitter in served.observer.emitters}
    assert len(before) == 2
    assert before < after
    assert {watch.path for watch in after - before} == {str(tmp_path)}
    assert {emitter.timeout for emitter in served.observer.emitters} == {LOOK}
    server.server_close()


def test_compiled_modules_do_not_count(tmp_path: Path) -> None:
    """载入改了的模块会写下编译好的，那不是改动：预览不该再构建一遍。"""
    builds: list[str] = []
    config = load_config(str(ROOT / "mkdocs.yml"))
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path))
    server.watch(str(tmp_path))
    observer = DerivePlugin().on_serve(server, config=config).observer
    observer.unschedule_all()
    handler = FileSystemEventHandler()
    handler.on_any_event = lambda event: builds.append(event.src_path)  # type: ignore[method-assign]
    compiled = tmp_path / "__pycache__"
    compiled.mkdir()
    observer.schedule(handler, str(tmp_path), recursive=True)
    observer.start()
    try:
        _wait(observer)
        (compiled / "a.cpython-311.pyc").write_bytes(b"")
        (tmp_path / "sub" / "__pycache__").mkdir(parents=True)
        (tmp_path / "sub" / "__pycache__" / "b.pyc").write_bytes(b"")
        source = tmp_path / "a.py"
        source.write_text("", "utf-8")
        deadline = time.monotonic() + 30
        while str(source) not in builds and time.monotonic() < deadline:
            time.sleep(LOOK)
    finally:
        observer.stop()
        observer.join()
        server.server_close()
    assert str(source) in builds
    assert not [path for path in builds if "__pycache__" in path]


def test_a_build_is_not_disturbed(tmp_path: Path) -> None:
    """构建时不看；其间的改动，做完就看到。"""
    source, seen = tmp_path / "a.py", Event()
    during: list[bool] = []

    def build() -> None:
        time.sleep(2 * LOOK)  # 正在看的那一个文件夹看完
        source.write_text("改了", "utf-8")
        during.append(seen.wait(8 * LOOK))

    server = LiveReloadServer(build, "127.0.0.1", 0, str(tmp_path))
    watch_closely(server, ())
    handler = FileSystemEventHandler()
    handler.on_any_event = lambda event: seen.set()  # type: ignore[method-assign]
    server.observer.schedule(handler, str(tmp_path), recursive=True)
    server.observer.start()
    try:
        _wait(server.observer)
        server.builder()
        assert during == [False]
        assert seen.wait(30)
    finally:
        server.observer.stop()
        server.observer.join()
        server.server_close()


def test_a_failed_build_does_not_stop_the_watch(tmp_path: Path) -> None:
    def build() -> None:
        raise ValueError("构建不成功")

    server = LiveReloadServer(build, "127.0.0.1", 0, str(tmp_path))
    watch_closely(server, ())
    for _ in range(2):
        with pytest.raises(ValueError, match="构建不成功"):
            server.builder()
    server.server_close()


def _wait(observer: BaseObserver) -> None:
    """等它看过第一遍。"""
    time.sleep(5 * LOOK)
    assert all(emitter.is_alive() for emitter in observer.emitters)
