"""验证台账的页面与 verification.json。"""

import json
import re
from pathlib import Path

import pytest
from small_site import GOOD, WRONG, MkDocs, Render

from derive.ledger import compare, read
from derive.registry import BOOK
from derive.site import ledger
from derive.site.fences import FORMATTERS

PAGE = "# 台账\n\n```ledger\n{}\n```\n"
SHOWN = "# 甲\n\n```derivation\nsigmoid_prime\n```\n\n$@sigmoid_complement$\n"


def part(render: Render, name: str) -> str:
    built = render(PAGE.format(name))
    assert not built.problems
    return built.html


def test_totals_are_counted(render: Render) -> None:
    """小书里有一条错的断言：它也要数进去，不藏起来。"""
    text = part(render, "totals")
    assert "<td>断言</td>" in text
    assert '<th scope="col">证伪</th>' in text


def test_numbers_are_counted(render: Render) -> None:
    """首页的几个数：一条错的断言不算已证。"""
    found = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", part(render, "numbers")))
    kinds = [type(obj).__name__ for obj in WRONG]
    assert found["条定义，是它们的起点"] == str(kinds.count("Definition"))
    proved = len(kinds) - sum(map(kinds.count, ("Definition", "Implementation", "Line", "Erratum")))
    assert found["个等式，条条已证"] == str(proved - 1)
    assert found["处勘误，各有凭据"] == "1"
    assert ledger.EQUATIONS in part(render, "numbers")


def test_scopes(render: Render) -> None:
    assert "<td>标量</td>" in part(render, "scopes")


def test_versions(render: Render) -> None:
    assert "<td>sympy</td>" in part(render, "versions")


def test_without_tests_it_says_so(render: Render) -> None:
    assert "数不出测试" in part(render, "evidence")


def test_what_no_page_uses_is_named(render: Render) -> None:
    built = render(PAGE.format("idle"))
    assert "sigmoid_growth" in built.html
    assert ledger.EQUATIONS in built.html


def test_used_by_what_is_shown_is_used(render: Render) -> None:
    """没有显示，可是显示着的推导用到它，就不算闲置。"""
    build = render(SHOWN).build
    found = ledger.idle(build)
    assert "sigmoid" not in found
    assert "forward_z1" in found


def test_changes(render: Render, tmp_path: Path) -> None:
    assert "还没有陈述的记录" in part(render, "changes")
    build = render(PAGE.format("changes")).build
    build.records.mkdir(parents=True)
    now = ledger.book_ledger(build)
    before = json.loads(json.dumps(now))
    before["objects"][0]["hash"] = "改过"
    (build.records / ledger.RECORD).write_text(json.dumps(before), "utf-8")
    text = FORMATTERS["ledger"](build, "changes", None)  # type: ignore[arg-type]
    assert "陈述变了（1）" in text
    assert "仍然成立" in text
    (build.records / ledger.RECORD).write_text(json.dumps(now), "utf-8")
    assert "没有一个对象" in FORMATTERS["ledger"](build, "changes", None)  # type: ignore[arg-type]


def test_a_broken_record_says_so(render: Render) -> None:
    build = render("甲").build
    build.records.mkdir(parents=True)
    (build.records / ledger.RECORD).write_text("不是 JSON", "utf-8")
    with pytest.raises(Exception, match="不是台账"):
        FORMATTERS["ledger"](build, "changes", None)  # type: ignore[arg-type]


def test_an_unknown_part_says_what_there_is(render: Render) -> None:
    assert "有的是：totals" in render(PAGE.format("全部")).problems[0]


def test_the_file_is_written_and_has_no_clock(mkdocs: MkDocs) -> None:
    files = {"a.md": SHOWN, "ledger.md": PAGE.format("idle")}
    site = mkdocs(files).site
    first = (site / ledger.FILE).read_bytes()
    found = read(site / ledger.FILE)
    assert [each["id"] for each in found["objects"]] == [obj.id for obj in GOOD]
    assert found["site"]["unverified"] == []
    assert found["site"]["equations"] > 0
    assert "forward_z1" in found["site"]["idle"]
    page = (site / "ledger" / "index.html").read_text("utf-8")
    assert ledger.EQUATIONS not in page
    assert "没有核对过的 0 处" in page
    assert (mkdocs(files).site / ledger.FILE).read_bytes() == first


def test_a_changed_definition_shows_in_the_file(mkdocs: MkDocs) -> None:
    """改了 σ 的陈述而结论都还成立时，下游一个一个列出来。"""
    site = mkdocs({"a.md": SHOWN}).site
    before = read(site / ledger.FILE)
    changed = json.loads(json.dumps(before))
    next(each for each in changed["objects"] if each["id"] == "sigmoid")["hash"] = "改过"
    found = compare(changed, before)
    assert found.changed == ("sigmoid",)
    assert "sigmoid_prime" in found.still
    assert "forward_z1" not in found.still


def test_the_real_site_has_no_gaps(site: Path) -> None:
    found = read(site / ledger.FILE)
    assert [each["id"] for each in found["objects"]] == [obj.id for obj in BOOK]
    assert found["site"]["idle"] == []
    assert found["site"]["unverified"] == []
    assert all(each["tests"] for each in found["objects"])
