"""依赖图：没有圈，归约不改变谁在谁之下，依据一直到底。"""

import random
from itertools import pairwise

import pytest
from small_book import BOOK as SMALL
from small_book import REALS, SQUARE, follows, slope, x
from sympy import Function

from derive.check import Cycle
from derive.graph import Graph, graph_of
from derive.kernel.book import Book
from derive.kernel.objects import Definition, kind_of
from derive.registry import BOOK

LADDER = Graph({"d": (), "c": ("d",), "b": ("c", "d"), "a": ("b", "c", "d"), "e": ()})
"""a 用到 b、c、d，b 用到 c、d，c 用到 d；e 是孤立的。"""


@pytest.fixture(scope="module")
def whole() -> Graph:
    return graph_of(BOOK)


def reachable(graph: Graph, id: str) -> set[str]:
    """另写一遍：顺着边走得到的。"""
    seen: set[str] = set()
    waiting = [id]
    while waiting:
        for used in graph.uses[waiting.pop()]:
            if used not in seen:
                seen.add(used)
                waiting.append(used)
    return seen


def test_grounds_and_consequences() -> None:
    assert LADDER.grounds("a") == ("d", "c", "b")  # 按书的次序
    assert LADDER.grounds("d") == ()
    assert LADDER.consequences("c") == ("b", "a")
    assert LADDER.layers == {"d": 0, "c": 1, "b": 2, "a": 3, "e": 0}
    assert LADDER.why("b").uses == {"d": (), "c": ("d",), "b": ("c", "d")}
    assert LADDER.edges[:2] == (("d", "c"), ("c", "b"))


def test_a_part_keeps_only_what_lies_between() -> None:
    assert LADDER.part(["a", "d", "e"]).uses == {"d": (), "a": ("d",), "e": ()}


def test_the_reduction_of_a_ladder_is_a_line() -> None:
    assert LADDER.reduced().uses == {"d": (), "c": ("d",), "b": ("c",), "a": ("b",), "e": ()}


def test_the_reduction_keeps_what_lies_below_and_nothing_more() -> None:
    """随机的图：归约之后谁在谁之下不变，去掉任何一条边都会变。"""
    for seed in range(20):
        chance = random.Random(seed)
        names = [str(number) for number in range(12)]
        graph = Graph(
            {
                name: tuple(other for other in names[:index] if chance.random() < 0.35)
                for index, name in enumerate(names)
            }
        )
        reduced = graph.reduced()
        below = {name: reachable(graph, name) for name in names}
        assert {name: reachable(reduced, name) for name in names} == below
        assert {name: set(graph.grounds(name)) for name in names} == below
        for used, user in reduced.edges:
            without = {**reduced.uses, user: tuple(e for e in reduced.uses[user] if e != used)}
            assert used not in reachable(Graph(without), user)


def test_a_cycle_is_refused_by_name() -> None:
    first, second = Function("first", real=True), Function("second", real=True)
    book = Book(
        (
            Definition("first", "甲", first(x), second(x) + 1, REALS),
            Definition("second", "乙", second(x), first(x) + 1, REALS),
        )
    )
    with pytest.raises(
        Cycle, match=r"循环引用：(first → second → first|second → first → second)。"
    ):
        graph_of(book)


def test_the_small_book() -> None:
    theorem = slope(SQUARE)
    graph = graph_of(Book((SQUARE, theorem, follows(theorem))))
    assert graph.uses == {"square": (), "slope": ("square",), "consequence": ("square", "slope")}
    assert graph.grounds("consequence") == ("square", "slope")
    assert "impl_double" in graph_of(SMALL).consequences("twice")


# ---- 全书 ---------------------------------------------------------------------


def test_the_book_has_no_cycle(whole: Graph) -> None:
    """层数严格向上，所以顺着箭头走不回原处。"""
    for used, user in whole.edges:
        assert whole.layers[used] < whole.layers[user]


def test_every_edge_is_a_use(whole: Graph) -> None:
    assert {user: {each.id for each in BOOK.uses(BOOK[user])} for user in whole.uses} == {
        user: set(used) for user, used in whole.uses.items()
    }


def test_every_why_ends_at_the_ground(whole: Graph) -> None:
    """每个“为什么”往下走，停下的地方是定义，或者只凭运算规则就得到的结论。"""
    for id in whole.uses:
        why = whole.why(id)
        assert set(why.uses) == {id, *reachable(whole, id)}
        ends = [each for each, used in why.reduced().uses.items() if not used]
        assert ends
        assert all(not BOOK.uses(BOOK[each]) for each in ends)
        assert [each for each in why.uses if not why.consequences(each)] == [id]


def test_definitions_use_definitions_only(whole: Graph) -> None:
    for id, used in whole.uses.items():
        if kind_of(BOOK[id]) == "definition":
            assert {kind_of(BOOK[each]) for each in used} <= {"definition"}


def test_the_order_is_the_order_of_the_book(whole: Graph) -> None:
    place = {obj.id: number for number, obj in enumerate(BOOK)}
    assert list(whole.uses) == list(place)
    for id in whole.uses:
        for first, second in pairwise(whole.uses[id]):
            assert place[first] < place[second]
