"""基准在真的 Chromium 里量得对不对：用很小的网站来试；快慢不在这里断言。"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_pages import FORMULA, write

from derive import bench
from derive.bench import building, pages
from derive.bench.building import Edit, Project
from derive.bench.hosting import hosted
from derive.bench.pages import Chapter, Contestant

pytestmark = pytest.mark.browser


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """两章，一章的公式多，一章的字节多。"""
    write(tmp_path, "a/heavy", f"<h1>重</h1>{FORMULA * 3}")
    write(tmp_path, "a/long", FORMULA + "".join(f"<p>{number}</p>" for number in range(2000)))
    return tmp_path


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(pages, "STILL", 0.4)


def test_a_quiet_page(browser, small, quick):
    page, other = pages.heaviest(small)
    (row,) = pages.measure(browser, [Contestant("本站", small, page, other)], rounds=1)
    with hosted(small) as host:
        sizes = [len(host.packed(small / c.page / "index.html")) for c in (page, other)]
    assert sizes[0] < 1000 * row["first_kb"] < sizes[0] + 500
    assert sizes[1] < 1000 * row["second_kb"] < sizes[1] + 500
    assert row["formulas"] == row["unscripted"] == 3
    assert 0.1 < row["math"] < 60  # 往返就要 0.15 秒
    assert row["hosts"] == row["errors"] == row["raw"] == 0
    assert row["shift"] == 0


LATE = """<h1>晚</h1><p id="p">\\(z\\)</p><script>
const frame = requestAnimationFrame;
const painted = (then) => frame(() => frame(() => setTimeout(then, 200)));
setTimeout(() => {{
  p.innerHTML = {markup};
  painted(() => (p.style.paddingTop = "40px"));
}}, 700);
console.error("故意的错误");
fetch("http://example.invalid/x").catch(() => {{}});
</script>"""


def test_a_late_formula_is_seen(browser, small, quick):
    """测试的测试：公式后来才排、又被推开，请求别的主机，有错误，关掉脚本就没有公式，都量得出来。"""
    write(small, "a/heavy", LATE.format(markup=json.dumps(FORMULA)))
    late, other = Chapter("a/heavy/", 1, 0), Chapter("a/long/", 1, 0)
    (row,) = pages.measure(browser, [Contestant("晚", small, late, other)], rounds=1)
    assert row["math"] > 0.9
    assert row["shift"] > 0
    assert row["hosts"] == 1
    assert row["errors"] >= 2  # 写出的一条，和没有取到的
    assert (row["formulas"], row["unscripted"]) == (1, 0)
    unmet = {found["what"] for found in pages.judge(row) if found["met"] != bench.met(True)}
    assert {"请求别的主机", "控制台的错误", "关掉脚本，仍然完整的公式"} <= unmet


def test_what_nobody_sees_does_not_count(browser, small, quick):
    """只给读屏软件用的元素后来才添，公式看上去没有变。"""
    add = "document.querySelector('.katex').append(document.createElement('{name}'))"
    script = "<script>setTimeout(() => {{ {add} }}, 2500);</script>"
    page = Chapter("a/x/", 1, 0)
    found = {}
    for name in ("mjx-speech", "b"):
        write(small, "a/x", FORMULA + script.format(add=add.format(name=name)))
        with hosted(small) as host, pages.visitor(browser, host) as visitor:
            visitor._page.goto(host.address + page.page)
            visitor._page.wait_for_timeout(2000)
            before = visitor._page.evaluate("derivePageBench().math")
            visitor._page.wait_for_timeout(1500)
            found[name] = visitor._page.evaluate("derivePageBench().math") - before
    assert found["mjx-speech"] == 0
    assert found["b"] > 0


# ---- 预览时的改动 -----------------------------------------------------------------


def test_an_edit_is_seen(browser, tmp_path):
    """真的 mkdocs serve，真的改动。"""
    project = Project(tmp_path / "book", tmp_path / "cache")
    (project.root / "docs").mkdir(parents=True)
    (project.root / "mkdocs.yml").write_text("site_name: 小书\ntheme: mkdocs\n", "utf-8")
    (project.root / "docs/index.md").write_text("# 首页\n\n旧的。\n", "utf-8")
    edit = Edit("docs/index.md", {"旧的。": "新的。"})
    page = browser.new_page()
    with building.served(project) as address:
        page.goto(address)
        seconds = building.seen_after(page, lambda: edit.make(project.root), "新的。")
    page.close()
    assert 0 < seconds < building.PATIENCE


def test_only_what_shows_is_seen(browser, monkeypatch):
    """没有显示出来，就等不到；显示在看不见的之后，也等得到。"""
    monkeypatch.setattr(building, "PATIENCE", 1)
    page = browser.new_page()
    page.set_content("<title>新的。</title><p hidden>新的。</p>")
    with pytest.raises(bench.Failure, match="没有出现在浏览器里"):
        building.seen_after(page, lambda: None, "新的。")
    page.set_content("<p hidden>新的。</p><p>新的。</p>")
    assert building.seen_after(page, lambda: None, "新的。") > 0
    page.close()
