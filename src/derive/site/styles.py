"""全站的样式表合成一个文件，公式的字体只留用到的字。

页面在慢的线路上能不能很快看到，要看浏览器得取多少个文件、多少字节：一个样式表少几次往返；KaTeX 的
字体去掉没有用到的字，小一半以上。文件名里有内容的摘要，换了版本就换名字，旧的缓存不会混进来。
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from posixpath import dirname, join, normpath, relpath

import rcssmin
from fontTools import subset

from derive.site.errors import SiteError

FOLDER = "assets"
"""合成的样式表放在这里。"""

KATEX = "assets/katex"
"""KaTeX 的字体与许可证放在这里。"""

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_URL = re.compile(r"url\(\s*(['\"]?)(?!data:|#|https?:|//)([^'\")]+)\1\s*\)")
_FACE = re.compile(r"@font-face\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)")


# ---- 字体 ---------------------------------------------------------------------


@dataclass(frozen=True)
class Face:
    """样式表里的一个 @font-face：哪一族、粗不粗、斜不斜，文件在哪里。"""

    rule: str
    family: str
    bold: bool
    italic: bool
    path: str


def faces(css: str) -> list[Face]:
    """样式表里的全部字体，按出现的次序。"""
    found = []
    for match in _FACE.finditer(css):
        body = match[1]
        family = re.search(r"font-family:\s*['\"]?(\w+)", body)
        path = re.search(r"url\(([^)]+)\)", body)
        if not family or not path:
            raise SiteError(f"看不懂 KaTeX 的样式表里的 {match[0]}，请更新 derive.site.styles。")
        bold, italic = "font-weight:700" in body, "font-style:italic" in body
        found.append(Face(match[0], family[1], bold, italic, path[1]))
    return found


def used_faces(css: str, classes: Iterable[str]) -> list[Face]:
    """元素只有 classes 这些类名时，用得到的字体；拿不准的算用到。"""
    known = set(classes)
    wanted = set[tuple[str, bool, bool]]()
    styles = {(False, False)}  # 没有说哪一族、只说了粗细与斜的规则：每一族都可能
    for selectors, body in _RULE.findall(_FACE.sub("", css)):
        if any(set(_CLASS.findall(selector)) <= known for selector in selectors.split(",")):
            style = bool(re.search(r"font-weight:(?:700|bold)", body)), "italic" in body
            families = re.findall(r"KaTeX_\w+", body)
            wanted |= {(family, *style) for family in families}
            if not families:
                styles.add(style)
    plain = {family for family, *_ in wanted}
    wanted |= {(family, *style) for family in plain for style in styles if style != (False, False)}
    return [face for face in faces(css) if (face.family, face.bold, face.italic) in wanted]


def without_faces(css: str, kept: Iterable[Face]) -> str:
    """样式表里只留 kept 这些字体。"""
    rules = {face.rule for face in kept}
    return _FACE.sub(lambda match: match[0] if match[0] in rules else "", css)


def subset_font(font: bytes, characters: Iterable[str]) -> bytes:
    """只留 characters 里的字的 woff2 字体。"""
    options = subset.Options(flavor="woff2", hinting=False, layout_features=["*"])
    whole = subset.load_font(BytesIO(font), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(characters))
    subsetter.subset(whole)
    result = BytesIO()
    subset.save_font(whole, result, options)
    return result.getvalue()


def subset_fonts(
    fonts: Mapping[str, bytes], characters: Iterable[str], known: Mapping[str, str]
) -> tuple[dict[str, bytes], dict[str, str]]:
    """每个字体只留 characters；known 是上次的（摘要 → base64），第二个结果是下次用的。"""
    text = "".join(sorted(set(characters)))
    salt = f"{version('fonttools')} {text}".encode()
    kept: dict[str, str] = {}
    result = {}
    for path, font in fonts.items():
        key = sha256(salt + font).hexdigest()
        kept[key] = known.get(key) or b64encode(subset_font(font, text)).decode()
        result[path] = b64decode(kept[key])
    return result, kept


# ---- 样式表 -------------------------------------------------------------------


def bundle(sheets: Mapping[str, str]) -> tuple[str, str]:
    """sheets（路径 → 内容）依次连成一个：它的路径与内容。其中的地址改成从新的位置写起。"""
    text = "\n".join(rcssmin.cssmin(_moved(css, path)) for path, css in sheets.items())
    name = f"{FOLDER}/site.{sha256(text.encode()).hexdigest()[:8]}.css"
    return name, text


def _moved(css: str, path: str) -> str:
    def move(match: re.Match[str]) -> str:
        target = normpath(join(dirname(path), match[2]))
        return f"url({relpath(target, FOLDER)})"

    return _URL.sub(move, re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css))
