"""对照表：资料的每个标题都有讲它的地方。"""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from small_site import MkDocs, write_docs

from derive import cli
from derive.registry import BOOK
from derive.site.errors import SiteError
from derive.site.sources import Page, read_sources
from derive.site.table_of_sources import Row, read_rows

ROOT = Path(__file__).parents[2]
HEADINGS = {"0": 39, "1": 7, "2": 6, "3": 108, "4": 37}
"""五份资料各有几个标题。"""
INTERVIEWS = {"N0-004", "N0-014", "N0-029"}
"""只有一个视频链接的标题。"""
PAGE = """\
---
number: "1.1"
---
# 整页

```equation
sigmoid
```

## 甲

由[@sigmoid] 得 $@sigmoid_complement$。

```text
# 这不是标题
```

### 甲的一半

```derivation
sigmoid_prime
```

## 乙 `W` 与[链接](b.md) {#second}

## 乙
"""
TABLE = "id,line,heading,target,extra\n"


def row(target: str, extra: tuple[str, ...] = ()) -> Row:
    return Row("N1-001", 3, "标题", target, extra)


def rows_of(tmp_path: Path, text: str) -> list[Row]:
    write_docs(tmp_path, {"sources.csv": text})
    return [row for rows in read_rows(tmp_path / "docs").values() for row in rows]


# ---- 节 -----------------------------------------------------------------------


def test_sections() -> None:
    sections = Page("a.md", PAGE).sections
    assert {anchor: section.title for anchor, section in sections.items()} == {
        "整页": "整页",
        "甲": "甲",
        "甲的一半": "甲的一半",
        "second": "乙 W 与链接",
        "乙": "乙",
    }
    assert sections["整页"].objects() == ("sigmoid", "sigmoid_complement", "sigmoid_prime")
    assert sections["甲"].objects() == ("sigmoid", "sigmoid_complement", "sigmoid_prime")
    assert sections["甲的一半"].objects() == ("sigmoid_prime",)
    assert sections["乙"].objects() == ()


def test_repeated_headings_are_numbered() -> None:
    assert list(Page("a.md", "# 甲\n\n## 乙\n\n## 乙\n").sections) == ["甲", "乙", "乙_1"]


# ---- 一行 ---------------------------------------------------------------------


def test_section_of_a_row(tmp_path: Path) -> None:
    write_docs(tmp_path, {"a.md": PAGE})
    sources = read_sources(tmp_path / "docs")
    assert row("a.md").section(sources).anchor == "整页"
    assert row("a.md#甲").section(sources).anchor == "甲"
    assert row("a.md#甲的一半", ("sigmoid", "sigmoid_prime")).objects(sources) == (
        "sigmoid_prime",
        "sigmoid",
    )


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("none.md", "没有这一页"),
        ("a.md#没有", "没有这个标题。有的是：整页、甲、甲的一半、second、乙。"),
        ("glossary.md#x", "只罗列，不讲解"),
        ("sources.md", "只罗列，不讲解"),
    ],
)
def test_bad_target_is_named(tmp_path: Path, target: str, said: str) -> None:
    write_docs(tmp_path, {"a.md": PAGE, "glossary.md": "# 甲\n"})
    with pytest.raises(SiteError, match="N1-001（标题）") as caught:
        row(target).section(read_sources(tmp_path / "docs"))
    assert said in str(caught.value)


def test_no_file_is_an_empty_table(tmp_path: Path) -> None:
    assert read_rows(tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,line\nN1-001,3\n", "的列应是 id、line、heading、target、extra"),
        (TABLE + "N1-001,三,标题,a.md,\n", "第 2 行不对"),
        (TABLE + "N1-001,3\n", "第 2 行不对"),
        (TABLE + "N1-001,3,标题,a.md,\nN1-001,4,标题,a.md,\n", "N1-001 出现了不止一次"),
    ],
)
def test_bad_table_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SiteError, match=r"docs/sources\.csv") as caught:
        rows_of(tmp_path, text)
    assert said in str(caught.value)


def test_fence(mkdocs: MkDocs) -> None:
    table = TABLE + "N1-001,3,甲说,a.md#甲,\nN1-002,5,全部,a.md,\n"
    files = {"a.md": PAGE, "b.md": "# 乙\n", "c.md": "# 表\n\n```sources\n1\n```\n"}
    built = mkdocs({"sources.csv": table, **files})
    assert built.exit_code == 0, built.output
    page = BeautifulSoup((built.site / "c/index.html").read_text("utf-8"), "html.parser")
    cells = [[cell.get_text() for cell in row.select("td")] for row in page.select("tbody tr")]
    assert cells == [["N1-001", "3", "甲说", "整页 · 甲"], ["N1-002", "5", "全部", "整页"]]
    links = [link["href"] for link in page.select("tbody a")]
    assert links == ["../a/#甲", "../a/#整页"]


def test_fence_names_the_row_that_leads_nowhere(mkdocs: MkDocs) -> None:
    table = TABLE + "N1-001,3,甲说,none.md,\n"
    built = mkdocs({"sources.csv": table, "c.md": "```sources\n1\n```\n\n```sources\n7\n```\n"})
    assert built.exit_code == 1
    assert "docs/c.md:2:1: docs/sources.csv 的 N1-001（甲说）指向 none.md" in built.output
    assert "docs/c.md:6:1: 对照表里没有 7。有的是：1。" in built.output


# ---- 命令 ---------------------------------------------------------------------


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """在一棵小文档树里运行 derive sources。"""

    def run(table: str, *arguments: str) -> Result:
        write_docs(tmp_path, {"sources.csv": TABLE + table, "a.md": PAGE})
        monkeypatch.setattr(cli, "repository", lambda: tmp_path)
        return CliRunner().invoke(cli.main, ["sources", *arguments])

    return run


def test_command_prints_json(command: Callable[..., Result]) -> None:
    result = command("N1-001,3,甲说,a.md#甲的一半,sigmoid\nN2-001,3,乙说,a.md#second,\n", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == [
        {
            "id": "N1-001",
            "page": "a/",
            "anchor": "甲的一半",
            "objects": ["sigmoid_prime", "sigmoid"],
        },
        {"id": "N2-001", "page": "a/", "anchor": "second", "objects": []},
    ]


def test_command_in_words(command: Callable[..., Result]) -> None:
    result = command("N1-001,3,甲说,a.md#甲,\n")
    assert (result.exit_code, result.stdout) == (0, "N1-001  甲说  →  a/#甲\n")


def test_command_fails_on_a_row_that_leads_nowhere(command: Callable[..., Result]) -> None:
    result = command("N1-001,3,甲说,a.md#甲,\nN1-002,4,乙说,a.md#没有,\n", "--json")
    assert result.exit_code == 1
    assert [entry["id"] for entry in json.loads(result.stdout)] == ["N1-001"]
    assert "N1-002（乙说）指向 a.md#没有" in result.stderr


def test_command_fails_on_a_bad_table(command: Callable[..., Result]) -> None:
    result = command("N1-001,三,甲说,a.md,\n")
    assert result.exit_code == 1
    assert "第 2 行不对" in result.stderr


# ---- 本书的对照表 ---------------------------------------------------------------


def test_all_headings_of_the_five_notes_are_there() -> None:
    rows = read_rows(ROOT / "docs")
    assert {note: len(entries) for note, entries in rows.items()} == HEADINGS
    for note, entries in rows.items():
        assert [e.id for e in entries] == [f"N{note}-{n:03d}" for n in range(1, len(entries) + 1)]
        lines = [entry.line for entry in entries]
        assert lines == sorted(set(lines))
    assert all(entry.heading for entries in rows.values() for entry in entries)


def test_every_row_leads_to_an_anchor_of_the_built_site(site: Path) -> None:
    sources = read_sources(ROOT / "docs")
    ids = {
        page.url: Counter(
            str(tag["id"])
            for tag in BeautifulSoup(
                (site / page.url / "index.html").read_text("utf-8"), "html.parser"
            ).select("article [id]")
        )
        for page in sources.pages
    }
    for rows in read_rows(ROOT / "docs").values():
        for row in rows:
            section = row.section(sources)
            assert ids[section.page.url][section.anchor] == 1, row
            assert {id for id in row.objects(sources) if id not in BOOK} == set(), row


def test_only_interviews_and_homework_go_to_further_reading() -> None:
    rows = [row for rows in read_rows(ROOT / "docs").values() for row in rows]
    away = {row.id for row in rows if row.target.startswith("further-reading.md")}
    assert away == {*INTERVIEWS, "N0-039"}
