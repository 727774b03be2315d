"""作业检查器认得的错误的清单。"""

from bs4 import BeautifulSoup
from small_site import Render

from derive.homework.exercises import ASSIGNMENTS
from derive.kernel.report import Report, Verdict
from derive.registry import BOOK
from derive.site.fences import FORMATTERS


def listing(render: Render, file: str) -> BeautifulSoup:
    """```misconceptions 的结果；题目凭的定律在真的书里，这里当作都已证。"""
    build = render("# 甲\n").build
    build.book = BOOK
    build.reports = {obj.id: Report(obj.id, "law", Verdict.PROVED, None) for obj in BOOK}
    markup = FORMATTERS["misconceptions"](build, file, None)  # type: ignore[arg-type]
    return BeautifulSoup(markup, "html.parser")


def test_each_part_names_its_law(render: Render) -> None:
    laws = listing(render, "deep_network").select_one(".mistakes__laws")
    assert laws is not None
    assert BOOK["sigmoid"].title in laws.text


def test_every_function_and_every_mistake_is_listed(render: Render) -> None:
    for assignment in ASSIGNMENTS:
        found = listing(render, assignment.file)
        functions = found.select("details.mistakes")
        assert len(functions) == len(assignment.exercises)
        for shown, exercise in zip(functions, assignment.exercises, strict=True):
            summary = shown.select_one("summary")
            assert summary is not None
            assert summary.text.startswith(f"{exercise.name}(")
            names = {strong.text for strong in shown.select("strong")}
            assert names == {each.name for each in exercise.misconceptions}
            assert len(shown.select("ins")) == len(exercise.misconceptions)


def test_a_change_shows_the_whole_line_before_and_after(render: Render) -> None:
    (exercise,) = (
        each for each in ASSIGNMENTS[-1].exercises if each.reference.__name__ == "linear_forward"
    )
    shown = listing(render, "deep_network")
    pairs = {
        (wrong.text, right.text)
        for wrong, right in zip(shown.select("del"), shown.select("ins"), strict=False)
    }
    for each in exercise.misconceptions:
        right, wrong = exercise.changed_lines(each)
        assert right != wrong
        assert (wrong, right) in pairs
        assert right in exercise.source


def test_counts_are_counted(render: Render) -> None:
    forms = [m for a in ASSIGNMENTS for e in a.exercises for m in e.misconceptions]
    text = listing(render, "counts").text
    assert f"认得 {len(forms)} 种写错的写法" in text
    assert len({m.name for m in forms}) >= 40


def test_an_unknown_assignment_says_what_there_is(render: Render) -> None:
    assert "没有叫 乙 的作业" in render("```misconceptions\n乙\n```\n").problems[0]
