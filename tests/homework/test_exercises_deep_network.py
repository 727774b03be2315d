"""第四次作业的题目：参考写法与本站的实现相等，每种错误写法都看得出来。"""

import itertools

import numpy as np
import pytest
from exercise_checks import CHECKS, check_misconception, every_misconception, outcomes, same_part

from derive.homework.exercise import Misshapen
from derive.homework.exercises.deep_network import (
    EXERCISES,
    INITIALIZE_PARAMETERS_DEEP,
    grads_parts,
)
from derive.homework.exercises.shared import trained_parts


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_exercise(exercise, check):
    check(exercise)


@pytest.mark.parametrize(("exercise", "misconception"), every_misconception(EXERCISES))
def test_misconception(exercise, misconception):
    check_misconception(exercise, misconception)


# ---- 各个版本 ---------------------------------------------------------------------


def test_both_versions_of_the_da_keys_give_the_same_parts():
    """新版：第 L 层反向得到的是 dA[L−1]；旧版存作 dA[L]。"""
    weights = {"dW1": 1.0, "db1": 2.0, "dW2": 3.0, "db2": 4.0}
    new = grads_parts({**weights, "dA0": 5.0, "dA1": 6.0})
    old = grads_parts({**weights, "dA1": 5.0, "dA2": 6.0})
    assert new == old == {**weights, "dA0": 5.0, "dA1": 6.0}


def test_da_keys_may_be_missing():
    assert grads_parts({"dW1": 1.0, "db1": 2.0}) == {"dW1": 1.0, "db1": 2.0}


@pytest.mark.parametrize("value", [None, {}, {"dA0": 1.0}, (1, 2)])
def test_grads_without_dw_are_misshapen(value):
    with pytest.raises(Misshapen):
        grads_parts(value)


@pytest.mark.parametrize("costs", [[0.7], [0.7, 0.2], np.array([0.7]), [np.array([[0.7]]), 0.2]])
def test_only_the_first_cost_counts(costs):
    """各版本记代价的次数不同，第一个总是初始参数的代价。"""
    assert trained_parts(({"W1": 1}, costs)) == {"W1": 1, "costs[0]": 0.7}


@pytest.mark.parametrize("value", [{"W1": 1}, ({"W1": 1}, [])])
def test_costs_may_be_missing(value):
    """旧版不返回 costs；或者不印出代价，就一个也不记。"""
    assert trained_parts(value) == {"W1": 1}


@pytest.mark.parametrize("value", [None, {}, ({}, []), ({"W1": 1}, 0.7), ({"W1": 1}, [], 3)])
def test_other_results_of_training_are_misshapen(value):
    with pytest.raises(Misshapen):
        trained_parts(value)


@pytest.mark.parametrize(
    ("scale", "right"),
    [(lambda n: 0.01, True), (lambda n: n**-0.5, True), (lambda n: 1, False), (lambda n: 0, False)],
)
def test_small_or_one_over_root_n_are_both_right(scale, right):
    def initializer(layer_dims):
        rng = np.random.default_rng(1)
        parameters = {}
        for l, (n_prev, n) in enumerate(itertools.pairwise(layer_dims), start=1):
            parameters[f"W{l}"] = rng.normal(size=(n, n_prev)) * scale(n_prev)
            parameters[f"b{l}"] = np.zeros((n, 1))
        return parameters

    exercise = INITIALIZE_PARAMETERS_DEEP
    found, expected = outcomes(exercise, initializer), outcomes(exercise, exercise.solution)
    assert same_part(found, expected, "W1.shape")
    assert same_part(found, expected, "W1") is right
