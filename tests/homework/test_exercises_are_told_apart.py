"""每种错误写法，评分认得出是它自己，不会说成别的。"""

import numpy as np
import pytest
from exercise_checks import every_misconception

from derive.homework.diagnosis import diagnose
from derive.homework.examination import SEED, Examination, Trial, attempt
from derive.homework.exercises import deep_network, shallow_network
from derive.homework.worker import Failure, Outcome

EXERCISES = (*shallow_network.EXERCISES, *deep_network.EXERCISES)


@pytest.mark.parametrize(("exercise", "misconception"), every_misconception(EXERCISES))
def test_a_wrong_form_is_diagnosed_as_itself(exercise, misconception):
    function = exercise.wrong(misconception)
    trials = []
    for case in exercise.cases(np.random.default_rng(SEED)):
        right, found = attempt(exercise, exercise.solution, case), attempt(exercise, function, case)
        failure = Failure(found.raised, "") if found.raised else None
        trials.append(
            Trial(
                exercise=exercise,
                case=case,
                expected=right.parts,
                answer=right.value,
                outcome=Outcome(value=found.value, failure=failure),
                attempt=found,
            )
        )
    findings = diagnose(Examination(exercise, None, trials), seconds=60)
    assert [finding.name for finding in findings] == [misconception.name]
