"""每个对象说的话、证明的写法，与仓库里的记录一字不差：改了而碰巧仍然成立，也要有人看过。"""

from pathlib import Path

import pytest

from derive.kernel.objects import BookObject
from derive.ledger import proof_hash, read, said, statement_hash
from derive.registry import BOOK

RECORD = Path(__file__).parents[2] / "docs" / "records" / "statements.json"
RECORDED = {entry["id"]: entry for entry in read(RECORD)["objects"]}


@pytest.mark.parametrize("obj", BOOK.objects, ids=lambda obj: obj.id)
def test_the_statement_is_the_recorded_one(obj: BookObject) -> None:
    """变了而确实该变，就运行 derive ledger --record，把差别一并提交。"""
    recorded = RECORDED[obj.id]
    assert obj.title == recorded["title"]
    assert said(obj) == recorded["statement"]
    assert statement_hash(obj) == recorded["hash"]
    assert proof_hash(obj) == recorded["proof"]


def test_nothing_recorded_is_missing() -> None:
    assert [obj.id for obj in BOOK] == list(RECORDED)
