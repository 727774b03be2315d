"""学习者的作业：`corpus/` 里每个函数上面写着期望的判断，评分要与它逐个相同。

`wrong/` 里每个函数错一处（少数错两处），`right/` 里写法古怪而都对，`hostile/` 里的想拖垮评分。
期望写在函数的正上方：

    # 期望：wrong 少了 1/m、axis 弄反
    # 提醒：一维

第一个词是 status。wrong 后面是错误的名字；error、timeout 后面是诊断或消息里要有的字；“提醒”是
remarks 里要有的字。文件里没写期望的函数，不许被判错。
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from derive.homework.grades import Grade
from derive.homework.grading import grade

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(CORPUS.glob("*/*.py"))
UNKNOWN = "不符合任何已知错误"
EXPECTATION = re.compile(
    r"^# 期望：(?P<status>\w+) ?(?P<text>.*)\n"
    r"(?:# 提醒：(?P<remark>.*)\n|# .*\n)*"
    r"(?:def )?(?P<function>\w+)",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Expectation:
    """一个函数应得的判断。"""

    function: str
    status: str
    text: str
    remark: str | None

    def disagreements(self, found: Grade) -> Iterator[str]:
        """found 与期望不合的地方，一处一句。"""
        if found.status != self.status:
            yield f"应是 {self.status}，判成了 {found.status}"
        elif self.status == "right" and found.diagnosis is not None:
            yield f"对的，却说“{found.diagnosis}”"
        elif self.status == "wrong" and self.text == UNKNOWN:
            if found.diagnosis is not None or UNKNOWN not in found.message:
                yield f"应是“{UNKNOWN}”，判成了“{found.diagnosis}”"
        elif self.status == "wrong" and names(found.diagnosis) != names(self.text):
            yield f"应是“{self.text}”，判成了“{found.diagnosis}”"
        elif self.status != "wrong" and self.text not in f"{found.diagnosis}；{found.message}":
            yield f"消息里应有“{self.text}”"
        if self.remark and not any(self.remark in remark for remark in found.remarks):
            yield f"应提醒“{self.remark}”，提醒的是 {list(found.remarks)}"


def names(diagnosis: str | None) -> set[str]:
    """诊断里的各个名字。"""
    return set((diagnosis or "").split("、"))


@cache
def expectations(path: Path) -> tuple[Expectation, ...]:
    text = path.read_text(encoding="utf-8")
    found = tuple(
        Expectation(match["function"], match["status"], match["text"], match["remark"])
        for match in EXPECTATION.finditer(text)
    )
    assert len(found) == text.count("# 期望：") > 0, f"{path.name} 里有没看懂的期望"
    return found


def check(path: Path, expected: tuple[Expectation, ...]) -> None:
    """评 path 这份作业一次，逐个函数与期望相比。"""
    grades = {found.function: found for found in grade(path)}
    wrong = [
        f"{one.function}：{problem}（{grades[one.function].message}）"
        for one in expected
        if one.function in grades
        for problem in one.disagreements(grades[one.function])
    ]
    wrong += [f"{one.function}：没有评" for one in expected if one.function not in grades]
    wrong += [
        f"{name}：没有写期望，却判成了 {found.status}（{found.message}）"
        for name, found in grades.items()
        if name not in {one.function for one in expected}
        and found.status not in {"right", "missing"}
    ]
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_function_gets_its_verdict(path: Path) -> None:
    check(path, expectations(path))


@pytest.mark.parametrize("name", ["right/logistic_course", "wrong/deep_1"])
def test_the_same_homework_as_a_notebook(name: str, tmp_path: Path) -> None:
    path = CORPUS / f"{name}.py"
    notebook = tmp_path / "作业.ipynb"
    notebook.write_text(as_notebook(path.read_text(encoding="utf-8")), encoding="utf-8")
    check(notebook, expectations(path))


def as_notebook(program: str) -> str:
    """program 写成笔记本：空两行就另起一格，前面加上魔法命令，中间夹着文字。"""
    magic = "%matplotlib inline\n%load_ext autoreload\n%autoreload 2\n!pip install h5py\n"
    code = [magic, *re.split(r"\n\n\n(?=\S)", program)]
    cells: list[dict[str, object]] = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# 第几周的作业\n", "def 不是代码"]}
    ]
    for number, source in enumerate(code):
        cells.append(
            {
                "cell_type": "code",
                "execution_count": number,
                "metadata": {},
                "outputs": [],
                "source": source.splitlines(keepends=True),
            }
        )
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_the_corpus_is_as_large_as_it_claims() -> None:
    wrong = [
        one
        for path in FILES
        for one in expectations(path)
        if path.parent.name == "wrong" and one.status in {"wrong", "error"}
    ]
    named = set[str]().union(*(names(one.text) for one in wrong if one.status == "wrong"))
    assert len(wrong) >= 70
    assert len(named - {UNKNOWN}) >= 45
    right = [path for path in FILES if path.parent.name == "right"]
    assert len(right) >= 15
    assert all(one.status == "right" for path in right for one in expectations(path))


def test_a_mistaken_expectation_is_noticed() -> None:
    """测试测试者：期望写错了，就要不合。"""
    path = CORPUS / "right" / "practice.py"
    lies = (Expectation("L2", "wrong", "少了 1/m", None), Expectation("softmax", "right", "", "？"))
    with pytest.raises(AssertionError, match=r"L2：应是 wrong[\s\S]*softmax：应提醒"):
        check(path, lies)
