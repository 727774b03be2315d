"""导数与计算图：登记的每个对象都成立，而且写法与课程一致。"""

from __future__ import annotations

import pytest

from derive.kernel.book import Book
from derive.kernel.notation import latex_statement, plain_statement
from derive.kernel.objects import BookObject, Claim, Definition, Derivation, Erratum
from derive.kernel.verify import verify
from derive.theory import activations, derivatives
from derive.theory.derivatives import OBJECTS

BOOK = Book((*activations.OBJECTS, *OBJECTS))


@pytest.mark.uncached
@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj.id)
def test_holds(obj: BookObject) -> None:
    report = verify(obj, BOOK)
    assert report.good, report.message


def test_everything_written_is_registered() -> None:
    kinds = (Claim, Definition, Derivation, Erratum)
    written = {id(value) for value in vars(derivatives).values() if isinstance(value, kinds)}
    assert written == {id(obj) for obj in OBJECTS}


def test_only_earlier_objects_are_used() -> None:
    seen: set[str] = set()
    for obj in BOOK:
        assert {used.id for used in BOOK.uses(obj)} <= seen, obj.id
        seen.add(obj.id)


@pytest.mark.parametrize(
    ("id", "line"),
    [
        ("nudge_line_at_two", "3·2.001 - 3·2 = 0.003"),
        ("nudge_square_at_two", "2.001² - 2² = 0.004001"),
        ("nudge_cube_at_two", "2.001³ - 2³ = 0.012006001"),
        ("nudge_log_below", "ln (2.001) - ln 2 < 0.0005"),
        ("graph_forward_j", "J = 33"),
        ("graph_dj_db", "∂J/∂b = 3c"),
        ("graph_dj_db_value", "[∂J/∂b](b=3) = 6"),
        ("graph_dj_dc_value", "[∂J/∂c](c=2) = 9"),
        ("sum_over_paths", "dJ/dx = ∂J/∂p·dp/dx + ∂J/∂q·dq/dx"),
    ],
)
def test_written_as_in_the_course(id: str, line: str) -> None:
    obj = BOOK[id]
    assert isinstance(obj, Claim | Derivation)
    assert plain_statement(obj.statement) == line


def test_two_sided_limits_name_no_side() -> None:
    line_prime = BOOK["line_prime"]
    assert isinstance(line_prime, Derivation)
    assert latex_statement(line_prime.statement) == r"\frac{d}{da}(3 a) = 3"
    assert "0^{" not in latex_statement(BOOK["tanh_nearly_linear"].statement)  # type: ignore[union-attr]
