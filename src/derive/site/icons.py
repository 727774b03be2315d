"""网站的图标与社交图片：构建时由代码画，图上的曲线就是书里的 σ。

只有线条，没有字：字要靠机器上的字体，两台机器画出的就不同；标题由旁边的 `<meta>` 写。
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw

from derive.activations import sigmoid, sigmoid_prime

BLUE = "#303f9f"
"""页眉的底色。"""
GREEN, PALE_GREEN = "#1b6e3c", "#e7f4ec"
"""“已证”的印章。"""

FAVICON = "assets/favicon.svg"
TOUCH = 192
"""手机桌面上的图标，边长；模板与清单里写着同样的文件名。"""
LARGE = 512
SOCIAL = (1200, 630)
"""分享链接时的图：各家都认的大小。"""

_SCALE = 3
"""先画大几倍再缩小，线条的边才平滑。"""
_COLOURS = 64

Point = tuple[float, float]


@cache
def icons() -> dict[str, bytes]:
    """网站里的路径 → 内容。"""
    return {
        FAVICON: favicon().encode(),
        **{f"assets/icon-{side}.png": icon(side) for side in (TOUCH, LARGE)},
        "assets/social.png": social(),
    }


def curve(count: int, reach: float = 6.0) -> list[Point]:
    """σ 的图像：横竖都缩到 0 至 1，竖向朝上。"""
    z = np.linspace(-reach, reach, count)
    return list(zip((z / reach + 1) / 2, sigmoid(z), strict=True))


def favicon() -> str:
    """浏览器标签上的图标。"""
    points = " ".join(f"{5 + 22 * x:.1f},{24 - 16 * y:.1f}" for x, y in curve(25))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="7" fill="{BLUE}"/><polyline points="{points}" '
        'fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>\n'
    )


def icon(side: int) -> bytes:
    """同一个图标，方的：系统会自己切成圆角，所以四周留够空。"""
    image = Image.new("RGB", (side * _SCALE, side * _SCALE), BLUE)
    unit = side * _SCALE / 32
    points = [((7 + 18 * x) * unit, (23 - 14 * y) * unit) for x, y in curve(200)]
    _stroke(ImageDraw.Draw(image), points, 2.6 * unit, "#fff")
    return _png(image, (side, side))


def social() -> bytes:
    """σ、它的导数，和一枚“已证”的印章。"""
    width, height = (side * _SCALE for side in SOCIAL)
    unit = height / 630
    image = Image.new("RGB", (width, height), BLUE)
    draw = ImageDraw.Draw(image)
    left, right, top, floor = 110 * unit, width - 110 * unit, 120 * unit, 510 * unit

    def place(x: float, y: float) -> Point:
        return left + (right - left) * x, floor - (floor - top) * y

    for level in (0.0, 0.5, 1.0):
        _stroke(draw, [place(0, level), place(1, level)], 2 * unit, "#5c6bc0")
    _stroke(draw, [place(0.5, -0.08), place(0.5, 1.08)], 2 * unit, "#5c6bc0")
    z = np.linspace(-6, 6, 600)
    slope = [place((x + 6) / 12, y) for x, y in zip(z, sigmoid_prime(z), strict=True)]
    _stroke(draw, slope, 8 * unit, "#9fa8da")
    _stroke(draw, [place(x, y) for x, y in curve(600)], 16 * unit, "#fff")
    _seal(draw, place(0.83, 0.3), 70 * unit)
    return _png(image, SOCIAL)


def _seal(draw: ImageDraw.ImageDraw, centre: Point, radius: float) -> None:
    x, y = centre
    box = (x - radius, y - radius, x + radius, y + radius)
    draw.ellipse(box, fill=PALE_GREEN, outline=GREEN, width=round(radius / 9))
    tick = [(-0.42, 0.02), (-0.12, 0.34), (0.44, -0.34)]
    _stroke(draw, [(x + radius * a, y + radius * b) for a, b in tick], radius / 5, GREEN)


def _stroke(draw: ImageDraw.ImageDraw, points: Sequence[Point], width: float, colour: str) -> None:
    """一条折线，两头与拐角都是圆的：Pillow 自己接的拐角有缝，每一处补一个圆点。"""
    draw.line(points, fill=colour, width=round(width))
    half = width / 2
    for x, y in points:
        draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)


def _png(image: Image.Image, size: tuple[int, int]) -> bytes:
    """缩到 size，减到几十种颜色：都是平涂，看不出差别，小得多。"""
    small = image.resize(size, Image.Resampling.LANCZOS).quantize(_COLOURS)
    stream = BytesIO()
    small.save(stream, "png", optimize=True)
    return stream.getvalue()
