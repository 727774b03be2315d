"""读学习者的文件：.py 或 .ipynb，拆成顶层的语句，算出一个函数要先运行哪几句。

只有被核对的函数用得着的语句才运行：导入、常数、辅助函数。顶层的调用、画图、循环、训练一概不运行。
一处语法错误只影响它所在的那一个函数（或那一句），其余照常核对。
"""

from __future__ import annotations

import ast
import builtins
import json
import re
import symtable
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

Definition: TypeAlias = ast.FunctionDef | ast.Lambda

BUILTINS = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}


class BadFile(Exception):
    """文件读不了；消息是一句中文：期望什么，得到什么，怎么办。"""


@dataclass(frozen=True)
class Place:
    """在文件的哪里。cell：笔记本里的第几个代码格，.py 没有；line：那一格（或文件）里的第几行。"""

    line: int
    cell: int | None = None

    def __str__(self) -> str:
        return f"第 {self.line} 行" if self.cell is None else f"第 {self.cell} 格第 {self.line} 行"


@dataclass(frozen=True)
class Problem:
    """一处语法错误。function：它在哪个函数里，看得出来时才有。"""

    place: Place
    message: str
    function: str | None = None

    def __str__(self) -> str:
        inside = f"（函数 {self.function} 里）" if self.function else ""
        return f"{self.place}{inside}有语法错误：{self.message}"


@dataclass(frozen=True, eq=False)
class Block:
    """一条顶层语句。"""

    name: str
    """它定义的函数；不是函数就是空串。"""
    node: ast.stmt
    place: Place
    binds: frozenset[str]
    """它给哪些名字赋值。"""
    reads: frozenset[str]
    """它（连同里面的函数）读哪些全局的名字。"""

    @property
    def definition(self) -> Definition | None:
        """函数的定义：def，或者 `名字 = lambda …`。"""
        if isinstance(self.node, ast.FunctionDef):
            return self.node
        value = self.node.value if isinstance(self.node, ast.Assign) else None
        return value if self.name and isinstance(value, ast.Lambda) else None

    @property
    def renews(self) -> bool:
        """从头定义它的名字（def、class、import），而不是在原来的值上改。"""
        kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom
        return self.definition is not None or isinstance(self.node, kinds)

    @property
    def is_variable(self) -> bool:
        """在顶层算出来的量：赋值，右边不是写死的常数，也不是函数。"""
        if not isinstance(self.node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            return False
        try:
            ast.literal_eval(self.node.value or ast.Constant(None))
        except (ValueError, TypeError, RecursionError):
            return self.definition is None
        return False

    @property
    def imports_everything(self) -> bool:
        """`from … import *`。"""
        return isinstance(self.node, ast.ImportFrom) and self.node.names[0].name == "*"

    @property
    def parameters(self) -> tuple[str, ...]:
        """函数能按位置接受的参数。"""
        if self.definition is None:
            return ()
        found = self.definition.args
        return tuple(argument.arg for argument in (*found.posonlyargs, *found.args))

    @property
    def required(self) -> tuple[str, ...]:
        """没有默认值的参数。"""
        if self.definition is None:
            return ()
        return self.parameters[: len(self.parameters) - len(self.definition.args.defaults)]

    @property
    def untouched(self) -> bool:
        """函数体是空的：只有文档字符串、`pass`、`...`、`raise NotImplementedError`。"""
        return isinstance(self.node, ast.FunctionDef) and all(map(_is_nothing, self.node.body))

    @property
    def body_names(self) -> frozenset[str]:
        """函数体里读到的全局名字；类型标注里的不算。"""
        body = self.node.body if isinstance(self.node, ast.FunctionDef) else [self.node]
        names = {each.id for line in body for each in ast.walk(line) if isinstance(each, ast.Name)}
        return self.reads & names

    @property
    def unfilled(self) -> bool:
        """函数体里还有 `名字 = None`：课程的模板里等着填的地方。"""
        return isinstance(self.node, ast.FunctionDef) and any(
            isinstance(each, ast.Assign) and _is_none(each.value) for each in ast.walk(self.node)
        )


@dataclass(frozen=True)
class Source:
    """一个文件：能运行的顶层语句，与语法错误。"""

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def functions(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.definition is not None)

    def without(self, dropped: Iterable[Block]) -> Source:
        gone = set(dropped)
        return Source(tuple(b for b in self.blocks if b not in gone), self.problems)

    def binding(self, name: str, user: Block) -> tuple[Block, ...]:
        """user 里的全局名字 name 由哪几句得来。

        同名的定义有几个时取 user 之前最近的，之前没有就取之后的第一个；此后还有赋值，也算。
        """
        order = {block: number for number, block in enumerate(self.blocks)}
        binders = [block for block in self.blocks if name in block.binds]
        new = [block for block in binders if block.renews]
        if not new:
            return tuple(binders)
        before = [block for block in new if order[block] <= order[user]]
        first = before[-1] if before else new[0]
        later = [b for b in binders if not b.renews and order[b] > order[first]]
        return (first, *later)

    def needed(self, block: Block) -> tuple[Block, ...]:
        """block 能运行所要的语句，连同它自己，按文件里的次序。"""
        chosen = {block}
        waiting = [block]
        while waiting:
            user = waiting.pop()
            for name in user.reads - BUILTINS:
                if name == block.name:
                    continue
                found = self.binding(name, user) or tuple(
                    each for each in self.blocks if each.imports_everything
                )
                for each in found:
                    if each not in chosen:
                        chosen.add(each)
                        waiting.append(each)
        return tuple(each for each in self.blocks if each in chosen)

    def names_used(self, block: Block) -> frozenset[str]:
        """block 直接或间接读到的全局名字。"""
        return frozenset().union(*(each.reads for each in self.needed(block))) - BUILTINS


def read_source(path: Path) -> Source:
    """读一个 .py 或 .ipynb。读不了抛出 BadFile。"""
    text = _read_text(path)
    pieces: list[tuple[str, int | None]]
    if path.suffix.lower() == ".ipynb":
        pieces = [
            (_without_magics(cell), number) for number, cell in enumerate(_cells(path, text), 1)
        ]
    else:
        pieces = [(_without_magics(text), None)]
    blocks: list[Block] = []
    problems: list[Problem] = []
    for piece, cell in pieces:
        statements, errors = _parse(piece, cell)
        blocks += (block for node in statements if (block := _block(node, cell)) is not None)
        problems += errors
    functions = {block.name for block in blocks if block.definition is not None}
    return Source(tuple(b for b in blocks if not _is_trial(b, functions)), tuple(problems))


# ---- 文件 ---------------------------------------------------------------------


def _read_text(path: Path) -> str:
    if path.suffix.lower() not in (".py", ".ipynb"):
        raise BadFile(f"{path} 应是 .py 或 .ipynb 文件。请把作业存成这两种之一。")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise BadFile(f"没有文件 {path}。请检查文件名与当前文件夹。") from None
    except IsADirectoryError:
        raise BadFile(f"{path} 是文件夹，应是一个 .py 或 .ipynb 文件。请写出其中的一个。") from None
    except UnicodeDecodeError as error:
        raise BadFile(
            f"{path} 应是 UTF-8 编码，第 {error.start + 1} 个字节不是。请在编辑器里另存为 UTF-8。"
        ) from None
    except OSError as error:
        raise BadFile(f"读不了 {path}：{error.strerror}。请检查权限。") from None
    if not text.strip():
        raise BadFile(f"{path} 是空的。请确认作业已经保存。")
    if "\0" in text:
        raise BadFile(f"{path} 应是文本，里面却有空字节。请确认它不是压缩包或别的二进制文件。")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _cells(path: Path, text: str) -> Iterator[str]:
    """笔记本里各个代码格的程序。"""
    try:
        notebook: Any = json.loads(text)
        if "cells" not in notebook:  # nbformat 3：格子在第一张工作表里
            notebook = notebook["worksheets"][0]
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                code = cell.get("source", cell.get("input", ""))
                yield code if isinstance(code, str) else "".join(code)
    except (ValueError, LookupError, TypeError, RecursionError):
        raise BadFile(
            f"{path} 应是 Jupyter 笔记本（JSON，里面有 cells），内容不是。请在 Jupyter 里重新保存。"
        ) from None


_MAGIC = re.compile(
    r"[ \t]*(?:(?:\w+[ \t]*=[ \t]*)?[%!](?!=)|\?|[\w.]+\?{1,2}$"
    r"|(?:cd|ls|pwd|mkdir|pip|conda)\b(?![ \t]*[=(.,]))"
)
_OTHER_LANGUAGE = re.compile(r"\s*%%(?!time|prun|capture)\w+")


def _without_magics(text: str) -> str:
    """`%魔法`、`!命令`、`?帮助` 换成 pass，行号不变；字符串里同样的行不动。"""
    if _OTHER_LANGUAGE.match(text):  # %%bash、%%writefile……：这一格不是 Python
        return ""
    lines = text.split("\n")
    while True:
        try:
            _ast("\n".join(lines))
        except SyntaxError as error:
            number = (error.lineno or 1) - 1
            if number < len(lines) and _MAGIC.match(lines[number]):
                lines[number] = _passed(lines[number])
                continue
            # 别处另有语法错误，看不出后面哪几行是魔法：像的都换掉
            return "\n".join(_passed(line) if _MAGIC.match(line) else line for line in lines)
        return "\n".join(lines)


def _passed(line: str) -> str:
    return line[: len(line) - len(line.lstrip())] + "pass"


# ---- 语句 ---------------------------------------------------------------------


def _ast(text: str, line: int = 1) -> list[ast.stmt]:
    """text 的语句；它的第一行是文件里的第 line 行。"""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # 例如字符串里不认识的反斜杠
        try:
            tree = ast.parse("\n" * (line - 1) + text)
            compile(tree, "<作业>", "exec")  # return 写在函数外面之类，编译时才看得出
        except (ValueError, RecursionError, MemoryError, OverflowError) as error:
            raise SyntaxError(f"解析不了：{error or type(error).__name__}") from None
    return tree.body


_CONTINUES = re.compile(r"[ \t#)\]}]|$|(?:else|elif|except|finally)\b")
_STARTS = re.compile(r"(?:async[ \t]+)?(?:def|class)[ \t]+(?P<name>\w+)|@")


def _parse(text: str, cell: int | None) -> tuple[list[ast.stmt], list[Problem]]:
    """语句与语法错误。整个解析不了，就从顶格的行切开，一段一段地解析。"""
    try:
        return _ast(text), []
    except SyntaxError:
        pass
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines) if not _CONTINUES.match(line)]
    statements: list[ast.stmt] = []
    problems: list[Problem] = []
    broken = False  # 前一段也坏了：多半是同一处错误，不再报告
    number = 0
    while number < len(starts):
        found = _shortest(lines, starts, number)
        if isinstance(found, SyntaxError):
            first = starts[number]
            header = _STARTS.match(lines[first])
            if not broken or header:
                problems.append(_problem(found, first + 1, header and header["name"], cell))
            broken = True
            number += 1
        else:
            body, number = found
            statements += body
            broken = False
    return statements, problems


def _shortest(
    lines: list[str], starts: list[int], number: int
) -> tuple[list[ast.stmt], int] | SyntaxError:
    """从第 number 个顶格的行起，能解析的最短的一段；多行的字符串、括号里也会有顶格的行。"""
    failure: SyntaxError | None = None
    for end in range(number + 1, len(starts) + 1):
        last = starts[end] if end < len(starts) else len(lines)
        try:
            return _ast("\n".join(lines[starts[number] : last]), starts[number] + 1), end
        except SyntaxError as error:
            failure = failure or error
        decorated = lines[starts[end - 1]].startswith("@")
        if end < len(starts) and _STARTS.match(lines[starts[end]]) and not decorated:
            break  # 不跨进下一个函数
    assert failure is not None
    return failure


_MESSAGES = (
    ("was never closed", "有括号没有配对"),
    ("unmatched", "多了一个右括号，或者括号不配对"),
    ("does not match opening", "括号不配对"),
    ("expected ':'", "行末少了冒号"),
    ("expected an indented block", "这里应有缩进的语句"),
    ("unexpected indent", "缩进多了"),
    ("unindent does not match", "缩进与前面的都对不上"),
    ("inconsistent use of tabs", "缩进里混用了制表符与空格"),
    ("unterminated string", "字符串没有写完，少了引号"),
    ("unterminated triple-quoted", "三引号的字符串没有写完"),
    ("Missing parentheses in call to 'print'", "print 要写括号：print(…)"),
    ("Maybe you meant '=='", "判断相等要写 =="),
    ("Perhaps you forgot a comma", "可能少了逗号"),
    ("invalid character", "有不能用的字符，多半是全角的标点"),
    ("invalid non-printable", "有看不见的字符，请重新输入这一行"),
    ("outside function", "写在了函数外面，多半是缩进不对"),
    ("invalid syntax", "写法不对"),
)


def _problem(error: SyntaxError, line: int, function: str | None, cell: int | None) -> Problem:
    message = str(error.msg)
    chinese = next((words for part, words in _MESSAGES if part in message), "")
    told = f"{chinese}（{message}）" if chinese else message
    return Problem(Place(error.lineno or line, cell), told, function)


def _block(node: ast.stmt, cell: int | None) -> Block | None:
    """一条要运行的语句；不该运行的（循环、调用、断言、`if __name__ == …`）没有。"""
    runnable = (
        ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom
        | ast.Assign | ast.AnnAssign | ast.AugAssign | ast.If | ast.Try | ast.With
    )  # fmt: skip
    if not isinstance(node, runnable):
        return None
    if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
        return None
    binds, reads = _names(node)
    binds |= {
        target.value.id  # 表["键"] = 值：也是在定义那张表
        for target in (node.targets if isinstance(node, ast.Assign) else ())
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name)
    }
    name = node.name if isinstance(node, ast.FunctionDef) else ""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda) and len(binds) == 1:
        name = next(iter(binds))
    decorators = getattr(node, "decorator_list", [])
    line = min([node.lineno, *(each.lineno for each in decorators)])
    return Block(name, node, Place(line, cell), frozenset(binds), frozenset(reads))


def _names(node: ast.stmt) -> tuple[set[str], set[str]]:
    """语句赋值的名字，与它和里面的函数读到的全局名字。"""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        top = symtable.symtable(ast.unparse(node), "<作业>", "exec")
    binds = {
        each.get_name() for each in top.get_symbols() if each.is_assigned() or each.is_imported()
    }
    reads = {each.get_name() for each in top.get_symbols() if each.is_referenced()}
    waiting = top.get_children()
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        reads |= {
            each.get_name()
            for each in table.get_symbols()
            if each.is_global() and each.is_referenced()
        }
    return binds, reads


def _is_none(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple):
        return all(map(_is_none, node.elts))
    return isinstance(node, ast.Constant) and node.value is None


def _is_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Raise) and node.exc is not None:
        return "NotImplementedError" in ast.unparse(node.exc)
    return isinstance(node, ast.Pass) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def _is_trial(block: Block, functions: set[str]) -> bool:
    """赋值的右边调用了文件自己的函数：那是训练或试算，不是函数要用的常数。"""
    return isinstance(block.node, ast.Assign | ast.AnnAssign | ast.AugAssign) and any(
        isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in functions
        for call in ast.walk(block.node)
        if block.definition is None
    )
