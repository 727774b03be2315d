"""勘误：每一条的证据重新运行一遍；每一条都找得到地方，没有写重。"""

import re
from collections import Counter
from pathlib import Path

import pytest

from derive.check import decide
from derive.errata import ERRATA, JUDGED, MUSEUM
from derive.errata.listing import Kind, counts, entry, kind
from derive.kernel.objects import (
    Category,
    Correction,
    Definition,
    Erratum,
    Prose,
    Reported,
    Severity,
)
from derive.kernel.report import Verdict
from derive.registry import BOOK
from derive.site.build import Build
from derive.site.errata import STATES
from derive.site.sources import read_sources
from derive.site.table_of_sources import read_rows

DOCS = Path(__file__).parents[2] / "docs"
STARTS = {note: [(row.line, row.id) for row in rows] for note, rows in read_rows(DOCS).items()}
"""每份资料的标题从哪一行开始。"""


@pytest.mark.parametrize("correction", JUDGED, ids=lambda correction: correction.id)
def test_the_evidence_holds(correction: Correction) -> None:
    report = decide(correction, BOOK)
    assert report.verdict is Verdict.PROVED, report.message
    if kind(correction) is Kind.WITNESS:
        assert report.witness or report.details["run"]
    for ground in correction.evidence.grounds:
        assert ground in BOOK.uses(correction)


@pytest.mark.parametrize("reported", MUSEUM, ids=lambda reported: reported.id)
def test_every_exhibit_names_its_place(reported: Reported) -> None:
    place = rf"https://github\.com/{re.escape(reported.repository)}/(issues|pull)/{reported.number}"
    assert re.fullmatch(place, reported.url)
    assert reported.state in STATES
    assert reported.title.startswith("读者错了：") is not reported.reader_right
    assert reported.story.endswith("。")


@pytest.mark.parametrize("erratum", ERRATA, ids=lambda erratum: erratum.id)
def test_every_entry_is_complete(erratum: Erratum) -> None:
    assert re.fullmatch(r"erratum_\w+|n\d_\d+_\w+", erratum.id)
    assert isinstance(erratum.category, Category)
    assert isinstance(erratum.severity, Severity)
    assert list(erratum.line) == sorted(set(erratum.line))
    section = [id for line, id in STARTS[str(erratum.note)] if line <= erratum.line[0]][-1]
    assert erratum.section == section
    for text in (erratum.title, erratum.printed, erratum.corrected):
        assert text.strip() == text
        assert text
        assert not text.endswith("。")
    assert erratum.printed != erratum.corrected
    if isinstance(erratum.evidence, Prose):
        assert not erratum.evidence.reason.endswith("。")
    for ground in erratum.evidence.grounds:
        assert BOOK[ground.id] is ground


def test_no_entry_twice() -> None:
    for name in ("id", "title"):
        values = Counter((e.id,) if name == "id" else (e.note, e.line, e.printed) for e in ERRATA)
        assert not [value for value, n in values.items() if n > 1]


def test_entries_follow_the_notes() -> None:
    assert [(e.note, e.line[0]) for e in ERRATA] == sorted((e.note, e.line[0]) for e in ERRATA)


def test_every_entry_has_a_page(tmp_path: Path) -> None:
    build = Build(BOOK, {}, read_sources(DOCS), tmp_path, tmp_path, rows=read_rows(DOCS))
    assert all(build.page_of(erratum) for erratum in ERRATA)
    assert all(build.headings[erratum.section] for erratum in ERRATA)


def test_prose_is_not_judged() -> None:
    assert not [e for e in JUDGED if isinstance(e.evidence, Prose)]
    assert [e for e in BOOK if isinstance(e, Correction)] == list(JUDGED)
    prose = next(e for e in ERRATA if isinstance(e.evidence, Prose))
    assert entry(prose, None)["verdict"] is None


def test_wrong_followed_literally_is_shown_by_a_machine() -> None:
    """轻重为高，就是照做会出错：那就做得出来，不能只是文字。"""
    assert not [e.id for e in ERRATA if e.severity is Severity.HIGH and kind(e) is Kind.PROSE]


def test_counts_add_up() -> None:
    for found in counts(ERRATA).values():
        assert sum(found.values()) == len(ERRATA)


def test_grounds_state_something() -> None:
    for erratum in ERRATA:
        for ground in erratum.evidence.grounds:
            assert isinstance(ground, Definition) or hasattr(ground, "statement")
