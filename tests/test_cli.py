"""命令行：公开的 JSON、退出码、中文的消息。"""

import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_book import (
    BOOK,
    DOUBLE,
    REALS,
    SQUARE,
    claim,
    definition,
    implementation,
    slope,
    twice_as,
    x,
)

from derive import bench, cli, registry
from derive.kernel.book import Book
from derive.kernel.objects import (
    Category,
    Erratum,
    Prose,
    Refutation,
    Relation,
    Run,
    Severity,
    Statement,
)
from derive.kernel.rules import LINEARITY
from derive.site import coverage as coverage_module
from derive.site.coverage import PageCoverage

ROOT = Path(__file__).parents[1]
ERRATUM = Erratum(
    id="erratum",
    title="平方印成了立方",
    note=1,
    line=(3, 4),
    section="第一节",
    printed="x³",
    corrected="x²",
    category=Category.FORMULA,
    severity=Severity.HIGH,
    evidence=Refutation(
        wrong=Statement(SQUARE.lhs, Relation.EQ, x**3),
        right=Statement(SQUARE.lhs, Relation.EQ, x**2),
        domain=REALS,
    ),
)
SMALL = Book((*BOOK, ERRATUM))


@pytest.fixture(autouse=True)
def cache(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv("DERIVE_CACHE_DIR", str(folder))


@pytest.fixture
def derive(monkeypatch):
    """在小书上运行一条命令。"""

    def run(*arguments, book=SMALL):
        monkeypatch.setattr(cli, "load_book", lambda: book)
        return CliRunner().invoke(cli.main, list(arguments), catch_exceptions=False)

    return run


def parse(result):
    """标准输出是一个 JSON 数组，别无他物。"""
    entries = json.loads(result.stdout)
    assert isinstance(entries, list)
    assert all(isinstance(entry, dict) for entry in entries)
    return entries


# ---- list ---------------------------------------------------------------------


def test_list_json_is_the_public_contract(derive):
    result = derive("list", "--json")
    assert result.exit_code == 0
    entries = parse(result)
    assert [entry["id"] for entry in entries] == [obj.id for obj in SMALL]
    for entry in entries:
        assert list(entry) == ["id", "kind", "title", "verdict", "scope", "uses", "pages"]
        assert entry["kind"] in cli.KINDS
        assert entry["verdict"] in ("proved", "definition", "refuted", "unknown")
        assert entry["scope"] in ("any-shape", "listed-shapes", "scalar", None)
    by_id = {entry["id"]: entry for entry in entries}
    assert by_id["square"]["verdict"] == "definition"
    assert by_id["square"]["scope"] is None
    assert by_id["slope"]["scope"] == "scalar"
    assert by_id["consequence"]["uses"] == ["square", "slope"]
    assert "平方的导数" in result.stdout  # 不写成 \uXXXX


def test_pages_come_from_the_docs(derive, tmp_path, monkeypatch):
    repository(tmp_path)
    page = tmp_path / "docs" / "part" / "page.md"
    page.parent.mkdir(parents=True)
    page.write_text("# 题\n\n```equation\nslope\n```\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "docs")
    pages = {entry["id"]: entry["pages"] for entry in parse(derive("list", "--json"))}
    assert pages["slope"] == ["part/page/"]
    assert pages["square"] == []


def test_list_for_people(derive):
    output = derive("list").stdout
    assert len(output.splitlines()) == len(SMALL.objects)
    assert "已证·标量  slope        平方的导数" in output


# ---- show ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("square", ["定义", ":=", "其中：x ∈ ℝ"]),
        ("slope", ["推导 · 已证·标量", "代入定义：平方", "基本求导公式", "用到：square"]),
        ("nine", ["断言 · 已证·标量", "= 9"]),
        ("impl_double", ["实现 · 已证·标量", "small_book:double(x)", "float32：", "ULP", "[-1000"]),
        ("erratum", ["勘误", "资料 1 第 3、4 行（第一节）", "印作 x³", "应为 x²", "反例："]),
    ],
)
def test_show_each_kind(derive, id, expected):
    result = derive("show", id)
    assert result.exit_code == 0
    for text in (id, *expected):
        assert text in result.stdout


def test_show_says_why_something_is_not_proved(derive):
    result = derive("show", "slope", book=Book((SQUARE, slope(SQUARE, rule=LINEARITY))))
    assert "未决" in result.stdout
    assert "原因：第 2 步" in result.stdout


# ---- errata ----------------------------------------------------------------------


@pytest.fixture
def errata(monkeypatch):
    """三条勘误：反例、异常、文字。"""
    raises = Run(printed="x = y", corrected="x = 1", look="x", expected="1", raises="NameError")
    made = (
        replace(ERRATUM, evidence=replace(ERRATUM.evidence, right=SQUARE)),
        replace(ERRATUM, id="run", evidence=raises, severity=Severity.LOW),
        replace(ERRATUM, id="prose", evidence=Prose("没有平方", (SQUARE,)), note=2),
    )
    monkeypatch.setattr("derive.errata.ERRATA", made)
    return Book((*BOOK, *made[:2]))


def test_errata_as_json(derive, errata):
    result = derive("errata", "--json", book=errata)
    assert result.exit_code == 0
    witness, exception, prose = json.loads(result.stdout)
    fields = ["id", "note", "line", "section", "printed", "corrected", "category", "severity"]
    assert list(witness) == [*fields, "evidence", "verdict"]
    assert witness["line"] == [3, 4]
    assert witness["verdict"] == exception["verdict"] == "proved"
    assert witness["evidence"]["kind"] == "witness"
    assert witness["evidence"]["point"]
    assert witness["evidence"]["grounds"] == [SQUARE.id]
    assert exception["evidence"]["kind"] == "exception"
    assert exception["evidence"]["printed_gives"] == "NameError: name 'y' is not defined"
    assert exception["evidence"]["corrected_gives"] == "1"
    assert prose["evidence"] == {"kind": "prose", "reason": "没有平方", "grounds": [SQUARE.id]}
    assert prose["verdict"] is None


def test_errata_counts(derive, errata):
    result = derive("errata", book=errata)
    assert result.exit_code == 0
    assert "高  资料 1 第 3、4 行  平方印成了立方" in result.stdout
    assert "资料：1 2，2 1" in result.stdout
    assert "轻重：低 1，高 2" in result.stdout
    assert "证据：反例 1，只是文字 1，异常 1" in result.stdout
    assert result.stdout.endswith("共 3 条。\n")


def test_an_erratum_that_does_not_hold_exits_one(derive, errata):
    bad = replace(ERRATUM, id="bad", evidence=replace(ERRATUM.evidence, wrong=SQUARE.statement))
    result = derive("errata", book=Book((*errata, bad)))
    assert result.exit_code == 1
    assert "bad：印出的式子没有被证伪" in result.stderr


# ---- check --------------------------------------------------------------------


def test_check_is_zero_when_everything_holds(derive):
    result = derive("check")
    assert result.exit_code == 0
    total = len(SMALL.objects)
    assert result.stdout.startswith(
        f"共 {total} 个对象：已证 {total - 2}，定义 2，证伪 0，未决 0；"
    )


def test_check_shows_the_witness_and_exits_one(derive):
    result = derive("check", book=Book((SQUARE, slope(SQUARE, result=3 * x), claim(8))))
    assert result.exit_code == 1
    assert "证伪·标量  slope  平方的导数" in result.stdout
    assert "x = 1 时，左边 = 2.0，右边 = 3.0" in result.stdout
    assert "左边 = 9.0，右边 = 8.0" in result.stdout
    assert "证伪 2" in result.stdout


def test_an_unproved_object_exits_one(derive):
    result = derive("check", book=Book((SQUARE, slope(SQUARE, rule=LINEARITY))))
    assert result.exit_code == 1
    assert "未决 1" in result.stdout


def test_an_error_beyond_the_bound_exits_one(derive):
    triple = twice_as(3 * x)
    result = derive("check", book=Book((triple, implementation(triple))))
    assert result.exit_code == 1
    assert "超过允许的 0 ULP" in result.stdout


def test_check_json(derive):
    result = derive(
        "check", "--json", "nine", "slope", book=Book((SQUARE, claim(8), slope(SQUARE)))
    )
    assert result.exit_code == 1
    nine, proved = parse(result)
    assert (nine["id"], nine["verdict"], nine["kind"]) == ("nine", "refuted", "claim")
    assert nine["witness"] == {"point": {}, "lhs": "9.0", "rhs": "8.0"}
    assert (proved["verdict"], proved["witness"]) == ("proved", None)


def test_infinite_errors_are_still_json(derive):
    book = Book((DOUBLE, implementation(function="functions_under_test:always_nan")))
    (entry,) = parse(derive("check", "--json", "impl_double", book=book))
    assert entry["verdict"] == "refuted"
    assert entry["details"]["float32"]["worst_ulp"] is None


def test_check_names_only_the_requested(derive):
    result = derive("check", "slope")
    assert result.exit_code == 0
    assert "slope" in result.stdout
    assert "共 1 个对象" in result.stdout


# ---- 用法不对 -------------------------------------------------------------------


@pytest.mark.parametrize("command", ["show", "check"])
def test_an_unknown_id_exits_two_with_the_nearest(derive, command):
    result = derive(command, "slop")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "没有 id 为 slop 的对象。最接近的有：slope" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lst"], "没有命令 lst。"),
        (["check", "--jsn"], "没有选项 --jsn。"),
        (["show"], "缺少参数"),
        (["show", "a", "b"], "多出了参数 b"),
        (["check", "--json=1"], "选项 --json 不带值"),
        (["bench", "cooking"], "cooking 不是"),
        (["coverage", "no-such-folder"], "文件夹 no-such-folder 不存在"),
        ([], "用法："),
    ],
)
def test_usage_errors_are_chinese_and_exit_two(derive, arguments, message):
    result = derive(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Error" not in result.stderr
    assert "Usage" not in result.stderr


def test_help_is_chinese(derive):
    result = derive("--help")
    assert result.exit_code == 0
    for name in ("list", "show", "check", "sources", "coverage", "snippets", "bench"):
        assert f"\n  {name} " in result.stdout
        help = derive(name, "--help")
        assert help.exit_code == 0
        assert "显示这段帮助" in help.stdout
    assert not any(word in result.stdout for word in ("Usage", "Options", "Commands", "Show"))


# ---- coverage -----------------------------------------------------------------


@pytest.fixture
def pages(monkeypatch):
    def use(*pages):
        monkeypatch.setattr(coverage_module, "coverage", lambda folder, reports: list(pages))

    return use


def test_full_coverage_exits_zero(derive, pages, tmp_path):
    pages(PageCoverage("", 0, 0, ()), PageCoverage("part/page/", 3, 2, ()))
    result = derive("coverage", str(tmp_path))
    assert result.exit_code == 0
    assert "part/page/  独立公式 3，行内断言 2，系住 5/5" in result.stdout
    assert "公式覆盖率 100 %（5/5）" in result.stdout


def test_a_single_unbound_formula_exits_one(derive, pages, tmp_path):
    pages(PageCoverage("page/", 2999, 1, ("x = 1",)))
    result = derive("coverage", str(tmp_path))
    assert result.exit_code == 1
    assert "没有系住：x = 1" in result.stdout
    assert "99.9 %" in result.stdout  # 不四舍五入成 100 %


def test_coverage_json(derive, pages, tmp_path):
    pages(PageCoverage("page/", 1, 1, ("x = 1",)))
    result = derive("coverage", "--json", str(tmp_path))
    assert result.exit_code == 1
    assert parse(result) == [
        {"page": "page/", "displayed": 1, "inline": 1, "bound": 1, "unbound": ["x = 1"]}
    ]


def test_coverage_of_an_empty_folder(derive, tmp_path):
    result = derive("coverage", str(tmp_path))
    assert result.exit_code == 1
    assert "没有构建好的网站" in result.stderr


# ---- 仓库 ---------------------------------------------------------------------


def repository(folder):
    (folder / "mkdocs.yml").write_text("site_name: 小站\n", encoding="utf-8")
    (folder / "src" / "derive").mkdir(parents=True)


def add_snippet(folder, code, output):
    path = folder / "snippets" / "chapter" / "one.py"
    path.parent.mkdir(parents=True)
    path.write_text(code, encoding="utf-8")
    path.with_suffix(".out").write_text(output, encoding="utf-8")
    return path


def test_snippets_compares_and_updates(derive, tmp_path, monkeypatch):
    repository(tmp_path)
    path = add_snippet(tmp_path, "print(0.7311)", "0.7312\n")
    monkeypatch.chdir(path.parent)
    result = derive("snippets")
    assert result.exit_code == 1
    assert "+0.7311" in result.stderr
    assert "共 1 个片段：0 个输出不变，1 个不对。" in result.stdout
    result = derive("snippets", "--update")
    assert result.exit_code == 0
    assert "更新了 snippets/chapter/one.out" in result.stdout
    assert path.with_suffix(".out").read_text() == "0.7311\n"
    result = derive("snippets")
    assert (result.exit_code, result.stdout) == (0, "共 1 个片段：1 个输出不变。\n")


def test_an_orphaned_output_exits_one(derive, tmp_path, monkeypatch):
    repository(tmp_path)
    add_snippet(tmp_path, "", "").unlink()
    monkeypatch.chdir(tmp_path)
    result = derive("snippets")
    assert result.exit_code == 1
    assert "没有主人的输出" in result.stderr


@pytest.mark.parametrize("command", [["snippets"], ["coverage"], ["bench", "activations"]])
def test_outside_the_repository_it_says_so(derive, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "__file__", str(tmp_path / "site-packages" / "derive" / "cli.py"))
    result = derive(*command)
    assert result.exit_code == 2
    assert "不在仓库里" in result.stderr


def test_check_and_list_work_anywhere(derive, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "__file__", str(tmp_path / "site-packages" / "derive" / "cli.py"))
    assert derive("check").exit_code == 0
    assert {tuple(entry["pages"]) for entry in parse(derive("list", "--json"))} == {()}


def test_coverage_needs_a_site_that_builds(derive, tmp_path, monkeypatch):
    """有洞的网站没有覆盖率可言。"""
    repository(tmp_path)
    page = tmp_path / "docs" / "index.md"
    page.parent.mkdir()
    page.write_text("[断了的链接](nowhere.md)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = derive("coverage")
    assert result.exit_code == 1
    assert "nowhere.md" in result.stderr
    assert "网站构建不成功" in result.stderr


def test_bench_writes_the_record(derive, tmp_path, monkeypatch):
    repository(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bench, "record", lambda path: Path(path).write_text("{}"))
    result = derive("bench", "activations")
    assert result.exit_code == 0
    assert (tmp_path / "docs" / "records" / "activations.json").read_text() == "{}"


# ---- 终端、管道、信号 --------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_progress_bar_on_a_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    with cli.progress_bar() as progress:
        time.sleep(0.4)
        progress(1, 4, "slope")
        shown = sys.stderr.getvalue()
    assert "核对" in shown
    assert "1/4" in shown


def test_no_progress_bar_elsewhere(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with cli.progress_bar() as progress:
        assert progress is None


def start(*arguments, **environment):
    """真的开一个进程运行整本书。"""
    return subprocess.Popen(
        [sys.executable, "-m", "derive.cli", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        start_new_session=True,
        preexec_fn=None if os.name == "nt" else heed_interrupts,
    )


def heed_interrupts():
    """在后台启动的测试会把「不理 SIGINT」传给子进程；这里恢复原样。"""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_output_is_utf8_whatever_the_locale():
    process = start("--help", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert "核对" in output.decode("utf-8")


def test_a_closed_pipe_is_no_traceback():
    process = start("--help")
    process.stdout.close()
    errors = process.stderr.read().decode()
    process.stderr.close()
    process.wait(60)
    assert "Traceback" not in errors
    assert "Exception ignored" not in errors


@pytest.mark.skipif(os.name == "nt", reason="Windows 没有进程组信号")
@pytest.mark.parametrize("send", [os.kill, os.killpg], ids=["process", "group"])
def test_an_interrupt_ends_quietly(send, tmp_path):
    """Ctrl-C 送到整个进程组：主进程说一声就退出，工作进程不打印回溯。"""
    process = start("check", DERIVE_CACHE_DIR=str(tmp_path))
    while not list(tmp_path.glob("verdicts/*.json")):  # 等到真的开始判定
        assert process.poll() is None
        time.sleep(0.05)
    send(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "已中断" in errors.decode()
    assert "Traceback" not in errors.decode()


# ---- 整本书 --------------------------------------------------------------------


@pytest.mark.slow
def test_the_whole_book_holds_and_the_second_run_agrees(monkeypatch):
    monkeypatch.delenv("DERIVE_CACHE_DIR")
    for _ in range(2):  # 第二次全由缓存作答
        process = start("check")
        output, errors = process.communicate(timeout=600)
        assert process.returncode == 0, output.decode() + errors.decode()
        assert f"共 {len(registry.BOOK.objects)} 个对象" in output.decode()


def test_every_definition_counts_as_good(derive):
    result = derive("check", "square", book=Book((definition(),)))
    assert result.exit_code == 0
