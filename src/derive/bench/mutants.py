"""变异体：把源码改错一处。改法由 cosmic-ray 的算子给出，这里只选出算子、定位、拼回源码。

哪些地方不改，由三条规则决定，不逐个挑选：
- 类型标注与 `if TYPE_CHECKING` 里的语句，运行时不起作用；
- `zip(…, strict=True)` 是写给将来的断言，长度相等时去掉它什么也不改变；
- 改出来不是 Python 的，不算变异体。
文档字符串与字符串里的文字没有算子去改。
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import cosmic_ray.ast
import cosmic_ray.plugins

OPERATORS = (
    # 数：加一，减一
    "NumberReplacer",
    # 算术：各换成一个最容易写错成的
    "ReplaceBinaryOperator_Add_Sub",
    "ReplaceBinaryOperator_Sub_Add",
    "ReplaceBinaryOperator_Mul_Add",
    "ReplaceBinaryOperator_Div_Mul",
    "ReplaceBinaryOperator_FloorDiv_Div",
    "ReplaceBinaryOperator_Mod_Div",
    "ReplaceBinaryOperator_Pow_Mul",
    "ReplaceBinaryOperator_BitOr_BitAnd",
    "ReplaceBinaryOperator_BitAnd_BitOr",
    "ReplaceBinaryOperator_BitXor_BitAnd",
    "ReplaceUnaryOperator_Delete_USub",
    "ReplaceUnaryOperator_Delete_Invert",
    # 比较：取反，以及端点算不算在内
    "ReplaceComparisonOperator_Eq_NotEq",
    "ReplaceComparisonOperator_NotEq_Eq",
    "ReplaceComparisonOperator_Is_IsNot",
    "ReplaceComparisonOperator_IsNot_Is",
    "ReplaceComparisonOperator_Lt_LtE",
    "ReplaceComparisonOperator_Lt_GtE",
    "ReplaceComparisonOperator_LtE_Lt",
    "ReplaceComparisonOperator_LtE_Gt",
    "ReplaceComparisonOperator_Gt_GtE",
    "ReplaceComparisonOperator_Gt_LtE",
    "ReplaceComparisonOperator_GtE_Gt",
    "ReplaceComparisonOperator_GtE_Lt",
    # 逻辑与流程
    "AddNot",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ZeroIterationForLoop",
    "ExceptionReplacer",
    "RemoveDecorator",
)
"""所用的算子。cosmic-ray 还把每个运算符换成其余的每一个，那些大多一运行就出错，没有信息。"""


@dataclass(frozen=True)
class Mutant:
    """一个变异体：path 里第 start 到 end 个字符换成 replacement。"""

    path: Path
    function: str
    """所在的函数或类；不在其中时是空串。"""
    line: int
    before: str
    after: str
    """改动的那一行，改之前与改之后。"""
    lines: range
    """所在的语句（复合语句只算开头）占的行：覆盖了其中一行的测试，才可能发现它。"""
    at_import: bool
    """不在函数体里，导入模块时就运行。"""
    start: int
    end: int
    replacement: str

    @property
    def source(self) -> str:
        """整个模块改错之后的源码。"""
        text = self.path.read_text("utf-8")
        return text[: self.start] + self.replacement + text[self.end :]


def mutants(path: Path) -> list[Mutant]:
    """path 的全部变异体，按算子与位置排列。"""
    source = path.read_text("utf-8")
    module = Module(source)
    found: dict[tuple[int, int, str], Mutant] = {}
    nodes = list(cosmic_ray.ast.ast_nodes(cosmic_ray.ast.get_ast(source)))
    for name in OPERATORS:
        operator = cosmic_ray.plugins.get_operator(f"core/{name}")()
        for node in nodes:
            for index, (position, _) in enumerate(operator.mutation_positions(node)):
                if module.is_inert(position):
                    continue
                start, end, text = _replacement(operator, node, index, module)
                mutated = source[:start] + text + source[end:]
                if (start, end, text) not in found and _is_python(mutated):
                    row = _first_difference(source, mutated)
                    found[start, end, text] = Mutant(
                        path,
                        module.function_at(row),
                        row,
                        module.line(row),
                        mutated.splitlines()[row - 1].strip(),
                        module.statement_at(row),
                        module.runs_at_import(row),
                        start,
                        end,
                        text,
                    )
    return list(found.values())


def _replacement(operator: Any, node: Any, index: int, module: Module) -> tuple[int, int, str]:
    """算子在 node 上改第 index 处的结果：从第几个字符到第几个字符，换成什么。"""
    parent, node.parent = node.parent, None  # 只复制这一棵子树，不连带整个模块
    twin = copy.deepcopy(node)
    node.parent = twin.parent = parent
    mutated = operator.mutate(twin, index)
    end = module.offset(node.end_pos)
    if mutated is None:  # 去掉了
        return module.offset((node.start_pos[0], 0)), end, ""
    text = mutated.get_code()
    if not node.get_first_leaf().prefix:  # 有的算子在前面多添一个空格
        text = text.lstrip(" ")
    return module.offset(node.get_start_pos_of_prefix()), end, text


def _first_difference(source: str, mutated: str) -> int:
    pairs = zip(source.splitlines(), mutated.splitlines(), strict=False)
    return next(row for row, (old, new) in enumerate(pairs, 1) if old != new)


class Module:
    """一个模块的源码，按行查：在哪个函数里，属于哪条语句，运行时起不起作用。"""

    def __init__(self, source: str) -> None:
        self._lines = source.splitlines(keepends=True)
        self._starts = [0, *accumulate(map(len, self._lines))]
        tree = ast.parse(source)
        self._scopes = list(_scopes(tree, ""))
        self._statements = [
            range(_first_line(node), _header_end(node) + 1)
            for node in ast.walk(tree)
            if isinstance(node, ast.stmt | ast.match_case | ast.ExceptHandler)
        ]
        self._bodies = [
            range(_first_line(node.body[0]), _last_line(node) + 1)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
        ]
        self._inert = [
            self._span(node)
            for parent in ast.walk(tree)
            for node in (
                *_annotations(parent),
                *_assertions(parent),
                *_for_type_checkers(parent),
            )
        ]

    def _span(self, node: Any) -> tuple[int, int]:
        """语法树的一个结点是源码的第几到第几个字符；ast 的列以字节计。"""
        ends = (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)
        columns = [len(self._lines[row - 1].encode()[:column].decode()) for row, column in ends]
        start, end = (self.offset((row, c)) for (row, _), c in zip(ends, columns, strict=True))
        return start, end

    def is_inert(self, position: tuple[int, int]) -> bool:
        """position 处按规则不改。"""
        return any(start <= self.offset(position) < end for start, end in self._inert)

    def line(self, row: int) -> str:
        return self._lines[row - 1].strip()

    def offset(self, position: tuple[int, int]) -> int:
        row, column = position
        return self._starts[row - 1] + column

    def function_at(self, row: int) -> str:
        inside = [(len(rows), name) for name, rows in self._scopes if row in rows]
        return min(inside)[1] if inside else ""

    def statement_at(self, row: int) -> range:
        inside = [rows for rows in self._statements if row in rows]
        return min(inside, key=len) if inside else range(row, row + 1)

    def runs_at_import(self, row: int) -> bool:
        return not any(row in body for body in self._bodies)


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def _annotations(node: ast.AST) -> list[ast.expr]:
    """node 自己的类型标注。"""
    if isinstance(node, ast.FunctionDef):
        return [node.returns] if node.returns else []
    if isinstance(node, ast.arg | ast.AnnAssign):
        return [node.annotation] if node.annotation else []
    return []


def _assertions(node: ast.AST) -> list[ast.expr]:
    """`strict=` 的值。"""
    return [node.value] if isinstance(node, ast.keyword) and node.arg == "strict" else []


def _for_type_checkers(node: ast.AST) -> list[ast.stmt]:
    """`if TYPE_CHECKING` 整条语句。"""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return [node]
    return []


def _scopes(node: ast.AST, outer: str) -> Iterator[tuple[str, range]]:
    for child in ast.iter_child_nodes(node):
        name = outer
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            name = f"{outer}.{child.name}".lstrip(".")
            yield name, range(_first_line(child), _last_line(child) + 1)
        yield from _scopes(child, name)


def _first_line(node: Any) -> int:
    """连同装饰器在内的第一行。"""
    if isinstance(node, ast.match_case):
        return node.pattern.lineno
    return min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _header_end(node: Any) -> int:
    """语句的最后一行；复合语句只到它的主体之前。"""
    body = getattr(node, "body", None)
    return max(_first_line(node), _first_line(body[0]) - 1) if body else _last_line(node)
