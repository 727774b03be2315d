"""```figure：把代码画的图放进页面。"""

import json
import re

import pytest
from bs4 import BeautifulSoup
from small_site import MkDocs, Render

from derive.figures import FIGURES, Drawing, Figure


def test_a_figure_stands_where_it_is_named(render: Render) -> None:
    page = render("```figure\nsigmoid\nrelu\n```\n")
    tags = BeautifulSoup(page.html, "html.parser")
    assert not page.problems
    assert [e.text for e in tags.select("svg > title")] == [
        FIGURES[name].title for name in ("sigmoid", "relu")
    ]
    assert tags.select_one("figcaption").text == FIGURES["sigmoid"].caption  # type: ignore[union-attr]


def test_an_unknown_name_is_answered_with_the_known_ones(render: Render) -> None:
    page = render("文字\n\n```figure\nrelu\nsigmoide\n```\n")
    (problem,) = page.problems
    assert problem.startswith("docs/a.md:5:1")
    assert "没有图 sigmoide" in problem
    assert all(name in problem for name in FIGURES)
    assert "没有图 sigmoide" in page.html


def test_a_build_draws_once_and_the_next_draws_again(
    render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    """有的图取自 docs/records/：预览时记录变了，图也要变。"""
    draws: list[Drawing] = []

    def draw() -> Drawing:
        draws.append(Drawing((), 10, "一张图"))
        return draws[-1]

    monkeypatch.setitem(FIGURES, "counted", Figure(draw, "数一数", "画了几遍。"))
    for times in (1, 2):
        page = render("```figure\ncounted\n```\n\n文字\n\n```figure\ncounted\n```\n")
        assert page.html.count("<svg") == 2
        assert len(draws) == times


def test_figures_inside_lists_and_notes(render: Render) -> None:
    inside = "    ```figure\n    {}\n    ```\n\n"
    page = render("1. 看图\n\n" + inside.format("tanh") + "!!! note\n\n" + inside.format("relu"))
    assert not page.problems
    assert page.html.count("<svg") == 2


def test_a_strict_build_takes_figures_and_keeps_their_numbers_out_of_the_search(
    mkdocs: MkDocs,
) -> None:
    built = mkdocs({"index.md": "# 首页\n\n```figure\n" + "\n".join(FIGURES) + "\n```\n"})
    assert built.exit_code == 0, built.output
    index = json.loads((built.site / "search" / "search_index.json").read_text("utf-8"))
    indexed = "".join(entry["text"] for entry in index["docs"]).replace("\u200b", "")
    indexed = re.sub(r"\s", "", indexed)
    assert all(figure.caption.replace(" ", "") in indexed for figure in FIGURES.values())
    assert "斜率不到最大值的5%" not in indexed  # 只在图的说明里
