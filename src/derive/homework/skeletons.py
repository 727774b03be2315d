"""写出作业的骨架：每个函数有签名、说明，和一句“在这里写代码”。

已经有的文件一概不碰：有一个就一个也不写。
"""

from __future__ import annotations

import ast
import errno
from collections.abc import Sequence
from pathlib import Path

from derive.homework.exercise import Assignment, Exercise


class Unwritten(Exception):
    """骨架没有写成；消息是一句中文：为什么，怎么办。"""


def write_skeletons(folder: Path, assignments: Sequence[Assignment]) -> list[Path]:
    """在 folder 里写出各次作业的骨架，返回写好的文件。写不成抛出 Unwritten，不留下半份。"""
    wanted = {folder / f"{each.file}.py": skeleton(each) for each in assignments}
    existing = [str(path) for path in wanted if path.exists() or path.is_symlink()]
    if existing:
        raise Unwritten(
            f"已经有 {'、'.join(existing)}，一个文件也没有写。请换一个文件夹，或者先移走它们。"
        )
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in wanted.items():
            with path.open("x", encoding="utf-8", newline="\n") as file:  # x：只写新文件
                written.append(path)
                file.write(text)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise Unwritten(f"写不了 {error.filename or folder}：{_why(error)}。") from None
    return written


def skeleton(assignment: Assignment) -> str:
    """一次作业的骨架。"""
    functions = [_function(exercise) for exercise in assignment.exercises]
    title = f'"""{assignment.title}。\n\n写好之后：derive grade {assignment.file}.py\n"""'
    imports = ["import numpy as np"]
    if any("math" in each.reference.__code__.co_names for each in assignment.exercises):
        imports.insert(0, "import math\n")
    return "\n\n\n".join(["\n\n".join([title, "\n".join(imports)]), *functions]) + "\n"


def _function(exercise: Exercise) -> str:
    """签名与文档字符串照参考写法；没有类型标注，与课程一样。"""
    node = ast.parse(exercise.source).body[0]
    assert isinstance(node, ast.FunctionDef)
    for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
        argument.annotation = None
    lines = exercise.source.split("\n")
    first = node.body[0]
    assert ast.get_docstring(node)
    assert first.end_lineno
    docstring = "\n".join(lines[first.lineno - 1 : first.end_lineno])
    header = f"def {node.name}({ast.unparse(node.args)}):"
    return f"{header}\n{docstring}\n    # 在这里写代码\n    raise NotImplementedError"


def _why(error: OSError) -> str:
    reasons = {
        errno.EACCES: "没有写的权限，请换一个文件夹",
        errno.EPERM: "没有写的权限，请换一个文件夹",
        errno.EROFS: "那里是只读的，请换一个文件夹",
        errno.ENOSPC: "磁盘满了，请先腾出空间",
        errno.ENOTDIR: "路径的中间有一段是文件，不是文件夹",
        errno.EEXIST: "那里已经有同名的文件",
        errno.ENAMETOOLONG: "名字太长",
    }
    return reasons.get(error.errno or 0, error.strerror or str(error))
