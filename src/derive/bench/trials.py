"""在子进程里试验：载入（改错了的）本包，收集并运行选中的测试。

主进程载入 SymPy、NumPy 等库，唯独不用本包的数学与数值；每次试验从它 fork 出一个子进程，由它从头载入
本包与测试。这与另开一个 pytest 的结果相同，只省去载入那些库的时间。
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
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import chdir, suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any

import coverage
import hypothesis
import pytest

from derive.bench.mutants import Mutant

PACKAGE = __name__.partition(".")[0]
LIBRARIES = (
    "numpy",
    "sympy",
    "mpmath",
    "scipy.special",
    "autograd.numpy",
    "hypothesis.extra.numpy",
)
"""主进程先载入的库。"""
UNUSED = ("cacheprovider", "xdist", "logging", "faulthandler", "junitxml")
"""用不着的 pytest 插件。"""
PATIENCE = 20.0
"""载入与收集最多用多少秒处理器时间。"""
STUCK = 900
"""子进程不用处理器却迟迟不结束，最多等多少秒。"""
MEMORY = 8 << 30
"""一个子进程最多用多少字节内存。"""
FAILED, BROKEN = 1, 3
"""子进程的退出码：有测试失败；试验本身出错。"""
OVERTIME = (signal.SIGPROF, signal.SIGALRM)
"""用时太久的子进程被这些信号结束。"""


# ---- 子进程的任务 ----------------------------------------------------------------


class Task:
    """一个子进程的任务，也是那里的 pytest 插件。"""

    def __init__(self, files: Iterable[str]) -> None:
        self.files = sorted(set(files))
        """要收集的测试文件。"""

    def prepare(self) -> None:
        """收集测试之前做的事。"""


class Baseline(Task):
    """没有改错时：每个测试用多久，运行了 modules 的哪些行；书里每个对象的指纹。写进 output。"""

    def __init__(self, test: str, modules: Iterable[Path], output: Path) -> None:
        super().__init__([test])
        self._modules, self._output = [str(path) for path in modules], output
        self._seconds: dict[str, float] = {}

    def prepare(self) -> None:
        limit_processor_time(0)  # 没有改错的测试不会停不下来
        self._coverage = coverage.Coverage(
            data_file=None, config_file=False, include=self._modules, messages=False
        )
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
        found = {
            "seconds": self._seconds,
            "lines": {path: data.contexts_by_lineno(path) for path in self._modules},
            "fingerprints": fingerprints(),
        }
        self._output.write_text(json.dumps(found), "utf-8")


class Trial(Task):
    """载入改错了的 module，运行 tests（各配上平时的用时），快的在前。

    known 是没有改错时各对象的指纹；以对象为参数的测试，对象没有变就不必再测。
    """

    def __init__(
        self, module: str, mutant: Mutant, tests: Mapping[str, float], known: Mapping[str, str]
    ) -> None:
        super().__init__(test.partition("::")[0] for test in tests)
        self._module, self._mutant, self._tests, self._known = module, mutant, tests, known

    def prepare(self) -> None:
        sys.meta_path.insert(0, _Finder(self._module, self._mutant))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        unchanged = set()
        with suppress(Exception):  # 改错之后连指纹也算不出，就当作全都变了
            able = set().union(*map(_objects, items)) & self._known.keys()
            now = fingerprints(able)
            unchanged = {id for id in able if now.get(id) == self._known[id]}
        # 参数的名字若由改错的代码算出，测试就换了名字：按函数名认，不能因此漏掉
        renamed = {_function(id) for id in self._tests.keys() - {item.nodeid for item in items}}
        chosen = (
            item
            for item in items
            if (item.nodeid in self._tests or _function(item.nodeid) in renamed)
            and not _objects(item) & unchanged
        )
        items[:] = sorted(chosen, key=lambda item: self._usual(item))

    def _usual(self, item: pytest.Item) -> float:
        """平时的用时；换了名字的，当作最慢的那么久。"""
        return self._tests.get(item.nodeid) or max(self._tests.values())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        limit_processor_time(PATIENCE / 2 + 5 * self._usual(item))
        return (yield)


class _Finder(MetaPathFinder):
    """导入 module 时，给出改错了的源码。"""

    def __init__(self, module: str, mutant: Mutant) -> None:
        self._module, self._mutant = module, mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: Any = None
    ) -> ModuleSpec | None:
        if fullname != self._module:
            return None
        file = str(self._mutant.path)
        return spec_from_file_location(
            fullname, file, loader=_Loader(fullname, file, self._mutant.source)
        )


class _Loader(SourceFileLoader):
    def __init__(self, fullname: str, path: str, source: str) -> None:
        super().__init__(fullname, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.path, "exec", dont_inherit=True)


def fingerprints(ids: Iterable[str] | None = None) -> dict[str, str]:
    """书里每个对象（或者只是 ids）的指纹：它自己，连同它用到的定义。"""
    from derive.description import Description
    from derive.kernel.book import expressions
    from derive.registry import BOOK

    found = {}
    for obj in BOOK if ids is None else (BOOK[id] for id in ids if id in BOOK):
        content, used = Description(obj), BOOK.definitions_in(*expressions(obj))
        parts = content.of(obj), [content.of(definition) for definition in used.values()]
        found[obj.id] = hashlib.sha256(repr(parts).encode()).hexdigest()
    return found


def _function(test: str) -> str:
    """测试的 id 去掉参数。"""
    return test.partition("[")[0]


def _objects(item: pytest.Item) -> set[str]:
    """测试的参数里，书里的对象的 id。"""
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return {value.id for value in parameters if hasattr(value, "id") and hasattr(value, "title")}


def limit_processor_time(seconds: float) -> None:
    """再用 seconds 秒处理器时间就结束本进程，与机器上别的程序有多忙无关；0 是不限。"""
    signal.setitimer(signal.ITIMER_PROF, seconds)


# ---- 主进程 --------------------------------------------------------------------


class Server:
    """主进程里的 pytest 插件：会话建好、还没有收集测试时，在这里做 work，fork 出一个个子进程。"""

    def __init__(self, work: Callable[[Server], None]) -> None:
        self._work = work
        self.problem: BaseException | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        self._session = session
        try:
            self._work(self)
        except BaseException as problem:  # pytest 会把它变成退出码，所以先留着
            self.problem = problem
        return True

    def start(self, task: Task) -> int:
        """在子进程里做 task，返回进程号。

        退出码：测试都通过是 0，有测试失败是 FAILED，试验本身出错是 BROKEN。
        """
        child = os.fork()
        if child:
            return child
        status = BROKEN
        try:
            status = self._run(task)
        finally:
            os._exit(status)

    def _run(self, task: Task) -> int:
        for number in (*OVERTIME, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
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
        return FAILED if session.testsfailed else 0


def serve(root: Path, work: Callable[[Server], None]) -> None:
    """载入库，在 root 建好 pytest 会话，然后做 work。"""
    os.environ["DERIVE_UNCACHED"] = "1"  # 改错的是内存里的源码，缓存里的结论不作数
    for name in LIBRARIES:
        importlib.import_module(name)
    # 随机的测试每次都用同样的例子，结果才能重现
    hypothesis.settings.register_profile("mutation", derandomize=True, database=None, deadline=None)
    hypothesis.settings.load_profile("mutation")
    gc.collect()
    gc.freeze()  # 这些对象不再清点，子进程就不必为它们复制内存
    server = Server(work)
    options = ["-x", "-s", "-W", "ignore", f"--rootdir={root}", f"--confcutdir={root}"]
    options += [word for name in UNUSED for word in ("-p", f"no:{name}")]
    with chdir(root):  # 测试的 id 相对于它
        pytest.main([*options, "tests"], plugins=[server])
    if server.problem:
        raise server.problem
