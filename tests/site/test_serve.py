"""预览：改了文件，多久看一遍；看的还是原来那些文件夹。"""

from __future__ import annotations

import time
from pathlib import Path

from mkdocs.config.base import load_config
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEventHandler
from watchdog.observers.api import BaseObserver

from derive.site.plugin import LOOK, DerivePlugin

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


def _wait(observer: BaseObserver) -> None:
    """等它看过第一遍。"""
    time.sleep(5 * LOOK)
    assert all(emitter.is_alive() for emitter in observer.emitters)
