"""子进程里的几件小事，不必真的启动子进程。"""

import importlib.util
import sys

import numpy as np
import pytest

from derive.homework.worker import (
    ABSENT,
    HEAVY,
    PLOTTING,
    Absent,
    AbsentModule,
    Nothing,
    Opaque,
    Snapshot,
    StandIns,
    failure,
    plain,
)


def test_plain_values_keep_their_types_and_subclasses_lose_them():
    class List(list):
        pass

    assert plain([1, (2.0, None)]) == [1, (2.0, None)]
    assert type(plain(List([1]))) is list
    assert type(plain(np.ones(2).view(np.recarray))) is np.ndarray
    assert plain(np.bool_(True)) == np.array(True)
    assert plain({1: object()}) == {1: Opaque("object")}


def test_plain_shares_one_allowance():
    halves = [np.zeros(600_000), np.zeros(600_000)]
    first, second = plain(halves)
    assert first.size == 600_000
    assert second == Opaque("600000 个数的数组")


def test_a_snapshot_tells_in_place_changes_from_new_bindings():
    arguments = {"A": np.ones(2), "cache": (np.ones(1), [1, 2]), "p": {"W": np.ones(1)}}
    snapshot = Snapshot(arguments)
    assert snapshot.compare() == ((), ())
    arguments["cache"][0][0] = 5
    arguments["p"]["W"] = np.ones(1)
    assert snapshot.compare() == (("cache",), ("p",))
    arguments["cache"][1].append(3)
    assert snapshot.compare() == (("cache",), ("cache", "p"))


def test_a_nan_is_no_change():
    snapshot = Snapshot({"A": np.array([np.nan])})
    assert snapshot.compare() == ((), ())


def test_the_innermost_line_of_the_homework_is_told():
    program = compile("\ndef f():\n  g()\ndef g():\n  h()\n", "<作业>3", "exec")
    scope = {"h": lambda: 1 / 0}
    exec(program, scope)
    with pytest.raises(ZeroDivisionError) as caught:
        scope["f"]()
    told = failure(caught.value)
    assert (told.type, told.cell, told.line) == ("ZeroDivisionError", 3, 5)


@pytest.fixture
def stand_ins(monkeypatch):
    before = set(sys.modules)
    monkeypatch.setattr(sys, "meta_path", [StandIns(PLOTTING), StandIns(HEAVY), *sys.meta_path])
    sys.meta_path.append(StandIns(ABSENT))
    yield
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_stand_ins_cover_submodules_and_stars(stand_ins):
    for name in ("h5py", "torch"):
        assert importlib.util.find_spec(name).loader.patterns is HEAVY
    scope = {}
    exec("import tensorflow.keras as k\nfrom dnn_utils_v2 import *\nimport testCases_v2", scope)
    assert {"sigmoid", "relu", "relu_backward", "sigmoid_backward"} <= set(scope)
    assert "np" not in scope
    assert isinstance(scope["k"].layers, Absent)
    with pytest.raises(AbsentModule, match=r"tensorflow\.keras\.layers\.Dense"):
        scope["k"].layers.Dense(3)
    with pytest.raises(ModuleNotFoundError):
        exec("import 没有这个模块", {})


def test_nothing_swallows_everything():
    nothing = Nothing()
    nothing["a"] = nothing.b(1).c
    left, right = nothing
    with left.x as entered:
        assert entered is nothing
    assert right["a"] is nothing
