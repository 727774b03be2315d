"""网页里的判定器要送出的文件：Pyodide，编译好的 SymPy，判定的程序。

文件夹的名字是内容的摘要，换了版本就换了地址，新旧不会混在一起。别家的文件很大，备在缓存里；
其中的 Python 先由 Pyodide 自己编译成字节码，读者的浏览器不必再编译。
"""

from __future__ import annotations

import gzip
import json
import logging
import multiprocessing
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from derive.cache_dir import CacheDirError, cache_dir
from derive.check import interrupts_ignored
from derive.garbage import collect_rarely
from derive.parsed import without_words
from derive.site.errors import SiteError
from derive.site.node import PACKAGE_FILES, complaint, node_modules, run_node
from derive.site.workshop import Workshop
from derive.system_error import reason

FOLDER = "assets/judge"
"""在网站里的位置；里面是以摘要命名的一个文件夹。"""

PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LIBRARIES = ("lark", "mpmath", "sympy")
OURS = ("__init__.py", "judge", "kernel", "theory")
"""`derive` 里判定要用的几个部分。"""

_NOT_NEEDED = {"tests", "benchmarks", "__pycache__"}
_SUFFIXES = {".py", ".lark"}
COMPILER = Path(__file__).with_name("judge_compile.mjs")
SIZES = "sizes.json"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)

log = logging.getLogger("mkdocs.derive")

EXAMPLE = """\
设 L = -(y ln a + (1-y) ln(1-a))
设 a = σ(z)

dL/da = -y/a + (1-y)/(1-a)
      = (a - y)/(a(1-a))

dL/dz = a - y
      = (a - y) a (1 - a)
"""
"""页面上的例子；判一遍它，就知道判定要载入哪些文件。"""


def publish(site: Path) -> None:
    """把要送出的文件写进网站。"""
    folder = site / address()
    folder.mkdir(parents=True, exist_ok=True)
    for path in runtime().iterdir():
        if path.name != SIZES:
            shutil.copyfile(path, folder / path.name)
    for name, content in own().items():
        (folder / name).write_bytes(content)


def address() -> str:
    """在网站里的文件夹：名字是其中一切的摘要；不必等 `runtime` 备好。"""
    digest = sha256(_target().name.encode())
    for name, content in own().items():
        digest.update(name.encode() + sha256(content).digest())
    return f"{FOLDER}/{digest.hexdigest()[:12]}"


def sizes() -> tuple[int, int]:
    """一共多少字节，和压缩之后经网络送出的多少。"""
    known = json.loads((runtime() / SIZES).read_text("utf-8"))
    zipped = len(own()["derive.zip"])
    return known["whole"] + zipped, known["sent"] + zipped


def prepare() -> None:
    """开始在另一个进程里备好 `runtime`，同时渲染别的页。备不成，用到时再说。"""
    with suppress(SiteError):
        _preparing(_target())


def runtime() -> Path:
    """别家的文件，备在缓存里；没有就先备一次。SiteError：缓存写不进去。"""
    target = _target()
    if _preparing(target).done() and not target.is_dir():
        _preparing.cache_clear()  # 上一次没有备成，或者缓存被删掉了
    try:
        _preparing(target).result()
    except BrokenProcessPool:  # 那个进程被系统结束了，多半是内存不够：在这里再备一次
        _prepare(target)
    return target


def _target() -> Path:
    given = (*PACKAGE_FILES, Path(__file__), COMPILER)
    digest = sha256(b"".join(path.read_bytes() for path in given))
    digest.update(" ".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    try:
        return cache_dir() / f"judge-{digest.hexdigest()[:16]}"
    except CacheDirError as error:
        raise SiteError(str(error)) from None


@cache
def _preparing(target: Path) -> Future[None]:
    if target.is_dir():
        done = Future[None]()
        done.set_result(None)
        return done
    log.info("正在备好网页里的判定器（换了版本才做一次）…")
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), collect_rarely)
    with interrupts_ignored():
        future = pool.submit(_prepare, target)
    pool.shutdown(wait=False)
    return future


def _prepare(target: Path) -> None:
    try:
        with Workshop(target) as workshop:
            for name, content in _runtime_files():
                (workshop.new / name).write_bytes(content)
            workshop.publish(replace=False)
    except OSError as error:
        raise SiteError(
            f"网页里的判定器写不进缓存 {target.parent}（{reason(error)}）。"
            "请检查磁盘空间与权限，或用环境变量 DERIVE_CACHE_DIR 换一个文件夹。"
        ) from None


def _runtime_files() -> Iterator[tuple[str, bytes]]:
    pyodide = node_modules() / "pyodide"
    found = {name: (pyodide / name).read_bytes() for name in PYODIDE}
    # 要的包都在 zip 里，Pyodide 自己编译的三百多个一个也不用
    lock = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))
    found["pyodide-lock.json"] = json.dumps({"info": lock["info"], "packages": {}}).encode()
    sources = {n: path for name in LIBRARIES for n, path in _sources(name, _folder_of(name))}
    used = _loaded()
    with ThreadPoolExecutor(1) as pool:  # 编译在 Node 的进程里，这里同时打包别的
        compiled = pool.submit(_compiled, {n: p for n, p in sources.items() if n in used})
        # 判定时偶尔才用到的：源码，用到了再编译
        found["others.zip"] = _zipped({n: p for n, p in sources.items() if n not in used})
        found["libraries.zip"] = compiled.result()
    yield from found.items()
    whole = sum(map(len, found.values()))
    sent = sum(min(len(content), len(gzip.compress(content))) for content in found.values())
    yield SIZES, json.dumps({"whole": whole, "sent": sent}).encode()


_EXERCISE = """
import sys
from derive.judge.session import Session, check_answer

session = Session(sys.argv[1])
for index in range(4):
    session.decide(index)
check_answer("loss_dz", "a - y")
for module in list(sys.modules.values()):
    print(getattr(module, "__file__", None) or "")
"""


def _loaded() -> set[str]:
    """判几个等号就会载入的文件，写成 zip 里的名字。另开一个进程看，与这里载入过什么无关。"""
    done = subprocess.run(
        [sys.executable, "-c", _EXERCISE, EXAMPLE],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    roots = [_folder_of(name).parent for name in LIBRARIES]
    paths = [Path(line) for line in done.stdout.splitlines() if line]
    return {
        path.relative_to(root).as_posix()
        for path in paths
        for root in roots
        if path.is_relative_to(root)
    }


def _compiled(sources: Mapping[str, Path]) -> bytes:
    """编译成 Pyodide 的字节码的 zip。"""
    with TemporaryDirectory() as folder:
        source, result = Path(folder, "source.zip"), Path(folder, "result.zip")
        source.write_bytes(_zipped(sources))
        done = run_node(COMPILER, node_modules() / "pyodide", source, result)
        if done.returncode != 0:
            raise SiteError(
                f"网页里的判定器没有编译成：{complaint(done.stderr, done.returncode)}。"
                f"请删除缓存 {node_modules().parent} 后重试。"
            )
        return result.read_bytes()


@cache
def own() -> dict[str, bytes]:
    """我们自己的：判定的程序，线程，和页面上的脚本。每个进程只做一次，与载入的程序一致。"""
    package, scripts = _folder_of("derive"), files("derive.site")
    parts = {n: path for name in OURS for n, path in _sources(f"derive/{name}", package / name)}
    return {
        "derive.zip": _zipped(parts),
        "worker.js": scripts.joinpath("judge_worker.js").read_bytes(),
        "page.js": scripts.joinpath("judge_page.js").read_bytes(),
    }


def _zipped(sources: Mapping[str, Path]) -> bytes:
    """一个 zip；同样的源码，每个字节都相同。"""
    result = BytesIO()
    with ZipFile(result, "w") as archive:
        for name, path in sources.items():
            content = path.read_text("utf-8")
            if path.suffix == ".py":
                content = without_words(content)
            archive.writestr(ZipInfo(name, _LONG_AGO), content, ZIP_DEFLATED, 9)
    return result.getvalue()


def _sources(name: str, root: Path) -> Iterator[tuple[str, Path]]:
    """zip 里的名字与文件；测试不在内。"""
    for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
        inside = path.relative_to(root).parts
        if path.suffix in _SUFFIXES and path.is_file() and not _NOT_NEEDED & {*inside}:
            yield "/".join((name, *inside)), path


def _folder_of(package: str) -> Path:
    spec = find_spec(package)
    assert spec
    assert spec.origin
    return Path(spec.origin).parent
