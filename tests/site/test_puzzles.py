"""找错步的页：由记录写出；推导变了而没有重出，构建就失败。"""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from small_site import Render

from derive import puzzles
from derive.registry import BOOK
from derive.site.build import Build
from derive.site.errors import SiteError
from derive.site.fences import FORMATTERS

RECORDS = Path(__file__).parents[2] / "docs/records"
ENTRY = min(
    json.loads((RECORDS / "puzzles.json").read_text("utf-8"))["puzzles"],
    key=lambda entry: len(entry["lines"]),
)


@pytest.fixture
def page(render: Render, tmp_path: Path) -> Build:
    """只有一题的一页。"""
    build = render("# 甲\n").build
    build.book = BOOK
    build.records = tmp_path / "kept"
    build.records.mkdir()
    keep(build, ENTRY)
    return build


def keep(build: Build, entry: dict[str, object]) -> None:
    text = json.dumps({"puzzles": [entry]})
    (build.records / "puzzles.json").write_text(text, "utf-8")


def shown(build: Build, line: str) -> BeautifulSoup:
    return BeautifulSoup(FORMATTERS["puzzles"](build, line, None), "html.parser")  # type: ignore[arg-type]


def test_each_step_is_shown_and_the_answer_is_folded(page: Build) -> None:
    found = shown(page, "all")
    puzzle = puzzles.build(puzzles.source(ENTRY), BOOK)
    assert puzzle
    assert len(found.select(".puzzle__step")) == len(puzzle.lines) - 1
    section = found.select_one("section.puzzle")
    assert section
    assert section["data-wrong"] == str(puzzle.wrong)
    answer = found.select_one("details.puzzle__answer")
    assert answer
    assert puzzle.misconception.name in answer.text
    assert ENTRY["witness"] in answer.text


def test_counts_are_counted(page: Build) -> None:
    assert shown(page, "counts").text.startswith("一共 1 题")


@pytest.mark.parametrize(
    "change", [{"lines": ["别的"]}, {"derivation": "no_such"}, {"misconception": "没有这种"}]
)
def test_record_of_another_derivation_is_refused(page: Build, change: dict[str, object]) -> None:
    keep(page, {**ENTRY, **change})
    with pytest.raises(SiteError, match="derive puzzles --update"):
        shown(page, "all")


def test_no_record_says_how_to_make_it(page: Build) -> None:
    (page.records / "puzzles.json").unlink()
    with pytest.raises(SiteError, match="derive puzzles --update"):
        shown(page, "all")


def test_fence_takes_no_other_word(page: Build) -> None:
    with pytest.raises(SiteError, match="只能写 all 或 counts"):
        shown(page, "other")
