"""版本与日期：写在每页的页尾。日期是源码的，不是构建时的：同一份源码，哪天构建都一样。"""

from __future__ import annotations

import subprocess
from importlib.metadata import version
from pathlib import Path

NO_DATE = "1970-01-01"
"""不知道日期时，交给 MkDocs 的那一个（它只用来给 sitemap.xml.gz 定时间）；页面上不写。"""


def commit_date(root: Path) -> str | None:
    """仓库最后一次提交的日期，如 2026-11-21；root 不是仓库，或者没有 git，就是 None。"""
    if not (root / ".git").exists():  # 外层别的仓库的日期与这里无关
        return None
    command = ["git", "-C", str(root), "log", "-1", "--format=%cs"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() or None


def colophon(date: str | None) -> str:
    """页尾的一行。"""
    return f"版本 {version('derive')}" + (f" · 更新于 {date}" if date else "")
