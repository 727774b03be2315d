"""让记下的输出与实验一致：重新运行之后比较或更新，并记住在这台机器上比较过了。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from derive.bench.machine import describe
from derive.cache_dir import CacheDirError, cache_dir
from derive.labs import record, stamp
from derive.labs.execute import execute
from derive.labs.notebook import Lab, LabError
from derive.labs.record import Output

PACKAGES = ("numpy", "matplotlib", "scikit-learn", "scikit-image", "ipython", "ipykernel")
"""输出还取决于哪些包的版本。"""


def execute_each(labs: Sequence[Lab]) -> Iterator[tuple[Lab, tuple[Output, ...] | LabError]]:
    """同时运行两个实验，按次序给出各自的输出，或者它的错误。

    线程里只等内核；要用语法树的都在主线程里，因为 Python 3.11 的 ast 不能几个线程同时用。
    """

    def attempt(lab: Lab) -> tuple[Output, ...] | LabError:
        try:
            return execute(lab)
        except LabError as problem:
            return problem

    for lab in labs:
        _ = lab.cells
    with ThreadPoolExecutor(2) as pool:
        yield from zip(labs, pool.map(attempt, labs), strict=True)


def update(lab: Lab, outputs: Sequence[Output]) -> list[str]:
    """换上这次的输出，返回变了的文件名。"""
    changed = record.write(lab, outputs)
    machine = lab.folder / record.MACHINE
    machine.unlink(missing_ok=True)
    if any(cell.is_measured for cell in lab.code):
        found = describe(())
        words = f"{found['cpu']}，{found['cores']} 核，{found['system']}，"
        words += f"Python {found['python']}，NumPy {found['numpy']}"
        machine.write_text(words + "\n", encoding="utf-8", newline="\n")
    stamp.write(lab)
    return changed


def compare(lab: Lab, outputs: Sequence[Output]) -> None:
    """这次的输出与记下的比较；测量的格不比较。相同就记住。

    错误：过期了、输出不同（消息里是全部差别），LabError。
    """
    measured = {cell.number for cell in lab.code if cell.is_measured}
    before, after = (
        {output.name: output for output in found if output.cell not in measured}
        for found in (record.read(lab), outputs)
    )
    found = [
        difference
        for name in sorted(before | after)
        if (difference := record.difference(before.get(name), after.get(name)))
    ]
    if found:
        raise lab.error(
            1,
            "输出与记下的不同：\n"
            + "\n".join(found)
            + f"\n若这正是想要的，请运行 derive labs --update {lab.name}，再看 git diff。",
        )
    if problem := stamp.stale(lab):
        raise problem
    remember(lab)


def is_verified(lab: Lab) -> bool:
    """这台机器上，用这些版本的包，比较过一字不差的实验与输出，而且相同。"""
    mark = _mark(lab)
    return mark is not None and mark.is_file()


def remember(lab: Lab) -> None:
    """记住：刚刚比较过，相同。"""
    if mark := _mark(lab):
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()


def _mark(lab: Lab) -> Path | None:
    """记在缓存里的文件；缓存不可用就是 None。"""
    try:
        folder = cache_dir() / "labs"
    except CacheDirError:
        return None
    content = sha256(repr((stamp.stamp(lab), sorted(map(_version, PACKAGES)))).encode())
    for path in sorted(lab.folder.glob("*")):
        content.update(path.name.encode() + path.read_bytes())
    return folder / f"{lab.name}-{content.hexdigest()[:32]}"


def _version(package: str) -> str:
    try:
        return f"{package} {metadata.version(package)}"
    except metadata.PackageNotFoundError:
        return f"{package} 未安装"
