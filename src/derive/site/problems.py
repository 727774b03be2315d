"""构建中发现的问题：文件:行:列 加一句话。

一律记进 MkDocs 的日志：一次构建报告全部问题，`--strict` 随之以 1 退出。
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

LOGGER = logging.getLogger("mkdocs.derive")


@dataclass(frozen=True)
class Problem:
    """path 从仓库的根写起；行与列从 1 起，说不出位置时是 0。"""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}: {self.message}" if place else self.message


class Problems:
    """收集问题，每个只报一次。"""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, problem: Problem) -> None:
        if problem in self.found:
            return
        self.found.append(problem)
        LOGGER.error("%s", problem)
