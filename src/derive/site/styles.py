"""全站的样式表合成一个文件，只留用得到的规则；公式的字体只留用到的字。

页面在慢的线路上能不能很快看到，要看浏览器得取多少个文件、多少字节：一个样式表少几次往返；样式表来了
才画得出第一屏，Material 的规则有一半这里用不到；KaTeX 的字体去掉没有用到的字，小一半以上。
文件名里有内容的摘要，换了版本就换名字，旧的缓存不会混进来。
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from itertools import pairwise
from posixpath import dirname, join, normpath, relpath

import rcssmin
import tinycss2
from fontTools import subset
from tinycss2.ast import AtRule, IdentToken, LiteralToken, Node, QualifiedRule, SquareBracketsBlock

from derive.site.errors import SiteError

FOLDER = "assets"
"""合成的样式表放在这里。"""

KATEX = "assets/katex"
"""KaTeX 的字体与许可证放在这里。"""

ATOMS = frozenset(["mord", "mop", "mbin", "mrel", "mopen", "mclose", "mpunct", "minner", "mspace"])
"""KaTeX 的一个符号总有其中一个类名。"""

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_URL = re.compile(r"url\(\s*(['\"]?)(?!data:|#|https?:|//)([^'\")]+)\1\s*\)")
_FACE = re.compile(r"@font-face\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)")
_CLASSES = re.compile(r'class=(?:"([^"]*)"|([\w-]+))')
_VALUED = re.compile(r"(dir|data-md-color-\w+)=")
"""值有好几种、这里只用其中一两种的属性。"""
_ATTRIBUTE = re.compile(rf' {_VALUED.pattern}"([^"]*)"')
_VARIABLE = re.compile(r"(?<=[{;])(--[\w-]+):(?:\"[^\"]*\"|[^;}\"])*;?")


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
    return list(_used_faces(css, frozenset(classes)))


@lru_cache(1000)
def _used_faces(css: str, known: frozenset[str]) -> tuple[Face, ...]:
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
    return tuple(face for face in faces(css) if (face.family, face.bold, face.italic) in wanted)


def letters_of(face: Face, css: str, letters: Mapping[str, str]) -> set[str]:
    """face 要画的字。letters：类名（可以有几个）→ 那样的元素里的字；拿不准的算要画。

    元素的类名决定字体；没有说是哪一族的，是 KaTeX_Main 的正体。
    """
    names = {each: _classes_of(each, css) for each in faces(css)}
    explicit = set[str]().union(*names.values())
    plain = (face.family, face.bold, face.italic) == ("KaTeX_Main", False, False)
    found = set[str]()
    for written, text in letters.items():
        mine = set(written.split())
        if mine & names[face] or (plain and mine & ATOMS and not mine & explicit):
            found |= set(text)
    return found


@lru_cache(100)
def _classes_of(face: Face, css: str) -> set[str]:
    """KaTeX 的哪些类名会用到 face。"""
    found = set[str]()
    for selectors, body in _RULE.findall(_FACE.sub("", css)):
        families = re.findall(r"KaTeX_\w+", body)
        style = bool(re.search(r"font-weight:(?:700|bold)", body)), "italic" in body
        if style == (face.bold, face.italic) and (
            face.family in families or (not families and any(style))
        ):
            found |= set(_CLASS.findall(selectors)) - {"katex"}
    return found


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
    fonts: Mapping[str, tuple[bytes, Iterable[str]]], known: Mapping[str, str]
) -> tuple[dict[str, bytes], dict[str, str]]:
    """每个字体（路径 → 内容与要的字）只留要的字；known 是上次的（摘要 → base64），
    第二个结果给下次用。
    """
    kept: dict[str, str] = {}
    result = {}
    for path, (font, characters) in fonts.items():
        text = "".join(sorted(set(characters)))
        key = sha256(f"{version('fonttools')} {text}".encode() + font).hexdigest()
        kept[key] = known.get(key) or b64encode(subset_font(font, text)).decode()
        result[path] = b64decode(kept[key])
    return result, kept


# ---- 样式表 -------------------------------------------------------------------


def bundle(sheets: Mapping[str, str], salt: str = "") -> tuple[str, str]:
    """sheets（路径 → 内容）依次连成一个：它的路径与内容。其中的地址改成从新的位置写起。

    salt 是内容之外、写出之前还会改动它的一切的摘要：名字也要随之而变。
    """
    text = "\n".join(rcssmin.cssmin(_moved(css, path)) for path, css in sheets.items())
    name = f"{FOLDER}/site.{sha256((salt + text).encode()).hexdigest()[:8]}.css"
    return name, text


def without_unused(css: str, words: Set[str]) -> str:
    """去掉选不中任何元素的规则：words 是网页里的类名和脚本里的词，选择器的类名不在其中就没有用。

    :not()、:is() 之类的括号里的类名不看，拿不准的都留着。没有人引用的变量（多是图标）也去掉。
    """
    kept = tinycss2.serialize(_used_rules(tinycss2.parse_stylesheet(css, True, True), words))
    named = {*re.findall(r"var\(\s*(--[\w-]+)", kept), *words}
    return _VARIABLE.sub(lambda match: match[0] if match[1] in named else "", kept)


def words_of(html: str) -> set[str]:
    """网页里的类名，书写方向与配色，和写在 style 属性里的变量。"""
    found = (quoted or bare for quoted, bare in _CLASSES.findall(html))
    names = (name for names in found for name in names.split())
    values = (f"{name}={value}" for name, value in _ATTRIBUTE.findall(html))
    return {*names, *values, *re.findall(r"--[\w-]+", html)}


def _used_rules(rules: Iterable[Node], words: Set[str]) -> list[Node]:
    kept = []
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            selectors = _split_at_commas(rule.prelude)
            used = [part for part in selectors if _needs(part) <= words]
            rule.prelude = _joined_with_commas(used)
            if not used:
                continue
        elif isinstance(rule, AtRule) and rule.lower_at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content or [], True, True)
            rule.content = _used_rules(inner, words)
            if not rule.content:
                continue
        kept.append(rule)
    return kept


def _split_at_commas(tokens: Iterable[Node]) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for token in tokens:
        if _is_sign(token, ","):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _is_sign(token: Node, sign: str) -> bool:
    return isinstance(token, LiteralToken) and token.value == sign


def _joined_with_commas(parts: Iterable[list[Node]]) -> list[Node]:
    tokens: list[Node] = []
    for part in parts:
        tokens += [LiteralToken(0, 0, ","), *part] if tokens else part
    return tokens


def _needs(selector: Sequence[Node]) -> set[str]:
    """选择器最外层的类名，和书写方向、配色的属性的值。"""
    written = (
        tinycss2.serialize(token.content).replace('"', "")
        for token in selector
        if isinstance(token, SquareBracketsBlock)
    )
    return {
        *(
            name.value
            for dot, name in pairwise(selector)
            if _is_sign(dot, ".") and isinstance(name, IdentToken)
        ),
        *(attribute for attribute in written if _VALUED.match(attribute)),
    }


def _moved(css: str, path: str) -> str:
    def move(match: re.Match[str]) -> str:
        target = normpath(join(dirname(path), match[2]))
        return f"url({relpath(target, FOLDER)})"

    return _URL.sub(move, re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css))
