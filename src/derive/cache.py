"""结论的缓存：一个结论一个小文件，文件名就是指纹。

钥匙里写全了结论取决于的一切（见 `derive.fingerprint`），所以文件永远不会过期，只会没人再读；
删掉整个文件夹总是安全的。缓存坏了、读不出、写不进，都只是慢一些，从不改变结论。
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

from derive.cache_dir import CacheDirError, cache_dir, write_whole
from derive.kernel.report import Report
from derive.system_error import reason

logger = logging.getLogger(__name__)


class Cache:
    """存取结论。folder 为 None 时什么也不存。"""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    @classmethod
    def default(cls) -> Cache:
        """用户的缓存文件夹；不可用时警告一次，然后不用缓存。"""
        try:
            return cls(cache_dir() / "verdicts")
        except CacheDirError as problem:
            logger.warning("这次不用缓存，每个结论都重新判定：%s", problem)
            return cls(None)

    def get(self, key: str, id: str) -> Report | None:
        """key 名下 id 的结论；没有、读不出或内容不对时是 None。"""
        if self.folder is None:
            return None
        try:
            report = Report.from_json(json.loads(self._file(key).read_text("utf-8")))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None
        return report if report.id == id else None

    def put(self, key: str, report: Report) -> None:
        """记下结论。"""
        if self.folder is None:
            return
        text = json.dumps(report.to_json(), ensure_ascii=False, indent=1)
        try:
            write_whole(self._file(key), text)
        except OSError as problem:
            logger.warning("缓存写不进 %s（%s），下次要重新判定。", self.folder, reason(problem))
            self.folder = None  # 只警告一次

    def _file(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{key}.json"
