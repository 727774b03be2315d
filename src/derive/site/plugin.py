"""MkDocs 插件：先核对整本书，再渲染，最后检查写出的网站。

这里只有与 MkDocs 的接口。用到书的模块都在函数里导入，`mkdocs serve` 才能在源码改动后重新载入。
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from derive.site.errors import SiteError

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from derive.site.build import Build
    from derive.site.sources import Page as Source

LOG = get_plugin_logger("derive")

KEPT = ("derive.site.plugin", "derive.site.katex", "derive.site.node", "derive.site.errors")
"""重新载入时留下的模块：插件自己，和那个常驻的 Node 进程。"""

_PLAIN = re.compile(r"<derive-plain hidden=\"\">.*?</derive-plain>", re.DOTALL)


class NoOptions(Config):  # type: ignore[no-untyped-call]
    """插件没有选项。"""


class DerivePlugin(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]
    """每次构建都从头来过；什么都不留到下一次。"""

    build: Build
    serving = False

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if self.serving:
            reload_changed()
        from derive.labs.notebook import LabError, read_labs
        from derive.site.build import Build, check_book, load_book, load_errata, load_museum
        from derive.site.fences import custom_fences
        from derive.site.glossary import TermExtension, read_glossary
        from derive.site.labs import page_path
        from derive.site.math import MathExtension
        from derive.site.problems import Problems
        from derive.site.search import teach
        from derive.site.sources import read_sources
        from derive.site.table_of_sources import read_rows
        from derive.site.why import why_pages

        docs = Path(config.docs_dir)
        root = Path(config.config_file_path).parent if config.config_file_path else docs.parent
        problems = Problems()
        try:
            book = load_book()
            reports = check_book(book, problems, LOG.info)
            glossary, rows = read_glossary(docs), read_rows(docs)
            labs, sources = read_labs(docs), read_sources(docs)
        except (SiteError, LabError) as error:
            raise PluginError(str(error)) from None
        teach(glossary)
        errata = {erratum.id: erratum for erratum in load_errata()}
        self.build = Build(
            book, reports, sources, root, docs / "records", problems, glossary, rows, errata
        )
        self.build.labs = {page_path(lab): lab for lab in labs}
        self.build.museum = load_museum()
        self.build.whys = why_pages(book, sources)
        for extension in (MathExtension(self.build), TermExtension(self.build)):
            config.markdown_extensions.append(extension)  # type: ignore[arg-type]
        fences = config.mdx_configs.setdefault("pymdownx.superfences", {})
        fences["custom_fences"] = [
            *fences.get("custom_fences", []),
            *custom_fences(self.build),
        ]
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """加上 KaTeX 的样式表与字体、“为什么成立”的页，改好搜索线程，并检查全部原文。"""
        from derive.site import ledger
        from derive.site.katex import katex_assets
        from derive.site.labs import stale
        from derive.site.lint import lint
        from derive.site.search import WORKER, patched
        from derive.site.why import prepare

        try:
            files.append(File.generated(config, ledger.FILE, content="{}"))  # 写完网站再填
            for path, content in katex_assets().items():
                files.append(File.generated(config, f"assets/katex/{path}", content=content))
            for file in filter(lambda file: WORKER.fullmatch(file.src_uri), files):
                file.content_string = patched(file.content_string)
            prepare(self.build)
        except SiteError as error:
            raise PluginError(str(error)) from None
        for page in self._generated.values():
            hidden = InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, page.path, content=page.text, inclusion=hidden))
        config.extra_css.insert(0, "assets/katex/katex.min.css")
        for page in self.build.sources.pages:
            for problem in lint(page):
                self.build.problems.add(problem)
        for problem in stale(self.build.labs.values()):
            self.build.problems.add(problem)
        return files

    def on_pre_page(self, page: Page, **_: Any) -> Page:
        """实验的页：mkdocs-jupyter 认出它是一页，正文仍由 Markdown 渲染，与别的页一样。"""
        if page.file.src_uri in self.build.labs:
            vars(page).pop("render", None)
        return page

    def on_page_read_source(self, *, page: Page, **_: Any) -> str | None:
        path = page.file.src_uri
        return self.build.sources.by_path[path].text if path in self.build.labs else None

    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> None:
        path = page.file.src_uri
        self.build.start(self._generated.get(path) or self.build.sources.by_path[path])

    @property
    def _generated(self) -> dict[str, Source]:
        """docs/ 里没有、由我们生成的页。"""
        return {page.path: page for page in self.build.whys.values()}

    def on_post_page(self, output: str, **_: Any) -> str:
        """拿掉只供搜索索引用的文字。"""
        return _PLAIN.sub("", output)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        from derive.site import ledger
        from derive.site.coverage import coverage_of
        from derive.site.labs import write_downloads
        from derive.site.output import check_output, read_site
        from derive.site.search import INDEX, with_terms

        site = Path(config.site_dir)
        index = site / INDEX
        if index.is_file():
            found = with_terms(index.read_text("utf-8"), self.build.glossary, self.build.sources)
            index.write_text(found, "utf-8")
        write_downloads(self.build, site)
        documents = read_site(site)
        for problem in check_output(site, self.build.sources, documents):
            self.build.problems.add(problem)
        ledger.write(self.build, site, coverage_of(documents, self.build.reports))


_stamp: dict[Path, int] = {}


def reload_changed() -> None:
    """`mkdocs serve` 期间源码改动过，就忘掉旧的模块，下面的导入会载入新的。"""
    global _stamp
    package = Path(__file__).parents[1]
    stamp = {path: path.stat().st_mtime_ns for path in package.rglob("*.py")}
    if _stamp and stamp != _stamp:
        for name in [name for name in sys.modules if name.startswith("derive.")]:
            if name != "derive.site" and not name.startswith(KEPT):
                _forget(name)
    _stamp = stamp


def _forget(name: str) -> None:
    """`from 包 import 子模块` 先看包的属性，所以两处都要抹去。"""
    del sys.modules[name]
    package, _, child = name.rpartition(".")
    if package in sys.modules:
        vars(sys.modules[package]).pop(child, None)
