"""少回收几次垃圾：核对与构建造出的几乎都是一直要用的对象，缺省的频率白占五分之一的时间。"""

from __future__ import annotations

import atexit
import gc
from threading import Timer

__all__ = ["collect_between", "collect_rarely"]

IDLE = 1.0
"""预览时做完多少秒才回收：等浏览器先刷新好。"""


def collect_rarely() -> None:
    """这个进程里回收得少些；结束时也不再从头查一遍，内存反正要还。"""
    gc.set_threshold(100_000, 50, 100)
    atexit.register(gc.freeze)


def collect_between() -> None:
    """预览时的一次构建做完了：从此构建中不回收，等一会儿闲下来再回收。"""
    gc.disable()
    timer = Timer(IDLE, gc.collect)
    timer.daemon = True
    timer.start()
