"""向量化的基准：各种写法做的是同一件事，记录是否可携带。快慢不在这里断言。"""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from derive import bench, cli
from derive.bench import vectorization
from derive.bench.training import Disagreement
from derive.logistic import propagate


@pytest.fixture
def tiny(monkeypatch):
    monkeypatch.setattr(vectorization, "COUNT", 50)
    monkeypatch.setattr(vectorization, "SIZES", ((3, 5), (4, 2)))
    monkeypatch.setattr(vectorization.measure, "__defaults__", (0, 2))


def test_the_ways_agree(tiny):
    rng = np.random.default_rng(1)
    for ways in (
        vectorization.dot_ways(rng),
        vectorization.exp_ways(rng),
        vectorization.gradient_ways(3, 7, rng),
    ):
        *others, expected = (np.asarray(way()) for way in ways.values())
        for got in others:
            np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-15)


def test_the_gradient_is_the_one_of_the_book():
    rng = np.random.default_rng(2)
    X, Y = rng.standard_normal((3, 6)), rng.integers(0, 2, (1, 6))
    w, b = rng.standard_normal((3, 1)), 0.5
    grads, _ = propagate(w, b, X, Y)
    dZ = 1 / (1 + np.exp(-(w.T @ X + b))) - Y
    for gradient in (
        vectorization.gradient_by_entries,
        vectorization.gradient_by_samples,
        vectorization.gradient_at_once,
    ):
        np.testing.assert_allclose(gradient(X, dZ), grads["dw"], rtol=1e-12)


def test_different_results_are_refused():
    """测试的测试：有一种写法算的是别的，就不比了。"""
    with pytest.raises(Disagreement, match="没有可比性"):
        vectorization._require_agreement({"错": lambda: 1.0, "对": lambda: 2.0})
    with pytest.raises(Disagreement):
        vectorization._require_agreement({"错": lambda: float("nan"), "对": lambda: 2.0})


def test_tables(tiny):
    tables = vectorization.measure()
    assert list(tables) == ["dot", "exp", "gradient"]
    assert [row["way"] for row in tables["dot"]][-1] == "np.dot(a, b)"
    sizes = [(row["features"], row["m"]) for row in tables["gradient"]]
    assert sizes == [(3, 5)] * 3 + [(4, 2)] * 3
    for rows in tables.values():
        assert all(row["milliseconds"] > 0 and row["times"] > 0 for row in rows)
        assert rows[-1]["times"] == 1


def test_the_sizes_of_the_course():
    assert vectorization.COUNT == 1_000_000
    assert vectorization.SIZES == ((64, 1797), (12288, 209))


def test_the_command_writes_the_record(tiny, monkeypatch, tmp_path):
    """记录是严格的 JSON，注明机器、线程数与负载。"""
    monkeypatch.setattr(cli, "repository", lambda: tmp_path)
    result = CliRunner().invoke(cli.main, ["bench", "vectorization"])
    assert result.exit_code == 0
    text = (tmp_path / "docs" / "records" / "vectorization.json").read_text(encoding="utf-8")
    record = json.loads(text, parse_constant=pytest.fail)
    assert list(record) == ["machine", "dot", "exp", "gradient"]
    assert {"cpu", "numpy", "threads"} <= record["machine"].keys()
    assert bench.record_vectorization.__doc__
