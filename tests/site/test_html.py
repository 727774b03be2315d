"""每个围栏的 HTML，只用 Markdown 渲染。"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from small_site import Render

from derive import shallow
from derive.kernel.report import Report, Verdict
from derive.site import fences, html, katex


def fence(kind: str, *lines: str, indent: str = "") -> str:
    return "\n".join(indent + line for line in (f"```{kind}", *lines, "```")) + "\n"


def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def one(tag: Tag, selector: str) -> Tag:
    found = tag.select(selector)
    assert len(found) == 1, (selector, len(found))
    return found[0]


def bound(tag: Tag) -> list[tuple[str, str]]:
    return [(str(e["data-derive"]), str(e["data-verdict"])) for e in tag.select("[data-derive]")]


def every_display_is_bound(tag: Tag) -> bool:
    return all(e.find_parent(attrs={"data-derive": True}) for e in tag.select(".katex-display"))


NUMBERED = '---\nnumber: "3.6"\n---\n\n'


def test_equation(render: Render) -> None:
    page = render(NUMBERED + fence("equation", "sigmoid", "sigmoid_complement"))
    tags = soup(page.html)
    assert not page.problems
    assert bound(tags) == [("sigmoid", "definition"), ("sigmoid_complement", "proved")]
    assert [e["id"] for e in tags.select(".equation")] == ["eq-sigmoid", "eq-sigmoid_complement"]
    assert [e.text for e in tags.select(".equation__number")] == ["(3.6.1)", "(3.6.2)"]
    assert [e.text for e in tags.select(".seal")] == ["定义", "已证 · 标量"]
    assert every_display_is_bound(tags)
    assert ":=" in one(tags, "#eq-sigmoid annotation").text


def test_repeated_equation_keeps_number_but_not_id(render: Render) -> None:
    twice = fence("equation", "sigmoid")
    tags = soup(render(NUMBERED + twice + "\n再看一遍：\n\n" + twice).html)
    assert len(tags.select("#eq-sigmoid")) == 1
    assert [e.text for e in tags.select(".equation__number")] == ["(3.6.1)", "(3.6.1)"]


def test_derivation_shows_every_step_with_its_rule(render: Render) -> None:
    page = render(
        NUMBERED + fence("derivation", "sigmoid_complement") + fence("equation", "sigmoid")
    )
    tags = soup(page.html)
    assert not page.problems
    steps = page.build.book["sigmoid_complement"].steps  # type: ignore[union-attr]
    rules = tags.select(".step__rule")
    assert len(rules) == len(steps)
    assert all(e.text.startswith("✓") for e in rules)
    assert one(rules[0], "a")["href"] == "#eq-sigmoid"
    assert not rules[1].select("a")
    assert not tags.select("details")
    assert every_display_is_bound(tags)


def test_long_derivation_folds_the_middle(render: Render, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "FOLD_ABOVE", 5)
    page = render(fence("derivation", "sigmoid_prime"))
    tags = soup(page.html)
    steps = page.build.book["sigmoid_prime"].steps  # type: ignore[union-attr]
    assert len(steps) > html.FOLD_ABOVE
    folded = one(tags, "details")
    assert one(folded, "summary").text == f"展开中间 {len(steps) - 2} 步"
    assert len(folded.select(".step__rule")) == len(steps) - 2
    assert len(tags.select(".step__rule")) == len(steps)


def test_implementation_shows_the_real_source_and_the_figures(render: Render) -> None:
    page = render(fence("implementation", "impl_sigmoid"))
    tags = soup(page.html)
    assert not page.problems
    formula = page.build.book["impl_sigmoid"].implements.id  # type: ignore[union-attr]
    verdict = page.build.reports[formula].verdict
    assert bound(tags) == [("impl_sigmoid", "proved"), (formula, verdict)]
    code = one(tags, ".highlight code").text
    assert "def sigmoid(" in code
    assert "return" in code
    assert one(tags, ".filename").text.startswith("src/derive/activations.py")
    rows = [[cell.text for cell in row.select("td")] for row in tags.select("tbody tr")]
    assert [row[0] for row in rows] == ["float64", "float32"]
    report = page.build.reports["impl_sigmoid"]
    worst = report.details["float64"]["worst_ulp"]
    assert rows[0][1] == f"{worst:.3g} ULP"
    assert rows[0][2] == "2 ULP"


def test_a_line_stands_beside_its_formula_and_its_tests(tmp_path: Path, render: Render) -> None:
    """公式、那一行、测试：都从源码取出，改了源码就跟着变。"""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_it.py").write_text(
        "@slow\ndef test_forward():\n    forward_propagation(X, parameters)\n\n\n"
        "def test_other():\n    layer_sizes(X, Y)\n",
        "utf-8",
    )
    page = render(fence("implementation", "line_forward_z1"))
    tags = soup(page.html)
    assert not page.problems
    assert bound(tags) == [("line_forward_z1", "proved"), ("forward_z1", "definition")]
    assert tags.select(".highlight code")[0].text.strip() == "Z1 = W1 @ X + b1"
    source = Path(shallow.__file__).read_text("utf-8").splitlines()
    number = next(n for n, text in enumerate(source, 1) if text.strip() == "Z1 = W1 @ X + b1")
    title = tags.select(".filename")[0].text
    assert title == f"shallow.py · forward_propagation · 第 {number} 行"
    rows = [[cell.text for cell in row.select("td")] for row in tags.select("tbody tr")]
    assert ["漏了 b1", "W1 @ X"] in [row[:2] for row in rows]
    assert [li.text for li in tags.select("details li")] == ["tests/test_it.py::test_forward"]
    assert tags.select(".highlight code")[1].text.startswith("@slow\ndef test_forward():")


def test_a_function_is_shown_as_it_is(render: Render) -> None:
    page = render(fence("function", "shallow:layer_sizes"))
    assert not page.problems
    assert "def layer_sizes(" in one(soup(page.html), ".highlight code").text
    broken = render(fence("function", "shallow:nothing"))
    assert "取不到 derive.shallow:nothing 的源码" in broken.problems[0]


def test_erratum_shows_both_forms_and_the_witness(render: Render) -> None:
    page = render(fence("erratum", "erratum_sigmoid_prime_sign"))
    tags = soup(page.html)
    assert not page.problems
    id = "erratum_sigmoid_prime_sign"
    assert bound(tags) == [(id, "refuted"), (id, "proved")]
    assert [e.text for e in tags.select(".seal")] == ["证伪", "已证"]
    assert "反例：z = 0 时" in one(tags, ".erratum__witness").text
    assert "资料 4" in one(tags, ".erratum__place").text
    assert one(tags, f"#eq-{id}")
    assert every_display_is_bound(tags)


@pytest.fixture
def snippets(tmp_path: Path) -> Path:
    folder = tmp_path / "snippets" / "demo"
    folder.mkdir(parents=True)
    (folder / "short.py").write_text("print(1 < 2)\n", "utf-8")
    (folder / "short.out").write_text("True\n", "utf-8")
    (folder / "long.py").write_text("for i in range(99):\n    print(i)\n", "utf-8")
    (folder / "long.out").write_text("".join(f"{i}\n" for i in range(99)), "utf-8")
    (folder / "silent.py").write_text("pass\n", "utf-8")
    return folder


def test_snippet(render: Render, snippets: Path) -> None:
    page = render(fence("snippet", "demo/short", "demo/long"))
    tags = soup(page.html)
    assert not page.problems
    short, long = tags.select(".snippet")
    assert [code.text.strip() for code in short.select("code")] == ["print(1 < 2)", "True"]
    assert one(short, ".highlight:first-child .filename").text == "snippets/demo/short.py"
    assert short.select("code span")  # 着了色
    assert not short.select("details")
    assert one(long, "details summary").text == "输出（99 行）"


def test_missing_snippet_and_output(render: Render, snippets: Path) -> None:
    page = render("甲\n\n" + fence("snippet", "demo/nothing", "demo/silent"))
    first, second = page.problems
    assert first.startswith("docs/a.md:4:1: ")
    assert "demo/short" in first
    assert "derive snippets --update" in second


def test_benchmark(render: Render, tmp_path: Path) -> None:
    record = {
        "machine": {"cpu": "某处理器", "cores": 2, "numpy": "2.4"},
        "accuracy": [
            {
                "function": "sigmoid",
                "dtype": "float64",
                "ours": {"ulp": 1.25, "at": [1.0], "computed": "1", "exact": "1", "lost": False},
                "textbook": {"ulp": 9e15, "at": [9], "computed": "0", "exact": "1", "lost": True},
                "scipy": {"ulp": None, "at": [9], "computed": "nan", "exact": "1", "lost": True},
                "torch": "未测",
            },
            {"function": "tanh", "dtype": "float64", "ours": "无对应函数"},
        ],
        "speed": [{"function": "sigmoid", "size": 10, "ours": 1.0, "ratio": {"scipy": 0.5}}],
    }
    records = tmp_path / "docs" / "records"
    records.mkdir(parents=True)
    (records / "r.json").write_text(json.dumps(record), "utf-8")
    page = render(fence("benchmark", "r/accuracy sigmoid", "r"))
    assert not page.problems
    chosen, everything = soup(page.html).select(".benchmark")
    assert len(everything.select("table")) == 2
    assert [cell.text for cell in chosen.select("td")] == [
        "sigmoid",
        "float64",
        "一位不剩",
        "1.25",
        "算得 nan",
        "未测",
    ]
    assert "某处理器" in one(chosen, ".benchmark__machine").text

    training = {
        "machine": {"cpu": "某处理器", "sklearn": "1.9", "threads": 2, "load": 0.1},
        "cost": [{"network": "2-4-1", "m": 400, "cost": "0.5", "difference": {"torch": 1e-16}}],
        "growth_m": [
            {"m": 500, "ours": 0.25, "growth": ""},
            {"m": 1000, "ours": 0.5, "growth": 2.0},
        ],
    }
    (records / "t.json").write_text(json.dumps(training), "utf-8")
    page = render(fence("benchmark", "t"))
    assert not page.problems
    block = one(soup(page.html), ".benchmark")
    assert [cell.text for cell in block.select("th")] == [
        *("网络", "样本数", "最后的代价", "与本站的相对差"),
        *("样本数", "本站", "本站是上一行的几倍"),
    ]
    assert [cell.text for cell in block.select("td")] == [
        *("2-4-1", "400", "0.5", "PyTorch 1e-16"),
        *("500", "0.25", "", "1000", "0.5", "2"),
    ]
    assert "线程数 2，测量开始时的负载 0.1" in one(block, ".benchmark__machine").text

    bad = render(fence("benchmark", "none", "r/none", "r/accuracy none"))
    assert [problem.split(": ")[0] for problem in bad.problems] == [
        f"docs/a.md:{line}:1" for line in (2, 3, 4)
    ]


@pytest.mark.parametrize(
    ("kind", "id", "words"),
    [
        ("equation", "sigmoid_prim", "最接近的有：sigmoid_prime"),
        ("equation", "wrong", "证伪"),
        ("equation", "impl_sigmoid", "没有等式可写"),
        ("derivation", "sigmoid", "不是推导"),
        ("derivation", "erratum_sigmoid_prime_sign", "没有等式可写"),
        ("implementation", "sigmoid", "不是实现"),
        ("erratum", "sigmoid", "不是勘误"),
        ("erratum", "wrong", "左边 = "),
    ],
)
def test_wrong_object_for_the_fence(render: Render, kind: str, id: str, words: str) -> None:
    page = render("甲\n\n" + fence(kind, id))
    assert len(page.problems) == 1
    assert page.problems[0].startswith("docs/a.md:4:1: ")
    assert words in page.problems[0]
    assert "derive-error" in page.html


def test_unexpected_exception_is_not_swallowed(
    render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise ZeroDivisionError("意外")

    monkeypatch.setitem(fences.FORMATTERS, "equation", broken)
    page = render(fence("equation", "sigmoid"))
    assert page.problems == [
        "docs/a.md:2:1: 渲染 ```equation sigmoid 时出错：ZeroDivisionError('意外')"
    ]


def test_fences_work_inside_lists_tabs_and_admonitions(render: Render) -> None:
    text = "\n".join(
        [
            "1. 列表\n",
            fence("equation", "sigmoid", indent="    "),
            '=== "标签"\n',
            fence("derivation", "sigmoid_growth", indent="    "),
            '!!! note "提示"\n',
            fence("equation", "sigmoid_complement", indent="    "),
            "> " + fence("equation", "sigmoid_prime").strip().replace("\n", "\n> "),
        ]
    )
    page = render(text)
    tags = soup(page.html)
    assert not page.problems
    assert one(tags, "li > .equation #eq-sigmoid, li > #eq-sigmoid")
    assert one(tags, ".tabbed-block .derivation")
    assert one(tags, ".admonition .equation")
    assert one(tags, "blockquote .equation")
    assert "```" not in page.html


def test_seal_comes_from_the_report_only(render: Render, reports: Mapping[str, Report]) -> None:
    page = render("甲")
    unknown = replace(reports["sigmoid_complement"], verdict=Verdict.UNKNOWN, message="没有结论")
    page.build.reports = {**reports, "sigmoid_complement": unknown}
    page.build.start(page.build.sources.by_path["a.md"])
    [equation] = [f["format"] for f in fences.custom_fences(page.build) if f["name"] == "equation"]
    markup = equation("sigmoid_complement", "equation", "", {}, None)
    assert "未决" in page.problems[0]
    assert "seal" not in markup


def test_wide_formula_can_be_reached_by_keyboard(render: Render) -> None:
    tags = soup(render(fence("derivation", "sigmoid_prime")).html)
    for formula in tags.select("derive-math"):
        annotation = one(formula, "annotation").text
        if formula.get("tabindex") is None:
            assert len(annotation) < 120
    assert tags.select("derive-math[tabindex='0']")


def test_seal_links_to_its_meaning_when_there_is_one(render: Render) -> None:
    assert not soup(render("$@sigmoid$").html).select("a.seal")
    tags = soup(render("$@sigmoid$", **{"how-to-read": "# 如何阅读"}).html)
    assert one(tags, "a.seal")["href"] == "../how-to-read/#seals"


@pytest.mark.parametrize(
    ("tex", "pieces"),
    [
        (r"J = -(y \ln a + (1 - y)\ln (1 - a))", ["J=", "−(ylna+", "(1−y)ln(1−a))"]),  # 外层的加号
        (r"{}= -(-(a + b(1 - c)))", ["=−(−(a+", "b(1−c)))"]),  # 只有内层可断；开头的等号不独占一行
        (r"{}= a", ["=a"]),
        (r"\text{甲}", ["甲"]),
    ],
)
def test_formula_breaks_at_the_outermost_sign(tex: str, pieces: list[str]) -> None:
    markup = html.breakable(katex.render(tex, display=True))
    shown = one(soup(markup.replace("<wbr>", "↵")), ".katex-html").text
    assert shown.replace("\u2061", "").replace("\u200b", "").split("↵") == pieces
