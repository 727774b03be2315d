"""整本书打成一个 zip：解开，打开 index.html，不用服务器，也不用网络。

取构建好的网站，只改从磁盘打开（`file://`）行不通的几处：没有服务器替文件夹找 index.html，链接就
写全；网页不许用脚本去取别的文件，搜索的索引就改成一段脚本（Material 的脚本认得它），搜索线程在
页面里运行（search_port.js）。内容安全策略照旧：Chromium 与 Firefox 都让 `'self'` 指磁盘上的文件。

同一个网站打出的 zip，每个字节都相同。
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from derive.site.errors import SiteError
from derive.site.search import INDEX
from derive.system_error import reason

_LEFT_OUT = re.compile(
    r"sw\.js|404\.html|manifest\.json|robots\.txt|sitemap\.xml(\.gz)?|.*\.map|assets/judge/.*"
)
"""只有放在网上才有用的文件；判定器要启动线程，从磁盘打开的网页不许。"""

_ONLINE = re.compile(r"<link\b[^>]*\brel=[\"']?(?:manifest|preload)\b[^>]*>", re.IGNORECASE)
"""从磁盘打开时浏览器拒绝、还要抱怨一句的标签。"""

_MODULE = re.compile(r"<script\b[^>]*\btype=[\"']?module\b[^>]*></script>", re.IGNORECASE)
"""从磁盘打开时浏览器不载入的脚本。"""

_TAG = re.compile(r"<(?:a|area|link)\b[^<>]*>", re.IGNORECASE)
_HREF = re.compile(r"""(?<=href=)(["']?)([^\s"'<>]*)\1(?=[\s/>])""", re.IGNORECASE)

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""zip 记得下的最早的时刻。"""


def write_zip(site: Path, target: Path) -> None:
    """把构建好的网站 site 打成 target；写不成就是 SiteError，原来的 target 还在。"""
    if not (site / "index.html").is_file():
        raise SiteError(f"{site} 里没有 index.html，不是构建好的网站。请先执行 mkdocs build。")
    unfinished = target.with_name(f"{target.name}.part")
    try:
        with ZipFile(unfinished, "w") as archive:
            for name, content in on_disk(site):
                entry = ZipInfo(name, _LONG_AGO)
                entry.create_system = 3  # 在哪个系统上写都一样
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, content, ZIP_DEFLATED, compresslevel=9)
        os.replace(unfinished, target)
    except OSError as error:
        raise SiteError(
            f"{target} 写不成（{reason(error)}）。请检查磁盘空间与权限，或换一个地方。"
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)


def on_disk(site: Path) -> Iterator[tuple[str, bytes]]:
    """从磁盘打开用的各个文件：名字与内容，按名字的次序。"""
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    for name in sorted(files):
        path = files[name]
        if name == INDEX:
            script = index_script(path.read_text("utf-8"), files)
            yield name.replace(".json", ".js"), script.encode()
        elif path.suffix == ".html" and not _LEFT_OUT.fullmatch(name):
            yield name, page_on_disk(path.read_text("utf-8"), name, files).encode()
        elif not _LEFT_OUT.fullmatch(name):
            yield name, path.read_bytes()


def page_on_disk(html: str, name: str, files: Collection[str]) -> str:
    """链接写全的一页；name 是它在网站里的位置。"""

    def whole(tag: re.Match[str]) -> str:
        return _HREF.sub(
            lambda href: href[1] + full(href[2], dirname(name), files) + href[1], tag[0]
        )

    return _TAG.sub(whole, _MODULE.sub("", _ONLINE.sub("", html)))


def full(link: str, folder: str, files: Collection[str]) -> str:
    """指到一个文件夹的相对链接，补上 index.html；别的原样。"""
    scheme, host, path, _, _ = urlsplit(link)
    index = normpath(join(folder, unquote(path), "index.html"))
    if scheme or host or not path or index not in files:
        return link
    return link.replace(path, join(path, "index.html"), 1)


def index_script(index: str, files: Collection[str]) -> str:
    """搜索的索引，写成一段脚本。"""
    data = json.loads(index)
    for entry in data["docs"]:
        entry["location"] = full(entry["location"] or "index.html", "", files)
    return f"var __index = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n"
