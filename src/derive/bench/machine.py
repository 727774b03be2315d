"""测量所在的机器：只记型号与版本，不记主机名与路径。"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import numpy as np

__all__ = ["PEERS", "UNMEASURED", "describe", "threads"]

PEERS = ("scipy", "torch")
UNMEASURED = "未测"


def describe(peers: Sequence[str] = PEERS) -> dict[str, str | int]:
    """处理器型号、核数、系统与各软件的版本；没有安装的对照库记作“未测”。"""
    return {
        "cpu": _cpu_model(),
        "cores": os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numpy_exp": _exp_target(),
        **{peer: _version(peer) for peer in peers},
    }


def _cpu_model() -> str:
    """Linux 的 platform.processor() 常为空，所以先看 /proc/cpuinfo。"""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _exp_target() -> str:
    """NumPy 为 float64 的 exp 选用的指令集；耗时与末位误差都随它而变。"""
    chosen = np.lib.introspect.opt_func_info(func_name="^exp$", signature="float64")
    return next((str(s["current"]) for f in chosen.values() for s in f.values()), "baseline")


def processors() -> int:
    """本进程可以用几个核。"""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def threads() -> int:
    """NumPy 的矩阵乘法（OpenBLAS）用几个线程：环境变量说了算，缺省是本进程可用的核数。"""
    available = processors()
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        value = os.environ.get(variable, "")
        if value.isdecimal() and int(value) > 0:
            return min(int(value), available)
    return available


def _version(module: str) -> str:
    """模块所在的包的版本；只有 scikit-learn 的模块名与包名不同。"""
    try:
        return metadata.version({"sklearn": "scikit-learn"}.get(module, module))
    except metadata.PackageNotFoundError:
        return UNMEASURED
