"""基准：激活函数与损失函数的误差和速度，与教科书公式、SciPy、PyTorch 并排。

SciPy 与 PyTorch 只是比较的对象，没有安装时那一栏记作“未测”；阅读、构建与测试都不需要它们。
`record` 把测得的结果连同机器的说明写进 JSON，页面上的表只从这个文件读取。
"""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["record"]


def record(path: str | Path, seed: int = 0) -> None:
    """测量误差与速度，写成 path 处的 JSON；除测得的耗时外，内容不依赖时钟。"""
    from derive.bench import accuracy, machine, speed

    result = {
        "machine": machine.describe(),
        "accuracy": accuracy.measure(seed),
        "speed": speed.measure(seed),
    }
    text = json.dumps(result, ensure_ascii=False, indent=2, allow_nan=False)
    Path(path).write_text(text + "\n", encoding="utf-8")
