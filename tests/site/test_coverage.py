"""公式覆盖率：对着手写的 HTML 数，也对着真的网站数。"""

from collections.abc import Mapping
from pathlib import Path

import pytest
from small_site import MkDocs

from derive.kernel.report import Report
from derive.site.coverage import PageCoverage, coverage


def formula(tex: str, *, display: bool = False) -> str:
    annotation = f'<annotation encoding="application/x-tex">{tex}</annotation>'
    inner = f'<span class="katex"><math>{annotation}</math></span>'
    return f'<span class="katex-display">{inner}</span>' if display else inner


def bind(id: str, verdict: str, inner: str) -> str:
    return f'<div data-derive="{id}" data-verdict="{verdict}"><p>{inner}<br></p></div>'


def count(tmp_path: Path, reports: Mapping[str, Report], body: str) -> PageCoverage:
    (tmp_path / "index.html").write_text(f"<html><body>{body}</body></html>", "utf-8")
    [page] = coverage(tmp_path, reports)
    return page


ERRATUM = "erratum_sigmoid_prime_sign"


@pytest.mark.parametrize(
    "inner",
    [
        bind("sigmoid", "definition", formula("f := x", display=True)),
        bind("sigmoid_complement", "proved", formula("a = b")),
        bind(ERRATUM, "refuted", formula("a = b", display=True)),
        bind(ERRATUM, "proved", formula("a = b", display=True)),
    ],
)
def test_bound(tmp_path: Path, reports: Mapping[str, Report], inner: str) -> None:
    page = count(tmp_path, reports, inner)
    assert (page.total, page.bound, page.unbound) == (1, 1, ())


@pytest.mark.parametrize(
    "inner",
    [
        formula("x", display=True),  # 独立公式，不论断言与否
        formula("a = b"),
        bind("nothing", "proved", formula("a = b")),  # 没有这个对象
        bind("wrong", "proved", formula("a = b")),  # 结论不是写着的那样
        bind("wrong", "refuted", formula("a = b")),  # 证伪只许在勘误里
        bind("sigmoid_complement", "refuted", formula("a = b")),
        bind("sigmoid", "proved", formula("a = b")),  # 定义不是已证
        '<div data-derive="sigmoid_complement">' + formula("a = b") + "</div>",
        bind("sigmoid", "definition", "") + formula("a = b"),  # 已经出了那个元素
    ],
)
def test_unbound(tmp_path: Path, reports: Mapping[str, Report], inner: str) -> None:
    page = count(tmp_path, reports, inner)
    assert (page.total, page.bound) == (1, 0)


def test_scenes_and_expressions_do_not_count(tmp_path: Path, reports: Mapping[str, Report]) -> None:
    page = count(tmp_path, reports, formula("z &lt; 0") + formula(r"\sigma(z)"))
    assert page.total == 0


def test_json(tmp_path: Path, reports: Mapping[str, Report]) -> None:
    page = count(tmp_path, reports, formula("a = b") + formula("x", display=True))
    assert page.to_json() == {
        "page": "",
        "displayed": 1,
        "inline": 1,
        "bound": 0,
        "unbound": ["x", "a = b"],
    }


def test_no_site(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="mkdocs build"):
        coverage(tmp_path, {})


def test_small_site_is_covered(mkdocs: MkDocs, reports: Mapping[str, Report]) -> None:
    text = f"```derivation\nsigmoid_prime\n```\n\n$@sigmoid$\n\n```erratum\n{ERRATUM}\n```\n"
    built = mkdocs({"a.md": text})
    assert built.exit_code == 0, built.output
    page = next(p for p in coverage(built.site, reports) if p.page == "a/")
    assert page.displayed > 8
    assert page.inline == 1
    assert page.unbound == ()


def test_whole_site_is_covered(site: Path) -> None:
    pages = coverage(site)
    assert {"basics/loss/", "shallow/activations/"} <= {page.page for page in pages}
    assert sum(page.total for page in pages) > 100
    assert [page for page in pages if page.unbound] == []
