"""run.py 的逻辑：何时重装、装到哪里、失败时说什么。不真的运行 pip。"""

import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-build.txt")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """一份以 tmp_path 为项目根目录的 run.py，不在虚拟环境里，pip 只记下调用。"""
    for name in ("run.py", "pyproject.toml", *LOCKS):
        shutil.copy(ROOT / name, tmp_path)
    spec = importlib.util.spec_from_file_location("project_run", tmp_path / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.pip_calls = []
    monkeypatch.setattr(module, "inside_venv", lambda: False)
    monkeypatch.setattr(module, "ensure_pip", fake_venv)
    monkeypatch.setattr(module, "pip", lambda _python, *call: module.pip_calls.append(call))
    return module


def fake_venv(_venv: Path, python: Path) -> None:
    python.parent.mkdir(parents=True, exist_ok=True)
    python.touch()


# ------------------------------------------------------------ 何时重装


def test_everything_but_the_project_is_hash_checked(run: ModuleType) -> None:
    run.set_up("site")
    *locked, project = run.pip_calls
    assert [call[-1] for call in locked] == ["requirements-build.txt", "requirements.txt"]
    assert all("--require-hashes" in call for call in locked)
    assert project == ("install", "--no-deps", "--no-build-isolation", "-e", ".")


def test_second_set_up_installs_nothing(run: ModuleType) -> None:
    run.set_up("site")
    run.pip_calls.clear()
    assert run.set_up("site") == run.venv_python(run.ROOT / ".venv")
    assert run.pip_calls == []


def test_dev_contains_site_but_not_the_reverse(run: ModuleType) -> None:
    run.set_up("dev")
    run.pip_calls.clear()
    run.set_up("site")
    assert run.pip_calls == []
    run.set_up("site", force=True)
    run.pip_calls.clear()
    run.set_up("dev")
    assert run.pip_calls


@pytest.mark.parametrize("name", ["pyproject.toml", *LOCKS])
def test_any_changed_input_makes_the_stamp_stale(run: ModuleType, name: str) -> None:
    run.set_up("dev")
    run.pip_calls.clear()
    with (run.ROOT / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    run.set_up("dev")
    assert run.pip_calls


def test_other_python_makes_the_stamp_stale(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.set_up("site")
    monkeypatch.setattr(sys, "version", "3.99.0")
    assert not run.is_ready(run.ROOT / ".venv", "site")


def test_failed_install_leaves_no_stamp(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    run.set_up("site")

    def fail(*_call: object) -> None:
        raise run.SetupError("断网")

    monkeypatch.setattr(run, "pip", fail)
    with pytest.raises(run.SetupError):
        run.set_up("site", force=True)
    assert not run.is_ready(run.ROOT / ".venv", "site")


# ------------------------------------------------------------ 装到哪里


def test_active_venv_is_used(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "inside_venv", lambda: True)
    assert run.venv_folder() == Path(sys.prefix)


def test_without_venv_a_folder_beside_run_py(
    run: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    run.set_up("site")
    assert run.venv_folder() == run.ROOT / ".venv"
    assert run.activation() in capsys.readouterr().out


# ------------------------------------------------------------ 失败时说什么


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (
            "WARNING: Retrying ... NewConnectionError('Failed to establish a new connection')\n"
            "ERROR: No matching distribution found for numpy==2.4.6",
            "连不上软件包仓库",
        ),
        ("ERROR: No matching distribution found for numpy==2.4.6", "找不到 numpy==2.4.6"),
        (
            "WARNING: The repository located at mirror is not a trusted or secure host …\n"
            "ERROR: No matching distribution found for numpy==2.4.6",
            "https://",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE …", "校验和不符"),
        ("ERROR: Could not install: [Errno 28] No space left on device", "磁盘空间不足"),
        ("ERROR: Could not install: [Errno 13] Permission denied: '/x'", "不可写"),
        ("Collecting numpy\nERROR: 别的原因 {x}", "别的原因 {x}"),
        ("", "没有说明原因"),
    ],
)
def test_pip_failure_in_one_sentence(run: ModuleType, output: str, expected: str) -> None:
    message = run.pip_failure(output)
    assert expected in message
    assert "\n" not in message


def test_missing_venv_module(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(run, "inside_venv", lambda: False)
    monkeypatch.setattr(run, "capture", lambda _command: (1, "ensurepip is not available"))
    with pytest.raises(run.SetupError, match="python3-venv"):
        run.set_up("site")


def test_occupied_port(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setattr(run, "ADDRESS", server.getsockname())
        assert run.main(["serve"]) == 1
    assert "已被占用" in capsys.readouterr().err


def test_unknown_command(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["sreve"]) == 2
    assert "没有命令 sreve" in capsys.readouterr().err


def test_ctrl_c_ends_without_traceback(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_arguments: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(run.COMMANDS, "build", interrupted)
    assert run.main(["build"]) == 130
    assert "已停止" in capsys.readouterr().err


def test_old_python_gets_one_line(tmp_path: Path) -> None:
    """不必真有旧 Python：改掉 sys.version_info 再从头执行。"""
    old = "import sys; sys.version_info = (3, 10, 0); import runpy; runpy.run_path('run.py')"
    done = subprocess.run(
        [sys.executable, "-c", old],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 1
    assert "需要 Python 3.11" in done.stderr
    assert "Traceback" not in done.stderr


# ------------------------------------------------------------ 检查命令


def test_every_check_runs_even_after_a_failure(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[list[str]] = []

    def fail_on_ruff(command: list[str]) -> int:
        ran.append(command[2:])
        return int(command[2] == "ruff")

    monkeypatch.setattr(run, "run", fail_on_ruff)
    assert run.main(["test", "-k", "sigmoid"]) == 1
    assert [command[0] for command in ran] == ["ruff", "ruff", "mypy", "pytest"]
    assert ran[-1][-2:] == ["-k", "sigmoid"]
    assert "没有通过：代码检查（ruff check）、代码格式（ruff format）" in capsys.readouterr().out


# ------------------------------------------------------------ 锁文件


def pins(name: str) -> dict[str, set[str]]:
    """包名 → 锁定的版本（按 Python 版本分叉的包有不止一个）。"""
    found: dict[str, set[str]] = {}
    for package, version in re.findall(
        r"^([\w.-]+)==([\w.+!]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE
    ):
        found.setdefault(package, set()).add(version)
    return found


def test_locks_agree_and_contain_the_build_tools() -> None:
    site, dev, build = (pins(name) for name in LOCKS)
    assert {"hatchling", "editables", "setuptools"} <= build.keys()
    assert {package: site.get(package) for package in build} == build
    assert {package: dev.get(package) for package in site} == site


@pytest.mark.parametrize("name", [*LOCKS, "src/derive/site/npm/package-lock.json"])
def test_locks_name_no_download_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text, "锁文件里不留网址；package-lock.json 里请删去 funding 与 resolved"
    assert "--hash=sha256:" in text or '"integrity": "sha512-' in text


def test_every_npm_package_is_hashed() -> None:
    lock = json.loads((ROOT / "src/derive/site/npm/package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert all("integrity" in entry for entry in packages.values())


# ------------------------------------------------------------ README


def test_readme_begins_with_the_two_commands() -> None:
    """脚本从 README 的头两个 sh 代码块里取命令。"""
    blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
    assert blocks[:2] == ["python3 run.py serve\n", "python3 run.py test\n"]
