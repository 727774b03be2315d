"""变异测试：改坏了看它死不死，改得无关紧要看它活不活；记录里的幸存者各有理由。

试验要 fork 子进程、另开一个 pytest，所以在单独的进程里做。
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from derive import bench, cli
from derive.bench.mutants import mutants
from derive.bench.mutation import (
    REASONS,
    BaselineFailed,
    Evidence,
    Journal,
    Outcome,
    Project,
    Survey,
    read_reasons,
    rounds,
    tables,
)

ROOT = Path(__file__).parents[2]
RECORD = ROOT / "docs" / "records" / "mutation.json"

CORE = """\
LIMIT = 3


def clip(x):
    if x > LIMIT:
        return LIMIT
    return x


def countdown(n):
    while n > 0:
        n = n - 1
    return n


def unused():
    return True


def after(n):
    return n + 1
"""
TEST = """\
import pytest

from tiny.core import after, clip, countdown


def test_clip():
    assert clip(2) == 2
    assert clip(9) == 3


@pytest.mark.parametrize("n", [0, 2])
def test_countdown(n):
    assert countdown(n) == 0


@pytest.mark.parametrize("n", [1], ids=lambda n: f"after is {after(n)}")
def test_after(n):
    assert after(n) == 2
"""
SURVEY = """
import json, sys
from pathlib import Path
from derive.bench import trials
from derive.bench.mutation import Project, survey

trials.PATIENCE = 4
root = Path(sys.argv[1])
tests = tuple(sorted((root / "tests").glob("test_*.py")))
project = Project(root, (root / "src/tiny/core.py",), tests)
seen = []
found = survey(project, root, jobs=2, progress=lambda *numbers: seen.append(numbers))
print(json.dumps([seen, found.seconds, [[m.after, outcome] for m, outcome in found.outcomes]]))
"""


@pytest.fixture
def tiny(tmp_path):
    for folder in ("src/tiny", "tests"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "src/tiny/__init__.py").touch()
    (tmp_path / "src/tiny/core.py").write_text(CORE)
    (tmp_path / "tests/test_core.py").write_text(TEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = src\n")
    return tmp_path


def run(script, *arguments):
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    environment.pop("PYTEST_ADDOPTS", None)
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        check=False,
    )


def survey(root):
    done = run(SURVEY, root)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_what_dies_and_what_survives(tiny):
    seen, seconds, outcomes = survey(tiny)
    fate = dict(outcomes)
    assert fate["LIMIT = 4"] == fate["LIMIT = 2"] == "killed"  # 导入时运行的一行
    assert fate["if x <= LIMIT:"] == fate["if not x > LIMIT:"] == "killed"
    assert fate["if x >= LIMIT:"] == "survived"  # 等于界限时，两条路是同一个值
    assert fate["n = n + 1"] == "timeout"
    assert fate["return n - 1"] == "killed"  # 测试的名字由改错的函数算出，也认得
    assert fate["return False"] == "survived"  # 没有测试运行过
    assert [done for done, _, _ in seen] == list(range(1, len(outcomes) + 1))
    assert {total for _, total, _ in seen} == {len(outcomes)}
    assert seen[-1][2] == [outcome for _, outcome in outcomes].count("survived")
    assert seconds > 2  # 停不下来的那一个就用了这么多

    # 中断后继续：已有的结果不再试
    journal = tiny / "outcomes.jsonl"
    lines = journal.read_text("utf-8").splitlines()
    journal.write_text("\n".join(lines[:-3]) + "\n" + lines[-3][:10], "utf-8")
    again, _, same = survey(tiny)
    assert len(again) == 2  # 最后三行里，有一行是用时
    assert sorted(same) == sorted(outcomes)


@pytest.mark.slow
def test_only_what_new_tests_could_change_is_tried_again(tiny):
    _, _, before = survey(tiny)
    (tiny / "tests/test_new.py").write_text(
        "from tiny.core import unused\n\n\ndef test_unused():\n    assert unused()\n"
    )
    seen, _, after = survey(tiny)
    survivors = [change for change, outcome in before if outcome == "survived"]
    assert len(seen) == len(survivors)
    assert dict(after)["return False"] == "killed"
    assert dict(after)["if x >= LIMIT:"] == "survived"


def test_failing_tests_are_refused(tiny):
    (tiny / "tests/test_core.py").write_text(TEST.replace("== 3", "== 4"))
    done = run(SURVEY, tiny)
    assert done.returncode != 0
    assert "没有改错时 tests/test_core.py 就不通过" in done.stderr


THEORY = """
import json, os, sys
from pathlib import Path
from derive.bench.mutants import mutants
from derive.bench.mutation import Evidence, Project, try_all
from derive.bench.trials import fingerprints, serve

root, path = Path(sys.argv[1]), Path(sys.argv[1]) / "src/derive/theory/activations.py"
tests = {f"tests/theory/test_activations.py::test_holds[{id}]": 0.1 for id in sys.argv[2].split()}
evidence = Evidence(tests, {}, fingerprints())
chosen = [m for m in mutants(path) if m.after == sys.argv[3]][:1]
fate = []
work = lambda server: try_all(
    server, Project.at(root), evidence, chosen, 1, lambda m, o, _: fate.append(o)
)
serve(root, work)
print(json.dumps(fate))
"""


@pytest.mark.slow
def test_a_wrong_sigmoid_dies():
    """改错一个定义，由它推出的对象跟着变，核对它们的测试失败；与它无关的对象不必再测。"""
    wrong = "SIGMOID = Definition"
    source = (ROOT / "src/derive/theory/activations.py").read_text("utf-8")
    assert wrong in source
    path = ROOT / "src/derive/theory/activations.py"
    row = source[: source.index(wrong)].count("\n") + 1
    mutant = next(m for m in mutants(path) if row <= m.line <= row + 8 and " - " in m.after)
    for objects, expected in [("sigmoid_prime relu_prime", "killed"), ("relu_prime", "survived")]:
        done = run(THEORY, ROOT, objects, mutant.after)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout.splitlines()[-1]) == [expected]


# ---- 选测试，记结果 -----------------------------------------------------------------


def test_rounds(tiny):
    core, other = tiny / "src/tiny/core.py", "tests/test_other.py::test"
    project = Project(tiny, (core,), ())
    near = "tests/test_core.py::test_clip"
    lines = {1: {other}, 4: set(), 5: {near, other}, 6: {near}, 7: {other}, 10: set()}
    signature = "tests/test_core.py::test_signature"  # 不运行模块里的任何一行
    seconds = {near: 1.0, other: 2.0, signature: 0.5, "unrelated": 3.0}
    evidence = Evidence(seconds, {str(core): lines})
    chosen = {m.after: rounds(m, project, evidence) for m in mutants(core)}
    assert chosen["if x >= LIMIT:"] == [{near: 1.0}, {other: 2.0}]
    assert chosen["LIMIT = 4"] == [{signature: 0.5, near: 1.0}, {other: 2.0}]  # 只在导入时运行
    assert chosen["return False"] == []  # 从未运行
    data = replace(project, data=(core,), data_tests=(tiny / "tests/test_other.py",))
    assert rounds(mutants(core)[0], data, evidence) == [{other: 2.0}]


def test_this_project():
    project = Project.at(ROOT)
    assert all(path.exists() for path in (*project.modules, *project.tests))
    decide = ROOT / "src/derive/kernel/decide.py"
    assert decide in project.modules
    assert project.module(decide) == "derive.kernel.decide"
    assert project.name(decide) == "kernel/decide.py"
    assert project.mirror(decide) == "tests/kernel/test_decide.py"
    assert project.digest() == project.digest()


def test_the_digests_cover_sources_and_tests(tiny):
    tests = ["tests/test_core.py"]
    project = Project(tiny, (tiny / "src/tiny/core.py",), (tiny / tests[0],))
    (tiny / "src/tiny/used.py").write_text("")
    (tiny / "tests/support").mkdir()
    (tiny / "tests/support/help.py").write_text("def f():\n    from tiny.used import x\n")
    with (tiny / tests[0]).open("a") as file:
        file.write("import help\n")
    sources, checks = {project.digest()}, {project.tests_digest(tests)}
    for name in ("src/tiny/core.py", "src/tiny/used.py", "tests/test_core.py", "tests/conftest.py"):
        with (tiny / name).open("a") as file:
            file.write("# 多一行\n")
        sources.add(project.digest())
        checks.add(project.tests_digest(tests))
    assert (len(sources), len(checks)) == (3, 3)
    (tiny / "src/tiny/unused.py").write_text("")
    assert project.digest() in sources, "测试到不了的源文件不算"


def test_journal(tiny):
    first, second, *_ = mutants(tiny / "src/tiny/core.py")
    journal = Journal(tiny / "j.jsonl")
    journal.add(first, Outcome.SURVIVED, "甲")
    journal.add_seconds(1.5)
    journal.add_seconds(2)
    journal = Journal(tiny / "j.jsonl")
    assert journal.get(first) == (Outcome.SURVIVED, "甲")
    assert journal.get(second) == (None, "")
    assert journal.seconds == 3.5


def test_tables(tiny):
    core = tiny / "src/tiny/core.py"
    project = Project(tiny, (core,), ())
    fates = {"if x >= LIMIT:": Outcome.SURVIVED, "n = n + 1": Outcome.TIMEOUT}
    chosen = [m for m in mutants(core) if m.after in {*fates, "LIMIT = 4", "LIMIT = 2"}]
    outcomes = [(m, fates.get(m.after, Outcome.KILLED)) for m in chosen]
    place = ("core.py", "clip", "if x > LIMIT:", "if x >= LIMIT:")
    found = tables(project, outcomes, {place: "同一个值"})
    numbers = {"mutants": 4, "killed": 2, "timeout": 1, "survived": 1, "share": "75.00%"}
    assert found["mutation"] == [{"module": "core.py", **numbers}, {"module": "合计", **numbers}]
    (survivor,) = found["survivors"]
    assert survivor == dict(
        zip(("module", "function", "before", "after"), place, strict=True), reason="同一个值"
    )
    assert tables(project, outcomes, {})["survivors"][0]["reason"] == ""


def test_the_command_writes_the_record(tmp_path, monkeypatch):
    """命令在仓库的根运行，把 survey 的结果连同理由写进 docs/records。"""
    (tmp_path / "src/derive").mkdir(parents=True)
    (tmp_path / "tests").mkdir()
    (tmp_path / "mkdocs.yml").touch()
    (tmp_path / REASONS).write_text("survivor = []\n")
    monkeypatch.setenv("DERIVE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("derive.bench.mutation.survey", lambda *_, **__: Survey([], 600.0))
    result = CliRunner().invoke(cli.main, ["bench", "mutation"])
    assert result.exit_code == 0, result.output
    record = json.loads((tmp_path / "docs/records/mutation.json").read_text("utf-8"))
    assert record["machine"]["processor_minutes"] == 10
    assert (record["mutation"], record["survivors"]) == ([], [])

    def refuse(*_, **__):
        raise BaselineFailed("没有改错时 tests/test_x.py 就不通过。")

    monkeypatch.setattr("derive.bench.mutation.survey", refuse)
    result = CliRunner().invoke(cli.main, ["bench", "mutation"])
    assert result.exit_code == 1
    assert "tests/test_x.py 就不通过" in result.stderr
    assert issubclass(BaselineFailed, bench.Failure)


# ---- 记录与理由 ---------------------------------------------------------------------


def test_every_survivor_has_a_reason_and_no_reason_is_stale():
    record = json.loads(RECORD.read_text("utf-8"))
    reasons = read_reasons(ROOT / REASONS)
    survivors = {
        (row["module"], row["function"], row["before"], row["after"]): row["reason"]
        for row in record["survivors"]
    }
    assert survivors == reasons
    assert all(len(reason) >= 4 for reason in reasons.values())


def test_the_record_meets_the_goal():
    rows = json.loads(RECORD.read_text("utf-8"))["mutation"]
    total = rows[-1]
    assert total["module"] == "合计"
    assert total["mutants"] == sum(row["mutants"] for row in rows[:-1])
    assert {row["module"] for row in rows[:-1]} == {
        Project.at(ROOT).name(path) for path in Project.at(ROOT).modules if mutants(path)
    }
    assert 1 - total["survived"] / total["mutants"] >= 0.98
