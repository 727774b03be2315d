"""验证台账：改了一个定义，它的下游重新判定，分成不再成立的与仍然成立的两组。"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from small_book import BOOK as SMALL
from small_book import SQUARE, x

from derive.check import check
from derive.kernel.book import Book
from derive.kernel.objects import Claim, Definition, Derivation, Relation, Step
from derive.kernel.rules import ARRANGE
from derive.ledger import (
    BadLedger,
    compare,
    described,
    entry,
    ledger,
    proof_hash,
    read,
    record,
    said,
    statement_hash,
    write,
)
from derive.registry import BOOK
from derive.theory.activations import SIGMOID_COMPLEMENT, SIGMOID_PRIME
from derive.theory.symbols import REALS

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "docs" / "records" / "statements.json"


def square_of(value: int, result: int) -> Claim:
    return Claim(
        f"square_of_{value}", "平方", SQUARE.lhs.subs(x, value), Relation.EQ, x * 0 + result
    )


def whole(*objects: object) -> dict[str, object]:
    book = Book(objects)  # type: ignore[arg-type]
    return ledger(book, check(book))


ZERO, THREE = square_of(0, 0), square_of(3, 9)
BEFORE = whole(SQUARE, ZERO, THREE)
DOUBLED = replace(SQUARE, body=2 * x)


def test_a_changed_definition_is_followed_downstream() -> None:
    """x² 改成 2x：0 的平方碰巧仍是 0，3 的平方不再是 9。两组都要列出来。"""
    found = compare(BEFORE, whole(DOUBLED, ZERO, THREE))
    assert found.changed == (SQUARE.id,)
    assert found.broken == (THREE.id,)
    assert found.still == (ZERO.id,)
    assert not found.verdicts
    assert found
    assert [words for words, _ in described(found)] == [
        "陈述变了",
        "不再成立",
        "用到变了的，重新判定之后仍然成立",
    ]


def test_downstream_of_downstream() -> None:
    """隔着一个定义，也算下游。"""
    fourth = Definition("fourth", "四次方", SQUARE.lhs.func(SQUARE.lhs), x**4, SQUARE.domain)
    user = Claim("user", "用到四次方", ZERO.lhs + 0 * x, Relation.EQ, ZERO.rhs)
    assert compare(BEFORE, BEFORE) == compare(whole(SQUARE), whole(SQUARE))
    assert not compare(BEFORE, BEFORE)
    assert statement_hash(fourth) != statement_hash(user)


@pytest.mark.slow
def test_the_whole_book_after_a_changed_convention(tmp_path: Path) -> None:
    """把源码里 ReLU 在 0 处的导数由 0 改成 1，再与仓库里的记录比较。

    程序仍给出 0，所以它的实现不再成立；正半轴与负半轴的导数、引用它们的勘误，碰巧仍然成立。
    """
    shutil.copytree(ROOT / "src" / "derive", tmp_path / "derive")
    source = tmp_path / "derive" / "theory" / "activations.py"
    text = source.read_text("utf-8")
    old = "body=Piecewise((S.One, z > 0), (S.Zero, z <= 0)),"
    assert text.count(old) == 1
    new = "body=Piecewise((S.One, z >= 0), (S.Zero, z < 0)),"
    source.write_text(text.replace(old, new), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "derive.cli", "check", "--against", RECORD],
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, done.stderr
    changed, broken, still = re.findall(r"^.+（(\d+)）：\n((?:  .+\n)+)", done.stdout, re.MULTILINE)
    assert re.findall(r"^  (\w+)", changed[1], re.MULTILINE) == ["relu_prime"]
    assert re.findall(r"^  (\w+)", broken[1], re.MULTILINE) == ["impl_relu_prime"]
    assert {"relu_prime_left", "relu_prime_right"} <= set(re.findall(r"\w+", still[1]))
    assert "z = 0 处给出 0.0，精确值是 1.0" in done.stdout
    assert done.stdout.endswith("不一致。\n")


def test_nothing_changed() -> None:
    assert not compare(BEFORE, BEFORE)
    assert described(compare(BEFORE, BEFORE)) == []


def test_added_and_removed() -> None:
    found = compare(BEFORE, whole(SQUARE, THREE, square_of(2, 4)))
    assert found.added == ("square_of_2",)
    assert found.removed == (ZERO.id,)
    assert not found.changed + found.broken + found.still + found.verdicts
    assert found


def test_another_verdict_for_the_same_statement_is_reported() -> None:
    """陈述与上游都没有变，结论却不同：软件或机器不同。"""
    other = json.loads(json.dumps(BEFORE))
    other["objects"][1]["verdict"] = "unknown"
    assert compare(other, BEFORE).verdicts == (ZERO.id,)


def test_the_hash_is_of_the_statement_only() -> None:
    """标题、说明、证明的写法都不算；两边、关系、范围都算。"""
    same = replace(SIGMOID_PRIME, title="换个标题", note="换个说明")
    assert statement_hash(same) == statement_hash(SIGMOID_PRIME)
    last = SIGMOID_PRIME.steps[-1].expr
    shorter = replace(SIGMOID_PRIME, steps=(Step(last, ARRANGE),))
    assert statement_hash(shorter) == statement_hash(SIGMOID_PRIME)
    assert proof_hash(shorter) != proof_hash(SIGMOID_PRIME) == proof_hash(same)
    assert proof_hash(THREE) is None
    for changed in (
        replace(THREE, rhs=x * 0 + 8),
        replace(THREE, relation=Relation.LE),
        replace(THREE, domain={x: REALS}),
    ):
        assert statement_hash(changed) != statement_hash(THREE)


def test_an_entry_says_how_each_step_was_decided() -> None:
    reports = check(BOOK, ["sigmoid_complement"])
    found = entry(SIGMOID_COMPLEMENT, reports["sigmoid_complement"], BOOK)
    assert found["statement"] == said(SIGMOID_COMPLEMENT)
    assert [step["rule"] for step in found["steps"]] == [
        step.rule.name for step in SIGMOID_COMPLEMENT.steps
    ]
    assert all(step["symbolic"] and step["points"] for step in found["steps"])
    assert found["points"] == sum(step["points"] for step in found["steps"])
    assert "sigmoid" in found["uses"]


def test_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "verification.json"
    write(path, BEFORE)
    assert read(path) == json.loads(json.dumps(BEFORE))
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == len(BEFORE["objects"]) + 2  # 一个对象一行
    write(path, BEFORE)
    assert path.read_text("utf-8").splitlines() == lines


@pytest.mark.parametrize("text", ["不是 JSON", "[]", "{}", '{"objects": [{"id": "a"}]}'])
def test_a_bad_ledger_says_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BadLedger, match="不是台账。应是 mkdocs build 写出的"):
        read(path)


def test_a_missing_ledger_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadLedger, match="读不出"):
        read(tmp_path / "nothing.json")


def test_every_kind_says_something() -> None:
    said_by: dict[str, set[str]] = {}
    for obj in BOOK:
        said_by.setdefault(statement_hash(obj), set()).add(said(obj))
    assert all(len(texts) == 1 and all(texts) for texts in said_by.values())
    assert {type(obj) for obj in BOOK} >= {Definition, Derivation, Claim}
    assert SMALL


def test_the_record_is_up_to_date() -> None:
    """记录变了，就是书里说的话变了：看过 derive ledger --record 的差别再提交。"""
    now = ledger(BOOK, check(BOOK))
    found = compare(read(RECORD), now)
    assert not found, described(found)
    assert list(record(now)) == ["objects"]
