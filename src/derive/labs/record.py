"""输出在磁盘上的样子：docs/labs/名字.out/ 里，一个输出一个文件，名字是格的序号与种类。

`03-1.txt` 是第 3 格的第一个输出，文字；`05-1.svg` 是图；`12-1.md` 是 `display(Markdown(…))`。
`machine.txt` 是测量的机器，`stamp.txt` 见 `derive.labs.stamp`。
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import unified_diff

from derive.labs import figure
from derive.labs.notebook import Lab

MACHINE = "machine.txt"
_NAME = re.compile(r"(?P<cell>\d+)-(?P<order>\d+)\.(?P<kind>txt|svg|md)")


@dataclass(frozen=True)
class Output:
    """第 cell 格的第 order 个输出；kind 是 txt、svg 或 md。"""

    cell: int
    order: int
    kind: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.cell:02}-{self.order}.{self.kind}"


def read(lab: Lab) -> tuple[Output, ...]:
    """记下的输出，按次序。"""
    found = []
    for path in lab.folder.glob("*"):
        if match := _NAME.fullmatch(path.name):
            text = path.read_text("utf-8")
            found.append(Output(int(match["cell"]), int(match["order"]), match["kind"], text))
    return tuple(sorted(found, key=lambda output: (output.cell, output.order)))


def by_cell(outputs: Iterable[Output]) -> Mapping[int, list[Output]]:
    found: dict[int, list[Output]] = defaultdict(list)
    for output in outputs:
        found[output.cell].append(output)
    return found


def machine(lab: Lab) -> str:
    """测量的机器；没有测量过就是空串。"""
    path = lab.folder / MACHINE
    return path.read_text("utf-8").strip() if path.is_file() else ""


def write(lab: Lab, outputs: Iterable[Output]) -> list[str]:
    """换上这次的输出，返回变了的文件名；看上去一样的图不动，免得每次都有差别。"""
    before = {output.name: output for output in read(lab)}
    after = {output.name: output for output in outputs}
    changed = [name for name, output in after.items() if differs(before.get(name), output)]
    gone = [name for name in before if name not in after]
    lab.folder.mkdir(exist_ok=True)
    for name in gone:
        (lab.folder / name).unlink()
    for name in changed:
        (lab.folder / name).write_text(after[name].text, encoding="utf-8", newline="\n")
    return sorted({*changed, *gone})


def differs(before: Output | None, after: Output | None) -> bool:
    return bool(difference(before, after))


def difference(before: Output | None, after: Output | None) -> str:
    """记下的与这次的差在哪里；相同就是空串。"""
    if before is None or after is None:
        only = after or before
        return f"{only.name} 是{'新的' if after else '多余的'}输出" if only else ""
    if before.text == after.text:
        return ""
    if before.kind == "svg":
        found = figure.difference(before.text, after.text)
        return f"{before.name} 这张图变了：{found}" if found else ""
    lines = unified_diff(
        before.text.splitlines(),
        after.text.splitlines(),
        f"{before.name}（记下的）",
        f"{before.name}（这次的）",
        lineterm="",
    )
    return "\n".join(lines) or f"{before.name} 只有末尾的换行不同"
