"""MkDocs 插件：先核对整本书，再渲染，最后检查写出的网站。

这里只有与 MkDocs 的接口。用到书的模块都在函数里导入，`mkdocs serve` 才能在源码改动后重新载入。
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2.bccache import Bucket, BytecodeCache
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from derive.garbage import collect_between, collect_rarely
from derive.site.errors import SiteError
from derive.site.failures import check_address, retell, stop_if_interrupted
from derive.site.publish import Publication
from derive.site.reload import is_first_time, reload_changed
from derive.site.watching import watch_closely

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from derive.kernel.book import Book
    from derive.kernel.report import Report
    from derive.site.build import Build
    from derive.site.problems import Problems
    from derive.site.remembered import ObjectKeys, Shelf
    from derive.site.reuse import Reuse
    from derive.site.sources import Page as Source

    Checked = tuple[Book, Mapping[str, Report]]
    """一本书和它的结论。"""

LOG = get_plugin_logger("derive")

THEME = Path(__file__).with_name("theme")
"""我们的模板；比 Material 的先找到。"""

MATERIAL = re.compile(r"assets/stylesheets/(?:main|palette)\.\w+\.min\.css")
"""Material 的样式表；main 在前。"""

LIGHT = "assets/katex/light.css"
"""公式的短类名的规则，在合成的样式表里排在最后。"""

_PLAIN = re.compile(r"<derive-plain hidden=\"\">.*?</derive-plain>", re.DOTALL)


class Templates(BytecodeCache):
    """编译过的模板：预览时每次构建都另造 Jinja 的环境，模板却没有变。"""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if found := self._known.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = Templates()


class Options(Config):  # type: ignore[no-untyped-call]
    """插件的选项。"""

    tex = Type(bool, default=False)
    """每个公式都带着它的 TeX：别的做法要拿它作原料。"""


class DerivePlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """每次构建都从头来过；只有 `mkdocs serve` 在源码没有变时留着核对过的书。"""

    build: Build
    reuse: Reuse
    serving = False
    in_place = False
    """写在原地：预览时 MkDocs 自有临时的文件夹，--dirty 本来就是改旧的。"""
    root = Path()
    date: str | None = None
    """源码的日期，写在页尾。"""

    _checked: Checked | None = None
    _shelf: Shelf | None = None
    _objects: ObjectKeys | None = None
    """各个对象的钥匙，与核对过的书同在。"""
    _content: str | None = None
    """正在做的一页的正文。"""

    def __init__(self) -> None:
        self.publication = Publication()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        collect_rarely()
        self.serving = command == "serve"
        self.in_place = self.serving or dirty

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, **_: Any
    ) -> LiveReloadServer:
        watch_closely(server, [config.docs_dir, config.config_file_path, *config.theme.dirs])
        return server

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        docs = Path(config.docs_dir)
        root = Path(config.config_file_path).parent if config.config_file_path else docs.parent
        self.root = root
        if self.serving:
            if is_first_time():  # 之后占着这个地址的就是自己
                check_address(config)
            if reload_changed():
                self._checked = None
        if not self.in_place:
            self.publication.begin(config)
        from derive.labs.notebook import LabError, read_labs
        from derive.site import judge_files
        from derive.site.build import Build, load_errata, load_museum
        from derive.site.fences import custom_fences
        from derive.site.glossary import TermExtension, read_glossary
        from derive.site.katex import check_katex
        from derive.site.labs import page_path
        from derive.site.math import MathExtension
        from derive.site.meta import colophon, commit_date
        from derive.site.problems import Problems
        from derive.site.sources import read_sources
        from derive.site.table_of_sources import read_rows
        from derive.site.tables import TableExtension
        from derive.site.tags import read_tags
        from derive.site.why import why_pages

        problems = Problems()
        try:
            check_katex()
            book, reports = self._check(problems)
            glossary, rows = read_glossary(docs), read_rows(docs)
            labs, sources = read_labs(docs), read_sources(docs)
            topics = read_tags(docs, glossary, sources)
        except (SiteError, LabError) as error:
            raise PluginError(str(error)) from None
        errata = {erratum.id: erratum for erratum in load_errata()}
        self.build = Build(
            book, reports, sources, root, docs / "records", problems, glossary, rows, errata
        )
        if sources.has_fence("judge"):
            judge_files.prepare()
        self.build.labs = {page_path(lab): lab for lab in labs}
        self.build.museum = load_museum()
        self.build.topics = topics
        self.date = commit_date(root)
        config.copyright = config.copyright or colophon(self.date)
        self.build.whys = why_pages(book, sources)
        config.theme.dirs.insert(0, str(THEME))
        extensions = (MathExtension(self.build), TermExtension(self.build), TableExtension())
        for extension in extensions:
            config.markdown_extensions.append(extension)  # type: ignore[arg-type]
        fences = config.mdx_configs.setdefault("pymdownx.superfences", {})
        fences["custom_fences"] = [
            *fences.get("custom_fences", []),
            *custom_fences(self.build),
        ]
        return config

    def _check(self, problems: Problems) -> Checked:
        """核对整本书；`mkdocs serve` 里源码没有变，就用上次的，有不成立的除外。"""
        from derive.site.build import check_book, load_book

        if self._checked is not None:
            return self._checked
        book = load_book()
        checked = (book, check_book(book, problems, LOG.info))
        self._objects = None
        if self.serving and not problems.found:
            self._checked = checked
        return checked

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """加上“为什么成立”的页，改好搜索线程，并检查全部原文。"""
        from derive import live
        from derive.site import ledger
        from derive.site.icons import icons
        from derive.site.labs import stale
        from derive.site.lint import lint
        from derive.site.remembered import Keys, ObjectKeys, Shelf
        from derive.site.reuse import Reuse
        from derive.site.search import BUNDLE, UNUSED, WORKER, patched_bundle, worker
        from derive.site.service_worker import registration
        from derive.site.why import prepare

        try:
            files.append(File.generated(config, ledger.FILE, content="{}"))  # 写完网站再填
            for path, content in icons().items():
                files.append(File.generated(config, path, content=content))
            if self.build.sources.has_fence("live"):
                formulas = live.javascript(self.build.book)
                files.append(File.generated(config, live.FILE, content=formulas))
            for file in list(files):
                if WORKER.fullmatch(file.src_uri):
                    file.content_string = worker()
                elif BUNDLE.fullmatch(file.src_uri):
                    ours = [*_scripts(config, files), registration(serving=self.serving)]
                    file.content_string = "\n;".join([patched_bundle(file.content_string), *ours])
                elif UNUSED.fullmatch(file.src_uri):
                    files.remove(file)
        except SiteError as error:
            raise PluginError(str(error)) from None
        if waiting := self.build.sources.pages_with("judge"):
            for page in waiting:  # 要等判定器备好，最后再写出
                file = files.src_uris[page.path]
                files.remove(file)
                files.append(file)
        for page in self._generated.values():
            hidden = InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, page.path, content=page.text, inclusion=hidden))
        if type(self._shelf) is not Shelf or not self.serving:  # 没有，或是旧的程序的
            self._shelf = Shelf(Path(config.docs_dir))
        self._objects = self._objects or ObjectKeys(self.build.book, self.build.reports)
        keys = Keys(self.build, files.src_uris, self._objects)
        pages = (*self.build.sources.pages, *self._generated.values())
        self.reuse = Reuse(self._shelf, self.build, keys, pages)
        self.build.ledger = self.reuse.ledger()
        fresh = [page.path for page in pages if not self.reuse.has(page.path)]
        try:
            if fresh:
                prepare(self.build, fresh)
        except SiteError as error:
            raise PluginError(str(error)) from None
        for page in self.build.sources.pages:
            for problem in () if self.reuse.has(page.path) else lint(page):
                self.build.problems.add(problem)
                self.reuse.spoil(page.path)
        for problem in stale(self.build.labs.values()):
            self.build.problems.add(problem)
        return files

    def on_pre_page(self, page: Page, **_: Any) -> Page:
        """实验的页：mkdocs-jupyter 认出它是一页，正文仍由 Markdown 渲染，与别的页一样。"""
        if page.file.src_uri in self.build.labs:
            vars(page).pop("render", None)
        self.reuse.restore(page)
        return page

    def on_page_read_source(self, *, page: Page, **_: Any) -> str | None:
        path = page.file.src_uri
        return self.build.sources.by_path[path].text if path in self.build.labs else None

    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> None:
        from derive.site.meta import NO_DATE

        page.update_date = self.date or NO_DATE  # MkDocs 写的是构建的日期
        path = page.file.src_uri
        self.build.start(self._generated.get(path) or self.build.sources.by_path[path])
        self.reuse.start()

    @event_priority(100)
    def _before_search(
        self, context: TemplateContext, *, page: Page, **_: Any
    ) -> TemplateContext | None:
        from derive.site.search import without_drawn

        self._content = page.content
        finished = self.reuse.is_finished(page)
        page.content = "" if finished else without_drawn(page.content or "")
        return context

    @event_priority(-100)
    def _after_search(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, **_: Any
    ) -> TemplateContext | None:
        from derive.site.tags import tags_of

        page.content = self._content
        context["tags"] = tags_of(self.build, page.file.src_uri)  # type: ignore[typeddict-unknown-key]
        context["fonts"] = self._fonts_of(page)  # type: ignore[typeddict-unknown-key]
        self.reuse.add_finished(page, context, _search_entries(config))
        return context

    on_page_context = CombinedEvent(_before_search, _after_search)

    def on_nav(self, nav: Navigation, **_: Any) -> None:
        self._nav = nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """正文都有了：合成样式表；外壳也没有变的页，原样写出。"""
        from derive.site.search import teach

        env.bytecode_cache = TEMPLATES
        self._dress(config, files)
        pages = [file.page for file in files.documentation_pages() if file.page]
        self.reuse.dress(pages, self._nav, config)
        if not all(map(self.reuse.is_finished, pages)):
            teach(self.build.glossary)  # 这些页要重进索引；载入词典要一会儿，没有变就不必

    @event_priority(-100)
    def on_page_content(self, html: str, *, page: Page, **_: Any) -> None:
        self.reuse.rendered(page)

    @property
    def _generated(self) -> dict[str, Source]:
        """docs/ 里没有、由我们生成的页。"""
        return {page.path: page for page in self.build.whys.values()}

    def _dress(self, config: MkDocsConfig, files: Files) -> None:
        """样式表合成一个，KaTeX 的字体只留用到的字。"""
        from derive.site.katex import katex_assets
        from derive.site.light import RULES, light_css
        from derive.site.remembered import digest
        from derive.site.styles import (
            KATEX,
            bundle,
            letters_of,
            subset_fonts,
            used_faces,
            without_faces,
        )

        assert self._shelf is not None
        try:
            assets = dict(katex_assets())
            css = assets.pop("katex.min.css").decode()
            self._katex = css
            used = used_faces(css, self.reuse.classes())
            letters = self.reuse.letters()
            wanted = {
                face.path: (assets[face.path], letters_of(face, css, letters)) for face in used
            }
            fonts, known = subset_fonts(wanted, self._shelf.get("fonts") or {})
        except SiteError as error:
            raise PluginError(str(error)) from None
        self._shelf.put("fonts", known)
        for path, content in {**fonts, "LICENSE": assets["LICENSE"]}.items():
            files.append(File.generated(config, f"{KATEX}/{path}", content=content))
        ours = [str(path) for path in config.extra_css]
        theirs = sorted(uri for uri in files.src_uris if MATERIAL.fullmatch(uri))
        sheets = dict.fromkeys([*theirs, f"{KATEX}/katex.min.css", *ours], "")
        for path in [*theirs, *ours]:
            file = files.get_file_from_path(path)
            if file is None:
                del sheets[path]  # MkDocs 自己会报告
            else:
                sheets[path] = file.content_string
                files.remove(file)
        sheets[f"{KATEX}/katex.min.css"] = without_faces(css, used)
        sheets = {path: light_css(text) for path, text in sheets.items()} | {LIGHT: RULES}
        salt = "" if self.serving else digest(self.reuse.everywhere, *sorted(self.reuse.classes()))
        self._styles, text = bundle(sheets, salt)
        files.append(File.generated(config, self._styles, content=text))
        config.extra_css = [self._styles, *(path for path in ours if path not in sheets)]

    def _trim_styles(self, site: Path) -> None:
        """网页都写好了，才知道哪些规则用得到；预览时不做。"""
        from derive.site.remembered import digest
        from derive.site.styles import without_unused, words_of

        assert self._shelf is not None
        words = set[str]()
        for page in site.rglob("*.html"):
            words |= words_of(page.read_text("utf-8"))
        for script in site.rglob("*.js"):
            words.update(re.findall(r"[\w-]+", script.read_text("utf-8")))
        path = site / self._styles
        key = digest(self._styles, *sorted(words))
        known = self._shelf.get("styles")
        if not known or known["key"] != key:
            known = {"key": key, "css": without_unused(path.read_text("utf-8"), words)}
            self._shelf.put("styles", known)
        path.write_text(known["css"], "utf-8")

    def _fonts_of(self, page: Page) -> list[str]:
        """这一页的公式用到的字体：先取，不等样式表。"""
        from derive.site.styles import KATEX, used_faces

        classes = self.reuse.classes(page.file.src_uri)
        if "katex" not in classes:
            return []
        return [f"{KATEX}/{face.path}" for face in used_faces(self._katex, classes)]

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:
        """拿掉只供搜索索引用的文字；最后写上内容安全策略，这之后不再改页面里的脚本。"""
        from derive.site.light import light

        if not self.reuse.is_finished(page):
            output = self._finish(light(_PLAIN.sub("", output), tex=self.config.tex))
            self.reuse.finish(page, output)
        return output

    def on_post_template(self, output: str, *, template_name: str, **_: Any) -> str:
        """404 页也有内容安全策略。"""
        return self._finish(output) if template_name.endswith(".html") else output

    def _finish(self, page: str) -> str:
        """每一页最后都要的：内容安全策略。预览时没有：它会拦下 MkDocs 刷新页面的脚本。"""
        from derive.site.judge import needs_wasm, with_sizes
        from derive.site.policy import with_policy
        from derive.site.shell import without_waiting

        page, wasm = without_waiting(page), needs_wasm(page)
        try:
            page = with_sizes(page) if wasm else page
            return page if self.serving else with_policy(page, wasm=wasm)
        except SiteError as error:
            raise PluginError(str(error)) from None

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        from derive.site import judge_files, ledger, service_worker
        from derive.site.coverage import coverage_of
        from derive.site.labs import write_downloads
        from derive.site.output import check_output
        from derive.site.search import INDEX, finished

        site = Path(config.site_dir)
        index = site / INDEX
        if index.is_file():
            found = finished(index.read_text("utf-8"), self.build.glossary, self.build.sources)
            index.write_text(found, "utf-8")
        write_downloads(self.build, site)
        try:
            if self.build.sources.has_fence("judge"):
                judge_files.publish(site)
        except SiteError as error:
            raise PluginError(str(error)) from None
        documents = self.reuse.documents(site)
        for problem in check_output(site, self.build.sources, documents):
            self.build.problems.add(problem)
        ledger.write(self.build, site, coverage_of(documents, self.build.reports))
        self.reuse.keep_ledger(ledger.book_ledger(self.build))
        if self.serving:
            collect_between()
        else:
            self._trim_styles(site)
            service_worker.write(site)
        self.publication.finish(config)

    def on_build_error(self, *, error: Exception) -> None:
        self.publication.abandon()
        if self.serving:
            collect_between()
        retell(error, self.root)

    def on_shutdown(self) -> None:
        self.publication.abandon()
        if not self.serving:
            stop_if_interrupted()


def _scripts(config: MkDocsConfig, files: Files) -> list[str]:
    """extra_javascript 的各个脚本，从网站里拿掉：接在 Material 的后面，少几次往返。"""
    found = {str(path): files.get_file_from_path(str(path)) for path in config.extra_javascript}
    ours = {path: file for path, file in found.items() if file}
    for file in ours.values():
        files.remove(file)
    config.extra_javascript = [path for path in config.extra_javascript if str(path) not in ours]
    return [file.content_string for file in ours.values()]


def _search_entries(config: MkDocsConfig) -> list[dict[str, Any]]:
    """Material 的搜索索引里的各项；没有开搜索就是一张没有人看的单子。"""
    search = config.plugins.get("material/search") or config.plugins.get("search")
    index = getattr(search, "search_index", None)
    return index.entries if index else []
