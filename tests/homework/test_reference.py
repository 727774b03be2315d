"""参考写法与本站的实现，自己先要评得过。"""

from pathlib import Path

import pytest

from derive.homework.exercises import ASSIGNMENTS
from derive.homework.grades import MISSING, RIGHT
from derive.homework.grading import grade

PACKAGE = Path(__file__).parents[2] / "src" / "derive"


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda each: each.file)
def test_the_reference_is_right(assignment) -> None:
    grades = grade(PACKAGE / "homework" / "formulas" / f"{assignment.file}.py")
    assert {each.function: each.status for each in grades} == {
        exercise.name: RIGHT for exercise in assignment.exercises
    }


@pytest.mark.parametrize("module", ["logistic", "shallow", "network"])
def test_the_implementations_of_the_book_are_right(module: str) -> None:
    """它们检查输入、不照抄公式，也是对的；文件里没有的函数不算。"""
    grades = [each for each in grade(PACKAGE / f"{module}.py") if each.place]
    assert len(grades) >= 5
    assert {each.status for each in grades} == {RIGHT}, [
        (each.function, each.message) for each in grades if each.status not in (RIGHT, MISSING)
    ]
