"""实验里的图：matplotlib 的 SVG，整理成哪台机器上都一样的样子，再按结构比较。

整理：去掉日期与版本，把由散列而来的 id 换成序号，坐标只留两位小数，字体换成系统里的中文字体。
"""

from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO
from itertools import zip_longest
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SVG = "http://www.w3.org/2000/svg"
HREF = "{http://www.w3.org/1999/xlink}href"

FONTS = (
    "PingFang SC, Hiragino Sans GB, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, "
    "WenQuanYi Micro Hei, sans-serif"
)
"""图作为图片嵌在页面里，取不到页面的字体，所以写在图里；与 assets/theme.css 的一致。"""

TOLERANCE = 0.5
"""坐标相差不到这么多（SVG 的单位），就是同一张图。"""
SHADES = 8
"""点阵图的颜色相差不到这么多（满 255），就是同一张图。"""

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
_LONG = re.compile(r"-?\d+\.\d{3,}")
_FAMILY = re.compile(r"font-family: [^;]*(?:; )?")
_POINT = 96 / 72
"""一点（pt）是多少像素（px）。"""
GEOMETRY = {"d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"} | {
    "points",
    "transform",
    "viewBox",
}

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", HREF[1:].partition("}")[0])


def tidy(svg: str) -> str:
    """整理 matplotlib 写出的 svg。"""
    root = ElementTree.fromstring(svg)
    for parent in root.iter():
        for child in parent.findall(f"{{{SVG}}}metadata"):
            parent.remove(child)
    names: dict[str, str] = {}
    for element in root.iter():
        if id := element.get("id"):
            names[id] = f"i{len(names) + 1}"
            element.set("id", names[id])
    for element in root.iter():
        for key, value in element.items():
            element.set(key, _tidy_attribute(key, value, names))
        element.text = (element.text or "").strip() or None
        element.tail = "\n"
    root.tail = None
    for key in ("width", "height"):
        root.set(key, f"{float(root.attrib[key].removesuffix('pt')) * _POINT:.0f}")
    root.set("font-family", FONTS)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _tidy_attribute(key: str, value: str, names: dict[str, str]) -> str:
    if key == HREF:
        return f"#{names[value[1:]]}" if value.startswith("#") else "".join(value.split())
    if key == "style":
        value = _FAMILY.sub("", value).rstrip("; ")
    value = re.sub(r"url\(#([^)]+)\)", lambda match: f"url(#{names[match[1]]})", value)
    if key in GEOMETRY and key != "transform":
        value = _LONG.sub(lambda match: f"{float(match[0]):.2f}", value)
    return " ".join(value.split())


def size(svg: str) -> tuple[int, int]:
    """宽与高，像素。"""
    root = ElementTree.fromstring(svg)
    return int(root.attrib["width"]), int(root.attrib["height"])


def difference(one: str, other: str) -> str:
    """两张整理过的图差在哪里；是同一张图，就是空串。"""
    pairs = zip_longest(
        ElementTree.fromstring(one).iter(), ElementTree.fromstring(other).iter(), fillvalue=None
    )
    for a, b in pairs:
        if a is None or b is None:
            return "图里的元素多少不同"
        if found := _difference(a, b):
            return f"{a.tag.rpartition('}')[2]}（id {a.get('id', '无')}）{found}"
    return ""


def _difference(a: Element, b: Element) -> str:
    if (a.tag, a.keys(), len(a)) != (b.tag, b.keys(), len(b)):
        return "的结构不同"
    if a.text != b.text:
        return f"的文字不同：{a.text} → {b.text}"
    for key, value in a.items():
        if not _same(key, value, b.attrib[key]):
            return f"的 {key} 不同"
    return ""


def _same(key: str, one: str, other: str) -> bool:
    if one == other:
        return True
    if key == HREF:
        return _same_pixels(one, other)
    if key not in GEOMETRY or _NUMBER.sub("", one) != _NUMBER.sub("", other):
        return False
    numbers = (map(float, _NUMBER.findall(text)) for text in (one, other))
    return all(abs(x - y) <= TOLERANCE for x, y in zip(*numbers, strict=True))


def _same_pixels(one: str, other: str) -> bool:
    """两张嵌在图里的点阵：一样大，每一点的颜色都相近。"""
    import numpy as np
    from PIL import Image

    prefix = "data:image/png;base64,"
    if not (one.startswith(prefix) and other.startswith(prefix)):
        return False
    a, b = (
        np.asarray(Image.open(BytesIO(b64decode(text.removeprefix(prefix)))).convert("RGBA"), int)
        for text in (one, other)
    )
    return a.shape == b.shape and int(np.abs(a - b).max(initial=0)) <= SHADES
