"""判定器说的话：JSON 里有什么；浏览器里载入得了。"""

import json
import subprocess
import sys

from derive.judge.session import Session, check_answer, undecided

TEXT = "σ'(z) = σ(z)(1-σ(z))\n= σ(z)\n1 + ) = 2"


def test_outline_lists_each_equality_and_each_unreadable_line() -> None:
    first, second, wrong = json.loads(Session(TEXT).outline())
    assert first == {
        "line": 1,
        "column": 9,
        "left": "σ'(z)",
        "relation": "=",
        "right": "σ(z)(1-σ(z))",
    }
    assert (second["line"], second["left"], second["right"]) == (2, "σ(z)(1-σ(z))", "σ(z)")
    assert (wrong["line"], wrong["column"], wrong["length"]) == (3, 5, 1)
    assert wrong["error"]


def test_each_equality_is_decided_on_its_own() -> None:
    session = Session(TEXT)
    assert json.loads(session.decide(0)) == {"verdict": "proved", "account": ""}
    refuted = json.loads(session.decide(1))
    assert refuted["verdict"] == "refuted"
    assert "左边 = 0.25，右边 = 0.5" in refuted["account"]


def test_answer_is_compared_with_the_book() -> None:
    assert json.loads(check_answer("loss_dz", " a - y\n"))["verdict"] == "proved"
    assert json.loads(check_answer("loss_dz", "y - a"))["verdict"] == "refuted"


def test_answer_that_cannot_be_read_points_at_the_character() -> None:
    found = json.loads(check_answer("loss_dz", "a - ("))
    assert found["line"] == 1
    assert found["error"]


def test_answer_to_a_law_with_matrices_is_declined() -> None:
    assert "矩阵" in json.loads(check_answer("backward_dz1", "a"))["error"]


def test_running_out_of_time_is_undecided() -> None:
    decision = undecided(10)
    assert decision.verdict == "unknown"
    assert "10 秒" in decision.reason


def test_browser_has_no_numpy_and_needs_none() -> None:
    script = "import sys; sys.modules['numpy'] = None; from derive.judge import session; "
    script += "session.theory(); print(session.check_answer('loss_dz', 'a - y'))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    assert json.loads(done.stdout)["verdict"] == "proved"
