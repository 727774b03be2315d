"""子进程：坏程序伤不到评分，每一种都得到一句清楚的话；用真的子进程来试。"""

import marshal
import os
import time

import numpy as np
import pytest

from derive.homework import sandbox as module
from derive.homework.sandbox import Died, Hung, OutOfTime, Sandbox
from derive.homework.worker import Call, Fresh, Opaque, Run


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory):
    """一个共用的子进程：一个函数坏了，不影响后面的。"""
    folder = tmp_path_factory.mktemp("学习者")
    (folder / "dnn_utils_local.py").write_text("import h5py, sklearn.datasets\nONE = 1\n", "utf-8")
    with Sandbox(folder) as running:
        running.deadline = float("inf")
        yield running


@pytest.fixture
def run(sandbox):
    """定义 f，用 arguments 调用它。"""

    def call(program, *arguments, **more):
        sandbox.ask(Fresh())
        defined = sandbox.ask(Run(marshal.dumps(compile(program, "<作业>", "exec"))))
        if defined.failure:
            return defined
        return sandbox.ask(Call("f", arguments, names=[f"a{n}" for n in range(9)], **more))

    return call


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("None", None),
        ("(1, 2.5, True, 'x', 1j)", (1, 2.5, True, "x", 1j)),
        ("[{'a': 1}]", [{"a": 1}]),
        ("np.float32(0.5)", np.float32(0.5)),
        ("np.matrix([[1, 2]])", np.array([[1, 2]])),
        ("(x for x in [])", Opaque("generator")),
        ("object", Opaque("type")),
        ("np.array([None])", Opaque("元素类型是 object 的数组")),
        ("np.zeros(2_000_000)", Opaque("2000000 个数的数组")),
        ("10 ** 400", Opaque("太大的整数")),
        ("{(1, 2): 3}", {"(1, 2)": 3}),
        ("'长' * 10**6", "长" * 1000),
    ],
)
def test_only_plain_values_come_back(run, value, expected):
    got = run(f"import numpy as np\ndef f(): return {value}").value
    assert type(got) is type(np.asarray(expected) if "np.float" in value else expected)
    assert np.array_equal(got, expected) if isinstance(got, np.ndarray) else got == expected


def test_a_value_that_contains_itself_is_cut_off(run):
    got = run("def f():\n a = []\n a.append(a)\n return a").value
    for _ in range(21):
        (got,) = got
    assert got == Opaque("太大的 list")


@pytest.mark.parametrize(
    ("body", "type", "message"),
    [
        ("1 / 0", "ZeroDivisionError", "division by zero"),
        ("raise SystemExit(3)", "SystemExit", "3"),
        ("exit()", "SystemExit", ""),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", ""),
        ("f()", "RecursionError", "maximum recursion"),
        ("input()", "EOFError", ""),
        ("import numpy; numpy.zeros((10**6, 10**6))", "MemoryError", "Unable to allocate"),
        ("[0] * 10**10", "MemoryError", ""),
        ("没有这个名字", "NameError", "没有这个名字"),
    ],
)
def test_exceptions_come_back_with_their_line(run, body, type, message):
    failure = run(f"def f():\n    pass\n    {body}\n").failure
    assert (failure.type.lstrip("_").removeprefix("Array"), failure.line) == (type, 3)
    assert message in failure.message


def test_an_exception_that_cannot_be_printed(run):
    program = "class E(Exception):\n def __str__(self): return 1 / 0\ndef f(): raise E"
    assert (run(program).failure.type, run(program).failure.message) == ("E", "")


def test_an_endless_loop_is_stopped_and_the_next_call_works(run, sandbox, monkeypatch):
    monkeypatch.setattr(sandbox, "limit", 0.6)
    started = time.monotonic()
    with pytest.raises(Hung, match=r"0\.6 秒"):
        run("def f():\n while True: pass")
    with pytest.raises(Hung, match=r"0\.3 秒"):
        run("import time\ndef f(): time.sleep(60)")
    assert sandbox.limit == module.SHORTEST
    sandbox.limit = 2.0
    assert run("def f(): return 1").value == 1
    assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    ("body", "words"),
    [("import os; os._exit(7)", "退出码 7"), ("import os; os.kill(os.getpid(), 9)", "SIGKILL")],
)
@pytest.mark.skipif(os.name != "posix", reason="Windows 没有信号")
def test_the_death_of_the_process_is_told(run, body, words):
    with pytest.raises(Died, match=words):
        run(f"def f():\n    {body}")
    assert run("def f(): return 1").value == 1


def test_prints_of_megabytes_go_nowhere(run, capfd):
    program = "import sys\ndef f():\n print('字' * 10**7)\n sys.stderr.write('字' * 10**7)\n"
    assert run(program + " return 1").value == 1
    assert capfd.readouterr() == ("", "")


def test_files_are_written_and_deleted_in_a_temporary_folder_only(run, sandbox, tmp_path):
    program = (
        "import os, shutil\n"
        "def f():\n open('a.txt', 'w').write('x')\n here = os.getcwd()\n shutil.rmtree(here)\n"
        " return here\n"
    )
    assert run(program, twice=False).value == sandbox.workplace.name
    assert os.listdir(sandbox.folder) == ["dnn_utils_local.py"]  # 也没有 __pycache__


def test_a_huge_file_is_refused(run):
    failure = run("def f():\n open('大', 'wb').write(bytes(100 << 20))").failure
    assert failure.type in ("OSError", "FileNotFoundError")


def test_numpy_is_restored_before_the_next_function(run):
    program = "import numpy as np\ndef f():\n np.dot = np.array = None\n np.seterr(all='raise')"
    assert run(program).failure is None
    assert run("import numpy as np\ndef f(): return np.dot(2, 3), np.exp(1000.0)").value[0] == 6


def test_every_call_gets_its_own_copy_and_changes_are_noticed(run):
    A, table = np.ones((1, 2)), {"W": np.ones((1, 1))}
    out = run("def f(A, B, T):\n A += 1\n T['W'] = T['W'] + 1\n return A", A, A * 3, table)
    assert (out.changed, out.rebound) == (("a0",), ("a2",))
    assert out.value.tolist() == out.again.tolist() == [[2, 2]]
    assert A.tolist() == [[1, 1]]
    out = run("def f(A, B, T):\n T['W'] += 1\n return A", A, A, table)
    assert (out.changed, out.rebound) == (("a2",), ())
    out = run("def f(A, B, T): return A", A, A, table)
    assert (out.changed, out.rebound) == ((), ())


def test_state_shows_in_the_second_call(run):
    out = run("n = 0\ndef f():\n global n\n n += 1\n return n")
    assert (out.value, out.again) == (1, 2)


def test_names_are_given_for_one_call_only(run, sandbox):
    program = "import math\nhelper = 1\ndef f(x): return helper if helper == 1 else helper(x)"
    assert run(program, 4, given={"helper": np.sqrt, "new": 1}).value == 2
    assert sandbox.ask(Call("f", (4,))).value == 1
    assert sandbox.ask(Call("new", ())).failure.type == "KeyError"


def test_overflow_warnings_are_noted(run):
    out = run("import numpy as np\ndef f(): return 1 / (1 + np.exp(1000.0))")
    assert (out.value, out.warnings) == (0.0, ("overflow encountered in exp",))


def test_plotting_does_nothing_and_never_fails(run):
    program = (
        "import matplotlib.pyplot as plt\nfrom matplotlib import cm\n"
        "def f():\n fig, ax = plt.subplots()\n ax.plot([1])\n plt.rcParams['a'] = 1\n"
        " plt.show()\n with plt.style.context('x'): pass\n return 1"
    )
    assert run(program).value == 1


def test_course_helpers_come_from_the_reference(run):
    for program in (
        "from dnn_utils_v3 import sigmoid\ndef f(Z): return sigmoid(Z)[0]",
        "import dnn_app_utils_v2 as d\ndef f(Z): return d.sigmoid(Z)[0]",
        "from dnn_utils import *\ndef f(Z): return sigmoid(Z)[0]",
        "from planar_utils import sigmoid, load_planar_dataset\ndef f(Z): return sigmoid(Z)",
    ):
        assert run(program, np.zeros((1, 1))).value.tolist() == [[0.5]], program


def test_absent_modules_fail_only_when_used(run):
    program = "import h5py\nfrom testCases_v9 import something\nimport dnn_utils_local\n"
    assert run(program + "def f(): return dnn_utils_local.ONE").value == 1
    failure = run(program + "def f(): return h5py.File('x')").failure
    assert (failure.type, failure.message) == ("AbsentModule", "h5py.File")
    assert run("import 没有这个模块").failure.type == "ModuleNotFoundError"


def test_when_the_time_is_up_nothing_more_is_asked(sandbox, monkeypatch):
    monkeypatch.setattr(sandbox, "deadline", time.monotonic())
    with pytest.raises(OutOfTime, match="没有轮到"):
        sandbox.ask(Fresh())
