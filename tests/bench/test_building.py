"""构建的基准：量的是不是它说的那样东西，用很小的 MkDocs 网站来试；快慢不在这里断言。"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from derive import bench
from derive.bench import building
from derive.bench.building import GOALS, Edit, Project

ROOT = Path(__file__).parents[2]
CONFIG = """\
site_name: 小书
nav:
  - index.md
  - 章:
      - a/one.md
theme: mkdocs
validation: {omitted_files: warn}
"""
PAGE = """
# 第一章

## 节

- 列表里的不算

这是一段普通的文字，长到足以当作一段，里面还有 {x} 这样的括号。
"""


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "book"
    (root / "docs/a").mkdir(parents=True)
    (root / "docs/labs").mkdir()
    (root / "mkdocs.yml").write_text(CONFIG, "utf-8")
    (root / "docs/index.md").write_text("# 首页\n", "utf-8")
    (root / "docs/a/one.md").write_text(PAGE, "utf-8")
    (tmp_path / "cache").mkdir()
    return Project(root, tmp_path / "cache")


# ---- 一次构建 -------------------------------------------------------------------


def test_a_build_is_timed(project, tmp_path):
    assert project.build(tmp_path / "site", "--strict") > 0
    assert (tmp_path / "site/a/one/index.html").is_file()


def test_a_failed_build_is_no_measurement(project, tmp_path):
    (project.root / "mkdocs.yml").write_text(CONFIG + "plugins: [没有这个]\n", "utf-8")
    with pytest.raises(bench.Failure, match=r"构建不成功.*没有这个"):
        project.build(tmp_path / "site")


def test_the_copy_is_what_is_built(project):
    environment = project.environment
    assert environment["PYTHONPATH"] == str(project.root / "src")
    assert environment["DERIVE_CACHE_DIR"] == str(project.cache)


@pytest.mark.skipif(not shutil.which("taskset"), reason="这里没有 taskset")
def test_two_cores(project, monkeypatch):
    def cores(*available: int) -> list[str]:
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(available))
        return project.command("build")

    assert cores(3, 5, 6, 7)[:3] == ["taskset", "-c", "3,5"]
    assert "taskset" not in cores(0, 1)


def test_differences(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        (folder / "a").mkdir(parents=True)
        (folder / "a/same").write_text("同", "utf-8")
        (folder / "a/changed").write_text(folder.name, "utf-8")
    (one / "gone").write_text("", "utf-8")
    (other / "new").write_text("", "utf-8")
    assert building.differences(one, other) == ["a/changed", "gone", "new"]
    assert building.differences(one, one) == []


# ---- 改动 ----------------------------------------------------------------------


def test_a_plain_paragraph_is_edited(project):
    building.paragraph(project.root, "a/one/", "记号。").make(project.root)
    text = (project.root / "docs/a/one.md").read_text("utf-8")
    assert "\n\n记号。这是一段普通的文字" in text
    assert "{x}" in text
    building.paragraph(project.root, "a/one/", "又一次。").make(project.root)
    assert "\n\n又一次。记号。" in (project.root / "docs/a/one.md").read_text("utf-8")


def test_a_page_without_paragraphs(project):
    (project.root / "docs/a/one.md").write_text("\n# 题\n\n- 列表\n", "utf-8")
    with pytest.raises(bench.Failure, match=r"docs/a/one\.md 里没有一段普通的文字"):
        building.paragraph(project.root, "a/one/", "")


def test_an_edit_that_no_longer_fits(project):
    with pytest.raises(bench.Failure, match="恰有一处“没有”，实际有 0 处"):
        Edit("docs/a/one.md", {"没有": "有"}).make(project.root)


def test_the_edited_derivation_is_there(tmp_path):
    """源码里的那条推导改过，这里先知道。"""
    theory = tmp_path / building.THEORY
    theory.parent.mkdir(parents=True)
    shutil.copy(ROOT / building.THEORY, theory)
    assert len(building.TERMS) == building.ROUNDS + 1
    for number in range(1, building.ROUNDS + 1):
        building.derivation(number, f"记号{number}").make(tmp_path)
    text = theory.read_text("utf-8")
    compile(text, theory.name, "exec")
    assert building.TERMS[-1] in text
    assert f"{building.TITLE}记号{building.ROUNDS}" in text
    chapter = ROOT / "docs" / f"{building.PAGE.rstrip('/')}.md"
    assert "sigmoid_complement\n" in chapter.read_text("utf-8")
    assert 'id="sigmoid_complement"' in text


def test_a_server_that_does_not_start(project):
    (project.root / "mkdocs.yml").write_text(CONFIG + "plugins: [没有这个]\n", "utf-8")
    with (
        pytest.raises(bench.Failure, match=r"没有开起来.*没有这个"),
        building.served(project),
    ):
        pass


# ---- 十倍的页 -------------------------------------------------------------------


def test_ten_times_the_pages(project, tmp_path):
    (project.root / "docs/labs/lab.md").write_text("# 实验\n", "utf-8")
    ratio, sizes = building.growth(project, tmp_path)
    assert ratio > 0
    assert sizes == f"3 页与 {3 * building.TIMES} 页"
    config = (project.root / "mkdocs.yml").read_text("utf-8")
    assert "nav:" not in config
    assert "a/one.md" not in config
    assert "theme: mkdocs\n" in config
    assert not (project.root / "docs/copy1/labs").exists()
    assert "copy2/a/one/" in (tmp_path / "more/index.html").read_text("utf-8")  # 目录里也有


# ---- 目标 ----------------------------------------------------------------------


def test_every_goal_can_be_missed():
    good = {key: [0.0] for key in GOALS}
    assert bench.report(building.rows_of(good, {}), lambda _: None)
    for key, (what, limit, _) in GOALS.items():
        rows = building.rows_of(good | {key: [0.0, limit + 1, limit + 2]}, {key: "注"})
        assert [row["what"] for row in rows if row["met"] != bench.met(True)] == [f"{what}（注）"]
