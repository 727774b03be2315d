"""数据类型：写好了就不变，按身份相等，各有公开的种类名。"""

from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest

from derive.errata import MUSEUM
from derive.kernel import objects
from derive.kernel.objects import (
    BookObject,
    Claim,
    Definition,
    Derivation,
    Implementation,
    Law,
    Line,
    Prose,
    Refutation,
    Relation,
    Run,
    Statement,
    kind_of,
)
from derive.registry import BOOK


def first(kind: type) -> Any:
    return next(obj for obj in BOOK if type(obj) is kind)


REFUTED = next(e for e in MUSEUM if isinstance(e.evidence, Refutation))
RUN = next(e for e in MUSEUM if isinstance(e.evidence, Run))
DERIVATION = first(Derivation)
EXAMPLES: dict[str, Any] = {
    "Statement": DERIVATION.statement,
    "Definition": first(Definition),
    "Step": DERIVATION.steps[0],
    "Derivation": DERIVATION,
    "Law": first(Law),
    "Claim": first(Claim),
    "Implementation": first(Implementation),
    "Line": first(Line),
    "Refutation": REFUTED.evidence,
    "Run": RUN.evidence,
    "Prose": Prose("只是文字"),
    "Correction": objects.Correction("c", "", "印", "正", Prose("只是文字")),
    "Erratum": first(objects.Erratum),
    "Reported": REFUTED,
}


def test_every_type_has_an_example() -> None:
    types = {
        name for name, value in vars(objects).items() if hasattr(value, "__dataclass_fields__")
    }
    assert types == EXAMPLES.keys()


@pytest.mark.parametrize("value", EXAMPLES.values(), ids=EXAMPLES)
def test_nothing_changes_once_written(value: Any) -> None:
    """结论记在缓存里、画在页面上之后，对象若还能改，说的就不是同一件事了。"""
    name = fields(value)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, getattr(value, name))


@pytest.mark.parametrize("value", EXAMPLES.values(), ids=EXAMPLES)
def test_objects_are_equal_only_to_themselves(value: Any) -> None:
    """内容相同的两个对象仍是两个：登记过的那一个才核对过。"""
    assert value == value
    assert replace(value) != value
    assert len({value, replace(value)}) == 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Definition", "definition"),
        ("Derivation", "derivation"),
        ("Law", "law"),
        ("Claim", "claim"),
        ("Implementation", "implementation"),
        ("Line", "implementation"),
        ("Erratum", "erratum"),
        ("Reported", "erratum"),
    ],
)
def test_public_names_of_the_kinds(name: str, kind: str) -> None:
    obj: BookObject = EXAMPLES[name]
    assert kind_of(obj) == kind


def test_what_each_object_states() -> None:
    definition = EXAMPLES["Definition"]
    assert definition.statement.lhs is definition.lhs
    assert definition.statement.rhs is definition.body
    assert definition.statement.relation is Relation.EQ
    claim = EXAMPLES["Claim"]
    assert [claim.statement.lhs, claim.statement.rhs] == [claim.lhs, claim.rhs]
    assert DERIVATION.statement.lhs is DERIVATION.start
    assert DERIVATION.statement.rhs is DERIVATION.steps[-1].expr
    assert EXAMPLES["Line"].expression is EXAMPLES["Line"].implements.statement.rhs


def test_a_refutation_of_an_object_borrows_its_domain() -> None:
    law, wrong = EXAMPLES["Law"], DERIVATION.statement
    borrowed = Refutation(wrong, law, {**DERIVATION.domain})
    assert borrowed.grounds == (law,)
    assert borrowed.whole_domain == {**law.domain, **DERIVATION.domain}
    alone = Refutation(wrong, Statement(wrong.lhs, Relation.EQ, wrong.rhs))
    assert alone.grounds == ()
    assert alone.whole_domain == {}


def test_the_reader_is_right_unless_said_otherwise() -> None:
    reported = EXAMPLES["Reported"]
    assert reported.reader_right
    assert not replace(reported, reader_right=False).reader_right
