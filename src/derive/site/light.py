"""网页变轻：样子一点不变，元素少一成。

KaTeX 给每个符号套上 mord、mbin 之类的元素，说它是哪一种原子；间距早已写成单独的元素，样式表里
没有这些名字。名字去掉，只剩文字的元素再拆掉：一页少一两千个元素，慢的手机排得快，传的也少。
搜索索引做好之后，只写给它看的属性也去掉；HTML 里的 MathML 不必写命名空间。
代码块可以横着滚动，键盘要走得到：Material 的脚本等它滚到眼前才写 tabindex，这里先写好。
"""

from __future__ import annotations

import re

ATOMS = frozenset(["mord", "mop", "mbin", "mrel", "mopen", "mclose", "mpunct", "minner", "mtight"])
"""没有样式的类名。"""

_FORMULA = re.compile(r'<span class="katex-html".*?(?=</derive-math>)', re.DOTALL)
_NAMES = re.compile(r' class="([^"]*)"')
_BARE = re.compile(r'(<span class="pstrut"[^>]*></span><span>)|<span>([^<]+)</span>')
"""只剩文字的元素；紧跟在 pstrut 后面的不拆，那里的样式表要它独成一块。"""
_NEEDLESS = re.compile(
    r' data-search-exclude=""| xmlns="http://www\.w3\.org/1998/Math/MathML"(?=[ >])'
)


_CODE = re.compile(r"<pre>(?:<span></span>)?<code>")


def light(html: str) -> str:
    """整个网页，变轻了的。"""
    html = _CODE.sub('<pre><code tabindex="0">', html)
    return _FORMULA.sub(_light_formula, _NEEDLESS.sub("", html))


def _light_formula(match: re.Match[str]) -> str:
    return _BARE.sub(r"\1\2", _NAMES.sub(_without_atoms, match[0]))


def _without_atoms(match: re.Match[str]) -> str:
    kept = [name for name in match[1].split() if name not in ATOMS]
    return f' class="{" ".join(kept)}"' if kept else ""
