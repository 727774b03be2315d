"""sw.js：列了哪些文件，版本随什么变。浏览器里的事在 tests/browser/test_service_worker.py。"""

import subprocess
from pathlib import Path

import pytest

from derive.site import service_worker
from derive.site.node import node_binary


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("index.html", "第一章/index.html", "assets/a.css", "404.html", "assets/a.css.map"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    return tmp_path


def test_every_file_a_reader_needs_is_listed(site: Path) -> None:
    assert list(service_worker.digests(site)) == ["assets/a.css", "", "第一章/"]


def written(site: Path) -> str:
    service_worker.write(site)
    return (site / service_worker.FILE).read_text("utf-8")


def version(script: str) -> str:
    return script.splitlines()[0]


def test_same_site_same_script(site: Path) -> None:
    assert written(site) == written(site)  # 写过一次，它自己也不算在内


@pytest.mark.parametrize("name", ["index.html", "第一章/index.html", "assets/a.css"])
def test_version_changes_with_every_file(site: Path, name: str) -> None:
    before = version(written(site))
    (site / name).write_text("别的", "utf-8")
    assert version(written(site)) != before


def test_version_changes_with_the_names(site: Path) -> None:
    before = version(written(site))
    (site / "assets/a.css").rename(site / "assets/b.css")
    assert version(written(site)) != before


def test_scripts_parse(site: Path) -> None:
    scripts = [written(site)]
    scripts += [service_worker.registration(serving=serving) for serving in (True, False)]
    for script in scripts:
        subprocess.run([node_binary(), "--check", "-"], input=script, text=True, check=True)


def test_preview_registers_nothing() -> None:
    assert ".register(" in service_worker.registration(serving=False)
    serving = service_worker.registration(serving=True)
    assert ".register(" not in serving
    assert ".unregister(" in serving
