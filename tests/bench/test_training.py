"""训练的基准：各实现做的是同一件事，表里有没有该有的，记录是否可携带。快慢不在这里断言。"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from click.testing import CliRunner

from derive import bench, cli
from derive.bench import machine, plain, training
from derive.bench.machine import UNMEASURED
from derive.bench.training import IMPLEMENTATIONS, Disagreement, Problem, Size
from derive.trainer import Network

SIZES = (
    Size((5, 4, 3, 1), m=7, steps=30, learning_rate=0.3),
    Size((2, 4, 1), m=9, steps=30, hidden="tanh", learning_rate=1.2),
)
PEERS = {"torch": "torch", "sklearn": "sklearn"}


@pytest.fixture
def without_peers(monkeypatch):
    monkeypatch.setattr(training, "peer", lambda name: None)


@pytest.fixture
def tiny(monkeypatch):
    monkeypatch.setattr(training, "NETWORKS", SIZES)
    growth = {"m": ((3, Size((2, 3, 1), 3, 2)), (6, Size((2, 3, 1), 6, 2)))}
    monkeypatch.setattr(training, "GROWTH", growth)
    monkeypatch.setattr(training.measure, "__defaults__", (0, 2, 2))


# ── 同一件事 ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.network)
@pytest.mark.parametrize("name", ["textbook", "torch", "sklearn"])
@pytest.mark.filterwarnings("ignore")
def test_the_same_training_ends_at_the_same_cost(name, size):
    if name in PEERS:
        pytest.importorskip(PEERS[name])
    problem = Problem.random(size, seed=1)
    ours = IMPLEMENTATIONS["ours"](problem)()
    assert IMPLEMENTATIONS[name](problem)() == pytest.approx(ours, rel=1e-9)
    assert IMPLEMENTATIONS[name](problem)() == pytest.approx(ours, rel=1e-9)  # 每次都从头开始
    one_step_less = replace(problem, size=replace(size, steps=size.steps - 1))
    assert abs(IMPLEMENTATIONS[name](one_step_less)() / ours - 1) > 1e-6


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.network)
def test_the_plain_gradients_are_the_trainers(size):
    """照抄公式的每一个梯度都与本站的相同，不只是代价。"""
    problem = Problem.random(size, seed=2)
    network = Network(problem.X, problem.Y, problem.parameters, size.hidden)
    J = network.forward()
    network.backward()
    A = plain.forward(problem.X, problem.parameters, size.hidden)
    grads = plain.backward(A, problem.Y, problem.parameters, size.hidden)
    assert plain.compute_cost(A[-1], problem.Y) == pytest.approx(J, rel=1e-12)
    assert grads.keys() == network.grads.keys()
    for name, value in network.grads.items():
        np.testing.assert_allclose(grads[name], value, rtol=1e-9, atol=1e-15)


def test_the_plain_training_leaves_its_start_alone():
    problem = Problem.random(SIZES[0], seed=0)
    before = {name: value.copy() for name, value in problem.parameters.items()}
    IMPLEMENTATIONS["textbook"](problem)()
    for name, value in before.items():
        np.testing.assert_array_equal(problem.parameters[name], value)


def test_the_plain_formulas_lose_what_ours_keep():
    """教科书公式在十分肯定时得到 NaN：这正是本站多做的那一点。"""
    X, Y = np.array([[800.0]]), np.array([[1.0]])
    start = {"W1": np.array([[1.0]]), "b1": np.array([[0.0]])}
    with np.errstate(all="ignore"):
        assert math.isnan(plain.train(X, Y, start, "relu", 0.1, 1))
    assert Network(X, Y, start, ()).forward() == 0.0


def test_problems_are_reproducible_and_two_classed():
    for size in SIZES:
        problem, again = Problem.random(size, 3), Problem.random(size, 3)
        np.testing.assert_array_equal(problem.X, again.X)
        np.testing.assert_array_equal(problem.parameters["W1"], again.parameters["W1"])
        assert set(np.unique(problem.Y)) == {0.0, 1.0}
        assert problem.X.shape == (size.layer_dims[0], size.m)


def test_different_costs_are_refused(tiny, without_peers, monkeypatch):
    """测试的测试：有人少走一步，就不比了。"""
    cheat = {
        **IMPLEMENTATIONS,
        "textbook": lambda problem: IMPLEMENTATIONS["textbook"](
            replace(problem, size=replace(problem.size, steps=problem.size.steps - 1))
        ),
    }
    monkeypatch.setattr(training, "IMPLEMENTATIONS", cheat)
    with pytest.raises(Disagreement, match="没有可比性"):
        training.measure()


def test_nan_is_not_agreement(without_peers, monkeypatch):
    trains = {"ours": lambda: 0.5, "textbook": lambda: math.nan}
    with pytest.raises(Disagreement):
        training._costs(SIZES[0], trains)


def test_the_floor_does_every_product_of_a_step_and_no_more(monkeypatch):
    """每步 3L − 1 个乘积：dA[0] 没有谁用。"""
    shapes = []
    matmul = np.matmul

    def counted(a, b, out):
        shapes.append((a.shape, b.shape))
        return matmul(a, b, out=out)

    monkeypatch.setattr(training.np, "matmul", counted)
    size = replace(SIZES[0], steps=1)
    assert math.isnan(IMPLEMENTATIONS["floor"](Problem.random(size, 0))())
    m, (n0, n1, n2, n3) = size.m, size.layer_dims
    assert shapes == [
        *[((n1, n0), (n0, m)), ((n2, n1), (n1, m)), ((n3, n2), (n2, m))],
        *[((n3, m), (m, n2)), ((n2, n3), (n3, m))],
        *[((n2, m), (m, n1)), ((n1, n2), (n2, m))],
        *[((n1, m), (m, n0))],
    ]


# ── 表 ────────────────────────────────────────────────────────────────


def test_tables(tiny, without_peers):
    tables = training.measure()
    assert list(tables) == ["training", "ratio", "cost", "memory", "growth_m"]
    for table in ("training", "ratio", "cost", "memory"):
        assert [row["network"] for row in tables[table]] == ["5-4-3-1", "2-4-1"]
    for row in tables["training"]:
        assert row["torch"] == row["sklearn"] == UNMEASURED
        assert all(row[name] > 0 for name in ("ours", "textbook", "floor"))
    for row in tables["ratio"]:
        assert row["torch"] == row["sklearn"] == UNMEASURED
        assert all(row[name] > 0 for name in ("textbook", "floor"))
    for row in tables["cost"]:
        assert row["difference"].keys() == {"textbook"}
        assert row["difference"]["textbook"] <= training.TOLERANCE
    for row in tables["memory"]:
        assert row["ours"] > 0
        assert row["torch"] == UNMEASURED
    first, second = tables["growth_m"]
    assert (first["m"], first["growth"], second["m"]) == (3, "", 6)
    assert second["growth"] == pytest.approx(second["ours"] / first["ours"], rel=1e-3)


def test_the_sizes_of_the_course():
    assert [(size.network, size.m) for size in training.NETWORKS] == [
        ("12288-20-7-5-1", 209),
        ("2-4-1", 400),
        ("64-32-10-1", 1797),
    ]


@pytest.mark.parametrize("what", ["m", "width", "depth"])
def test_growth_doubles_one_thing(what):
    values = [value for value, _ in training.GROWTH[what]]
    assert all(b == 2 * a for a, b in pairwise(values))
    for value, size in training.GROWTH[what]:
        measured = {
            "m": size.m,
            "width": size.layer_dims[1],
            "depth": len(size.layer_dims) - 2,
        }
        assert measured[what] == value


@pytest.mark.parametrize(("value", "expected"), [("1", 1), ("0", None), ("x", None), ("", None)])
def test_threads_follow_the_environment(monkeypatch, value, expected):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    default = machine.threads()
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", value)
    assert machine.threads() == (expected or default)


def test_record(tiny, without_peers, tmp_path):
    """记录是严格的 JSON，注明机器、线程数与负载；没有安装的对照库记作“未测”。"""
    path = tmp_path / "training.json"
    bench.record_training(path)
    result = json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert list(result) == ["machine", "training", "ratio", "cost", "memory", "growth_m"]
    assert {"cpu", "numpy", "torch", "sklearn", "threads"} <= result["machine"].keys()


def test_nothing_is_written_when_the_costs_differ(tiny, without_peers, tmp_path, monkeypatch):
    monkeypatch.setattr(training, "TOLERANCE", -1.0)
    with pytest.raises(Disagreement):
        bench.record_training(tmp_path / "training.json")
    assert not list(tmp_path.iterdir())


def test_the_command_says_why_it_refuses(monkeypatch, tmp_path):
    def refuse(path):
        raise Disagreement("快慢没有可比性")

    monkeypatch.setattr(bench, "record_training", refuse)
    monkeypatch.setattr(cli, "repository", lambda: tmp_path)
    result = CliRunner().invoke(cli.main, ["bench", "training"])
    assert result.exit_code == 1
    assert "快慢没有可比性" in result.stderr


def test_the_command_writes_the_record(monkeypatch, tmp_path):
    monkeypatch.setattr(bench, "record_training", lambda path: path.write_text("{}"))
    monkeypatch.setattr(cli, "repository", lambda: tmp_path)
    result = CliRunner().invoke(cli.main, ["bench", "training"])
    assert result.exit_code == 0
    assert (tmp_path / "docs" / "records" / "training.json").read_text() == "{}"
