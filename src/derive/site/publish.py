"""网站的文件夹：一次构建没有问题，才整个换上；否则上一次的原样还在。"""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.utils import CountHandler

from derive.site.workshop import Workshop
from derive.system_error import reason

log = logging.getLogger("mkdocs.derive")


class Publication:
    """MkDocs 的一次构建写在工作间里，写完、没有问题才换上。"""

    def __init__(self) -> None:
        self._workshop: Workshop | None = None
        self._site_dir = ""

    def begin(self, config: MkDocsConfig) -> None:
        """让 MkDocs 写到工作间里；要在它清空旧的网站之前。"""
        self.abandon()
        self._site_dir = config.site_dir
        try:
            self._workshop = Workshop(Path(config.site_dir))
        except OSError as error:
            raise self._failure(error) from None
        config.site_dir = str(self._workshop.new)

    def finish(self, config: MkDocsConfig) -> None:
        """换上写好的网站；MkDocs 接下来就要因为警告而放弃时，不换。"""
        if self._workshop is None or aborting(config):
            return
        try:
            self._workshop.publish()
        except OSError as error:
            raise self._failure(error) from None
        config.site_dir = self._site_dir
        self.abandon()
        log.info("网站写好了：%s", config.site_dir)

    def abandon(self) -> None:
        """收拾工作间；还没有换上的话，就等于什么也没有发生。"""
        if self._workshop is not None:
            self._workshop.close()
            self._workshop = None

    def _failure(self, error: OSError) -> PluginError:
        return PluginError(
            f"网站写不进 {self._site_dir}（{reason(error)}），上一次的没有动。"
            "请检查权限与磁盘空间、关掉正打开它的程序，或用 --site-dir 换一个文件夹。"
        )


def aborting(config: MkDocsConfig) -> bool:
    """--strict 时有过警告：看的正是 MkDocs 自己数警告的那一个，它在最后一步才看。"""
    handlers = logging.getLogger("mkdocs").handlers
    counted = (each.get_counts() for each in handlers if isinstance(each, CountHandler))
    return config.strict and any(counted)
