"""误差表：尺子本身对不对，表里有没有该有的，记录是否可携带。"""

from __future__ import annotations

import json
import math
import platform
from fractions import Fraction

import numpy as np
import pytest
from mpmath import mpf

from derive import bench
from derive.bench import accuracy, machine, speed
from derive.bench.accuracy import evaluate_exactly, ulp_errors


def one_third(_):
    return mpf(1) / 3


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_ulp_of_known_neighbours(dtype):
    """1/3 舍入后的误差小于半个 ULP；往旁边挪 k 个数，误差就差 k。"""
    exact = evaluate_exactly(one_third, dtype, np.zeros(1, dtype))
    near = dtype(1) / dtype(3)
    assert exact.rounded[0] == near
    residue = float((Fraction(1, 3) - Fraction(float(near))) / Fraction(float(np.spacing(near))))
    assert abs(residue) == pytest.approx(1 / 3)
    assert ulp_errors(np.array([near]), exact)[0] == pytest.approx(abs(residue), rel=1e-12)
    for step in (1, 2, 5):
        moved = near + dtype(step) * np.spacing(near)
        assert ulp_errors(np.array([moved]), exact)[0] == pytest.approx(step - residue, rel=1e-12)


def test_ruler_agrees_with_exact_fractions():
    """另一把尺子：全用分数，逐个计算。"""
    rng = np.random.default_rng(0)
    z = np.ldexp(rng.uniform(1, 2, 300), rng.integers(-1080, 1000, 300))
    exact = evaluate_exactly(lambda z: z / 3, np.float64, z)
    computed = exact.rounded + rng.integers(-3, 4, 300) * np.spacing(exact.rounded)
    for z_i, computed_i, error in zip(z, computed, ulp_errors(computed, exact), strict=True):
        true = Fraction(z_i) / 3
        spacing = Fraction(math.ulp(z_i / 3))
        assert error == pytest.approx(float(abs(Fraction(computed_i) - true) / spacing), rel=1e-12)


def test_ulp_of_subnormals():
    exact = evaluate_exactly(lambda _: mpf(2) ** -1073 * 1.25, np.float64, np.zeros(1))
    assert ulp_errors(np.array([1e-323]), exact)[0] == pytest.approx(0.5)
    assert ulp_errors(np.array([0.0]), exact)[0] == pytest.approx(2.5)


@pytest.mark.parametrize("computed", [np.inf, -np.inf, np.nan])
def test_ulp_of_a_lost_value_is_infinite(computed):
    exact = evaluate_exactly(one_third, np.float64, np.zeros(1))
    assert ulp_errors(np.array([computed]), exact)[0] == np.inf


def test_overflow_is_right_when_the_exact_value_overflows():
    exact = evaluate_exactly(lambda _: mpf(10) ** 400, np.float64, np.zeros(2))
    np.testing.assert_array_equal(ulp_errors(np.array([np.inf, 1e308]), exact), [0, np.inf])


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_ulp_at_the_largest_number(dtype):
    """np.spacing 在这里是 ∞，用它作除数会把任何误差都量成 0。"""
    largest = np.finfo(dtype).max
    exact = evaluate_exactly(lambda z: z, dtype, np.array([largest]))
    below = np.nextafter(largest, dtype(0))
    assert ulp_errors(np.array([largest]), exact)[0] == 0
    assert ulp_errors(np.array([below]), exact)[0] == 1


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_points_cover_the_finite_range(dtype):
    z, info = accuracy.points(dtype, 200), np.finfo(dtype)
    assert z.dtype == dtype
    assert np.isfinite(z).all()
    for must in (0, info.max, info.min, info.tiny, info.smallest_subnormal):
        assert must in z
    np.testing.assert_array_equal(z, -z[::-1])
    np.testing.assert_array_equal(z, accuracy.points(dtype, 200))


@pytest.fixture(scope="module")
def rows():
    return accuracy.measure(count=40)


def test_table_has_every_function_and_dtype(rows):
    found = [(row["function"], row["dtype"]) for row in rows]
    assert found == [(c.name, d) for c in accuracy.CASES for d in ("float64", "float32")]


def test_ours_is_within_the_stated_bound(rows):
    for row in rows:
        assert row["ours"]["ulp"] <= row["bound"], row
        assert not row["ours"]["lost"]


def test_the_textbook_formula_loses_every_digit_somewhere(rows):
    """测试的测试：量得出教科书公式的失败，才量得出本站的。"""
    for row in rows:
        assert row["textbook"]["lost"], row
        assert row["textbook"]["ulp"] is None or row["textbook"]["ulp"] > 1000


def test_a_peer_that_is_not_installed_is_marked(monkeypatch):
    monkeypatch.setattr(accuracy, "peer", lambda name: None)
    monkeypatch.setattr(accuracy, "CASES", accuracy.CASES[:2])
    sigmoid, _, sigmoid_prime, _ = accuracy.measure(count=8)
    assert sigmoid["scipy"] == sigmoid["torch"] == machine.UNMEASURED
    assert sigmoid_prime["scipy"] == accuracy.NO_COUNTERPART


def test_machine_names_no_host_and_no_path():
    text = json.dumps(machine.describe())
    assert platform.node() not in text.split()
    assert "/home" not in text
    assert machine.describe()["numpy"] == np.__version__


def test_record(tmp_path, monkeypatch):
    """记录是严格的 JSON（没有 Infinity 与 NaN），三部分俱全；这里只量一个函数，只求快。"""
    monkeypatch.setattr(accuracy, "CASES", accuracy.CASES[:1])
    monkeypatch.setattr(speed, "CASES", accuracy.CASES[:1])
    monkeypatch.setattr(accuracy.measure, "__defaults__", (0, 8))
    monkeypatch.setattr(speed.measure, "__defaults__", (0, 1000, 2))
    path = tmp_path / "activations.json"
    bench.record(path)
    result = json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert list(result) == ["machine", "accuracy", "speed"]
    (row,) = result["speed"]
    assert row["function"] == "sigmoid"
    assert row["ours"] > 0
    assert set(row["ratio"]) <= {"textbook", "scipy", "torch"}
