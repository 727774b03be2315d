"""缓存：存取、坏文件、写不进；每一样影响结论的东西都要改变钥匙。"""

import logging
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import mpmath
import numpy as np
import pytest
import small_book
import sympy
from small_book import BOOK, SQUARE, claim, definition, follows, implementation, slope, x
from sympy import Dummy, Function, Integer, Interval, Symbol

from derive import cache as module
from derive import fingerprint as fingerprints
from derive.cache import Cache
from derive.cache_dir import CacheDirError
from derive.fingerprint import fingerprint
from derive.kernel.algebra import same
from derive.kernel.book import Book
from derive.kernel.objects import Definition, Derivation, Step
from derive.kernel.report import Decision, Report, Scope, Verdict, Witness
from derive.kernel.rules import EXPAND, AddAndSubtract, AlgebraRule, Apply, Rule, Unfold

REPORT = Report(
    "nine",
    "claim",
    Verdict.REFUTED,
    Scope.SCALAR,
    (Decision(Verdict.PROVED, "整理", 3),),
    "第 1 步：证伪",
    Witness((("x", "1/2"),), "1.0", "2.0"),
    {"float64": {"worst_ulp": 0.5, "at": "z = 1.0", "points": 7}},
)


# ---- 存取 ---------------------------------------------------------------------


def test_a_report_survives_the_round_trip(tmp_path):
    cache = Cache(tmp_path / "new" / "folder")
    cache.put("key", REPORT)
    assert Cache(cache.folder).get("key", "nine") == REPORT
    assert [path.name for path in cache.folder.iterdir()] == ["key.json"]  # 没有剩下临时文件


def test_another_key_is_a_miss(tmp_path):
    cache = Cache(tmp_path)
    cache.put("key", REPORT)
    assert cache.get("other", "nine") is None
    assert cache.get("key", "ten") is None


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"{}", b'{"id": "nine"}', b"\xff\xfe", b"7"]
)
def test_a_damaged_file_is_a_miss(tmp_path, content):
    (tmp_path / "key.json").write_bytes(content)
    assert Cache(tmp_path).get("key", "nine") is None


def test_a_truncated_file_is_a_miss(tmp_path):
    cache = Cache(tmp_path)
    cache.put("key", REPORT)
    file = tmp_path / "key.json"
    whole = file.read_bytes()
    for length in range(0, len(whole) - 1, 17):
        file.write_bytes(whole[:length])
        assert cache.get("key", "nine") is None


def test_an_unwritable_folder_warns_once(tmp_path, caplog):
    (tmp_path / "file").write_text("不是文件夹")
    cache = Cache(tmp_path / "file" / "verdicts")
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert cache.get("key", "nine") is None
            cache.put("key", REPORT)
    assert len(caplog.records) == 1
    assert "缓存写不进" in caplog.text


def test_no_cache_folder_is_only_slower(monkeypatch, caplog):
    def unusable():
        raise CacheDirError("缓存文件夹 X 不可用（只读）。")

    monkeypatch.setattr(module, "cache_dir", unusable)
    cache = Cache.default()
    cache.put("key", REPORT)
    assert cache.get("key", "nine") is None
    assert [record.getMessage() for record in caplog.records] == [
        "这次不用缓存，每个结论都重新判定：缓存文件夹 X 不可用（只读）。"
    ]


# ---- 钥匙：对象与它用到的 ---------------------------------------------------------


def key(obj, *others):
    return fingerprint(obj, Book((obj, *others)))


def test_the_key_is_stable():
    assert key(definition()) == key(definition())
    assert key(claim(), definition()) == key(claim(), definition())
    assert key(slope(definition()), definition()) == key(slope(definition()), definition())


def test_the_key_does_not_depend_on_the_process():
    """换一个散列种子、换一个进程，钥匙不变，否则第二次运行还要重新判定。"""
    program = (
        "from small_book import BOOK; from derive.fingerprint import fingerprint\n"
        "for obj in BOOK: print(fingerprint(obj, BOOK))"
    )
    for seed in ("1", "2"):
        environment = {
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONHASHSEED": seed,
        }
        run = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, check=True
        )
        assert run.stdout.decode().split() == [fingerprint(obj, BOOK) for obj in BOOK]


def test_different_objects_have_different_keys():
    keys = [fingerprint(obj, BOOK) for obj in BOOK]
    assert len(set(keys)) == len(keys)


def test_a_changed_step_changes_the_key():
    assert key(slope(SQUARE), SQUARE) != key(slope(SQUARE, result=3 * x), SQUARE)


def test_a_changed_rule_changes_the_key():
    assert key(slope(SQUARE), SQUARE) != key(slope(SQUARE, rule=EXPAND), SQUARE)


def test_a_changed_rule_parameter_changes_the_key():
    def chain(rule):
        return Derivation("chain", "链", x, (Step(x, rule),), small_book.REALS)

    one, two = (key(chain(AddAndSubtract(term))) for term in (Integer(1), Integer(2)))
    assert one != two
    theorem = slope(SQUARE)
    assert key(chain(Apply(theorem))) != key(chain(Apply(theorem, {x: -x})))
    assert key(chain(Apply(theorem))) != key(chain(Apply(theorem, backwards=True)))


def test_a_changed_test_inside_a_rule_changes_the_key():
    def chain(shape):
        rule = AlgebraRule("整理", shape)
        return Derivation("chain", "链", x, (Step(x, rule),), small_book.REALS)

    assert key(chain(lambda before, after: True)) != key(chain(lambda before, after: False))
    least, most = (key(chain(at_least(limit))) for limit in (1, 2))
    assert least != most


def at_least(limit):
    return lambda before, after: limit > 1


def test_a_changed_theorem_changes_the_key_of_its_users():
    proved, wrong = slope(SQUARE), slope(SQUARE, result=3 * x)
    assert key(follows(proved), SQUARE, proved) != key(follows(wrong), SQUARE, wrong)


def test_another_proof_of_the_same_theorem_does_not():
    """引用它的只凭它的陈述：证法、标题、说明变了都不必重判，范围变了要。"""
    proved = slope(SQUARE)
    used = key(follows(proved), SQUARE, proved)
    step = proved.steps[0]
    longer = replace(proved, steps=(step, replace(step, rule=EXPAND), *proved.steps[1:]), note="又")
    for other in (longer, replace(proved, title="新标题"), replace(proved, note="另一句说明")):
        assert key(other, SQUARE) != key(proved, SQUARE)
        assert key(follows(other), SQUARE, other) == used
    narrower = replace(proved, domain={x: Interval(0, 1)})
    assert key(follows(narrower), SQUARE, narrower) != used


def test_words_of_a_used_definition_do_not_change_the_key():
    used = definition()
    for other in (replace(used, title="新标题"), replace(used, note="另一句说明")):
        assert key(claim(), other) == key(claim(), used)
        assert key(other) != key(used)


def test_a_changed_definition_changes_the_key_of_its_users():
    assert key(claim(), definition()) != key(claim(), definition(x**3))


def test_a_definition_used_indirectly_counts_too():
    inner = Function("inner", real=True)
    indirect = definition(inner(x))
    bodies = [Definition("inner", "里层", inner(x), body, small_book.REALS) for body in (x, -x)]
    first, second = (key(claim(), indirect, body) for body in bodies)
    assert first != second


def test_a_changed_domain_changes_the_key():
    assert key(definition()) != key(definition(domain={x: Interval(0, 1)}))
    closed, opened = ({x: Interval(0, 1, right_open=end)} for end in (False, True))
    assert key(definition(domain=closed)) != key(definition(domain=opened))


def test_changed_assumptions_change_the_key():
    def with_symbol(symbol):
        return Definition("square", "平方", small_book.square(symbol), symbol**2, {symbol: None})

    symbols = [Symbol("x"), Symbol("x", real=True), Symbol("x", positive=True)]
    assert len({key(with_symbol(symbol)) for symbol in symbols}) == 3

    def with_function(function):
        return Definition("f", "函数", function(x), x, small_book.REALS)

    functions = [Function("f"), Function("f", real=True), Function("f", positive=True)]
    assert len({key(with_function(function)) for function in functions}) == 3


def test_the_way_a_step_is_written_counts():
    """没有求值的式子写法不同，规则的核对就可能不同。"""
    with sympy.evaluate(False):
        written = x + x
    assert same(written, 2 * x)
    assert key(slope(SQUARE, result=written), SQUARE) != key(slope(SQUARE), SQUARE)


def test_dummies_are_told_apart_but_not_numbered():
    def with_dummies(*dummies):
        return Definition("d", "哑变量", small_book.square(x), sum(dummies), small_book.REALS)

    u, v, w = Dummy("t"), Dummy("t"), Dummy("t")
    assert key(with_dummies(u, v**2)) == key(with_dummies(v, w**2))
    assert key(with_dummies(u, v**2)) != key(with_dummies(u, u**2))


# ---- 钥匙：判定所用的程序 ---------------------------------------------------------


@pytest.fixture
def fresh():
    """源文件与 NumPy 的情况每个进程只看一次；测试里要重新看。"""
    caches = (fingerprints.source_digest, fingerprints._numpy_environment)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize("library", [sympy, mpmath])
def test_another_version_changes_the_key(monkeypatch, library):
    before = key(SQUARE)
    monkeypatch.setattr(library, "__version__", "0.0")
    assert key(SQUARE) != before


def test_another_python_changes_the_key(monkeypatch):
    before = key(SQUARE)
    monkeypatch.setattr(fingerprints.platform, "python_version", lambda: "4.0.0")
    assert key(SQUARE) != before


@pytest.fixture
def copied(fresh, tmp_path, monkeypatch):
    """源文件的一份副本，改动它只影响指纹。"""
    package = Path(module.__file__).parent
    copy = tmp_path / "derive"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    original = fingerprints._file

    def moved(name):
        path = original(name)
        inside = path is not None and path.is_relative_to(package)
        return copy / path.relative_to(package) if inside else path

    monkeypatch.setattr(fingerprints, "_file", moved)
    return copy


def edit(path):
    path.write_bytes(path.read_bytes() + b"#")
    fingerprints.source_digest.cache_clear()


@pytest.mark.parametrize(
    "name", ["decide", "verify", "exact", "points", "algebra", "rules", "report", "objects", "book"]
)
def test_one_byte_in_the_kernel_changes_every_key(copied, name):
    numeric = implementation()
    before = key(SQUARE), key(numeric)
    assert (key(SQUARE), key(numeric)) == before
    edit(copied / "kernel" / f"{name}.py")
    after = key(SQUARE), key(numeric)
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_what_does_not_judge_does_not_count(copied):
    before = key(SQUARE)
    edit(copied / "cli.py")
    edit(copied / "kernel" / "notation.py")
    assert key(SQUARE) == before


@pytest.mark.parametrize("name", ["activations", "validation", "pairing"])
def test_numeric_sources_change_the_keys_of_implementations_only(copied, name):
    numeric = implementation(function="derive.activations:sigmoid")
    before = key(SQUARE), key(numeric)
    edit(copied / f"{name}.py")
    assert key(SQUARE) == before[0]
    assert key(numeric) != before[1]


def test_a_changed_bound_changes_the_key():
    assert key(implementation()) != key(implementation(bound=1.0))


def test_another_numpy_changes_the_keys_of_implementations(fresh, monkeypatch):
    before = key(SQUARE), key(implementation())
    monkeypatch.setattr(np, "__version__", "0.0")
    fingerprints._numpy_environment.cache_clear()
    assert key(SQUARE) == before[0]
    assert key(implementation()) != before[1]


def test_another_instruction_set_changes_the_keys_of_implementations(fresh, monkeypatch):
    from numpy._core import _multiarray_umath

    before = key(implementation())
    features = dict(_multiarray_umath.__cpu_features__)
    name = next(iter(features))
    changed = features | {name: not features[name]}
    monkeypatch.setattr(_multiarray_umath, "__cpu_features__", changed)
    fingerprints._numpy_environment.cache_clear()
    assert key(implementation()) != before


def test_a_rule_from_elsewhere_brings_its_source(fresh, tmp_path, monkeypatch):
    """核心之外的规则，它的源文件也算数。"""
    source = "from derive.kernel.rules import Rule\nclass Anything(Rule):\n    name = '随便'\n"
    file = tmp_path / "foreign_rule.py"
    file.write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    import foreign_rule

    assert issubclass(foreign_rule.Anything, Rule)
    chain = Derivation("c", "链", x, (Step(x, foreign_rule.Anything()),), small_book.REALS)
    before = key(chain)
    edit(file)
    assert key(chain) != before


def test_unfolding_another_definition_changes_the_key():
    other = Definition("other", "别的", small_book.square(x), x**4, small_book.REALS)

    def chain(cited):
        return Derivation("c", "链", x, (Step(x, Unfold(cited)),), small_book.REALS)

    assert key(chain(SQUARE)) != key(chain(other))
