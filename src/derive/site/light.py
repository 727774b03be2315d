"""网页变轻：样子一点不变，传的字节少两成，元素少一成。

- KaTeX 给每个符号套上 mord、mbin 之类的元素，说它是哪一种原子；间距早已写成单独的元素，样式表里没有
  这些名字。名字去掉，只剩文字的元素再拆掉。
- 只有一行的上标，KaTeX 用五层元素摆成表格；写成一个抬高的元素，位置不变。
- 公式里最常见的类名与行内样式，各换成一两个字母的类名；样式表由 `light_css` 照样换好。
- MathML 给读屏软件读，不给人看：只管排版的属性不写。TeX 也不写，有关系号的行内公式除外：
  它断言了什么没有，`derive.site.coverage` 要凭 TeX 判断。
- 搜索索引做好之后，只写给它看的属性，标签之间的空白，都去掉；代码里没有颜色的词，不必各套一个元素。

代码块可以横着滚动，键盘要走得到：Material 的脚本等它滚到眼前才写 tabindex，这里先写好。
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from string import ascii_lowercase, ascii_uppercase

ATOMS = frozenset(["mord", "mop", "mbin", "mrel", "mopen", "mclose", "mpunct", "minner", "mtight"])
"""没有样式的类名。"""

COMMON_CLASSES = (
    *("mspace", "mathnormal", "pstrut", "vlist-r", "vlist", "vlist-t", "vlist-t2", "vlist-s"),
    *("katex-base", "katex-strut", "nulldelimiter", "frac-line", "mfrac", "msupsub"),
)
COMMON_STYLES = (
    *("height:3em;", "height:2.7em;", "margin-right:0.2778em;", "margin-right:0.2222em;"),
    *("margin-right:0.1667em;", "margin-right:0.0359em;", "margin-right:0.044em;", "top:0em;"),
    *("height:1em;vertical-align:-0.25em;", "border-bottom-width:0.04em;", "top:-3.23em;"),
    *("top:-3.677em;", "top:-2.314em;", "height:0.938em;", "height:0.888em;", "height:0.686em;"),
    *("margin-right:0.0197em;", "margin-right:0.0556em;", "margin-right:0.0269em;", "top:-3em;"),
    *("height:0.3669em;", "height:0.8991em;", "height:3.05em;", "margin-right:0.0715em;"),
    *("height:0.6944em;", "height:1.3214em;", "margin-right:0.1389em;", "height:0.4306em;"),
    *("height:0.6444em;", "height:1.188em;vertical-align:-0.25em;", "height:1.3714em;"),
    *("vertical-align:0.5900em;", "vertical-align:0.5186em;", "vertical-align:0.4129em;"),
    *("margin-right:0.0037em;", "height:0.15em;", "margin-right:0.0962em;", "top:-2.986em;"),
    *("top:-3.113em;margin-right:0.05em;", "top:-3.063em;margin-right:0.05em;"),
    *("top:-2.989em;margin-right:0.05em;", "margin-right:0.0315em;", "height:0.6833em;"),
    *("margin-right:0.0785em;", "height:2.0074em;vertical-align:-0.686em;", "width:0.5em;"),
    *("height:1.427em;", "left:-0.1944em;", "height:0.1944em;", "height:0.3011em;"),
    *("top:-2.55em;margin-left:0em;margin-right:0.05em;", "top:-3.05em;", "top:-2.655em;"),
    *("height:1.0213em;vertical-align:-0.0833em;", "top:-4.3em;margin-left:0em;"),
    *("margin-right:0.0572em;", "height:2.113em;vertical-align:-0.686em;", "height:0.7693em;"),
    *("height:2.0574em;vertical-align:-0.686em;", "top:-1.8723em;margin-left:0em;"),
    *("height:1.1491em;vertical-align:-0.25em;", "top:-3.394em;", "height:0.345em;"),
    *("height:1.6514em;", "height:3.6875em;", "height:0.874em;", "height:0.374em;"),
    *("height:1.2777em;", "height:1.1141em;vertical-align:-0.25em;", "height:0.2861em;"),
    *("height:1.138em;vertical-align:-0.25em;", "height:0.8491em;", "height:0.3361em;"),
    *("height:1.0824em;vertical-align:-0.1944em;", "top:-2.296em;"),
    *("height:0.5782em;vertical-align:-0.0391em;", "height:0.7278em;vertical-align:-0.0833em;"),
)
"""全书最常见的；测试数过，每一个都用了许多次。"""

SUPERSCRIPT = "katex-sup"
"""只有一行的上标。"""

_TOKENS = (SUPERSCRIPT, *COMMON_CLASSES, *COMMON_STYLES)
_NAMES = (*ascii_uppercase, *map("".join, product(ascii_uppercase, ascii_lowercase)))
SHORT = dict(zip(_TOKENS, _NAMES, strict=False))
"""类名或行内样式 → 短的类名。大写开头，不与别的样式表相重。"""

RULES = (
    f".katex .{SHORT[SUPERSCRIPT]}{{font-size:.7em;line-height:0;margin-right:.0714em}}"
    + "".join(f".katex .katex-html .{SHORT[style]}{{{style}}}" for style in COMMON_STYLES)
)
"""样式表里要加的规则。"""

_PROGRAM = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_PICTURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_QUOTED = re.compile(r"""="([^\s"'<>=`]+)"(?=[ >])""")
"""不加引号也一样的值；后面是 / 的不算，那会读成值的一部分。"""
_CODE = re.compile(r"<pre>(?:<span></span>)?<code>")
_COLOURLESS = re.compile(r'<span class="[nw]">([^<]*)</span>')
"""名字与空白：颜色与代码里别的字一样。"""

SPACE = "\n "
"""含换行的空白写成这样：单有空格，汉字之间会露出来；单有换行，axe 不当它是空格。"""
_BLANK = " \t\r"
_NEWLINE = re.compile(r"\n[ \t\r\n]*")
_EXACT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)", re.DOTALL)
"""空白要照样留着的。"""
_NEEDLESS = re.compile(
    r' data-search-exclude=""| xmlns="http://www\.w3\.org/(?:1998/Math/MathML|2000/svg)"(?=[ >])'
)
"""只写给搜索索引看的；HTML 里的 MathML 与 SVG 不必写命名空间。"""

_MATHML = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TEX = re.compile(
    r"<semantics><mrow>(.*?)</mrow><annotation\b.*?</annotation></semantics>", re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")
_ASIDE = re.compile(r"<annotation\b.*?</annotation>|<[^>]*>", re.DOTALL)
_LOOKS = re.compile(
    r" (?:stretchy|fence|separator|[lr]space|scriptlevel|displaystyle|mathsize|minsize|maxsize"
    r'|rowspacing|columnalign|columnspacing)="[^"]*"| mathvariant="normal"'
)
RELATION = re.compile(r"[=<>≤≥≠≈≡≅∼≃∝∈∉∋⊂⊆⊃⊇≪≫≲≳≺≻⪯⪰∣⊥∥⊨⊢≐≍→←↔↦⟶⟷⟼⇒⇐⇔⟹⟸⟺≔≕]|&[lg]t;|:=")
"""MathML 里的关系号；有它的行内公式留着 TeX。"""

_FORMULA = re.compile(r'<span class="katex-html".*?(?=</derive-math>)', re.DOTALL)
_CLASS = re.compile(r' class="([^"]*)"')
_BARE = re.compile(r'(<span class="pstrut"[^>]*></span><span>)|<span>([^<]+)</span>')
"""只剩文字的元素；紧跟在 pstrut 后面的不拆，那里的样式表要它独成一块。"""
_SUPERSCRIPT = re.compile(
    r'<span class="msupsub"><span class="vlist-t"><span class="vlist-r">'
    r'<span class="vlist" style="height:[\d.]+em;">'
    r'<span style="top:-([\d.]+)em;margin-right:0\.05em;">'
    r'<span class="pstrut" style="height:2\.7em;"></span>'
    r'<span class="katex-sizing reset-size6 size3">'
    r"((?:<span[^>]*>(?:<span[^>]*>[^<]*</span>|[^<])*</span>|[^<])*)" + "</span>" * 6
)
_LOOK = re.compile(r'<span(?: class="([^"]*)")?(?: style="([^"]*)")?')
_SELECTOR = re.compile(rf"\.({'|'.join(map(re.escape, (SUPERSCRIPT, *COMMON_CLASSES)))})(?![\w-])")


_once = lru_cache(5000)
"""同样的公式与图到处都有；预览时改了一页，它们多半也没有变。"""


def light(html: str, *, tex: bool = False) -> str:
    """整个网页，变轻了的；tex 说要不要留着每个公式的 TeX。"""
    html = _squeezed(_NEEDLESS.sub("", html))
    html = _PROGRAM.sub(lambda match: _light_program(match[0]), html)
    html = _PICTURE.sub(lambda match: _light_picture(match[0]), html)
    html = _MATHML.sub(lambda match: _light_mathml(match[0], tex), html)
    return _FORMULA.sub(lambda match: _light_formula(match[0]), html)


def _squeezed(html: str) -> str:
    """含换行的空白都写成 SPACE。按行拆开再接上，比一条正则表达式快几倍：目录里多是空白。"""
    parts = _EXACT.split(html)  # 正文，照样留着的，它的标签，正文……
    parts[::3] = map(_joined_lines, parts[::3])
    del parts[2::3]
    return "".join(parts)


def _joined_lines(text: str) -> str:
    *lines, last = _NEWLINE.split(text)
    return SPACE.join([*(line.rstrip(_BLANK) for line in lines), last])


def light_css(text: str) -> str:
    """样式表（或脚本）里的选择器，也用短的类名。"""
    return _SELECTOR.sub(lambda match: f".{SHORT[match[1]]}", text)


@_once
def _light_program(program: str) -> str:
    program = _COLOURLESS.sub(r"\1", _CODE.sub('<pre><code tabindex="0">', program))
    return _TAG.sub(_without_quotes, program)


@_once
def _light_picture(picture: str) -> str:
    return _TAG.sub(_without_quotes, picture)


def _without_quotes(match: re.Match[str]) -> str:
    return _QUOTED.sub(r"=\1", match[0])


@_once
def _light_mathml(math: str, tex: bool) -> str:
    if not tex and ('display="block"' in math or not RELATION.search(_ASIDE.sub("", math))):
        math = _TEX.sub(r"\1", math)
    return _LOOKS.sub("", math)


@_once
def _light_formula(formula: str) -> str:
    plain = _BARE.sub(r"\1\2", _CLASS.sub(_without_atoms, formula))
    return _LOOK.sub(_short, _SUPERSCRIPT.sub(_raised, plain))


def _without_atoms(match: re.Match[str]) -> str:
    kept = [name for name in match[1].split() if name not in ATOMS]
    return f' class="{" ".join(kept)}"' if kept else ""


def _raised(match: re.Match[str]) -> str:
    """一行的上标：pstrut 高 2.7em，多出来的就是抬高了多少；字是七成大，em 也是。"""
    up = (float(match[1]) - 2.7) / 0.7
    return f'<span class="{SUPERSCRIPT}" style="vertical-align:{up:.4f}em;">{match[2]}</span>'


def _short(match: re.Match[str]) -> str:
    names = [SHORT.get(name, name) for name in (match[1] or "").split()]
    style = match[2]
    if style in SHORT:
        names.append(SHORT[style])
        style = None
    shown = f" class={names[0]}" if len(names) == 1 else f' class="{" ".join(names)}"'
    return "<span" + (shown if names else "") + (f' style="{style}"' if style else "")
