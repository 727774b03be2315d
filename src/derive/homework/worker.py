"""子进程：学习者的程序只在这里运行。

父进程（`derive.homework.sandbox`）送来请求，这里做完回一个 Outcome。送回去的只有数组、数、
字符串、布尔、None，以及它们的元组、列表、字典；别的东西换成 Opaque，只说出类型。
"""

from __future__ import annotations

import builtins
import contextlib
import copy
import fnmatch
import importlib
import io
import marshal
import math
import os
import pickle
import sys
import types
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any, BinaryIO

import numpy as np
from numpy import array, ndarray  # 学习者改掉 np.array 也不要紧

FILE = "<作业>"
"""学习者的程序在编译时的文件名；后面跟着代码格的号码。"""

PRISTINE = {module: dict(vars(module)) for module in (np, np.linalg, np.random, math, builtins)}
"""学习者改掉了 np.exp 之类，下一个函数之前就恢复。"""

MAX_ENTRIES = 1_000_000
"""送回去的值最多有多少个数。"""
MAX_DEPTH = 20
MAX_TEXT = 1000
MAX_FILE = 64 << 20
"""写一个文件最多多少字节。"""


# ---- 来往的数据 -----------------------------------------------------------------


@dataclass(frozen=True)
class Opaque:
    """一个送不回去的值。kind：它是什么，例如“生成器 generator”。"""

    kind: str


@dataclass(frozen=True)
class Failure:
    """学习者的程序抛出的异常。cell、line：学习者的文件里的位置，不在那里时没有。"""

    type: str
    message: str
    cell: int | None = None
    line: int | None = None


@dataclass(frozen=True)
class Outcome:
    """一次请求的结果。"""

    value: Any = None
    failure: Failure | None = None
    again: Any = None
    """同样的参数再调用一次的结果；没有再调用就是 None。"""
    changed: tuple[str, ...] = ()
    """哪些参数里的数组被就地改动了。"""
    rebound: tuple[str, ...] = ()
    """哪些参数里的字典、列表被改动了。"""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fresh:
    """从一个空的模块开始。"""


@dataclass(frozen=True)
class Run:
    """运行一条顶层语句。code：marshal 过的代码对象。"""

    code: bytes


@dataclass(frozen=True)
class Call:
    """调用 function。given：模块里先换成给定值的名字；twice：同样的参数再调用一次。"""

    function: str
    positional: Sequence[Any]
    named: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    twice: bool = True
    names: Sequence[str] = ()
    """positional 各个参数的名字，用来说明哪一个被改动了。"""


# ---- 主循环 ---------------------------------------------------------------------


def main() -> None:
    """从标准输入读请求，把结果写到标准输出；学习者看到的标准输入输出都是空设备。"""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    settings: dict[str, Any] = pickle.load(requests)
    _limit(settings["memory"])
    sys.path.append(settings["folder"])
    sys.dont_write_bytecode = True  # 学习者的文件夹里不留下 __pycache__
    sys.meta_path[:0] = StandIns(PLOTTING), StandIns(HEAVY)
    sys.meta_path.append(StandIns(ABSENT))
    namespace: dict[str, Any] = {}
    _answer(answers, Outcome())
    while True:
        try:
            request = pickle.load(requests)
        except EOFError:
            return
        if isinstance(request, Fresh):
            for module, names in PRISTINE.items():
                vars(module).update(names)
            sys.stdin = io.StringIO()  # exit() 会把它关上
            namespace = {"__name__": "作业", "__builtins__": builtins}
            _answer(answers, Outcome())
        elif isinstance(request, Run):
            _answer(answers, run(request, namespace))
        else:
            _answer(answers, call(request, namespace))


def _answer(answers: BinaryIO, outcome: Outcome) -> None:
    answers.write(pickle.dumps(outcome))
    answers.flush()


def _limit(memory: int) -> None:
    """限制内存与文件的大小；系统没有这种限制（Windows），就只靠时间限制。"""
    try:
        import resource
    except ImportError:
        return
    for kind, size in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, MAX_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            _, hard = resource.getrlimit(kind)
            allowed = size if hard == resource.RLIM_INFINITY else min(size, hard)
            resource.setrlimit(kind, (allowed, hard))


def run(request: Run, namespace: dict[str, Any]) -> Outcome:
    """运行一条顶层语句。"""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(marshal.loads(request.code), namespace)
    except BaseException as error:  # SystemExit、KeyboardInterrupt 也只是一种错误
        return Outcome(failure=failure(error))
    return Outcome()


def call(request: Call, namespace: dict[str, Any]) -> Outcome:
    """调用一次（或两次），参数每次都是新的副本。"""
    before = {name: namespace[name] for name in request.given if name in namespace}
    namespace.update(request.given)
    arguments = copy.deepcopy((request.positional, request.named))
    named = {**dict(zip(request.names, arguments[0], strict=False)), **arguments[1]}
    snapshot = Snapshot(named)
    try:
        with np.errstate(all="warn"), warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("default")
            function = namespace[request.function]
            value = plain(function(*arguments[0], **arguments[1]))
            changed, rebound = snapshot.compare()
            again = None
            if request.twice:
                arguments = copy.deepcopy((request.positional, request.named))
                again = plain(function(*arguments[0], **arguments[1]))
    except BaseException as error:
        return Outcome(failure=failure(error))
    finally:
        for name in request.given:
            namespace.pop(name, None)
        namespace.update(before)
    told = {str(each.message)[:MAX_TEXT] for each in heard if each.category is RuntimeWarning}
    return Outcome(value, None, again, changed, rebound, tuple(sorted(told)))


def failure(error: BaseException) -> Failure:
    """异常，与它在学习者的文件里的位置（最里面的一层）。"""
    cell = line = None
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(FILE):
            cell, line = int(name[len(FILE) :] or 0) or None, trace.tb_lineno
        trace = trace.tb_next
    try:
        message = str(error)[:MAX_TEXT]
    except BaseException:  # 学习者自己的异常类，连 str 都可能出错
        message = ""
    return Failure(type(error).__name__[:100], message, cell, line)


class Snapshot:
    """调用之前的参数，用来看出哪些被改动了。"""

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self.arrays: list[tuple[str, ndarray[Any, Any], ndarray[Any, Any]]] = []
        self.containers: list[tuple[str, Any, Any]] = []
        for name, value in arguments.items():
            for each in _inside(value):
                if isinstance(each, ndarray):
                    self.arrays.append((name, each, each.copy()))
                elif isinstance(each, dict | list):
                    self.containers.append((name, each, each.copy()))

    def compare(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """数组被就地改动的参数，字典或列表被改动的参数。"""
        changed = [
            name
            for name, now, before in self.arrays
            if now.shape != before.shape or now.tobytes() != before.tobytes()
        ]
        rebound = [
            name
            for name, now, before in self.containers
            if len(now) != len(before) or any(map(_differs, _items(now), _items(before)))
        ]
        return tuple(dict.fromkeys(changed)), tuple(dict.fromkeys(rebound))


def _inside(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        for each in value:
            yield from _inside(each)


def _items(container: Any) -> Any:
    return list(container.items()) if isinstance(container, dict) else container


def _differs(now: Any, before: Any) -> bool:
    if isinstance(now, tuple) and isinstance(before, tuple) and len(now) == len(before) == 2:
        return now[0] != before[0] or now[1] is not before[1]  # 字典的一项：键与值
    return now is not before


# ---- 送回去的值 -------------------------------------------------------------------


def plain(value: Any, depth: int = 0, left: list[int] | None = None) -> Any:
    """value 换成能送回去的样子。left：还能送多少个数。"""
    left = [MAX_ENTRIES] if left is None else left
    kind = type(value)
    if value is None or kind in (bool, float, complex):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) < 10**300 else Opaque("太大的整数")
    if isinstance(value, str):
        return str(value)[:MAX_TEXT]
    if isinstance(value, np.generic):
        value = array(value)
    if isinstance(value, ndarray):
        if value.dtype.kind not in "biufc":
            return Opaque(f"元素类型是 {value.dtype} 的数组")
        left[0] -= value.size
        return array(value, subok=False) if left[0] >= 0 else Opaque(f"{value.size} 个数的数组")
    if isinstance(value, tuple | list | dict):
        left[0] -= len(value)
        if depth > MAX_DEPTH or left[0] < 0:
            return Opaque(f"太大的 {kind.__name__}")
        if isinstance(value, dict):
            return {
                key if type(key) in (str, int) else str(key)[:100]: plain(each, depth + 1, left)
                for key, each in value.items()
            }
        items = [plain(each, depth + 1, left) for each in value]
        return tuple(items) if isinstance(value, tuple) else items
    return Opaque(kind.__name__[:100])


# ---- 顶替的模块 -------------------------------------------------------------------

PLOTTING = ("matplotlib", "seaborn", "IPython", "google")
"""画图与笔记本的模块：装了也不用，画图与对错无关。"""

HEAVY = (
    *("sklearn", "skimage", "pandas", "PIL", "imageio", "cv2", "h5py"),
    *("tensorflow", "keras", "torch"),
)
"""读数据、读图片、训练的模块：装了也不用，导入它们比核对还慢。"""

HELPERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "dnn_utils*": ("deep_network", ("sigmoid", "relu", "sigmoid_backward", "relu_backward")),
    "dnn_app_utils*": ("deep_network", ()),
    "planar_utils*": ("logistic_regression", ("sigmoid",)),
}
"""课程附带的模块 → 由哪一次作业的参考写法里的哪些函数代替（空的就是全部）。"""

ABSENT = (
    *HELPERS,
    *(
        "lr_utils*",
        "testCase*",
        "test_case*",
        "public_tests*",
        "test_utils*",
        "*_test",
        "utils",
        "datasets",
    ),
    *("scipy", "tqdm"),
)


class AbsentModule(Exception):
    """用到了没有装、或者不去导入的模块。"""


class Nothing:
    """画图的模块里的一切：怎样调用都不出错，也什么都不做。"""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter((self, self))  # fig, ax = plt.subplots()

    def __getitem__(self, key: Any) -> Any:
        return self

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: Any) -> None:
        pass


class Absent:
    """没有装（或者不去导入）的模块里的一个名字：用到时才说清楚。"""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self._name}.{name}")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise AbsentModule(self._name)


class StandIns(MetaPathFinder, Loader):
    """名字符合 patterns 的顶层模块（连同子模块），由替身代替。"""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns = patterns

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        top = fullname.partition(".")[0]
        if not any(fnmatch.fnmatchcase(top, pattern) for pattern in self.patterns):
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        return types.ModuleType(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        name = module.__name__
        helpers = _helpers(name)
        vars(module).update(helpers)
        module.__all__ = sorted(helpers)  # type: ignore[attr-defined]
        drawing = self.patterns is PLOTTING

        def placeholder(attribute: str) -> Any:
            if attribute.startswith("__"):
                raise AttributeError(attribute)
            return Nothing() if drawing else Absent(f"{name}.{attribute}")

        module.__getattr__ = placeholder  # type: ignore[method-assign]


def _helpers(name: str) -> dict[str, Any]:
    """课程附带的模块 name 里，由参考写法代替的函数。"""
    for pattern, (assignment, chosen) in HELPERS.items():
        if fnmatch.fnmatchcase(name, pattern):
            formulas = importlib.import_module(f"derive.homework.formulas.{assignment}")
            return {
                key: value
                for key, value in vars(formulas).items()
                if isinstance(value, types.FunctionType) and key in (chosen or vars(formulas))
            }
    return {}
