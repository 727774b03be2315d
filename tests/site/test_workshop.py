"""工作间：目标要么整个换新，要么原样不动；死去的留下的，下一次收拾。"""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from derive.site import workshop as module
from derive.site.workshop import Workshop


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """一个已有的网站。"""
    target = tmp_path / "site"
    write(target, "旧")
    return target


def write(folder: Path, text: str) -> None:
    (folder / "a").mkdir(parents=True, exist_ok=True)
    (folder / "a" / "index.html").write_text(text, "utf-8")


def read(folder: Path) -> str:
    return (folder / "a" / "index.html").read_text("utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def publish(target: Path, text: str = "新") -> None:
    with Workshop(target) as workshop:
        write(workshop.new, text)
        workshop.publish()


# ---- 换上 ----------------------------------------------------------------------


def test_the_first_one(tmp_path: Path) -> None:
    publish(tmp_path / "deep" / "site")
    assert read(tmp_path / "deep" / "site") == "新"
    assert names(tmp_path / "deep") == ["site"]


def test_the_old_one_is_replaced_whole(target: Path) -> None:
    (target / "gone.html").touch()
    publish(target)
    assert names(target) == ["a"]
    assert read(target) == "新"
    assert names(target.parent) == ["site"]


def test_nothing_changes_until_it_is_published(target: Path) -> None:
    with Workshop(target) as workshop:
        write(workshop.new, "新")
        assert read(target) == "旧"
    assert read(target) == "旧"
    assert names(target.parent) == ["site"]


def test_an_error_inside_changes_nothing(target: Path) -> None:
    with pytest.raises(IsADirectoryError), Workshop(target) as workshop:
        write(workshop.new, workshop.new.read_text("utf-8"))
    assert read(target) == "旧"
    assert names(target.parent) == ["site"]


def test_an_unfinished_first_one_does_not_appear(tmp_path: Path) -> None:
    with Workshop(tmp_path / "site") as workshop:
        write(workshop.new, "新")
    assert names(tmp_path) == []


def test_hidden_files_stay(target: Path) -> None:
    """MkDocs 清空网站时不动它们：有人把 site/ 当作 gh-pages 的工作树。"""
    (target / ".git").mkdir()
    (target / ".git" / "HEAD").write_text("ref")
    (target / ".nojekyll").write_text("旧")
    with Workshop(target) as workshop:
        (workshop.new / ".nojekyll").write_text("新")
        workshop.publish()
    assert (target / ".git" / "HEAD").read_text() == "ref"
    assert (target / ".nojekyll").read_text() == "新"


@pytest.mark.skipif(os.name == "nt", reason="Windows 没有这样的权限")
def test_permissions_are_ordinary_and_kept(tmp_path: Path, target: Path) -> None:
    previous = os.umask(0o022)
    try:
        publish(tmp_path / "fresh")
        assert (tmp_path / "fresh").stat().st_mode & 0o777 == 0o755
        target.chmod(0o750)
        publish(target)
        assert target.stat().st_mode & 0o777 == 0o750
    finally:
        os.umask(previous)


def test_a_link_stays_a_link(tmp_path: Path, target: Path) -> None:
    link = tmp_path / "link"
    try:
        link.symlink_to(target, target_is_directory=True)
    except OSError:
        pytest.skip("这里不能建符号链接")
    publish(link)
    assert link.is_symlink()
    assert read(target) == "新"


def test_first_come_first_served(target: Path) -> None:
    with Workshop(target) as workshop:
        write(workshop.new, "新")
        workshop.publish(replace=False)
    assert read(target) == "旧"
    assert names(target.parent) == ["site"]


def test_nobody_came_and_it_still_cannot_go_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(module, "_rename", refuse)
    with Workshop(tmp_path / "site") as workshop, pytest.raises(PermissionError):
        workshop.publish(replace=False)


# ---- 换到一半 -------------------------------------------------------------------


def second_rename(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """旧的挪开了，新的换上去的那一下不成。"""
    original, calls = module._rename, 0

    def rename(source: Path, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise error
        original(source, target)

    monkeypatch.setattr(module, "_rename", rename)


def test_the_old_one_comes_back_when_the_new_one_cannot_go_in(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_rename(monkeypatch, PermissionError(errno.EACCES, "no"))
    with pytest.raises(PermissionError):
        publish(target)
    assert read(target) == "旧"
    assert names(target.parent) == ["site"]


def test_an_interrupted_exchange_is_completed(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_rename(monkeypatch, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        publish(target)
    assert read(target) == "新"
    assert names(target.parent) == ["site"]


@pytest.mark.skipif(os.name == "nt", reason="Windows 没有 SIGKILL")
def test_a_killed_exchange_is_completed_by_the_next_build(target: Path) -> None:
    program = f"""
import os, signal
from pathlib import Path
from derive.site import workshop as module
target = Path({str(target)!r})
workshop = module.Workshop(target)
(workshop.new / "a").mkdir()
(workshop.new / "a" / "index.html").write_text("新", "utf-8")
rename = module._rename
def stop_halfway(source, destination):
    if source == workshop.new:
        os.kill(os.getpid(), signal.SIGKILL)
    rename(source, destination)
module._rename = stop_halfway
workshop.publish()
"""
    done = subprocess.run([sys.executable, "-c", program], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not target.exists()  # 两次改名之间，就是没有

    Workshop(target).close()
    assert read(target) == "新"
    assert names(target.parent) == ["site"]


# ---- 别的构建 --------------------------------------------------------------------


def test_what_the_dead_left_is_swept_and_the_living_is_not(target: Path) -> None:
    dead = target.parent / ".site.building-dead"
    (dead / "new").mkdir(parents=True)
    foreign = target.parent / ".other.building-x"
    foreign.mkdir()
    with Workshop(target) as living:
        write(living.new, "新")
        publish(target, "更新")
        assert not dead.exists()
        assert foreign.is_dir()
        assert read(living.new) == "新"
        living.publish()
    assert read(target) == "新"


def test_a_workshop_swept_before_it_was_locked_is_opened_again(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, swept = module._hold, []

    def hold(folder: Path) -> object:
        if not swept:
            swept.append(folder)
            folder.rmdir()
        return original(folder)

    monkeypatch.setattr(module, "_hold", hold)
    publish(target)
    assert swept
    assert read(target) == "新"


def test_a_lock_on_a_swept_folder_does_not_count(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "is_dir", lambda _path: False)
    folder = target.parent / ".site.building-x"
    folder.mkdir()
    assert module._hold(folder) is None


def test_no_lock_no_build(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_hold", lambda _folder: None)
    with pytest.raises(OSError, match="不支持文件锁"):
        Workshop(target)
    assert names(target.parent) == ["site"]


# ---- 放不下 ---------------------------------------------------------------------


def test_a_file_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "site").touch()
    with pytest.raises(OSError, match="它是文件"):
        Workshop(tmp_path / "site")
    with pytest.raises(FileExistsError):
        Workshop(tmp_path / "site" / "deep")


@pytest.mark.skipif(not os.path.ismount("/"), reason="没有挂载点可试")
def test_a_mount_point_cannot_be_renamed() -> None:
    with pytest.raises(OSError, match="挂载点"):
        Workshop(Path("/"))
