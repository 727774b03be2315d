"""项目的唯一入口：装好环境，然后启动网站或运行测试。

    python3 run.py serve [mkdocs 参数…]    启动网站：127.0.0.1:8000
    python3 run.py build [mkdocs 参数…]    严格构建网站到 site/
    python3 run.py test  [pytest 参数…]    代码检查、格式、类型、测试
    python3 run.py setup                   只装环境（包括测试工具），不论是否装过
    python3 run.py lock  [uv 参数…]        重新生成锁文件（需要 uv）

在虚拟环境里运行，就装进那个环境；否则在本文件旁边建一个 .venv。
什么都没变时不再调用 pip，所以第二次启动不到一秒。
"""

import hashlib
import io
import os
import re
import signal
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

if sys.version_info < (3, 11):
    sys.exit(
        f"错误：需要 Python 3.11 或更新的版本，现在是 {sys.version.split()[0]}"
        f"（{sys.executable}）；请换一个 Python 再运行本命令。"
    )

ROOT = Path(__file__).resolve().parent
ADDRESS = ("127.0.0.1", 8000)
# 每一档对应的锁文件。dev 包含 site 的全部内容；三个文件里的版本一致。
LOCKS = {"site": "requirements.txt", "dev": "requirements-dev.txt"}
BUILD_LOCK = "requirements-build.txt"
# 只装现成的包，不在读者的机器上编译；唯独 jieba 与 yattag 只发布了（纯 Python 的）源码
PACKAGES_AS_BUILT = ("--only-binary=:all:", "--no-binary=jieba,yattag", "--no-build-isolation")
STAMP = "derive-setup.txt"


class SetupError(Exception):
    """可以用一句话说清的失败：期望什么、实际怎样、怎么办。"""


# ---------------------------------------------------------------- 虚拟环境


def inside_venv() -> bool:
    return sys.prefix != sys.base_prefix


def venv_folder() -> Path:
    """装到哪里：已激活的虚拟环境优先，否则是 .venv。"""
    return Path(sys.prefix) if inside_venv() else ROOT / ".venv"


def venv_python(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint() -> str:
    """安装结果取决于什么：锁文件、包的声明、Python 的版本、仓库的位置。"""
    digest = hashlib.sha256(f"{sys.version}\n{ROOT}\n".encode())
    for name in ("pyproject.toml", BUILD_LOCK, *LOCKS.values()):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_ready(venv: Path, level: str) -> bool:
    """戳记由上一次成功的安装写下；任何一项依据变了，它就不作数。"""
    try:
        stamp = (venv / STAMP).read_text(encoding="utf-8").split()
    except OSError:
        return False
    if not venv_python(venv).exists():
        return False
    return stamp in ([fingerprint(), level], [fingerprint(), "dev"])


def set_up(level: str, *, force: bool = False) -> Path:
    """装好 level 这一档的依赖和本项目，返回该环境的 Python。"""
    venv = venv_folder()
    python = venv_python(venv)
    if force or not is_ready(venv, level):
        ensure_pip(venv, python)
        stamp = venv / STAMP
        try:
            stamp.unlink(missing_ok=True)  # 中途失败时，不留下旧的戳记
        except OSError as error:
            raise not_writable(venv, error) from None
        lock = LOCKS[level]
        say(f"按 {lock} 安装依赖（第一次约需一两分钟）…")
        # 构建工具先装好，后两步就不必临时下载未经校验的那一份
        pip(python, "install", "--require-hashes", "-r", BUILD_LOCK)
        pip(python, "install", "--require-hashes", *PACKAGES_AS_BUILT, "-r", lock)
        # 可编辑安装没有校验和，不能与上一步合并
        pip(python, "install", "--no-deps", "--no-build-isolation", "-e", ".")
        stamp.write_text(f"{fingerprint()} {level}\n", encoding="utf-8")
        if not inside_venv():
            say(f"环境已装好。要直接使用 mkdocs 和 derive，请先激活：{activation()}")
    return python


def ensure_pip(venv: Path, python: Path) -> None:
    """保证 venv 里有与当前版本一致、带 pip 的 Python；否则新建（.venv）或补上 pip。"""
    if serves_pip(python):
        return
    if inside_venv():
        command = [str(python), "-m", "ensurepip"]
        failure = f"当前虚拟环境 {venv} 里没有 pip，也补不上"
    else:
        say("新建虚拟环境 .venv …")
        command = [sys.executable, "-m", "venv", "--clear", str(venv)]
        failure = "建不成虚拟环境 .venv"
        if not os.access(ROOT, os.W_OK):
            raise SetupError(
                f"{failure}：文件夹 {ROOT} 不可写。请把项目放到可写的文件夹，或先激活一个虚拟环境。"
            )
    code, output = capture(command)
    if code == 0 and serves_pip(python):
        return
    if "No space left" in output:
        raise SetupError(f"{failure}：磁盘空间不足，请腾出约 1 GB 后重试。")
    if "Permission denied" in output or "Read-only" in output:
        raise SetupError(f"{failure}：文件夹 {venv} 不可写，请改正权限或换一个文件夹。")
    raise SetupError(
        f"{failure}：这个 Python 缺少 venv 或 ensurepip 模块。"
        "Debian、Ubuntu 请先执行 apt install python3-venv；其他系统请安装完整的 Python。"
    )


def serves_pip(python: Path) -> bool:
    """这个 Python 能运行、有 pip，而且与当前的 Python 是同一个版本。"""
    try:
        code, version = capture([str(python), "-c", "import pip, sys; print(sys.version)"])
    except OSError:
        return False
    return code == 0 and version.strip() == sys.version


def activation() -> str:
    return r".venv\Scripts\activate" if os.name == "nt" else "source .venv/bin/activate"


# ---------------------------------------------------------------- pip


def pip(python: Path, *arguments: str) -> None:
    """运行 pip：终端上只显示进行到哪个包，失败时把输出归结为一句话。"""
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    output = []
    with child(
        command,
        # 仓库不应答时少试几次：不让人对着没有动静的终端等上几分钟
        env={"PIP_RETRIES": "2", **os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            output.append(line)
            show_progress(line)
        process.wait()
    show_progress("")
    if process.returncode != 0:
        raise SetupError(pip_failure("".join(output)))


def show_progress(line: str) -> None:
    """在终端上用同一行显示进度；空字符串表示擦掉它。输出到文件时什么也不写。"""
    if not sys.stderr.isatty():
        return
    match = re.match(r"Collecting ([\w.-]+)|(Installing collected packages)", line)
    if match or not line:
        text = "" if not match else f"  下载 {match[1]}" if match[1] else "  写入虚拟环境…"
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


# 依次尝试：pip 输出里出现左边的字样，就给出右边的一句话
PIP_FAILURES = (
    (
        r"DO NOT MATCH THE HASHES",
        "下载到的文件与锁文件里的校验和不符，已拒绝安装。请换一个镜像再试。",
    ),
    (r"No space left on device|Errno 28", "磁盘空间不足，请腾出约 1 GB 后重试。"),
    (
        r"Permission denied|Read-only file system|Errno 13|Errno 30",
        "虚拟环境所在的文件夹不可写，请改正权限或换一个文件夹。",
    ),
    (
        r"NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|ConnectionReset"
        r"|Connection refused|name resolution|connection broken|Network is unreachable",
        "连不上软件包仓库。请检查网络或代理，"
        "或用环境变量 PIP_INDEX_URL 指定可用的镜像，再运行本命令。",
    ),
    (
        r"not a trusted or secure host",
        "软件包仓库的地址以 http:// 开头，pip 不信任它。"
        "请把环境变量 PIP_INDEX_URL 改成 https:// 的地址，再运行本命令。",
    ),
    (
        r"No matching distribution found for (?P<detail>\S+)",
        "软件包仓库里找不到 {detail}，或它没有适合本机的安装包"
        f"（Python {sys.version.split()[0]}，{sysconfig.get_platform()}）。"
        "请换一个完整的镜像（PIP_INDEX_URL），并确认没有设置 PIP_NO_INDEX。",
    ),
    (r"ERROR: (?P<detail>.+)", "{detail}"),
)


def pip_failure(output: str) -> str:
    for pattern, reason in PIP_FAILURES:
        match = re.search(pattern, output)
        if match:
            return "依赖没有装成：" + reason.format(**match.groupdict())
    return "依赖没有装成：pip 没有说明原因。"


# ---------------------------------------------------------------- 命令


def serve(arguments: list[str]) -> int:
    python = set_up("site")
    if not arguments and is_listening(ADDRESS):
        host, port = ADDRESS
        raise SetupError(
            f"端口 {port} 已被占用，网站启动不了。请停掉占用它的程序，"
            f"或换一个端口：python3 run.py serve -a {host}:{port + 1}"
        )
    command = [str(python), "-m", "mkdocs", "serve", *arguments]
    if os.name != "nt":  # 让网站取代当前进程：信号直接送给它，停止时不留下占着端口的孤儿
        os.chdir(ROOT)
        os.execv(command[0], command)
    return run(command)


def build(arguments: list[str]) -> int:
    python = set_up("site")
    if not arguments and not os.access(ROOT, os.W_OK):
        raise SetupError(
            f"文件夹 {ROOT} 不可写，放不下构建好的网站。请换一个输出位置："
            "python3 run.py build --site-dir 文件夹"
        )
    return run([str(python), "-m", "mkdocs", "build", "--strict", *arguments])


def test(arguments: list[str]) -> int:
    """四项检查全部运行完再下结论，一次看到所有问题；参数原样交给 pytest。"""
    python = str(set_up("dev"))
    checks = {
        "代码检查（ruff check）": ["ruff", "check"],
        "代码格式（ruff format）": ["ruff", "format", "--check"],
        "类型检查（mypy）": ["mypy"],
        "测试（pytest）": ["pytest", "-n", "auto", *arguments],
    }
    failed = []
    for number, (name, command) in enumerate(checks.items(), start=1):
        say(f"[{number}/{len(checks)}] {name}")
        if run([python, "-m", *command]) != 0:
            failed.append(name)
    say(f"没有通过：{'、'.join(failed)}" if failed else "全部通过。")
    return 1 if failed else 0


def setup(arguments: list[str]) -> int:
    if arguments:
        raise SetupError(f"setup 不接受参数，收到了：{' '.join(arguments)}")
    set_up("dev", force=True)
    return 0


LOCK_HEADER = """\
# 由 python3 run.py lock 生成，请勿手改。适用于 Python 3.11 至 3.14；不含下载地址。
"""


def lock(arguments: list[str]) -> int:
    """生成三个锁文件；后两个以第一个为约束，所以版本必然一致。"""
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"]
    options += ["--no-emit-index-url", "--no-emit-find-links", "--no-header", *arguments]
    site, dev = LOCKS["site"], LOCKS["dev"]
    inputs = {
        site: ["pyproject.toml", "--group", "build"],
        dev: ["pyproject.toml", "--group", "dev", "-c", site],
        BUILD_LOCK: ["--group", "build", "-c", site],
    }
    for name, source in inputs.items():
        try:
            code = run(["uv", "pip", "compile", *options, *source, "-o", name])
        except FileNotFoundError:
            raise SetupError("生成锁文件要用 uv，但没有找到它。请先执行 pip install uv。") from None
        if code != 0:
            return code
        path = ROOT / name
        path.write_text(LOCK_HEADER + path.read_text(encoding="utf-8"), encoding="utf-8")
    return 0


COMMANDS = {"serve": serve, "build": build, "test": test, "setup": setup, "lock": lock}


# ---------------------------------------------------------------- 工具


def say(text: str) -> None:
    print(text, flush=True)


def not_writable(folder: Path, error: OSError) -> SetupError:
    return SetupError(f"文件夹 {folder} 不可写（{error.strerror}），请改正权限或换一个文件夹。")


def capture(command: list[str]) -> tuple[int, str]:
    """运行一条命令，返回退出码和它的全部输出。"""
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout


@contextmanager
def child(command: list[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """启动一个子进程；自己被中断或出错时，不把它留在后台。"""
    process = subprocess.Popen(command, cwd=ROOT, **options)
    try:
        yield process
    except KeyboardInterrupt:
        process.wait()  # Ctrl-C 也送到了子进程，等它收尾
        raise
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def run(command: list[str]) -> int:
    """运行一条命令，输出直接可见；返回退出码。"""
    with child(command) as process:
        return process.wait()


def is_listening(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=0.5).close()
    except OSError:
        return False
    return True


def stop(_signal: int, _frame: object) -> None:
    sys.exit(143)


def main(arguments: list[str]) -> int:
    os.environ.setdefault("PYTHONUTF8", "1")  # Windows 的默认编码写不出中文
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    signal.signal(signal.SIGTERM, stop)
    command, *rest = arguments or ["--help"]
    if command in ("-h", "--help"):
        say((__doc__ or "").strip())
        return 0
    if command not in COMMANDS:
        print(f"错误：没有命令 {command}，可用的有：{'、'.join(COMMANDS)}。", file=sys.stderr)
        return 2
    try:
        return COMMANDS[command](rest)
    except SetupError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"错误：读写文件失败：{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已停止。", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
