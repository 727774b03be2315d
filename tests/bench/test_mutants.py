"""变异体：改了哪里，哪里不改，源码拼得对不对。"""

from __future__ import annotations

import ast

from derive.bench.mutants import OPERATORS, mutants

SOURCE = '''\
"""说明：1 + 1 不是代码。"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    LIMIT = 3

名字 = "一二三"; SIZE = 2


class Box:
    @property
    def side(self: int | str, n: int | None = 4) -> int | None:
        """返回 n + 1。"""
        width: int | None = n
        return max(
            width,
            n + 1,
        )


def pairs(x):
    return zip(x, x, strict=True)


def sign(x):
    if x < 0 or x is None:
        return -1
    return 1
'''


def changes(path):
    return {(m.function, m.line, m.before, m.after) for m in mutants(path)}


def test_what_is_changed(tmp_path):
    path = tmp_path / "box.py"
    path.write_text(SOURCE, "utf-8")
    assert changes(path) == {
        ("", 10, '名字 = "一二三"; SIZE = 2', '名字 = "一二三"; SIZE = 3'),
        ("", 10, '名字 = "一二三"; SIZE = 2', '名字 = "一二三"; SIZE = 1'),
        (
            "Box.side",
            14,
            "@property",
            "def side(self: int | str, n: int | None = 4) -> int | None:",
        ),
        *(
            (
                "Box.side",
                15,
                "def side(self: int | str, n: int | None = 4) -> int | None:",
                f"def side(self: int | str, n: int | None = {n}) -> int | None:",
            )
            for n in (3, 5)
        ),
        ("Box.side", 20, "n + 1,", "n - 1,"),
        ("Box.side", 20, "n + 1,", "n + 0,"),
        ("Box.side", 20, "n + 1,", "n + 2,"),
        ("sign", 29, "if x < 0 or x is None:", "if not x < 0 or x is None:"),
        ("sign", 29, "if x < 0 or x is None:", "if x <= 0 or x is None:"),
        ("sign", 29, "if x < 0 or x is None:", "if x >= 0 or x is None:"),
        ("sign", 29, "if x < 0 or x is None:", "if x < 1 or x is None:"),
        ("sign", 29, "if x < 0 or x is None:", "if x < -1 or x is None:"),
        ("sign", 29, "if x < 0 or x is None:", "if x < 0 and x is None:"),
        ("sign", 29, "if x < 0 or x is None:", "if x < 0 or x is not None:"),
        ("sign", 30, "return -1", "return 1"),
        ("sign", 30, "return -1", "return -2"),
        ("sign", 30, "return -1", "return -0"),
        ("sign", 31, "return 1", "return 2"),
        ("sign", 31, "return 1", "return 0"),
    }


def test_the_rest_of_the_module_is_untouched(tmp_path):
    path = tmp_path / "box.py"
    path.write_text(SOURCE, "utf-8")
    for mutant in mutants(path):
        ast.parse(mutant.source)
        before, after = SOURCE.splitlines(), mutant.source.splitlines()
        different = [
            row for row, (a, b) in enumerate(zip(before, after, strict=False), 1) if a != b
        ]
        assert different[0] == mutant.line
        if len(before) == len(after):
            assert different == [mutant.line]


def test_the_lines_of_its_statement(tmp_path):
    """覆盖率可能只记多行语句的第一行，所以语句的每一行都算；复合语句只算开头。"""
    path = tmp_path / "box.py"
    path.write_text(SOURCE, "utf-8")
    lines = {(m.line, m.lines) for m in mutants(path)}
    assert (20, range(18, 22)) in lines
    assert (29, range(29, 30)) in lines
    assert (14, range(14, 16)) in lines


def test_what_runs_at_import(tmp_path):
    """装饰器与参数的缺省值在导入时求值，哪怕写在函数上。"""
    path = tmp_path / "box.py"
    path.write_text(SOURCE, "utf-8")
    assert {m.line for m in mutants(path) if m.at_import} == {10, 14, 15}


def test_every_operator_exists():
    import cosmic_ray.plugins

    known = set(cosmic_ray.plugins.operator_names())
    assert {f"core/{name}" for name in OPERATORS} <= known
    assert len(set(OPERATORS)) == len(OPERATORS)
