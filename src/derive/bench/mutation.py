"""变异测试：把核心、数学与数值模块一处一处地改错，看测试发现了几处。

一个变异体只用可能发现它的测试去试，先是同名的测试文件，再是别的；有一个失败它就死了，全部通过
就是幸存。谁可能发现它：
- 函数里的一行，是覆盖率记下的、运行过这一行的测试；
- 导入时运行的一行，是用到这个模块的测试；
- 数学模块里全是导入时建好的对象，凭指纹找出因它而变的对象，以对象为参数的测试只测这些。

主进程载入 SymPy、NumPy 等库，唯独不载入数学与数值。每次试验 fork 出一个子进程，由它载入改错了的
本包，收集并运行选中的测试。这与另开一个 pytest 的结果相同，只省去载入那些库的时间。
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import json
import os
import resource
import signal
import sys
import time
from collections import defaultdict, deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.metadata import version
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any, Self

import coverage
import hypothesis
import pytest

from derive.bench.mutants import Mutant, mutants

PACKAGE = __name__.partition(".")[0]
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
LIBRARIES = (
    "numpy",
    "sympy",
    "mpmath",
    "scipy.special",
    "autograd.numpy",
    "hypothesis.extra.numpy",
)
"""主进程先载入的库。"""
PATIENCE = 20.0
"""载入、收集，以及每个测试在平时的用时之外，最多再用多少秒处理器时间。"""
STUCK = 900
"""子进程不用处理器却迟迟不结束，最多等多少秒。"""
MEMORY = 8 << 30
"""一个子进程最多用多少内存。"""


class Outcome(StrEnum):
    """一个变异体的下场。"""

    KILLED = "killed"
    TIMEOUT = "timeout"
    SURVIVED = "survived"


class BaselineFailed(Exception):
    """没有改错时测试就不通过，变异测试没有意义。"""


@dataclass(frozen=True)
class Project:
    """仓库：改错哪些模块，用哪些测试文件。"""

    root: Path
    targets: tuple[Path, ...]
    tests: tuple[Path, ...]
    data: tuple[Path, ...] = ()
    """targets 里内容都在导入时建好的模块，即数学。"""
    data_tests: tuple[Path, ...] = ()
    """tests 里核对它们的。"""

    @classmethod
    def at(cls, root: Path) -> Project:
        """本仓库：核心、数学与数值模块，和 tests/ 里与它们对应的测试，加上测量实现的那一份。"""
        source, tests = root / "src" / PACKAGE, root / "tests"
        pairing = tests / "test_pairing.py"
        kernel, theory = (sorted((source / name).glob("*.py")) for name in ("kernel", "theory"))
        in_kernel, in_theory = (
            sorted((tests / name).glob("test_*.py")) for name in ("kernel", "theory")
        )
        numeric = [source / f"{name}.py" for name in NUMERIC]
        in_numeric = [tests / f"test_{name}.py" for name in NUMERIC]
        return cls(
            root,
            (*kernel, *theory, *numeric),
            (*in_kernel, *in_theory, *in_numeric, pairing),
            tuple(theory),
            (*in_theory, pairing),
        )

    def name(self, path: Path) -> str:
        """模块相对于本包的路径。"""
        return path.relative_to(self.root / "src" / PACKAGE).as_posix()

    def module(self, path: Path) -> str:
        return ".".join(path.relative_to(self.root / "src").with_suffix("").parts)

    def mirror(self, path: Path) -> str:
        """与模块 path 同名的测试文件，写法与测试的 id 一致。"""
        inside = path.relative_to(self.root / "src" / PACKAGE)
        return (Path("tests") / inside.with_name(f"test_{inside.name}")).as_posix()

    def digest(self) -> str:
        """结果取决于的一切：源文件、测试、软件的版本。"""
        content = hashlib.sha256(sys.version.encode())
        for folder in (self.root / "src", self.root / "tests"):
            for path in sorted(folder.rglob("*.py")):
                content.update(f"{path.relative_to(self.root)}\n".encode() + path.read_bytes())
        for package in ("sympy", "numpy", "cosmic-ray", "pytest", "hypothesis"):
            content.update(version(package).encode())
        return content.hexdigest()[:16]


# ---- 子进程里做的事 --------------------------------------------------------------


class Task:
    """一个子进程的任务，也是那里的 pytest 插件。"""

    def __init__(self, files: Iterable[str]) -> None:
        self.files = sorted(set(files))
        """要收集的测试文件。"""

    def prepare(self) -> None:
        """收集测试之前做的事。"""


class Baseline(Task):
    """没有改错时：每个测试用多久，运行了哪些行；每个对象的指纹。"""

    def __init__(self, project: Project, test: Path, output: Path) -> None:
        super().__init__([str(test)])
        self._project, self._output = project, output
        self._seconds: dict[str, float] = {}

    def prepare(self) -> None:
        source = [str(self._project.root / "src" / PACKAGE)]
        self._coverage = coverage.Coverage(data_file=None, config_file=False, source=source)
        self._coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        self._coverage.switch_context(item.nodeid)
        start = time.process_time()
        result = yield
        self._seconds[item.nodeid] = round(time.process_time() - start, 4)
        self._coverage.switch_context("")
        return result

    def pytest_sessionfinish(self) -> None:
        self._coverage.stop()
        data = self._coverage.get_data()
        lines = {
            str(path): {
                line: [context for context in contexts if context]
                for line, contexts in data.contexts_by_lineno(str(path)).items()
            }
            for path in self._project.targets
        }
        prints = fingerprints() if self._project.data else {}
        result = {"seconds": self._seconds, "lines": lines, "fingerprints": prints}
        self._output.write_text(json.dumps(result), "utf-8")


class Trial(Task):
    """载入改错了的模块，运行选中的测试。"""

    def __init__(
        self, module: str, mutant: Mutant, tests: Mapping[str, float], known: Mapping[str, str]
    ) -> None:
        super().__init__(test.partition("::")[0] for test in tests)
        self._module, self._mutant, self._tests, self._known = module, mutant, tests, known

    def prepare(self) -> None:
        sys.meta_path.insert(0, _Finder(self._module, self._mutant))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """只留下选中的，快的在前；参数是没有变的对象的，也不必再测。"""
        now = fingerprints() if self._known else {}
        unchanged = {id for id, key in self._known.items() if now.get(id) == key}
        items[:] = sorted(
            (
                item
                for item in items
                if item.nodeid in self._tests and not _parameters(item) & unchanged
            ),
            key=lambda item: self._tests[item.nodeid],
        )

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        limit_processor_time(PATIENCE / 2 + 5 * self._tests[item.nodeid])
        return (yield)


class _Finder(MetaPathFinder):
    """导入 module 时，给出改错了的源码。"""

    def __init__(self, module: str, mutant: Mutant) -> None:
        self._module, self._mutant = module, mutant

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname != self._module:
            return None
        file = str(self._mutant.path)
        loader = _Loader(fullname, file)
        loader.source = self._mutant.source
        return spec_from_file_location(fullname, file, loader=loader)


class _Loader(SourceFileLoader):
    source = ""

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self.source.encode(), self.path)


def fingerprints() -> dict[str, str]:
    """书里每个对象的指纹：它自己，连同它用到的定义。"""
    from derive.fingerprint import Description
    from derive.kernel.book import expressions
    from derive.registry import BOOK

    found = {}
    for obj in BOOK:
        content, used = Description(), BOOK.definitions_in(*expressions(obj))
        parts = content.of(obj), [content.of(definition) for definition in used.values()]
        found[obj.id] = hashlib.sha256(repr(parts).encode()).hexdigest()
    return found


def _parameters(item: pytest.Item) -> set[str]:
    """测试的参数里，书里的对象的 id。"""
    values = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return {value.id for value in values if hasattr(value, "id") and hasattr(value, "title")}


def limit_processor_time(seconds: float) -> None:
    """再用 seconds 秒处理器时间就结束本进程；与机器上别的程序有多忙无关。"""
    signal.setitimer(signal.ITIMER_PROF, seconds)


# ---- 主进程 --------------------------------------------------------------------


class Server:
    """主进程里的 pytest 插件：会话建好、还没有收集测试时，从这里 fork 出一个个子进程。"""

    def __init__(self, work: Callable[[Self], None]) -> None:
        self._work = work
        self.problem: BaseException | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        self._session = session
        try:
            self._work(self)
        except BaseException as problem:
            self.problem = problem
        return True

    def start(self, task: Task) -> int:
        """在子进程里做 task，返回进程号。测试都通过，它的退出码是 0。"""
        child = os.fork()
        if child:
            return child
        status = 3
        try:
            status = self._run(task)
        finally:
            os._exit(status)

    def _run(self, task: Task) -> int:
        for signum in (signal.SIGPROF, signal.SIGALRM, signal.SIGINT):
            signal.signal(signum, signal.SIG_DFL)
        signal.alarm(STUCK)
        limit_processor_time(PATIENCE)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        for name in [n for n in sys.modules if n == PACKAGE or n.startswith(f"{PACKAGE}.")]:
            del sys.modules[name]
        session, plugins = self._session, self._session.config.pluginmanager
        plugins.unregister(self)
        plugins.register(task)
        task.prepare()
        with suppress(session.Interrupted, session.Failed):
            session.perform_collect(task.files)
            session.config.hook.pytest_runtestloop(session=session)
        session.config.hook.pytest_sessionfinish(session=session, exitstatus=0)
        return 1 if session.testsfailed else 0


def serve(root: Path, work: Callable[[Server], None]) -> None:
    """载入库，在 root 建好 pytest 会话，然后做 work。"""
    for name in LIBRARIES:
        importlib.import_module(name)
    hypothesis.settings.register_profile(
        "mutation", derandomize=True, database=None, deadline=None, print_blob=False
    )
    hypothesis.settings.load_profile("mutation")
    gc.collect()
    gc.freeze()  # 这些对象不再清点，子进程就不必为它们复制内存
    server = Server(work)
    options = ["-x", "-s", f"--rootdir={root}", f"--confcutdir={root}", "-W", "ignore"]
    for unused in ("cacheprovider", "xdist", "logging", "faulthandler", "junitxml"):
        options += ["-p", f"no:{unused}"]
    pytest.main([*options, str(root / "tests")], plugins=[server])
    if server.problem:
        raise server.problem


def wait_for_one(running: dict[int, Any]) -> tuple[Any, int]:
    """等一个子进程结束：它的任务与退出码；被信号 n 结束的是 -n。"""
    while True:
        child, status = os.wait()
        if child in running:
            return running.pop(child), os.waitstatus_to_exitcode(status)


def outcome_of(code: int) -> Outcome:
    if code == 0:
        return Outcome.SURVIVED
    return Outcome.TIMEOUT if -code in (signal.SIGPROF, signal.SIGALRM) else Outcome.KILLED


@dataclass
class Evidence:
    """没有改错时记下的：每个测试的用时，每一行由哪些测试运行，每个对象的指纹。"""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)

    def add(self, found: Mapping[str, Any]) -> None:
        self.seconds |= found["seconds"]
        self.fingerprints |= found["fingerprints"]
        for path, lines in found["lines"].items():
            mine = self.lines.setdefault(path, defaultdict(set))
            for line, tests in lines.items():
                mine[int(line)] |= set(tests)


def gather(server: Server, project: Project, folder: Path, jobs: int) -> Evidence:
    """运行没有改错的测试；每个测试文件的结果存在 folder 里，中断后不必重来。"""
    outputs = {test: folder / f"{test.parent.name}-{test.stem}.json" for test in project.tests}
    waiting = deque(test for test, output in outputs.items() if not output.exists())
    running: dict[int, Path] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            test = waiting.popleft()
            part = outputs[test].with_suffix(".part")
            running[server.start(_Unlimited(project, test, part))] = test
        test, code = wait_for_one(running)
        if code != 0:
            raise BaselineFailed(
                f"没有改错时 {test.relative_to(project.root)} 就不通过（{code}）。"
                "请先让 python3 run.py test 全部通过。"
            )
        outputs[test].with_suffix(".part").rename(outputs[test])
    evidence = Evidence()
    for output in outputs.values():
        evidence.add(json.loads(output.read_text("utf-8")))
    return evidence


class _Unlimited(Baseline):
    """没有改错的测试不会停不下来，不限处理器时间。"""

    def prepare(self) -> None:
        limit_processor_time(0)
        super().prepare()


def rounds(mutant: Mutant, project: Project, evidence: Evidence) -> list[dict[str, float]]:
    """依次用哪些测试去试：同名文件里的，然后是别的；各配上平时的用时。"""
    covering: set[str] = set()
    if mutant.path in project.data:
        files = {test.relative_to(project.root).as_posix() for test in project.data_tests}
        covering = {test for test in evidence.seconds if test.partition("::")[0] in files}
    else:
        lines = evidence.lines[str(mutant.path)]
        covering = {test for line in mutant.lines for test in lines.get(line, ())}
        if not covering and any(line in lines for line in mutant.lines):  # 只在导入时运行
            covering = {test for tests in lines.values() for test in tests}
    mirror = project.mirror(mutant.path)
    near = {test for test in covering if test.partition("::")[0] == mirror}
    groups = (near, covering - near)
    return [{test: evidence.seconds[test] for test in group} for group in groups if group]


def survey(
    project: Project,
    folder: Path,
    *,
    jobs: int,
    progress: Callable[[int, int, int], None] = lambda done, total, survivors: None,
) -> list[tuple[Mutant, Outcome]]:
    """试遍 project 的变异体。folder 里存着已经得到的结果，中断后从那里继续。

    progress(试过几个, 共几个, 幸存几个)。错误：没有改错时测试就不通过，BaselineFailed。
    """
    everything = [mutant for path in project.targets for mutant in mutants(path)]
    journal = folder / "outcomes.jsonl"
    known = read_journal(journal)

    def work(server: Server) -> None:
        evidence = gather(server, project, folder, jobs)
        waiting = deque(
            (mutant, rounds(mutant, project, evidence))
            for mutant in everything
            if key_of(mutant) not in known
        )
        running: dict[int, tuple[Mutant, list[dict[str, float]]]] = {}
        with journal.open("a", encoding="utf-8") as log:

            def settle(mutant: Mutant, outcome: Outcome) -> None:
                known[key_of(mutant)] = outcome
                log.write(json.dumps([key_of(mutant), outcome]) + "\n")
                log.flush()
                survivors = sum(o is Outcome.SURVIVED for o in known.values())
                progress(len(known), len(everything), survivors)

            while waiting or running:
                while waiting and len(running) < jobs:
                    mutant, remaining = waiting.popleft()
                    if not remaining:
                        settle(mutant, Outcome.SURVIVED)
                        continue
                    is_data = mutant.path in project.data
                    task = Trial(
                        project.module(mutant.path),
                        mutant,
                        remaining[0],
                        evidence.fingerprints if is_data else {},
                    )
                    running[server.start(task)] = mutant, remaining[1:]
                if not running:
                    continue
                (mutant, remaining), code = wait_for_one(running)
                if code == 0 and remaining:
                    waiting.appendleft((mutant, remaining))
                else:
                    settle(mutant, outcome_of(code))

    if len(known) < len(everything):
        serve(project.root, work)
    return [(mutant, known[key_of(mutant)]) for mutant in everything]


def key_of(mutant: Mutant) -> str:
    """在同一份源码里认出一个变异体。"""
    return f"{mutant.path.parent.name}/{mutant.path.name}:{mutant.start}-{mutant.end}:{mutant.replacement}"


def read_journal(journal: Path) -> dict[str, Outcome]:
    if not journal.exists():
        return {}
    entries = []
    for line in journal.read_text("utf-8").splitlines():
        with suppress(ValueError):  # 中断时没有写完的一行
            entries.append(json.loads(line))
    return {key: Outcome(outcome) for key, outcome in entries}
