"""代码片段：snippets/<章>/<名>.py 是一个完整的程序，旁边的 <名>.out 是它应有的输出。

每个片段在自己的进程里运行，环境固定，所以在哪台机器上、从哪个目录运行都是同样的输出。
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches, unified_diff
from pathlib import Path

SECONDS = 60
"""一个片段最多运行这么久。"""


class SnippetError(Exception):
    """片段有问题；消息说明哪个文件、期望什么、实际怎样、怎么办。"""


@dataclass(frozen=True)
class Snippet:
    """一个片段。path 是程序；name 是「章/名」，页面用它引用。"""

    path: Path

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def output(self) -> Path:
        return self.path.with_suffix(".out")


def discover(root: Path) -> tuple[Snippet, ...]:
    """root/snippets 里的全部片段，按名字排列。

    错误：放错了层，或者 .out 旁边没有程序，SnippetError。
    """
    folder = root / "snippets"
    if not folder.is_dir():
        raise SnippetError(f"{root} 里没有 snippets/。请在仓库里运行这条命令。")
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.out")]):
        relative = path.relative_to(root).as_posix()
        if len(path.relative_to(folder).parts) != 2:
            raise SnippetError(f"{relative} 应放在 snippets/<章>/ 里，不多一层也不少一层。")
        if path.suffix == ".out" and not path.with_suffix(".py").is_file():
            raise SnippetError(
                f"{relative} 是没有主人的输出：旁边没有 {path.stem}.py。请删掉它，或补上程序。"
            )
    return tuple(Snippet(path) for path in sorted(folder.glob("*/*.py")))


def chosen(snippets: tuple[Snippet, ...], names: Sequence[str]) -> tuple[Snippet, ...]:
    """名字在 names 里的片段；只写章，就是那一章的全部；names 是空的，就是全部。

    错误：没有这样的章或片段，SnippetError。
    """
    known = {snippet.name for snippet in snippets} | {s.path.parent.name for s in snippets}
    unknown = [name for name in names if name not in known]
    if unknown:
        hint = "、".join(get_close_matches(unknown[0], known)) or "无"
        raise SnippetError(f"没有章或片段 {unknown[0]}。名字相近的：{hint}。")
    return tuple(
        snippet
        for snippet in snippets
        if not names or {snippet.name, snippet.path.parent.name} & set(names)
    )


def run(snippet: Snippet, seconds: float = SECONDS) -> str:
    """snippet 的输出。

    错误：退出码不是 0、向标准错误写了东西、超时、输出不是 UTF-8，SnippetError。
    """
    with tempfile.TemporaryDirectory() as elsewhere:  # 片段不该依赖当前目录，也不该往里写
        try:
            done = subprocess.run(
                [sys.executable, str(snippet.path.resolve())],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                cwd=elsewhere,
                env=environment(),
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise SnippetError(
                f"片段 {snippet.name} 运行了 {seconds:g} 秒还没有结束。请缩小它的规模。"
            ) from None
    errors = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode != 0 or errors:
        raise SnippetError(
            f"片段 {snippet.name} 应当安静地结束，实际退出码是 {done.returncode}，"
            f"标准错误是：\n{errors or '（空）'}"
        )
    try:
        return done.stdout.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        raise SnippetError(f"片段 {snippet.name} 的输出不是 UTF-8（{problem}）。") from None


def environment() -> dict[str, str]:
    """去掉使用者对 Python 的设置，换上固定的；本包总能导入，不论有没有安装。"""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {
        "PYTHONPATH": str(Path(__file__).resolve().parents[1]),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONSAFEPATH": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def compare(snippet: Snippet) -> None:
    """运行 snippet，与记下的输出比较。

    错误：没有记下输出，或者输出不同（消息里是两者的差别），SnippetError。
    """
    actual = run(snippet)
    if not snippet.output.is_file():
        raise SnippetError(
            f"片段 {snippet.name} 旁边没有 {snippet.output.name}。"
            "请运行 derive snippets --update 生成它。"
        )
    expected = snippet.output.read_text("utf-8")
    if actual != expected:
        difference = unified_diff(
            expected.splitlines(),
            actual.splitlines(),
            f"snippets/{snippet.name}.out（记下的）",
            f"snippets/{snippet.name}.py（这次的输出）",
            lineterm="",
        )
        raise SnippetError(
            f"片段 {snippet.name} 的输出变了：\n"
            + ("\n".join(difference) or "只有末尾的换行不同")
            + "\n若这正是想要的，请运行 derive snippets --update，再看 git diff。"
        )


def update(snippet: Snippet) -> bool:
    """重新生成 snippet 的输出；返回文件有没有变。"""
    actual = run(snippet)
    if snippet.output.is_file() and snippet.output.read_text("utf-8") == actual:
        return False
    snippet.output.write_text(actual, encoding="utf-8", newline="\n")
    return True
