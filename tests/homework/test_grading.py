"""评分：一份小作业，每一种写法、每一种错误都得到应得的结论；用真的子进程。"""

import json
import time

import pytest
import small_homework
from small_homework import ASSIGNMENTS, RIGHT

from derive.homework.exercise import Assignment
from derive.homework.grading import grade


@pytest.fixture
def judge(tmp_path):
    """给 program 评分：函数名 → 评分。"""

    def run(program, name="作业.py", assignments=ASSIGNMENTS):
        path = tmp_path / name
        path.write_text(program, "utf-8")
        found = grade(path, assignments)
        assert path.read_text("utf-8") == program
        assert sorted(each.name for each in tmp_path.iterdir()) == [name]
        assert len({each.function for each in found}) == len(found)
        return {each.function: each for each in found}

    return run


def changed(old, new, program=RIGHT):
    assert program.count(old) == 1
    return program.replace(old, new)


def statuses(found):
    return {name: each.status for name, each in found.items()}


def test_the_right_homework_is_right(judge):
    found = judge(RIGHT)
    assert statuses(found) == dict.fromkeys(["start", "scale", "total", "grow"], "right")
    assert all(each.good and each.diagnosis is None for each in found.values())
    assert not any(each.counterexample or each.law for each in found.values())
    # 1e300·1e300 溢出，参考写法也一样：不必提醒
    assert not any(each.remarks for each in found.values())


def test_a_notebook_gets_the_same_verdicts(judge):
    cells = ["%matplotlib inline\nimport 没有这个模块\n", *RIGHT.split("\n\n\n"), "", "x = scale("]
    text = json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells]})
    found = judge(text, "作业.ipynb")
    assert set(statuses(found).values()) == {"right"}
    assert str(found["start"].place) == "第 3 格第 1 行"


def test_a_misconception_is_named_with_its_law_and_smallest_counterexample(judge):
    found = judge(changed("A * Y / A.shape[1], A", "A * Y, A"))
    scale = found["scale"]
    assert (scale.status, scale.diagnosis, scale.law) == ("wrong", "少了 1/m", "layer_dw")
    assert scale.message == "B：少了 1/m"
    example = scale.counterexample
    assert example.part == "B"
    assert example.arguments["A"].shape == (1, 2)  # m = 1 时看不出来，所以是第二小的
    assert example.got == pytest.approx(2 * example.expected)
    entry = json.loads(json.dumps(scale.to_json(), allow_nan=False))
    assert list(entry)[:5] == ["function", "status", "diagnosis", "law", "counterexample"]
    assert entry["counterexample"]["arguments"]["A"]["shape"] == [1, 2]


def test_one_mistake_is_blamed_once(judge):
    found = judge(changed("A * Y / A.shape[1], A", "A * Y, A"))
    assert statuses(found) == {
        "start": "right", "scale": "wrong", "total": "right", "grow": "right",
    }  # fmt: skip
    assert "scale 不对，核对时换成了参考写法" in found["total"].remarks


def test_two_mistakes_in_two_parts_and_in_one(judge):
    found = judge(changed("A * Y / A.shape[1], A", "A * Y, A + 1"))
    assert found["scale"].diagnosis == "少了 1/m、C 不对"
    found = judge(changed("A * Y / A.shape[1], A", "A + Y, A"))
    assert found["scale"].diagnosis == "少了 1/m、加写成了乘"


@pytest.mark.parametrize(
    ("new", "diagnosis"),
    [
        ("-(A * Y / A.shape[1]), A", "符号反了"),
        ("A * Y / A.shape[1] ** 2, A", "多除了 1/m"),
        ("-A * Y, A", "少了 1/m、符号反了"),
        ("3 * A * Y / A.shape[1], A", "差一个固定的倍数"),
        ("(A * Y / A.shape[1]).T, A", "结果转置了"),
        ("(A * Y / A.shape[1]).ravel(), A", "一维数组"),
        ("(A * Y / A.shape[1]).astype(np.float16), A", "精度太低"),
        ("np.round(A * Y / A.shape[1], 4), A", "精度太低"),
        ("A * Y // A.shape[1], A", "舍去了小数"),
        ("A * np.nan, A", "出现 NaN"),
        ("A, A * Y / A.shape[1]", "返回值的次序颠倒"),
        ("None, A", "没有返回值"),
        ("A * Y / A.shape[1] + np.random.rand(), A", "每次调用结果不同"),
        ("A * Y * COUNT.append(1) or (A * len(COUNT), A)", None),
    ],
)
def test_mistakes_that_need_no_formula(judge, new, diagnosis):
    found = judge(changed("A * Y / A.shape[1], A", new))
    assert (found["scale"].diagnosis, found["scale"].good) == (diagnosis, False)


def test_without_return(judge):
    found = judge(changed("return A * Y / A", "A * Y / A"))
    assert (found["scale"].status, found["scale"].diagnosis) == ("wrong", "没有返回值")


def test_an_unknown_mistake_is_admitted(judge):
    found = judge(changed("A * Y / A.shape[1], A", "np.sin(A), A"))
    assert (found["scale"].status, found["scale"].diagnosis) == ("wrong", None)
    assert found["scale"].message.startswith("不符合任何已知错误；B：第 1 行第 1 列应为")


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("A, A, A", "应返回 2 个值：B、C"),
        ('"文字"', "得到 '文字'"),
        ("(x for x in A)", "generator"),
        ("A", "得到 "),
    ],
)
def test_wrong_types(judge, new, words):
    found = judge(changed("A * Y / A.shape[1], A", new))
    assert found["scale"].status == "wrong"
    assert words in found["scale"].message


def test_the_keys_of_a_dictionary(judge):
    found = judge(changed('"s": B', '"S": B'))
    assert (found["total"].diagnosis, found["total"].law) == ("键的名字不对", None)
    found = judge(changed('"s": B.sum(axis=1, keepdims=True), ', ""))
    assert found["total"].diagnosis is None
    assert "没有 s（有的是：t）" in found["total"].message


def test_changed_input(judge):
    found = judge(changed("    return A * Y / A.shape[1], A", "    A /= 1.5\n    return A * Y, A"))
    assert found["scale"].status == "wrong"
    found = judge(changed("    return A * Y", "    Y /= A.shape[1]\n    return A * Y * A.shape[1]"))
    assert (found["scale"].diagnosis, found["scale"].status) == ("修改了输入", "wrong")
    assert "传进来的 Y 变了" in found["scale"].message


def test_global_state(judge):
    found = judge(
        "N = []\n" + changed("    return A * Y", "    N.append(1)\n    return len(N) * A * Y")
    )
    assert found["scale"].diagnosis == "依赖全局变量"
    found = judge("X = 3 + 4\nm = X * 2\n" + changed("/ A.shape[1]", "/ np.sqrt(m)"))
    assert found["scale"].diagnosis == "差一个固定的倍数" or "m" in found["scale"].message
    found = judge("X = [1]\nm = len(X)\n" + changed("A * Y / A.shape[1]", "np.sin(A * m)"))
    assert found["scale"].diagnosis == "依赖全局变量"
    assert "函数外面的 m" in found["scale"].message


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("1 / 0", "第 9 行：ZeroDivisionError"),
        ("np.dot(A, np.ones((9, 9)))", "形状对不上"),
        ("exit()", "中途退出"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("import os; os._exit(3)", "退出码 3"),
        ("scale(A, Y)", "递归停不下来"),
        ("input()", "input()"),
        ("np.zeros((10**6, 10**6))", "内存"),
        ("拼错了(A)", "名字 拼错了 没有定义"),
        ("{}[1]", "KeyError"),
        ("[][1]", "下标超出了范围"),
        ("None.shape", "还是 None"),
        ("assert False", "assert 不成立"),
        ("import h5py; h5py.File('x')", "h5py.File"),
        ("raise NotImplementedError", "还没有写完"),
    ],
)
def test_exceptions_are_one_clear_line_and_the_rest_is_graded(judge, body, words):
    found = judge(changed("    return A * Y / A.shape[1], A", f"    {body}\n    return A, A"))
    assert statuses(found) == {
        "start": "right", "scale": "error", "total": "right", "grow": "right",
    }  # fmt: skip
    assert words in found["scale"].message
    assert "\n" not in found["scale"].message


def test_numpy_was_not_imported(judge):
    found = judge(changed("import numpy as np\n", ""))
    assert (found["start"].status, found["start"].diagnosis) == ("error", "没有导入 numpy")
    assert "import numpy as np" in found["start"].message
    assert found["scale"].status == "right"


def test_a_helper_that_cannot_be_imported(judge):
    found = judge("from 没有 import one\n" + changed("/ A.shape[1]", "* one / A.shape[1]"))
    assert "没有得到 one：第 1 行：ModuleNotFoundError" in found["scale"].message


def test_two_endless_loops(judge):
    program = changed("    return np.zeros((n, 1))", "    while True: pass")
    program = changed("    B, _ = scale(A, Y)", "    while n: pass", "n = 1\n" + program)
    started = time.monotonic()
    found = judge(program)
    assert statuses(found) == {
        "start": "timeout", "scale": "right", "total": "timeout", "grow": "right",
    }  # fmt: skip
    assert "超过了 2 秒" in found["start"].message
    assert time.monotonic() - started < 10


def test_prints_plots_unicode_and_top_level_calls_do_no_harm(judge):
    program = (
        "import matplotlib.pyplot as plt\nfrom testCases import *\n"
        + changed(
            "    return A * Y / A.shape[1], A",
            "    print('字' * 10**7)\n    np.random.seed(1)\n    plt.plot(A); plt.show()\n"
            "    样本数 = A.shape[1]\n    return A * Y / 样本数, A",
        )
        + "\nwhile True: pass\nprint(scale(1, 2))\nraise SystemExit\n"
    )
    assert set(statuses(judge(program)).values()) == {"right"}


def test_monkey_patching_numpy_does_not_reach_the_others(judge):
    found = judge(
        changed("    return A * Y", "    np.sum = np.zeros = np.dot = None\n    return A * Y")
    )
    assert set(statuses(found).values()) == {"right"}


def test_a_syntax_error_in_one_function(judge):
    found = judge(changed("return A * Y / A.shape[1], A", "return (A * Y"))
    assert statuses(found) == {
        "start": "right", "scale": "error", "total": "right", "grow": "right",
    }  # fmt: skip
    assert "第 9 行（函数 scale 里）有语法错误：有括号没有配对" in found["scale"].message
    assert "文件里没有 scale，核对时用了参考写法" in found["total"].remarks


def test_skeletons_and_missing_functions(judge):
    found = judge(
        "def scale(A, Y):\n    '''说明'''\n    # 在这里写代码\n    raise NotImplementedError\n"
    )
    assert set(statuses(found).values()) == {"missing"}
    assert (found["scale"].message, found["scale"].good) == ("还没有写", False)
    assert (found["total"].message, found["total"].good) == ("文件里没有", True)
    found = judge("def scale(A, Y):\n    B = None\n    C = None\n    return B, C\n")
    assert (found["scale"].status, found["scale"].good) == ("missing", False)
    assert "模板里的 None" in found["scale"].message


def test_nothing_known(judge):
    assert judge("def 别的(x): return x\n") == {}


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("def total(A, Y, unused):", "right"),  # 别的版本
        ("def total(Y, A):", "right"),  # 次序不同，按名字给
        ("def total(P, Q):", "right"),  # 名字不同，按次序给
        ("def total(A, Y, verbose=False):", "right"),
        ("def total(*everything):", "error"),
        ("def total(A):", "error"),
    ],
)
def test_parameters(judge, header, status):
    program = changed("def total(A, Y):", header)
    program = program.replace("scale(A, Y)\n", "scale(P, Q)\n") if "P" in header else program
    found = judge(program)
    assert found["total"].status == status
    if status == "error":
        assert found["total"].diagnosis == "参数的个数不对"


def test_an_alias_and_a_given_helper(judge):
    found = judge(changed("def grow(", "def grow_up("))
    assert statuses(found) == dict.fromkeys(["start", "scale", "total", "grow_up"], "right")
    found = judge(changed("A + start(A.shape[0]) + 1", "A + start(A.shape[0])"))
    assert found["grow"].status == "wrong"


def test_the_last_definition_counts_unless_it_is_another_exercise(judge):
    found = judge(
        changed("A * Y / A.shape[1], A", "A, A")
        + "\n\ndef scale(A, Y):\n    return A * Y / A.shape[1], A\n"
    )
    assert found["scale"].status == "right"


def test_functions_of_one_name_in_two_assignments(judge):
    exercise = small_homework.EXERCISES[1]
    other = Assignment("other", "另一份", (small_homework.SCALE_OF_ONE,))
    assert exercise.name == other.exercises[0].name
    found = judge("def scale(x):\n    return 2 * x\n", assignments=(*ASSIGNMENTS, other))
    assert (found["scale"].status, found["scale"].assignment) == ("right", "other")


def test_scalars_and_matrices_of_one_are_accepted_with_a_remark(judge):
    found = judge(changed('"t": B.sum()', '"t": B.sum(keepdims=True)'))
    assert found["total"].status == "right"
    assert any("(1, 1)" in remark for remark in found["total"].remarks)


def test_wrong_only_for_extreme_numbers_is_a_remark(judge):
    program = changed(
        "return A * Y / A.shape[1], A",
        "\n    assert A.max() < 1e200\n    return A * Y / A.shape[1], A",
    )
    found = judge(program)
    assert found["scale"].status == "right"
    assert any("超出了范围" in remark for remark in found["scale"].remarks)
