"""第二次作业的题目：通用检查；别的对的写法也要能通过。"""

import numpy as np
import pytest
from exercise_checks import (
    CHECKS,
    cases_of,
    check_misconception,
    every_misconception,
    outcome,
    required_cases,
    same,
)

from derive.homework.exercise import Misshapen
from derive.homework.exercises import logistic_regression
from derive.homework.exercises.logistic_regression import EXERCISES
from derive.homework.formulas.logistic_regression import propagate, sigmoid


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_exercise(exercise, check):
    check(exercise)


@pytest.mark.parametrize(("exercise", "misconception"), every_misconception(EXERCISES))
def test_misconception(exercise, misconception):
    check_misconception(exercise, misconception)


def test_every_function_of_the_assignment_is_there():
    assert [exercise.name for exercise in EXERCISES] == [
        "sigmoid",
        "initialize_with_zeros",
        "propagate",
        "optimize",
        "predict",
        "model",
    ]


# ---- 别的对的写法 -----------------------------------------------------------------


def sigmoid_by_fraction(z):
    return np.exp(z) / (np.exp(z) + 1)


def propagate_by_loop(w, b, X, Y):
    n, m = X.shape
    cost, dw, db = 0.0, np.zeros((n, 1)), 0.0
    for i in range(m):
        z = sum(w[j, 0] * X[j, i] for j in range(n)) + b
        a = 1 / (1 + np.exp(-z))
        cost += -(Y[0, i] * np.log(a) + (1 - Y[0, i]) * np.log(1 - a))
        for j in range(n):
            dw[j, 0] += X[j, i] * (a - Y[0, i])
        db += a - Y[0, i]
    return {"dw": dw / m, "db": db / m}, cost / m


def propagate_by_matrices(w, b, X, Y):
    """代价与 db 都是 (1, 1)，代价再 squeeze 成 0 维；对数里加了 1e-8。"""
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    cost = -(Y @ np.log(A + 1e-8).T + (1 - Y) @ np.log(1 - A + 1e-8).T) / m
    dZ = A - Y
    return {"dw": X @ dZ.T / m, "db": np.sum(dZ, axis=1, keepdims=True) / m}, np.squeeze(cost)


def optimize_a_copy(w, b, X, Y, num_iterations, learning_rate):
    w, i, costs = w.copy(), 0, []
    while i < num_iterations:
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs.append(np.squeeze(np.array(cost)))
        w -= learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
        i += 1
    return {"b": b, "w": w}, grads, costs


def predict_by_loop(w, b, X):
    A = sigmoid(np.dot(w.T, X) + b)
    predicted = np.zeros((1, X.shape[1]))
    for i in range(A.shape[1]):
        predicted[0, i] = 1 if A[0, i] >= 0.5 else 0
    return predicted


@pytest.mark.parametrize(
    ("exercise", "written"),
    [
        (logistic_regression.SIGMOID, sigmoid_by_fraction),
        (logistic_regression.INITIALIZE_WITH_ZEROS, lambda dim: (np.zeros(dim).reshape(dim, 1), 0)),
        (logistic_regression.PROPAGATE, propagate_by_loop),
        (logistic_regression.PROPAGATE, propagate_by_matrices),
        (logistic_regression.OPTIMIZE, optimize_a_copy),
        (logistic_regression.PREDICT, predict_by_loop),
        (logistic_regression.PREDICT, lambda w, b, X: np.round(sigmoid(w.T @ X + b))),
        (logistic_regression.PREDICT, lambda w, b, X: w.T @ X + b > 0),
    ],
    ids=lambda value: getattr(value, "__name__", getattr(value, "name", "")),
)
def test_other_right_forms_are_right(exercise, written):
    for case in required_cases(exercise):
        expected = outcome(exercise, exercise.solution, case)
        assert same(outcome(exercise, written, case), expected), case


# ---- 试验 -------------------------------------------------------------------------


def linear(case):
    return case.arguments["w"].T @ case.arguments["X"] + case.arguments["b"]


def test_no_prediction_is_a_tie():
    """恰好 1/2 时，写 > 与写 ≥ 不同；公开的对的答案两种都有。"""
    for seed in range(20):
        for case in cases_of(logistic_regression.PREDICT, seed):
            assert np.min(np.abs(linear(case))) > 1e-6


def test_what_must_be_right_stays_within_thirty():
    for exercise in (logistic_regression.PROPAGATE, logistic_regression.PREDICT):
        largest = [np.max(np.abs(linear(case))) for case in required_cases(exercise)]
        assert max(largest) == 30.0


def test_a_confident_mistake_is_extreme():
    """a 舍入成了 1，照公式写的代价是 ∞，书里的是 800：只能算提醒。"""
    case = cases_of(logistic_regression.PROPAGATE)[-1]
    assert case.extreme
    plain = outcome(logistic_regression.PROPAGATE, propagate, case)
    careful = outcome(logistic_regression.PROPAGATE, logistic_regression.PROPAGATE.solution, case)
    assert not np.isfinite(plain["cost"])
    assert careful["cost"] == 800.0


def test_missing_keys_are_named():
    with pytest.raises(Misshapen, match="db"):
        logistic_regression.gradients_and_cost(({"dw": 1.0}, 0.5))
    with pytest.raises(Misshapen, match="params、grads、costs"):
        logistic_regression.parameters_gradients_and_costs(({}, {}))
