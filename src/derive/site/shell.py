"""外壳里内联的脚本挪到样式表之前：样式表在路上的时候，浏览器照样往下读。

浏览器要等样式表到了才运行它后面的内联脚本，而脚本没有运行就不往下读：Material 的两段脚本正好在正文
之前，于是几十万字节的正文要等样式表到了才开始读。挪到样式表之前，两件事就同时做。
第二段按读者选过的配色改 `<body>`，要等那张单选的表单读完；挪走之后由它自己盯着。
"""

from __future__ import annotations

import re

_STYLES = re.compile(r'[ \t]*<link rel="stylesheet"')
_SCOPE = re.compile(r"<script>__md_scope=.*?</script>", re.DOTALL)
_PALETTE = re.compile(r"<script>(var palette=__md_get\(.*?)</script>", re.DOTALL)

_WAIT = """new MutationObserver((_, seen) => {
  if (!document.querySelector("[data-md-component=palette] ~ *")) return
  seen.disconnect()
  %s
}).observe(document, { childList: true, subtree: true })"""


def without_waiting(html: str) -> str:
    """整个网页，其中的两段脚本挪好了；没有样式表或者那样的脚本，就照原样。"""
    styles, scope = _STYLES.search(html), _SCOPE.search(html)
    if not styles or not scope or scope.start() < styles.start():
        return html
    palette = _PALETTE.search(html)
    scripts = scope[0]
    if palette:
        scripts += f"<script>{_WAIT % palette[1]}</script>"
        html = html.replace(palette[0], "")
    html = html.replace(scope[0], "")
    return html[: styles.start()] + scripts + "\n" + html[styles.start() :]
