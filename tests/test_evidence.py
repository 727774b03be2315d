"""哪些测试碰到了哪个对象：从源码里读出来的，要与源码相符。"""

from pathlib import Path

import pytest

from derive.evidence import Evidence
from derive.kernel.book import Book
from derive.registry import BOOK

ROOT = Path(__file__).parents[1]
SOME = Book(
    BOOK[id] for id in ("sigmoid", "sigmoid_prime", "impl_sigmoid", "forward_z1", "line_forward_z1")
)
DIRECT = """
from derive.theory.activations import SIGMOID_PRIME

def test_it():
    assert SIGMOID_PRIME
"""
THROUGH_MODULE = """
from derive.theory import activations

CASES = [(activations.SIGMOID_PRIME, 1)]

@parametrize("case", CASES)
def test_it(case):
    assert case
"""
THROUGH_HELPER = """
from derive.theory import activations as theory

def helper():
    return theory.SIGMOID_PRIME

def test_it():
    assert helper()
"""
THROUGH_ID = """
from derive.registry import BOOK

def test_it():
    assert BOOK["sigmoid_prime"]
"""
THROUGH_TUPLE = """
from derive.theory.activations import OBJECTS

@parametrize("obj", OBJECTS)
def test_it(obj):
    assert obj
"""
NOT_AT_ALL = """
from derive.theory import activations

def other():
    return activations.SIGMOID_PRIME

def test_it():
    assert activations.SIGMOID, "sigmoid_prime"
"""


def evidence(root: Path, text: str, folder: str = "tests") -> Evidence:
    (root / folder).mkdir(parents=True)
    (root / folder / "test_a.py").write_text(text, "utf-8")
    return Evidence(root, SOME)


@pytest.mark.parametrize(
    "text", [DIRECT, THROUGH_MODULE, THROUGH_HELPER, THROUGH_ID, THROUGH_TUPLE]
)
def test_touched(tmp_path: Path, text: str) -> None:
    found = evidence(tmp_path, text)
    assert found.tests(BOOK["sigmoid_prime"]) == ["tests/test_a.py::test_it"]
    assert found.oracles(BOOK["sigmoid_prime"]) == []


def test_not_touched(tmp_path: Path) -> None:
    assert evidence(tmp_path, NOT_AT_ALL).tests(BOOK["sigmoid_prime"]) == []


def test_tests_of_pages_are_no_evidence(tmp_path: Path) -> None:
    assert evidence(tmp_path, DIRECT, "tests/site").tests(BOOK["sigmoid_prime"]) == []


def test_the_function_stands_for_its_law(tmp_path: Path) -> None:
    """碰到实现它的函数，就碰到了它；只导入模块的一部分，别的函数不算。"""
    text = "from derive import shallow\n\ndef test_it():\n    shallow.forward_propagation()\n"
    found = evidence(tmp_path, text)
    for id in ("forward_z1", "line_forward_z1"):
        assert found.tests(BOOK[id]) == ["tests/test_a.py::test_it"]
    assert found.tests(BOOK["impl_sigmoid"]) == []


def test_the_whole_module(tmp_path: Path) -> None:
    text = "from derive import shallow\n\ndef test_it():\n    check(vars(shallow))\n"
    assert evidence(tmp_path, text).tests(BOOK["forward_z1"])


def test_oracles(tmp_path: Path) -> None:
    (tmp_path / "tests" / "support").mkdir(parents=True)
    oracles = "import autograd\n\ndef autodiff(case):\n    return autograd.grad(case)\n"
    (tmp_path / "tests" / "support" / "oracles.py").write_text(oracles, "utf-8")
    text = (
        "from derive.activations import sigmoid\nfrom oracles import autodiff\n\n"
        "def test_it():\n    assert autodiff(sigmoid)\n\ndef test_other():\n    assert sigmoid\n"
    )
    (tmp_path / "tests" / "test_a.py").write_text(text, "utf-8")
    found = Evidence(tmp_path, SOME)
    tests = ["tests/test_a.py::test_it", "tests/test_a.py::test_other"]
    assert found.tests(BOOK["impl_sigmoid"]) == found.tests(BOOK["sigmoid"]) == tests
    assert found.oracles(BOOK["sigmoid"]) == ["反向自动微分（autograd）"]


def test_every_object_of_the_book_is_touched() -> None:
    found = Evidence(ROOT, BOOK)
    assert not [obj.id for obj in BOOK if not found.tests(obj)]
    backward = found.oracles(BOOK["layer_dw"])
    assert "中心差商" in backward
    assert "反向自动微分（autograd）" in backward
