"""预览：改了文件，多久看一遍；看的还是原来那些文件夹。"""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.base import load_config
from mkdocs.livereload import LiveReloadServer

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
