"""等网页到某个样子。"""

import time
from typing import Any

from playwright.sync_api import Page


def until(page: Page, condition: str, argument: Any = None, seconds: float = 20) -> None:
    """等到 condition 这个式子成立。

    Playwright 的 wait_for_function 在页面里用 eval，内容安全策略不许；它也不等 Promise，
    承诺本身就算真。
    """
    deadline = time.monotonic() + seconds
    while not page.evaluate(condition, argument):
        assert time.monotonic() < deadline, f"等了 {seconds} 秒，还是不成立：{condition}"
        page.wait_for_timeout(50)
