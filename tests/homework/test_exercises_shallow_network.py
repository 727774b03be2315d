"""第三次作业的题目：参考写法与本站的实现相等，每种错误写法都看得出来。"""

import pytest
from exercise_checks import CHECKS, check_misconception, every_misconception

from derive.homework.exercises.shallow_network import EXERCISES


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_exercise(exercise, check):
    check(exercise)


@pytest.mark.parametrize(("exercise", "misconception"), every_misconception(EXERCISES))
def test_misconception(exercise, misconception):
    check_misconception(exercise, misconception)
