"""每一种错误写法，当作学习者的作业交上去，都要得到它自己的名字。

一次作业的各个函数各错一处，合成一份文件来评；错了的辅助函数会换成参考写法，所以互不相干。
"""

import inspect
from pathlib import Path

import pytest

from derive.homework.exercises import ASSIGNMENTS
from derive.homework.grading import grade

ROUNDS = [
    (assignment, number)
    for assignment in ASSIGNMENTS
    for number in range(max(len(each.misconceptions) for each in assignment.exercises))
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("assignment", "number"), ROUNDS, ids=[f"{each.file}-{n}" for each, n in ROUNDS]
)
def test_every_wrong_form_is_named(assignment, number, tmp_path):
    program = Path(inspect.getfile(assignment.exercises[0].reference)).read_text("utf-8")
    expected = {}
    for exercise in assignment.exercises:
        if number < len(exercise.misconceptions):
            mistake = exercise.misconceptions[number]
            assert program.count(exercise.source) == 1
            program = program.replace(
                exercise.source, exercise.source.replace(mistake.before, mistake.after)
            )
            expected[exercise.name] = mistake.name
    path = tmp_path / "作业.py"
    path.write_text(program, "utf-8")
    found = {each.function: each.diagnosis for each in grade(path)}
    assert {name: found[name] for name in expected} == expected
