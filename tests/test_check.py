"""核对整本书：传递、次序、并行、缓存。"""

import multiprocessing
from dataclasses import replace

import pytest
import small_book
from small_book import (
    BOOK,
    DOUBLE,
    REALS,
    SQUARE,
    claim,
    definition,
    follows,
    implementation,
    slope,
    x,
)
from sympy import Function

from derive import check as module
from derive.cache import Cache
from derive.check import Cycle, check
from derive.kernel.book import Book, UnknownId
from derive.kernel.objects import Definition, Derivation, Relation, Step
from derive.kernel.report import Verdict
from derive.kernel.rules import LINEARITY, Apply


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "verdicts")


@pytest.fixture
def deciding(monkeypatch):
    """本进程里判定过的 id。"""
    decided = []
    original = module.decide

    def counted(obj, book):
        decided.append(obj.id)
        return original(obj, book)

    monkeypatch.setattr(module, "decide", counted)
    return decided


def test_everything_in_the_small_book_holds(cache):
    reports = check(BOOK, jobs=1, cache=cache)
    assert list(reports) == [obj.id for obj in BOOK]
    assert all(report.good for report in reports.values())
    assert reports["square"].verdict is Verdict.DEFINITION


def test_only_the_requested_ids_are_reported(cache, deciding):
    reports = check(BOOK, ["consequence"], jobs=1, cache=cache)
    assert list(reports) == ["consequence"]
    assert deciding == ["square", "slope", "consequence"]  # 用到的也核对，被用的在前


def test_an_unknown_id_names_the_nearest(cache):
    with pytest.raises(UnknownId, match="slope"):
        check(BOOK, ["slop"], cache=cache)


# ---- 传递 ---------------------------------------------------------------------


def test_what_uses_an_unproved_object_is_unknown(cache):
    """定理的式子对、规则错：它未决，引用它的也未决，再往上也是。"""
    unproved = slope(SQUARE, rule=LINEARITY)
    user = follows(unproved)
    second = Derivation("second", "再推一步", user.start, (Step(1 + 2 * x, Apply(user)),), REALS)
    reports = check(Book((SQUARE, unproved, user, second)), jobs=1, cache=cache)
    assert {id: report.verdict for id, report in reports.items()} == {
        "square": Verdict.DEFINITION,
        "slope": Verdict.UNKNOWN,
        "consequence": Verdict.UNKNOWN,
        "second": Verdict.UNKNOWN,
    }
    assert "用到的 slope「平方的导数」未决" in reports["consequence"].message
    assert "consequence" in reports["second"].message


def test_a_refuted_object_keeps_its_witness(cache):
    wrong = slope(SQUARE, result=3 * x)
    reports = check(Book((SQUARE, wrong, follows(wrong))), jobs=1, cache=cache)
    assert reports["slope"].verdict is Verdict.REFUTED
    assert reports["slope"].witness is not None
    assert reports["consequence"].verdict is not Verdict.PROVED


def test_citing_an_unregistered_theorem_is_unknown(cache):
    """不在书里的定理没有人核对，不能引用。"""
    user = follows(slope(SQUARE, id="elsewhere"))
    report = check(Book((SQUARE, user)), jobs=1, cache=cache)["consequence"]
    assert report.verdict is Verdict.UNKNOWN
    assert "elsewhere" in report.message
    assert "没有登记" in report.message


@pytest.mark.parametrize("length", [1, 2, 3])
def test_circular_definitions_are_an_error(length, cache):
    names = [Function(f"f{k}", real=True) for k in range(length)]
    circle = [
        Definition(f"f{k}", f"第 {k} 个", names[k](x), names[(k + 1) % length](x) + 1, REALS)
        for k in range(length)
    ]
    with pytest.raises(Cycle, match="循环引用：f"):
        check(Book(circle), cache=cache)


# ---- 出错 ---------------------------------------------------------------------


def test_a_crash_is_unknown_and_not_cached(cache):
    broken = implementation(function="small_book:missing")
    report = check(Book((DOUBLE, broken)), jobs=1, cache=cache)["impl_double"]
    assert report.verdict is Verdict.UNKNOWN
    assert "找不到函数 small_book:missing" in report.message
    assert len(list(cache.folder.iterdir())) == 1  # 只存下了 DOUBLE 的


def test_a_false_claim_is_refuted(cache):
    report = check(Book((SQUARE, claim(8))), jobs=1, cache=cache)["nine"]
    assert report.verdict is Verdict.REFUTED
    assert (report.witness.lhs, report.witness.rhs) == ("9.0", "8.0")


# ---- 缓存 ---------------------------------------------------------------------


def test_a_second_run_decides_nothing(cache, deciding):
    first = check(BOOK, jobs=1, cache=cache)
    assert len(deciding) == len(BOOK.objects)
    deciding.clear()
    assert check(BOOK, jobs=1, cache=cache) == first
    assert deciding == []


def test_only_what_changed_is_decided_again(cache, deciding):
    check(BOOK, jobs=1, cache=cache)
    deciding.clear()
    changed = Book([claim(10) if obj.id == "nine" else obj for obj in BOOK])
    reports = check(changed, jobs=1, cache=cache)
    assert deciding == ["nine"]
    assert reports["nine"].verdict is Verdict.REFUTED


def test_changing_a_definition_decides_its_users_again(cache, deciding):
    check(BOOK, jobs=1, cache=cache)
    deciding.clear()
    cube = definition(x**3)
    reports = check(Book((cube, claim())), jobs=1, cache=cache)
    assert deciding == ["square", "nine"]
    assert reports["nine"].verdict is Verdict.REFUTED


def renamed(title, relation):
    """一条引用 title 的推导，关系是 relation：写成不等号，就不是那条规则得到的。"""
    theorem = replace(slope(SQUARE), title=title)
    user = follows(theorem)
    return Book(
        (SQUARE, theorem, replace(user, steps=(replace(user.steps[0], relation=relation),)))
    )


def test_a_new_title_decides_only_the_failures_that_mention_it_again(cache, deciding):
    """成立的结论里没有别的对象的标题，照旧可用；不成立的有，要说新的。"""
    said = {}
    for relation in (Relation.EQ, Relation.LE):
        for title in ("旧标题", "新标题", "旧标题"):
            deciding.clear()
            report = check(renamed(title, relation), jobs=1, cache=cache)["consequence"]
            decided = "consequence" in deciding
            said.setdefault(relation, []).append((report.verdict, title in report.message, decided))
    proved, unknown = Verdict.PROVED, Verdict.UNKNOWN
    assert [again for *_, again in said[Relation.EQ]] == [True, False, False]
    assert {verdict for verdict, *_ in said[Relation.EQ]} == {proved}
    assert said[Relation.LE] == [
        (unknown, True, True),
        (unknown, True, True),
        (unknown, True, False),
    ]


# ---- 并行 ---------------------------------------------------------------------


@pytest.fixture
def small_is_many(monkeypatch):
    """小书的几个对象，也要另开进程。"""
    monkeypatch.setattr(module, "FEW", 2)


@pytest.mark.usefixtures("small_is_many")
def test_processes_give_the_same_verdicts(cache, tmp_path, monkeypatch):
    alone = check(BOOK, jobs=1, cache=cache)

    def unexpected(obj, book):
        raise AssertionError(f"{obj.id} 应当在别的进程里判定")

    monkeypatch.setattr(module, "decide", unexpected)  # 别的进程里没有这个补丁
    assert check(BOOK, jobs=2, cache=Cache(tmp_path / "other")) == alone


def test_a_book_that_cannot_be_imported_is_checked_here(cache, deciding):
    reports = check(Book(BOOK.objects), jobs=2, cache=cache)
    assert len(deciding) == len(BOOK.objects)
    assert all(report.good for report in reports.values())


def test_a_few_objects_are_checked_here(cache, deciding):
    """另开一个进程要好几秒，不值得。"""
    check(BOOK, jobs=2, cache=cache)
    assert len(deciding) == len(BOOK.objects)


@pytest.mark.usefixtures("small_is_many")
def test_a_process_that_loaded_something_else_is_not_believed(cache, monkeypatch):
    """别的进程重新导入模块，得到的可能不是这本书；指纹不同就不采信。"""
    altered = Book([claim(10) if obj.id == "nine" else obj for obj in BOOK])
    monkeypatch.setattr(small_book, "BOOK", altered)
    reports = check(altered, jobs=2, cache=cache)
    assert reports["nine"].verdict is Verdict.REFUTED
    assert reports["again"].good


def test_progress_counts_every_object(cache):
    calls = []
    check(BOOK, jobs=1, cache=cache, progress=lambda *call: calls.append(call))
    total = len(BOOK.objects)
    assert [done for done, _, _ in calls] == list(range(1, total + 1))
    assert {total for _, total, _ in calls} == {total}
    assert {id for _, _, id in calls} == {obj.id for obj in BOOK}


def test_an_interrupt_leaves_no_process_behind(cache):
    before = set(multiprocessing.active_children())

    def interrupt(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(BOOK, jobs=2, cache=cache, progress=interrupt)
    left = set(multiprocessing.active_children()) - before
    for child in left:
        child.join(5)
    assert not [child for child in left if child.is_alive()]
