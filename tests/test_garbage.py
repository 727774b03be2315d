"""回收垃圾：预览时构建中不回收，做完等一会儿再回收。"""

from __future__ import annotations

import gc
import time
import weakref

import pytest

from derive import garbage
from derive.garbage import collect_between


class Loop:
    """自己指着自己，要回收才会消失。"""

    def __init__(self) -> None:
        self.me = self


def test_garbage_goes_only_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "IDLE", 0.2)
    try:
        collect_between()
        assert not gc.isenabled()
        gone = weakref.ref(Loop())
        assert gone() is not None
        deadline = time.monotonic() + 30
        while gone() is not None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert gone() is None
    finally:
        gc.enable()
