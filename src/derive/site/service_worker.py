"""没有网络也能读：写出 `sw.js`，浏览器用它留下看过的页，换版本时一次换完。

`sw.js` 在网站的根，管它所在的文件夹，所以网站放在哪个子路径下都行。它写着这个版本的每个文件
与校验和：取来的对得上才算这个版本的，新旧因此不会混在一页里。不预先下载什么，看过的才留下。
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

FILE = "sw.js"
"""要在写完别的一切之后再写。"""

_LEFT_OUT = re.compile(r"sw\.js|404\.html|sitemap\.xml(\.gz)?|.*\.map|.*LICENSE")
"""读者的浏览器不会去要的文件。"""


def registration(*, serving: bool) -> str:
    """接在 Material 的脚本后面的一段：登记 sw.js；`mkdocs serve` 时改为撤下登记过的。"""
    return _read("unregister.js" if serving else "register.js")


def write(site: Path) -> None:
    """按写好的网站写出 sw.js。文件一样，它就一个字节也不差。"""
    (site / FILE).write_text(service_worker(digests(site)), "utf-8")


def digests(site: Path) -> dict[str, str]:
    """每个文件的网址（相对于网站的根，一页以 / 结尾）→ 校验和，取前 72 位。"""
    paths = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {
        re.sub(r"(^|/)index\.html$", r"\1", name): _digest(paths[name])
        for name in sorted(paths)
        if not _LEFT_OUT.fullmatch(name)
    }


def _digest(path: Path) -> str:
    return b64encode(sha256(path.read_bytes()).digest()[:9]).decode()


def service_worker(found: dict[str, str]) -> str:
    """sw.js 的全文；版本是其余一切的摘要，所以任何一个文件变了，版本就变。"""
    listed = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    page = json.dumps(_read("offline.html"), ensure_ascii=False)
    text = f"const FILES = new Map(Object.entries({listed}))\nconst OFFLINE = {page}\n"
    text += _read("service_worker.js")
    version = sha256(text.encode()).hexdigest()[:16]
    return f'const VERSION = "{version}"\n{text}'


def _read(name: str) -> str:
    return files("derive.site").joinpath(name).read_text("utf-8")
