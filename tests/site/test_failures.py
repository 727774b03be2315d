"""外界造成的失败，一句话说完；程序自己的错照旧给出回溯。"""

import errno
import logging
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError
from small_site import MkDocs

from derive.site.failures import check_address, retell, stop_if_interrupted
from derive.system_error import REASONS, reason

Said = Callable[[Exception], str]


@pytest.fixture
def said(tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Said:
    """对一个失败说的那一句话。"""
    # 命令行运行过之后，mkdocs 的日志不再往上传
    monkeypatch.setattr(logging.getLogger("mkdocs"), "propagate", True)

    def said(error: Exception) -> str:
        caplog.clear()
        with caplog.at_level(logging.ERROR, "mkdocs.derive"), pytest.raises(Abort):
            retell(error, tmp_path)
        (message,) = {record.getMessage() for record in caplog.records}
        assert "\n" not in message
        return message

    return said


def test_a_full_disk(said: Said) -> None:
    error = OSError(errno.ENOSPC, "No space left on device", "/x/site/a.html")
    assert said(error) == ("读写文件 /x/site/a.html 失败（磁盘空间不足）。请腾出空间，再构建一次。")
    error = OSError(errno.ENOSPC, "No space left on device")
    assert said(error).startswith("读写文件失败（磁盘空间不足）。")


@pytest.mark.parametrize(
    ("code", "mend"), [(errno.EACCES, "权限"), (errno.EROFS, "权限"), (errno.ENOENT, "检查")]
)
def test_other_system_errors(code: int, mend: str, said: Said) -> None:
    message = said(OSError(code, "english", "/x"))
    assert REASONS[code] in message
    assert mend in message


def test_the_reason_is_chinese_where_known() -> None:
    assert reason(FileNotFoundError(errno.ENOENT, "No such file", "/x")) == "不存在"
    assert reason(OSError(None, "自己写的")) == "自己写的"
    assert reason(OSError("只有一句")) == "只有一句"


def test_what_was_already_said_is_said_once(said: Said) -> None:
    assert said(PluginError("一句话。")) == "一句话。"


def test_a_bug_keeps_its_traceback(tmp_path: Path) -> None:
    retell(ZeroDivisionError(), tmp_path)  # 什么也不做，MkDocs 会接着抛出它


@pytest.mark.parametrize("name", ["docs/b.md", "docs/glossary.toml", "docs/sources.csv"])
def test_a_file_that_is_not_utf8_is_named(mkdocs: MkDocs, name: str, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / name).write_bytes("# 甲\n".encode() + "神经网络".encode("gb18030"))
    built = mkdocs({})
    assert built.exit_code == 1
    assert f"{name}:2: 不是 UTF-8 编码的文字" in built.output
    assert "Traceback" not in built.output


# ---- 地址 ----------------------------------------------------------------------


def address(tmp_path: Path, text: str) -> None:
    (tmp_path / "docs").mkdir(exist_ok=True)
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: 甲\n")
    check_address(load_config(str(config), dev_addr=text))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_an_occupied_address(tmp_path: Path, host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        server = socket.create_server((host, 0), family=family)
    except OSError:
        pytest.skip(f"这台机器没有 {host}")
    text = f"[{host}]" if ":" in host else host
    with server:
        port = server.getsockname()[1]
        with pytest.raises(PluginError, match=f"{port}.*已被占用.*-a"):
            address(tmp_path, f"{text}:{port}")
    address(tmp_path, f"{text}:{port}")  # 空出来了，就可用


def test_an_address_of_another_machine(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="不是本机的地址"):
        address(tmp_path, "192.0.2.1:8000")


# ---- Ctrl-C --------------------------------------------------------------------


def ending_with(error: BaseException) -> None:
    try:
        raise error
    finally:
        stop_if_interrupted()


def test_an_interrupt_ends_with_130(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        ending_with(KeyboardInterrupt())
    assert caught.value.code == 130
    assert "已停止" in capsys.readouterr().err


def test_any_other_end_is_left_alone() -> None:
    stop_if_interrupted()
    with pytest.raises(ZeroDivisionError):
        ending_with(ZeroDivisionError())
