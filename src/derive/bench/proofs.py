"""判定每个对象要多久。"""

from __future__ import annotations

import time
from typing import Any

SLOWEST = 12
"""列出最慢的几个。"""


def measure() -> dict[str, Any]:
    """逐个判定全书；秒数是处理器时间，机器上别的程序有多忙影响不大。"""
    from derive.check import decide
    from derive.registry import BOOK

    seconds = {}
    for obj in BOOK:
        started = time.process_time()
        decide(obj, BOOK)
        seconds[obj.id] = time.process_time() - started
    slowest = sorted(seconds, key=seconds.__getitem__, reverse=True)[:SLOWEST]
    rows = [{"title": BOOK[id].title, "seconds": round(seconds[id], 2)} for id in slowest]
    total = round(sum(seconds.values()), 1)
    whole = {"title": f"全书 {len(seconds)} 个对象", "seconds": total}
    return {"slowest": [*rows, whole]}
