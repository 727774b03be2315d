"""一次构建没有问题，网站才换新；否则上一次的原样还在，旁边也不留下什么。"""

import errno
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from small_site import MkDocs, write_docs

from derive.site import output, workshop

FIRST = {"a.md": "# 第一版\n"}
SECOND = {"a.md": "# 第二版\n"}


def title(site: Path) -> str:
    page = (site / "a/index.html").read_text("utf-8")
    return "第一版" if "第一版" in page else "第二版"


def beside(site: Path) -> list[str]:
    return sorted(path.name for path in site.parent.iterdir())


def test_a_good_build_replaces_the_site(mkdocs: MkDocs) -> None:
    site = mkdocs(FIRST | {"gone.md": "# 删去的\n"}).site
    assert (site / "gone").is_dir()
    (site.parent / "docs/gone.md").unlink()
    built = mkdocs(SECOND)
    assert built.exit_code == 0, built.output
    assert title(built.site) == "第二版"
    assert not (built.site / "gone").exists()
    assert beside(built.site) == ["docs", "mkdocs.yml", "site"]
    assert f"网站写好了：{built.site}" in built.output


@pytest.mark.parametrize(
    "bad", ["$@nothing$\n", "见 [没有](none.md)。\n"], ids=["problem", "warning"]
)
def test_a_warning_under_strict_keeps_the_old_site(mkdocs: MkDocs, bad: str) -> None:
    mkdocs(FIRST)
    built = mkdocs(SECOND | {"b.md": bad})
    assert built.exit_code == 1
    assert title(built.site) == "第一版"
    assert beside(built.site) == ["docs", "mkdocs.yml", "site"]


def test_a_warning_without_strict_is_only_a_warning(tmp_path: Path, mkdocs: MkDocs) -> None:
    mkdocs(FIRST)
    write_docs(tmp_path, SECOND | {"b.md": "见 [没有](none.md)。\n"})
    build(load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "site")))
    assert title(tmp_path / "site") == "第二版"


@pytest.mark.parametrize(
    ("error", "words", "exit_code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘空间不足", 1),
        (ZeroDivisionError("程序自己的错"), "", 1),
        (KeyboardInterrupt(), "", 130),
    ],
    ids=["disk", "bug", "ctrl-c"],
)
def test_a_failure_at_the_very_end_keeps_the_old_site(
    mkdocs: MkDocs,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    words: str,
    exit_code: int,
) -> None:
    mkdocs(FIRST)

    def fail(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr(output, "check_output", fail)
    built = mkdocs(SECOND)
    assert built.exit_code == exit_code
    assert words in built.output
    assert title(built.site) == "第一版"
    assert beside(built.site) == ["docs", "mkdocs.yml", "site"]


def test_it_cannot_be_put_in_place(mkdocs: MkDocs, monkeypatch: pytest.MonkeyPatch) -> None:
    mkdocs(FIRST)

    def refuse(*_arguments: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(workshop, "_rename", refuse)
    built = mkdocs(SECOND)
    assert built.exit_code == 1
    assert "（没有权限），上一次的没有动。" in built.output
    assert title(built.site) == "第一版"


def test_a_file_in_the_way(mkdocs: MkDocs) -> None:
    site = mkdocs(FIRST).site
    site.rename(site.with_name("aside"))
    site.touch()
    built = mkdocs(SECOND)
    assert built.exit_code == 1
    assert f"网站写不进 {site}（它是文件，不是文件夹）" in built.output


def test_after_the_build_the_site_is_where_it_was_asked_for(tmp_path: Path, mkdocs: MkDocs) -> None:
    """gh-deploy 之类在构建之后才用 config.site_dir。"""
    mkdocs({})
    write_docs(tmp_path, FIRST)
    config = load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "out"))
    build(config)
    assert config.site_dir == str(tmp_path / "out")
    assert title(tmp_path / "out") == "第一版"
