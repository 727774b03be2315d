"""第一次作业的题目：通用检查，再与 SciPy 和逐个元素的循环核对。"""

import math

import numpy as np
import pytest
from exercise_checks import (
    CHECKS,
    check_misconception,
    every_misconception,
    required_cases,
    same,
)
from scipy import spatial, special

from derive.homework.exercises import numpy_basics
from derive.homework.exercises.numpy_basics import EXERCISES


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_exercise(exercise, check):
    check(exercise)


@pytest.mark.parametrize(("exercise", "misconception"), every_misconception(EXERCISES))
def test_misconception(exercise, misconception):
    check_misconception(exercise, misconception)


def unit_rows(x):
    return np.array([[value / math.hypot(*row) for value in row] for row in x])


def pixels(image):
    length, height, depth = image.shape
    return np.array(
        [[image[i, j, k]] for i in range(length) for j in range(height) for k in range(depth)]
    )


@pytest.mark.parametrize(
    ("exercise", "oracle"),
    [
        (numpy_basics.BASIC_SIGMOID, special.expit),
        (numpy_basics.SIGMOID, special.expit),
        (numpy_basics.IMAGE2VECTOR, pixels),
        (numpy_basics.NORMALIZE_ROWS, unit_rows),
        (numpy_basics.SOFTMAX, lambda x: special.softmax(x, axis=1)),
        (numpy_basics.L1, lambda yhat, y: spatial.distance.cityblock(yhat, y)),
        (numpy_basics.L2, lambda yhat, y: spatial.distance.sqeuclidean(yhat, y)),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_the_reference_agrees_with_an_independent_computation(exercise, oracle):
    for case in required_cases(exercise):
        got = exercise.reference(**case.arguments)
        expected = oracle(*case.arguments.values())
        assert same(got, expected, 1e-12)
        assert np.shape(got) == np.shape(expected)


def test_every_function_of_the_assignment_is_there():
    assert [exercise.name for exercise in EXERCISES] == [
        "basic_sigmoid",
        "sigmoid",
        "sigmoid_derivative",
        "image2vector",
        "normalizeRows",
        "softmax",
        "L1",
        "L2",
    ]
    assert numpy_basics.NORMALIZE_ROWS.aliases == ("normalize_rows",)
