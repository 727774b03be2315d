"""输出取决于什么：每个程序格，和它导入的本包模块（连同它们导入的）。

记在 docs/labs/名字.out/stamp.txt 里，一行一个摘要；注释与文档字符串不算，改几个字不会过期。
"""

from __future__ import annotations

from hashlib import sha256

from derive.fingerprint import closure
from derive.labs.notebook import Lab, LabError
from derive.parsed import bare, imports

FILE = "stamp.txt"


def stamp(lab: Lab) -> dict[str, str]:
    """“第几格”与模块名 → 摘要。"""
    cells = {
        f"{cell.number:02}": digest(" ".join(sorted(cell.tags)) + bare(cell.source))
        for cell in lab.code
    }
    code = "\n".join(cell.source for cell in lab.code)
    modules = closure(imports(lab.name, code.encode()))
    return cells | {
        name: digest(bare(modules[name].decode("utf-8"), is_module=True))
        for name in sorted(modules)
    }


def write(lab: Lab) -> None:
    lines = [f"{name} {value}\n" for name, value in stamp(lab).items()]
    (lab.folder / FILE).write_text("".join(lines), encoding="utf-8", newline="\n")


def read(lab: Lab) -> dict[str, str]:
    """记下的；没有就是空的。"""
    path = lab.folder / FILE
    lines = path.read_text("utf-8").splitlines() if path.is_file() else ()
    return {name: value for name, _, value in (line.partition(" ") for line in lines)}


def stale(lab: Lab) -> LabError | None:
    """过期了，就说出文件哪一行、怎么办；没有过期是 None。"""
    before, now = read(lab), stamp(lab)
    if before == now:
        return None
    mend = f"请运行 derive labs --update {lab.name}，再看 git diff。"
    if not before:
        return lab.error(1, f"没有记下输出。{mend}")
    for cell in lab.code:
        if before.get(name := f"{cell.number:02}") != now[name]:
            return lab.error(cell.line, f"第 {cell.number} 格改过了，输出过期了。{mend}")
    names = sorted(name for name in before | now if before.get(name) != now.get(name))
    what = "、".join(f"第 {int(name)} 格" if name.isdecimal() else name for name in names)
    return lab.error(1, f"{what} 改过了，输出过期了。{mend}")


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
