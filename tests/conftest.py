"""全部测试共用的：哪些测试平时跳过；构建好的网站，一次测试只构建一份。"""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """标了 slow 与 uncached 的测试只在 CI 里运行，平时跳过并说明原因。"""
    if os.environ.get("CI"):
        return
    skipped = {"slow"} if os.environ.get("DERIVE_UNCACHED") else {"slow", "uncached"}
    reason = pytest.mark.skip(reason="较慢，只在 CI 里运行；想现在运行，请设环境变量 CI=1")
    for item in items:
        if skipped & {marker.name for marker in item.iter_markers()}:
            item.add_marker(reason)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """真正的 `mkdocs build --strict` 的结果。pytest-xdist 的各进程共用先到者构建的那一份。"""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder, log = shared / "site", shared / "site.log"
    try:
        (shared / "site.building").mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 600
        while not log.exists() and time.monotonic() < deadline:
            time.sleep(0.2)
    else:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        unfinished = shared / "site.log.part"
        unfinished.write_text(f"{done.returncode}\n{done.stderr}", "utf-8")
        unfinished.rename(log)
    status, _, output = log.read_text("utf-8").partition("\n")
    assert status == "0", f"网站没有构建成：\n{output}"
    return folder
