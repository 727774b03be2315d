"""内容安全策略：写进每一页的 `<meta>`，静态的主机也能用。

页面只许用本站的东西。内联的脚本要对上校验和才运行，所以注入进来的一段不会运行；每页只列自己的几段。
内联的样式属性放行：KaTeX 用它摆每个符号的位置。`<style>` 元素与脚本一样要对上校验和。
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from derive.site.errors import SiteError

_CHARSET = re.compile(r"<meta charset=[\"']?utf-8[\"']?\s*/?>", re.IGNORECASE)
_INLINE = re.compile(
    r"<(?P<name>script|style)\b(?P<attributes>[^>]*)>(?P<text>.*?)</(?P=name)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_SRC = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_DATA = re.compile(r"\stype\s*=\s*[\"']?[\w./+-]*json\b", re.IGNORECASE)
"""数据块：浏览器不运行它。"""


def with_policy(html: str, *, wasm: bool = False) -> str:
    """在 `<meta charset>` 之后写上这一页的策略；这之后不能再改页面里的脚本。

    wasm：这一页要编译 WebAssembly（浏览器里的判定器）。没有恰好一处 `<meta charset>`，SiteError。
    """
    result, count = _CHARSET.subn(lambda match: match[0] + meta(html, wasm=wasm), html)
    if count != 1:
        raise SiteError(
            f'页面里应有一处 <meta charset="utf-8">，实际有 {count} 处，不知道把内容安全策略写在'
            "哪里。改过主题的模板，就请在 derive.site.policy 里照着改。"
        )
    return result


def meta(html: str, *, wasm: bool = False) -> str:
    """这一页的策略，写成一个标签。"""
    wasm_source = ["'wasm-unsafe-eval'"] if wasm else []
    directives = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *hashes(html, "script"), *wasm_source],
        "style-src": ["'self'", "'unsafe-inline'"],  # 不认得下一条的旧浏览器用它
        "style-src-elem": ["'self'", *hashes(html, "style")],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'none'"],
    }
    content = ";".join(" ".join((name, *sources)) for name, sources in directives.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


def hashes(html: str, name: str) -> Iterable[str]:
    """页面里每一段内联的 script 或 style 的校验和，不重复，按出现的次序。"""
    return dict.fromkeys(
        f"'sha256-{b64encode(sha256(found['text'].encode()).digest()).decode()}'"
        for found in _INLINE.finditer(html)
        if found["name"].lower() == name
        if not _SRC.search(found["attributes"]) and not _DATA.search(found["attributes"])
    )
