"""读学习者的文件：拆成语句，算出要运行哪几句，说清语法错误在哪里。"""

import json

import pytest

from derive.homework.source import BadFile, read_source


@pytest.fixture
def read(tmp_path):
    def write(text, name="作业.py"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_source(path)

    return write


def notebook(*cells, **more):
    return json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells], **more})


def lines_needed(source, name):
    block = next(block for block in source.functions if block.name == name)
    return [each.place.line for each in source.needed(block)]


PROGRAM = """\
import numpy as np
import matplotlib.pyplot as plt
np.random.seed(1)
EPS = 1e-8
data = np.load("没有这个文件")
def helper(x): return x + EPS
def sigmoid(z):
    \"\"\"说明\"\"\"
    return helper(1 / (1 + np.exp(-z)))
A = sigmoid(0)
print(A)
for i in range(10 ** 9): pass
plt.plot([1])
assert False
if __name__ == "__main__":
    EPS = 7
"""


def test_only_what_a_function_needs_is_run(read):
    source = read(PROGRAM)
    assert lines_needed(source, "sigmoid") == [1, 4, 6, 7]
    assert [block.name for block in source.functions] == ["helper", "sigmoid"]


def test_a_name_comes_from_the_nearest_definition_above_or_the_first_below(read):
    source = read("def f(): return g()\ng = 1\nimport a as g\ndef h(): return g\nimport b as g\n")
    assert lines_needed(source, "f") == [1, 3]
    assert lines_needed(source, "h") == [3, 4]


def test_an_assignment_after_the_definition_belongs_to_it(read):
    source = read('T = {}\ndef relu(z): return z\nT["relu"] = relu\ndef f(): return T\n')
    assert lines_needed(source, "f") == [1, 2, 3, 4]


def test_star_imports_are_run_when_a_name_is_nowhere_else(read):
    source = read("from dnn_utils import *\nimport os\ndef f(z): return sigmoid(z)\n")
    assert lines_needed(source, "f") == [1, 3]
    source = read("from numpy import *\nabc = 1\ndef f(z): return abc + len(z)\n")
    assert lines_needed(source, "f") == [2, 3]


def test_a_lambda_is_a_function(read):
    source = read("relu = lambda Z, a=1: Z\n")
    (block,) = source.functions
    assert (block.name, block.parameters, block.required) == ("relu", ("Z", "a"), ("Z",))


@pytest.mark.parametrize("body", ["pass", "...", "raise NotImplementedError", '"""说明"""'])
def test_an_untouched_skeleton(read, body):
    source = read(
        f"def f(x):\n    '''说明'''\n    # 在这里写代码\n    {body}\ndef g(x): return x\n"
    )
    assert [block.untouched for block in source.functions] == [True, False]


def test_a_syntax_error_costs_one_function_only(read):
    source = read(
        "import numpy as np\n\ndef f(x):\n    return (x\n\n\ndef g(x):\n    return x\n\nK = 2\n"
    )
    assert [block.name for block in source.functions] == ["g"]
    (problem,) = source.problems
    assert (problem.function, problem.place.line) == ("f", 4)
    assert "第 4 行（函数 f 里）有语法错误：有括号没有配对" in str(problem)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("    print '旧式'", "print 要写括号"),
        ("    if x = 1:\n        pass", "=="),
        ("    return x，1", "全角"),
        ("    if x\n        return 1", "冒号"),
        ("  \treturn x\n        return x", "缩进"),
        ("    return 'x", "引号"),
    ],
)
def test_syntax_errors_are_told_in_chinese(read, line, words):
    source = read(f"def f(x):\n{line}\n\ndef g(x): return x\n")
    assert [block.name for block in source.functions] == ["g"]
    assert words in source.problems[0].message


def test_lines_of_text_at_the_margin_are_no_statements(read):
    source = read(
        'def f(x):\n    """说明\n顶格的 def 说明\n    """\n    return [\n1,\n]\ndef g(:\n    pass\n'
    )
    assert [block.name for block in source.functions] == ["f"]
    assert [problem.function for problem in source.problems] == ["g"]


def test_a_notebook_with_magics(read):
    source = read(
        notebook(
            "%matplotlib inline\n!pip install x\nimport numpy as np\n?np.dot\nnp.dot?\n",
            ["%%time\n", "def f(x):\n", "    %timeit x\n", '    s = """\n', "% 不是魔法\n", '"""\n',
             "    return x % 2\n"],
            "%%bash\nrm -rf /\n",
            "files = !ls\ndef g(x): return x\n",
            "cd ../input\ndef h(x): return x\n",
        ),
        "作业.ipynb",
    )  # fmt: skip
    assert {block.name: str(block.place) for block in source.functions} == {
        "f": "第 2 格第 2 行",
        "g": "第 4 格第 2 行",
        "h": "第 5 格第 2 行",
    }
    assert "不是魔法" in source.functions[0].node.body[1].value.value
    assert [problem.message for problem in source.problems if problem.function] == []


def test_old_notebooks_and_a_byte_order_mark(read):
    cells = [{"cell_type": "code", "input": ["def f(x):\n", "    return x"]}]
    text = json.dumps({"worksheets": [{"cells": cells}]})
    assert [b.name for b in read(b"\xef\xbb\xbf" + text.encode(), "旧.ipynb").functions] == ["f"]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("", "空.py", "是空的"),
        ("   \n", "空.ipynb", "是空的"),
        ("不是 JSON", "a.ipynb", "应是 Jupyter 笔记本"),
        ("[1]", "a.ipynb", "应是 Jupyter 笔记本"),
        ('{"cells": [{}]}', "a.ipynb", "应是 Jupyter 笔记本"),
        ("x = '中文'".encode("gbk"), "a.py", "应是 UTF-8"),
        ("a\0b", "a.py", "空字节"),
        ("x = 1", "a.txt", "应是 .py 或 .ipynb"),
    ],
)
def test_a_bad_file_gets_one_clear_line(read, text, name, words):
    with pytest.raises(BadFile, match=words) as problem:
        read(text, name)
    assert "\n" not in str(problem.value)


def test_a_missing_file_and_a_folder(tmp_path):
    with pytest.raises(BadFile, match="没有文件"):
        read_source(tmp_path / "没有.py")
    (tmp_path / "文件夹.py").mkdir()
    with pytest.raises(BadFile, match="是文件夹"):
        read_source(tmp_path / "文件夹.py")


def test_a_notebook_without_code(read):
    source = read(json.dumps({"cells": []}), "空.ipynb")
    assert (source.blocks, source.problems) == ((), ())
