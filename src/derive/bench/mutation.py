"""变异测试：把核心、数学与数值模块一处一处地改错，看测试发现了几处。

一个变异体只用可能发现它的测试去试，先是同名的测试文件，再是别的里面快的；有一个失败它就死了，
全部通过就是幸存。谁可能发现它：
- 函数里的一行，是覆盖率记下的、运行过这一行的测试；
- 导入时运行的一行，是用到这个模块的测试，和同名文件里的全部；
- 数学模块里全是导入时建好的对象，凭指纹找出因它而变的对象，以对象为参数的测试只测这些。
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import sys
import tomllib
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.metadata import version
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from derive.bench import Failure
from derive.bench.mutants import Mutant, mutants
from derive.bench.trials import FAILED, OVERTIME, Baseline, Server, Trial, serve

NUMERIC = (
    "activations",
    "losses",
    "logistic",
    "shallow",
    "network",
    "trainer",
    "gradient_check",
    "validation",
)
BUDGET = 5.0
"""同名文件之外的测试，一个变异体最多用平时合计几秒的，快的优先。少试只会多算幸存，不会少算。"""
REASONS = "tests/survivors.toml"
"""幸存的变异体为什么无关紧要。"""
Tests = dict[str, float]
"""测试的 id → 平时的用时。"""
Progress = Callable[[int, int, int], None]
"""progress(试过几个, 共几个, 幸存几个)。"""


class Outcome(StrEnum):
    """一个变异体的下场。"""

    KILLED = "killed"
    TIMEOUT = "timeout"
    SURVIVED = "survived"


class BaselineFailed(Failure):
    """没有改错时测试就不通过，变异测试没有意义。"""


@dataclass(frozen=True)
class Project:
    """一个仓库：改错哪些模块，用哪些测试文件。"""

    root: Path
    modules: tuple[Path, ...]
    tests: tuple[Path, ...]
    data: tuple[Path, ...] = ()
    """modules 里内容都在导入时建好的，即数学。"""
    data_tests: tuple[Path, ...] = ()
    """tests 里核对它们的。"""

    @classmethod
    def at(cls, root: Path) -> Project:
        """本仓库：核心、数学与数值模块，和与它们同名的测试，加上测量实现的那一份。"""
        source, tests = root / "src" / "derive", root / "tests"
        kernel, theory = (sorted((source / name).glob("*.py")) for name in ("kernel", "theory"))
        of_kernel, of_theory = (
            sorted((tests / name).glob("test_*.py")) for name in ("kernel", "theory")
        )
        numeric = [source / f"{name}.py" for name in NUMERIC]
        of_numeric = [tests / f"test_{name}.py" for name in (*NUMERIC, "pairing")]
        return cls(
            root,
            (*kernel, *theory, *numeric),
            (*of_kernel, *of_theory, *of_numeric),
            tuple(theory),
            (*of_theory, of_numeric[-1]),
        )

    def module(self, path: Path) -> str:
        return ".".join(path.relative_to(self.root / "src").with_suffix("").parts)

    def name(self, path: Path) -> str:
        """模块在包里的位置，例如 kernel/decide.py。"""
        return Path(*path.relative_to(self.root / "src").parts[1:]).as_posix()

    def mirror(self, path: Path) -> str:
        """与模块同名的测试文件，例如 tests/kernel/test_decide.py。"""
        name = Path(self.name(path))
        return (Path("tests") / name.with_name(f"test_{name.name}")).as_posix()

    def digest(self) -> str:
        """测试用得到的源文件与软件的摘要；网站、实验、命令行等用不到的不算。"""
        packages = ("sympy", "mpmath", "numpy", "cosmic-ray", "pytest", "hypothesis")
        return self._digest(self.sources(), sys.version, *map(version, packages))

    def sources(self) -> set[Path]:
        """模块和测试沿着 import（包括函数里的）到得了的源文件；基准只借出取点的函数，不算。"""
        folders = (self.root / "src", self.root / "tests" / "support")
        found = {path for path in self.modules if path.exists()}
        waiting = [*found, *(path for path in self.tests if path.exists())]
        while waiting:
            imported = set(_imported(waiting.pop(), folders)) - found
            imported = {path for path in imported if "bench" not in path.parts}
            found |= imported
            waiting += imported
        return found

    def tests_digest(self, tests: Iterable[str]) -> str:
        """这几个测试文件与它们的 conftest 的摘要；共用的模块已在 digest 里。"""
        files = {self.root / test for test in tests}
        files |= {folder / "conftest.py" for file in files for folder in file.parents}
        return self._digest(p for p in files if p.is_relative_to(self.root) and p.exists())

    def _digest(self, files: Iterable[Path], *words: str) -> str:
        content = hashlib.sha256("\n".join(words).encode())
        for path in sorted(files):
            content.update(f"{path.relative_to(self.root)}\n".encode() + path.read_bytes())
        return content.hexdigest()[:16]


def _imported(path: Path, folders: Iterable[Path]) -> Iterator[Path]:
    """path 里 import 的、在 folders 里的源文件。"""
    for node in ast.walk(ast.parse(path.read_bytes())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            parts = name.split(".")
            places = (f.joinpath(*parts[:end]) for f in folders for end in range(1, len(parts) + 1))
            for place in places:
                candidates = (place.with_suffix(".py"), place / "__init__.py")
                yield from (file for file in candidates if file.is_file())


# ---- 哪些测试可能发现它 -----------------------------------------------------------


@dataclass
class Evidence:
    """没有改错时记下的：每个测试的用时，每一行由哪些测试运行，每个对象的指纹。"""

    seconds: Tests = field(default_factory=dict)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)

    def add(self, found: Mapping[str, Any]) -> None:
        """并入一个测试文件的 Baseline。导入时运行的行，没有测试的名字。"""
        self.seconds |= found["seconds"]
        self.fingerprints |= found["fingerprints"]
        for path, lines in found["lines"].items():
            mine = self.lines.setdefault(path, defaultdict(set))
            for line, tests in lines.items():
                mine[int(line)] |= set(tests) - {""}


def rounds(mutant: Mutant, project: Project, evidence: Evidence) -> list[Tests]:
    """依次用哪些测试去试：同名文件里的，然后是别的。"""
    named = project.mirror(mutant.path)
    mirror = {test for test in evidence.seconds if _file(test) == named}
    if mutant.path in project.data:
        files = {test.relative_to(project.root).as_posix() for test in project.data_tests}
        able = {test for test in evidence.seconds if _file(test) in files}
    else:
        lines = evidence.lines[str(mutant.path)]
        able = {test for line in mutant.lines for test in lines.get(line, ())}
        unnamed = not able and any(line in lines for line in mutant.lines)  # 只有导入时运行过
        if mutant.at_import or unnamed:
            able = mirror.union(*lines.values())
    fastest = sorted(able, key=evidence.seconds.__getitem__)
    near = {test: evidence.seconds[test] for test in fastest if test in mirror}
    far = {test: evidence.seconds[test] for test in fastest if test not in mirror}
    affordable = sum(total <= BUDGET for total in accumulate(far.values()))
    return [group for group in (near, dict(islice(far.items(), affordable))) if group]


def _file(test: str) -> str:
    return test.partition("::")[0]


# ---- 试遍 ---------------------------------------------------------------------


@dataclass(frozen=True)
class Survey:
    """每个变异体的下场，和一共用了多少秒处理器时间。"""

    outcomes: Sequence[tuple[Mutant, Outcome]]
    seconds: float


def survey(
    project: Project, folder: Path, *, jobs: int, progress: Progress | None = None
) -> Survey:
    """试遍 project 的变异体。得到的结果随时存进 folder，中断后从那里继续。

    folder 里的结果要源文件没有变才作数；还要得到它的测试没有变：死于同名的测试文件的，只看那一个
    文件，其余的看全部测试。所以添了测试之后，只重试受影响的。

    错误：没有改错时测试就不通过，BaselineFailed。
    """
    everything = [mutant for path in project.modules for mutant in mutants(path)]
    journal = Journal(folder / "outcomes.jsonl")
    names = [test.relative_to(project.root).as_posix() for test in project.tests]
    whole = f"全部 {project.tests_digest(names)}"
    near = {
        path: f"同名 {project.tests_digest([project.mirror(path)])}" for path in project.modules
    }
    fates = {
        mutant: outcome
        for mutant in everything
        for outcome, basis in [journal.get(mutant)]
        if outcome and basis in (whole, near[mutant.path])
    }
    missing = [mutant for mutant in everything if mutant not in fates]

    def settle(mutant: Mutant, outcome: Outcome, tests: Sequence[str]) -> None:
        """outcome 得自 tests 这几个测试文件。"""
        by_mirror = list(tests) == [project.mirror(mutant.path)]
        journal.add(mutant, outcome, near[mutant.path] if by_mirror else whole)
        fates[mutant] = outcome
        if progress:
            survivors = sum(fate is Outcome.SURVIVED for fate in fates.values())
            progress(len(fates), len(everything), survivors)

    def work(server: Server) -> None:
        evidence = gather(server, project, folder, jobs)
        try_all(server, project, evidence, missing, jobs, settle)

    if missing:
        try:
            serve(project.root, work)
        finally:
            journal.add_seconds(processor_time_of_children())
    return Survey([(mutant, fates[mutant]) for mutant in everything], journal.seconds)


def gather(server: Server, project: Project, folder: Path, jobs: int) -> Evidence:
    """运行没有改错的测试；一个测试文件一个子进程，结果存在 folder 里。"""
    evidence = Evidence()
    outputs = {}
    for test in project.tests:
        digest = project.tests_digest([test.relative_to(project.root).as_posix()])
        outputs[test] = folder / f"{test.stem}-{digest}.json"
    waiting = deque(test for test in outputs if not outputs[test].exists())
    running: dict[int, Path] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            test = waiting.popleft()
            unfinished = outputs[test].with_suffix(".part")
            running[server.start(Baseline(str(test), project.modules, unfinished))] = test
        test, code = wait_for_one(running)
        if code != 0:
            raise BaselineFailed(
                f"没有改错时 {test.relative_to(project.root)} 就不通过。"
                "请先让 python3 run.py test 全部通过。"
            )
        outputs[test].with_suffix(".part").rename(outputs[test])
    for output in outputs.values():
        evidence.add(json.loads(output.read_text("utf-8")))
    return evidence


def try_all(
    server: Server,
    project: Project,
    evidence: Evidence,
    everything: Iterable[Mutant],
    jobs: int,
    settle: Callable[[Mutant, Outcome, Sequence[str]], None],
) -> None:
    """试 everything 里的每一个，每得到一个结果调用一次 settle(变异体, 下场, 得自哪几个文件)。"""
    waiting: deque[tuple[Mutant, list[Tests] | None]] = deque(
        (mutant, None) for mutant in everything
    )
    running: dict[int, tuple[Mutant, list[Tests], Sequence[str]]] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant, remaining = waiting.popleft()
            if remaining is None:  # 轮到时才算：几千个变异体一起算，头几分钟就没有子进程可等
                remaining = rounds(mutant, project, evidence)
            if not remaining:
                settle(mutant, Outcome.SURVIVED, ())
                continue
            known = evidence.fingerprints if mutant.path in project.data else {}
            trial = Trial(project.module(mutant.path), mutant, remaining[0], known)
            running[server.start(trial)] = mutant, remaining[1:], trial.files
        if running:
            (mutant, remaining, files), code = wait_for_one(running)
            if -code in OVERTIME:
                settle(mutant, Outcome.TIMEOUT, files)
            elif code == FAILED or code < 0:  # 小于零：解释器自己崩溃
                settle(mutant, Outcome.KILLED, files)
            else:  # 试验本身出错不算发现
                waiting.appendleft((mutant, remaining))


def wait_for_one(running: dict[int, Any]) -> tuple[Any, int]:
    """等一个子进程结束：它的任务与退出码；被信号 n 结束的，退出码是 -n。"""
    while True:
        child, status = os.wait()
        if child in running:
            return running.pop(child), os.waitstatus_to_exitcode(status)


def processor_time_of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


class Journal:
    """已经得到的结果，一行一个，存在文件里，各配上得到它的测试的摘要；还有一共用的处理器时间。"""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._outcomes: dict[str, tuple[Outcome, str]] = {}
        self.seconds = 0.0
        for line in path.read_text("utf-8").splitlines() if path.exists() else ():
            with suppress(ValueError):  # 中断时没有写完的一行
                self._take(*json.loads(line))

    def add(self, mutant: Mutant, outcome: Outcome, basis: str) -> None:
        self._write(self._key(mutant), outcome, basis)

    def add_seconds(self, seconds: float) -> None:
        self._write("", seconds, "")

    def get(self, mutant: Mutant) -> tuple[Outcome | None, str]:
        return self._outcomes.get(self._key(mutant), (None, ""))

    def _write(self, key: str, result: Outcome | float, basis: str) -> None:
        self._take(key, result, basis)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([key, result, basis]) + "\n")

    def _take(self, key: str, result: Any, basis: str) -> None:
        if key:
            self._outcomes[key] = Outcome(result), basis
        else:
            self.seconds += result

    def _key(self, mutant: Mutant) -> str:
        return f"{mutant.path}:{mutant.start}-{mutant.end}:{mutant.replacement}"


# ---- 记录 ---------------------------------------------------------------------

Place = tuple[str, str, str, str]
"""认出一个变异体而不靠行号：模块、函数、改之前与改之后的那一行。"""


def tables(
    project: Project, outcomes: Iterable[tuple[Mutant, Outcome]], reasons: Mapping[Place, str]
) -> dict[str, list[dict[str, Any]]]:
    """记录里的两张表：每个模块的数字，和每个幸存者。"""
    rows: dict[str, dict[str, Any]] = {}
    survivors = []
    for mutant, outcome in outcomes:
        name = project.name(mutant.path)
        for module in (name, "合计"):
            row = rows.setdefault(
                module, {"module": module, "mutants": 0, **dict.fromkeys(Outcome, 0)}
            )
            row["mutants"] += 1
            row[outcome] += 1
        if outcome is Outcome.SURVIVED:
            place = (name, mutant.function, mutant.before, mutant.after)
            row = dict(zip(("module", "function", "before", "after"), place, strict=True))
            survivors.append({**row, "reason": reasons.get(place, "")})
    total = rows.pop("合计", None)
    everything = [*rows.values(), *([total] if total else [])]
    for row in everything:
        row["share"] = f"{100 * (1 - row[Outcome.SURVIVED] / row['mutants']):.2f}%"
    return {"mutation": everything, "survivors": survivors}


def read_reasons(path: Path) -> dict[Place, str]:
    """path（TOML）里的理由。一条理由可以说几处改动：changes 是 [改之前, 改之后] 的列表。"""
    entries = tomllib.loads(path.read_text("utf-8"))["survivor"]
    return {
        (entry["module"], entry["function"], before, after): entry["reason"]
        for entry in entries
        for before, after in entry["changes"]
    }
