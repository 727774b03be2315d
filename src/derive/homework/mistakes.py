"""异常与中断，说成一句中文：发生了什么，怎么办。"""

from __future__ import annotations

import re
from collections.abc import Mapping

from derive.homework.worker import Failure

Told = tuple[str | None, str]
"""错误的名字（没有名字就是 None），与一句话。"""


def explained(failure: Failure, unloaded: Mapping[str, str]) -> Told:
    """一个异常。unloaded：没有得到的全局名字与原因。"""
    where = ""
    if failure.line is not None:
        where = f"第 {failure.line} 行"
        if failure.cell is not None:
            where = f"第 {failure.cell} 格{where}"
        where += "："
    name, words = _words(failure, unloaded)
    return name, where + words


def _words(failure: Failure, unloaded: Mapping[str, str]) -> Told:
    first = failure.message.partition("\n")[0]
    raw = f"{failure.type}：{first}" if first else failure.type
    if failure.type == "NameError":
        return _missing_name(failure.message, raw, unloaded)
    if failure.type in ("SystemExit", "KeyboardInterrupt"):
        return None, f"程序中途退出了（{raw}）。请去掉 exit()、quit() 之类的调用。"
    if failure.type == "EOFError":
        return None, f"调用了 input()，核对时没有键盘可以输入（{raw}）。请用参数传进来。"
    if failure.type == "RecursionError":
        return None, f"递归停不下来（{raw}）。请检查它是不是调用了自己，什么时候结束。"
    if "MemoryError" in failure.type:
        return None, f"申请的内存太多（{raw}）。请检查数组的形状。"
    if failure.type == "AbsentModule":
        return None, f"用到了 {failure.message}，核对时没有它。请只用 NumPy。"
    if failure.type == "AttributeError" and (old := _REMOVED.search(failure.message)):
        return None, f"新的 NumPy 里没有 np.{old[1]} 了（{raw}）。请直接写 {old[1]}。"
    if failure.type == "NotImplementedError":
        return None, "还没有写完（NotImplementedError）。"
    if "NoneType" in failure.message:
        return None, f"有一个量还是 None，多半是模板里没有填，或者前面的函数没有返回值（{raw}）。"
    if failure.type == "KeyError":
        return None, f"字典里没有这个键（{raw}）。请检查键的名字与层数。"
    if failure.type == "IndexError":
        return None, f"下标超出了范围（{raw}）。请检查从几数起、到几为止。"
    if failure.type == "UnboundLocalError":
        return None, f"变量还没有赋值就用了（{raw}）。多半是哪个 if 的分支没有走到。"
    if failure.type == "AssertionError":
        return None, f"函数里的 assert 不成立（{raw}）。"
    if failure.type == "ValueError" and _SHAPES.search(failure.message):
        return None, f"形状对不上（{raw}）。请写出每个因子的形状，看该转置哪一个。"
    return None, raw


_SHAPES = re.compile(r"not aligned|mismatch in its core dimension|could not be broadcast|broadcast")
_REMOVED = re.compile(r"module 'numpy' has no attribute '(int|float|bool|object)'")
_NAME = re.compile(r"name '(\w+)'")


def _missing_name(message: str, raw: str, unloaded: Mapping[str, str]) -> Told:
    match = _NAME.search(message)
    name = match[1] if match else ""
    if name in unloaded:
        return None, f"没有得到 {name}：{unloaded[name]}"
    if name in ("np", "numpy"):
        line = "import numpy as np" if name == "np" else "import numpy"
        return "没有导入 numpy", f"没有导入 numpy（{raw}）。请在文件开头写 {line}。"
    return None, f"名字 {name} 没有定义（{raw}）。请检查拼写，或者有没有导入。"
