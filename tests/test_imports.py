"""依赖的方向：数值部分不碰 SymPy，符号部分不碰 NumPy，谁也不碰外围。

两面夹击：读源码里的 import 语句（写在函数里的也算），再在干净的进程里真的导入一次。
"""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import derive.kernel

PACKAGE = Path(derive.kernel.__file__).parents[1]
NUMERIC = (
    "activations",
    "validation",
    "gradient_check",
    "logistic",
    "losses",
    "network",
    "shallow",
    "trainer",
)
OUTER = (
    "bench",
    "cache",
    "cache_dir",
    "check",
    "chinese_click",
    "cli",
    "description",
    "evidence",
    "figures",
    "fingerprint",
    "garbage",
    "graph",
    "homework",
    "implementations",
    "labs",
    "ledger",
    "live",
    "lines",
    "mentions",
    "pairing",
    "parsed",
    "puzzles",
    "registry",
    "runs",
    "site",
    "snippets",
    "system_error",
)
SYMBOLIC = ("errata", "judge", "kernel", "theory")


def modules(part):
    """part（模块或子包）里的全部模块名。"""
    for path in sorted([PACKAGE / f"{part}.py", *(PACKAGE / part).rglob("*.py")]):
        if path.is_file():
            name = ".".join(("derive", *path.relative_to(PACKAGE).with_suffix("").parts))
            yield name.removesuffix(".__init__"), path


def imported(path):
    """path 里 import 的模块，包括写在函数里的。"""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} 用了相对导入"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def belongs(name, parts):
    return any(name == f"derive.{part}" or name.startswith(f"derive.{part}.") for part in parts)


def test_every_module_is_on_one_side():
    """新的模块要说清自己属于哪一部分。"""
    found = {
        path.stem
        for path in PACKAGE.iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").is_file()) and path.stem != "__init__"
    }
    assert found == {*NUMERIC, *SYMBOLIC, *OUTER}


@pytest.mark.parametrize(
    ("name", "path"), [each for part in NUMERIC for each in modules(part)], ids=str
)
def test_the_numeric_half_imports_numpy_only(name, path):
    allowed = {"numpy", "derive", *sys.stdlib_module_names}
    if name == "derive.trainer":
        allowed.add("tqdm")  # 训练要显示进度；用到时才导入
    for target in imported(path):
        assert target.partition(".")[0] in allowed, f"{name} 导入了 {target}"
        if target.startswith("derive."):
            assert belongs(target, NUMERIC), f"{name} 导入了 {target}"


@pytest.mark.parametrize(
    ("name", "path"), [each for part in SYMBOLIC for each in modules(part)], ids=str
)
def test_the_symbolic_half_imports_sympy_only(name, path):
    allowed = {"sympy", "mpmath", "derive", *sys.stdlib_module_names}
    if name == "derive.judge.read":
        allowed.add("lark")  # 读者写的文字，由它读成树
    for target in imported(path):
        assert target.partition(".")[0] in allowed, f"{name} 导入了 {target}"
        if target.startswith("derive."):
            assert belongs(target, SYMBOLIC), f"{name} 导入了 {target}"


def test_the_kernel_does_not_know_the_theory():
    for name, path in modules("kernel"):
        for target in imported(path):
            assert not belongs(target, ["theory"]), f"{name} 导入了 {target}"


def loaded_after(*names):
    """在干净的进程里导入 names 之后，载入了哪些顶层包。"""
    program = "; ".join(
        [*(f"import {name}" for name in names), "import sys", "print(*sys.modules)"]
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        check=True,
        text=True,
    )
    return {name.partition(".")[0] for name in run.stdout.split()}


def test_importing_the_numeric_half_loads_no_sympy():
    names = [name for part in NUMERIC for name, _ in modules(part)]
    assert not {"sympy", "mpmath", "click", "mkdocs"} & loaded_after(*names)


def test_importing_the_symbolic_half_loads_no_numpy():
    names = [name for part in SYMBOLIC for name, _ in modules(part)]
    assert not {"numpy", "click", "mkdocs"} & loaded_after(*names)


def test_the_command_line_loads_only_what_it_needs():
    """`derive --help` 立刻就有。"""
    assert not {"sympy", "numpy", "mkdocs", "tqdm"} & loaded_after("derive.cli")


def test_the_registry_needs_no_numpy():
    assert "numpy" not in loaded_after("derive.registry")
