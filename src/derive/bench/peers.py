"""对照的几家：同样的章节，用别的办法做成网站。

我们构建好的页，取出正文，公式换回 TeX，就是它们的原料，文字一字不差。每一家照它自己的文档配置。
它们要从 CDN 取的文件，也由本机提供（免去一次连接，对它们有利），原来要问几个主机另外记下。
要用的包装在缓存文件夹里，不进本项目的依赖。
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

import derive
from derive.bench import Failure
from derive.cache_dir import VARIABLE, CacheDirError, cache_dir
from derive.site.errors import SiteError
from derive.site.katex import KATEX_VERSION
from derive.site.node import node_binary, run_node
from derive.site.workshop import Workshop
from derive.system_error import reason

__all__ = ["PEERS", "Article", "Peer", "Tools", "article", "build", "install"]

PYTHON = {"sphinx": "9.0.4", "myst-nb": "1.4.0", "furo": "2025.12.19"}
NPM = {"mathjax2": "2.7.9", "mathjax3": "3.2.2", "mathjax4": "4.1.3"}
"""MathJax 的三个大版本，各家的文档用的不同；npm 的别名 → 版本。"""


# ---- 原料 ----------------------------------------------------------------------


MATH = "bench-math"
"""原料里公式的类名；每一家换成它自己的。"""


@dataclass(frozen=True)
class Article:
    """一章：页的地址，标题，正文的 HTML；公式写成 TeX，整篇没有一个换行。"""

    page: str
    title: str
    body: str

    def with_math(self, name: str) -> Article:
        """公式的类名换成 name。"""
        return replace(self, body=self.body.replace(f'class="{MATH}"', f'class="{name}"'))

    @property
    def block(self) -> str:
        """一整块 HTML：Markdown 原样照抄。"""
        return f"<div>{self.body}</div>"


UNWANTED = "template, script, nav, img, .headerlink, .md-content__button, .md-tags, .md-source-file"
LINE_FEED = "\ue00a"


def article(markup: str, page: str) -> Article:
    """取出一页的正文，公式换回 TeX：\\(…\\) 与 \\[…\\]，各家的脚本都认得。"""
    body = BeautifulSoup(markup, "html.parser").find("article")
    if not isinstance(body, Tag) or body.h1 is None:
        raise Failure(
            f"{page} 里应有 <article> 和其中的 <h1>，没有找到。"
            "版式改过，就请改 derive.bench.peers。"
        )
    for unwanted in body.select(UNWANTED):
        unwanted.decompose()
    for formula in body.select(".katex-display, .katex"):
        if not formula.decomposed:  # 独立公式里的 .katex，已经随它一起换过了
            _put_back(formula, page)
    title = body.h1.get_text().strip()
    body.h1.decompose()
    for program in body.select("pre"):
        for text in program.find_all(string=True):
            text.replace_with(str(text).replace("\n", LINE_FEED))
    # 一行到底：Markdown 遇到空行就以为 HTML 完了
    content = re.sub(r"\s*\n\s*", " ", body.decode_contents()).replace(LINE_FEED, "&#10;")
    return Article(page, title, content)


def _put_back(formula: Tag, page: str) -> None:
    source = formula.find("annotation")
    if source is None:
        raise Failure(f"{page} 的公式里没有 <annotation>，换不回 TeX，没法与别的做法比。")
    tex, display = source.get_text(), "katex-display" in (formula.get("class") or ())
    span = BeautifulSoup("", "html.parser").new_tag("span", attrs={"class": MATH})
    span.string = rf"\[{tex}\]" if display else rf"\({tex}\)"
    formula.replace_with(span)
    formula.decompose()


# ---- 各家 ----------------------------------------------------------------------


@dataclass(frozen=True)
class Peer:
    """一家：名字，公式的类名，怎样写出它的源文件，怎样构建。"""

    name: str
    math: str
    write: Callable[[Path, Sequence[Article]], None]
    """在一个空文件夹里写出源文件。"""
    command: tuple[str, ...]
    """python -m 后面的参数：在那里构建出 site/。"""
    versions: Callable[[], str]


MKDOCS = ("mkdocs", "build", "--quiet")
SPHINX = ("sphinx", "-q", "-b", "dirhtml", "docs", "site")

MATERIAL: Mapping[str, Any] = {
    "site_name": "可执行的深度学习基础",
    "theme": {
        "name": "material",
        "language": "zh",
        "font": False,
        "features": ["navigation.sections", "navigation.top", "navigation.footer"],
    },
    "extra_css": ["styles.css"],
    "plugins": ["search"],
}
"""Material 的常用配置；字体与本站一样用系统的。"""

KATEX_SCRIPT = r"""document$.subscribe(({ body }) => {
  renderMathInElement(body, {
    delimiters: [
      { left: "$$", right: "$$", display: true },
      { left: "$", right: "$", display: false },
      { left: "\\(", right: "\\)", display: false },
      { left: "\\[", right: "\\]", display: true },
    ],
  });
});
"""
MATHJAX_SCRIPT = r"""window.MathJax = {
  tex: {
    inlineMath: [["\\(", "\\)"]],
    displayMath: [["\\[", "\\]"]],
    processEscapes: true,
    processEnvironments: true,
  },
  options: { ignoreHtmlClass: ".*|", processHtmlClass: "arithmatex" },
};
"""
"""这两段出自 Material 的文档；后一段略去了供即时加载用的半截，它会把公式排两遍。"""


def _material(folder: Path, articles: Sequence[Article], **options: Any) -> None:
    """一个 Material 网站：各章是只含 HTML 的 Markdown。"""
    (folder / "mkdocs.yml").write_text(json.dumps({**MATERIAL, **options}), "utf-8")
    docs = folder / "docs"
    _write(docs / "index.md", "# 首页\n")
    _write(docs / "styles.css", _styles())
    for article in articles:
        _write(docs / f"{article.page.rstrip('/')}.md", f"# {article.title}\n\n{article.block}\n")


def write_katex(folder: Path, articles: Sequence[Article]) -> None:
    _material(
        folder,
        articles,
        extra_css=["styles.css", "https://unpkg.com/katex@0/dist/katex.min.css"],
        extra_javascript=[
            "javascripts/katex.js",
            "https://unpkg.com/katex@0/dist/katex.min.js",
            "https://unpkg.com/katex@0/dist/contrib/auto-render.min.js",
        ],
    )
    _write(folder / "docs/javascripts/katex.js", KATEX_SCRIPT)


def write_mathjax(folder: Path, articles: Sequence[Article]) -> None:
    scripts = ["javascripts/mathjax.js", "https://unpkg.com/mathjax@3/es5/tex-mml-chtml.js"]
    _material(folder, articles, extra_javascript=scripts)
    _write(folder / "docs/javascripts/mathjax.js", MATHJAX_SCRIPT)


def write_jupyter(folder: Path, articles: Sequence[Article]) -> None:
    """每章是一个笔记本：标题一格，每节一格。它缺省不载入 MathJax，所以写明它自己用的那个地址。"""
    mathjax = (
        "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.7/"
        "MathJax.js?config=TeX-AMS_CHTML-full,Safe"
    )
    options = {"execute": False, "cache": False, "custom_mathjax_url": mathjax}
    _material(folder, (), plugins=["search", {"mkdocs-jupyter": options}])
    for article in articles:
        sections = [f"<div>{part}</div>" for part in re.split(r"(?=<h2\b)", article.body) if part]
        cells = [
            {"id": str(number), "cell_type": "markdown", "metadata": {}, "source": source}
            for number, source in enumerate([f"# {article.title}", *sections])
        ]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = {
            "cells": cells,
            "metadata": {"kernelspec": kernel},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        _write(folder / "docs" / f"{article.page.rstrip('/')}.ipynb", json.dumps(notebook))


def write_sphinx(folder: Path, articles: Sequence[Article]) -> None:
    """MyST-NB 与 furo。公式在原样的 HTML 里，它看不出页上有公式，所以要它每页都带上 MathJax。"""
    settings = {
        "project": MATERIAL["site_name"],
        "language": "zh_CN",
        "extensions": ["myst_nb", "sphinx.ext.mathjax"],
        "nb_execution_mode": "off",
        "html_theme": "furo",
        "html_static_path": ["static"],
        "html_css_files": ["styles.css"],
        "html_favicon": "favicon.svg",
        "suppress_warnings": ["myst.header"],
    }
    docs = folder / "docs"
    lines = [f"{name} = {value!r}" for name, value in settings.items()]
    lines += ["def setup(app):", "    app.set_html_assets_policy('always')", ""]
    _write(docs / "conf.py", "\n".join(lines))
    _write(docs / "favicon.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    _write(docs / "static/styles.css", _styles())
    names = [article.page.rstrip("/") for article in articles]
    _write(docs / "index.md", "\n".join(["# 首页", "", "```{toctree}", *names, "```", ""]))
    for name, article in zip(names, articles, strict=True):
        _write(
            docs / f"{name}.md", f"# {article.title}\n\n````{{raw}} html\n{article.block}\n````\n"
        )


def _styles() -> str:
    """本站的样式：正文里的图与卡片要用，各家都带上。"""
    assets = Path(derive.__file__).parents[2] / "docs" / "assets"
    return "\n".join(path.read_text("utf-8") for path in sorted(assets.glob("*.css")))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _mkdocs_versions(*more: str) -> Callable[[], str]:
    return lambda: "，".join([f"Material {metadata.version('mkdocs-material')}", *more])


PEERS = (
    Peer(
        "浏览器里的 KaTeX",
        "arithmatex",
        write_katex,
        MKDOCS,
        _mkdocs_versions(f"KaTeX {KATEX_VERSION}"),
    ),
    Peer(
        "浏览器里的 MathJax",
        "arithmatex",
        write_mathjax,
        MKDOCS,
        _mkdocs_versions(f"MathJax {NPM['mathjax3']}"),
    ),
    Peer(
        "mkdocs-jupyter",
        "tex",
        write_jupyter,
        MKDOCS,
        lambda: f"mkdocs-jupyter {metadata.version('mkdocs-jupyter')}，MathJax {NPM['mathjax2']}",
    ),
    Peer(
        "Sphinx + MyST-NB + furo",
        "math notranslate nohighlight",
        write_sphinx,
        SPHINX,
        lambda: "，".join([*(f"{n} {v}" for n, v in PYTHON.items()), f"MathJax {NPM['mathjax4']}"]),
    ),
)


# ---- 构建 ----------------------------------------------------------------------


CDN = {
    "https://unpkg.com/katex@0/": "/cdn/katex/",
    "https://unpkg.com/mathjax@3/": "/cdn/mathjax3/",
    "https://cdn.jsdelivr.net/npm/mathjax@4/": "/cdn/mathjax4/",
    "https://cdn.jsdelivr.net/npm/@mathjax": "/cdn/@mathjax",
    "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.7/": "/cdn/mathjax2/",
}
"""各家写的 CDN 的地址 → 我们放那个包的地方。"""


@dataclass(frozen=True)
class Tools:
    """缓存里装好的包：Sphinx 等的文件夹，和 node_modules。"""

    python: Path
    npm: Path


def build(peer: Peer, articles: Sequence[Article], folder: Path, tools: Tools) -> tuple[Path, int]:
    """构建一家的网站；返回它的文件夹，和它原来要向几个别的主机要文件。"""
    folder.mkdir(parents=True)
    peer.write(folder, [article.with_math(peer.math) for article in articles])
    environment = {**os.environ, "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1"}
    if peer.command is SPHINX:
        environment["PYTHONPATH"] = str(tools.python)
    done = subprocess.run(
        [sys.executable, "-m", *peer.command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    site = folder / "site"
    if done.returncode != 0 or not site.is_dir():
        raise Failure(f"{peer.name} 没有构建成：{_last_line(done.stdout)}")
    return site, _bring_home(site, tools.npm)


def _bring_home(site: Path, npm: Path) -> int:
    """CDN 的地址换成本机的；返回换掉了几个主机。"""
    hosts = set()
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        for address, ours in CDN.items():
            if address in text:
                hosts.add(urlsplit(address).netloc)
                text = text.replace(address, ours)
        page.write_text(text, "utf-8")
    (site / "cdn").symlink_to(npm, target_is_directory=True)
    return len(hosts)


# ---- 安装 ----------------------------------------------------------------------


def install(say: Callable[[str], None]) -> Tools:
    """装好各家要用的包；已经在缓存里就不再下载。"""
    versions = json.dumps([PYTHON, NPM, KATEX_VERSION, sys.version_info[:2]])
    try:
        target = cache_dir() / f"peers-{hashlib.sha256(versions.encode()).hexdigest()[:16]}"
        if not target.is_dir():
            say("下载对照的几家（只在第一次）…")
            with Workshop(target) as workshop:
                _install_python(workshop.new / "python")
                _install_npm(workshop.new)
                workshop.publish(replace=False)
    except CacheDirError as problem:
        raise Failure(str(problem)) from None
    except OSError as error:
        raise Failure(
            f"对照的几家写不进缓存（{reason(error)}）。"
            f"请检查磁盘空间与权限，或用环境变量 {VARIABLE} 换一个文件夹。"
        ) from None
    return Tools(target / "python", target / "node_modules")


def _install_python(folder: Path) -> None:
    wanted = [f"{name}=={version}" for name, version in PYTHON.items()]
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--only-binary=:all:"]
    patience = ["--retries=1", "--timeout=15"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, *patience, "--target", folder, *wanted],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise _not_installed("Python 软件包", "PIP_INDEX_URL", done.stderr)


def _install_npm(folder: Path) -> None:
    wanted = {name: f"npm:mathjax@{version}" for name, version in NPM.items()}
    package = {"private": True, "dependencies": {**wanted, "katex": KATEX_VERSION}}
    _write(folder / "package.json", json.dumps(package))
    npm = node_binary().parents[1] / "lib/node_modules/npm/bin/npm-cli.js"
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=500", "--fetch-timeout=15000"]
    try:
        done = run_node(npm, "install", *options, *patience, cwd=folder, stdin=subprocess.DEVNULL)
    except SiteError as problem:
        raise Failure(str(problem)) from None
    if done.returncode != 0:
        raise _not_installed("npm", "npm_config_registry", done.stderr)
    script = folder / "node_modules/mathjax4/tex-mml-chtml.js"  # 字体的地址写死在里面
    text = script.read_text("utf-8")
    for address, ours in CDN.items():
        text = text.replace(address, ours)
    script.write_text(text, "utf-8")


def _not_installed(registry: str, variable: str, output: str) -> Failure:
    return Failure(
        f"对照的几家没有装成，{registry}仓库没有给出要的包（{_last_line(output)}）。"
        f"请检查网络，或用环境变量 {variable} 指定可用的镜像，再运行一次。"
    )


def _last_line(output: str) -> str:
    return next(
        (line.strip() for line in reversed(output.splitlines()) if line.strip()), "没有说明"
    )
