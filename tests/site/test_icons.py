"""图标：画的真是 σ，大小与清单说的一样，每次字节相同。"""

from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from derive.site.icons import FAVICON, SOCIAL, curve, icon, icons


def image(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def test_curve_is_sigma() -> None:
    x, y = np.transpose(curve(121))
    np.testing.assert_allclose(y, 1 / (1 + np.exp(-(12 * x - 6))), rtol=1e-12)


def test_favicon_goes_up() -> None:
    root = ElementTree.fromstring(icons()[FAVICON])
    line = root.find("{http://www.w3.org/2000/svg}polyline")
    assert line is not None
    heights = [float(point.split(",")[1]) for point in line.attrib["points"].split()]
    assert heights == sorted(heights, reverse=True)
    assert all(0 < height < 32 for height in heights)


@pytest.mark.parametrize(
    ("name", "size"),
    [("icon-192", (192, 192)), ("icon-512", (512, 512)), ("social", SOCIAL)],
)
def test_sizes(name: str, size: tuple[int, int]) -> None:
    data = icons()[f"assets/{name}.png"]
    assert image(data).size == size
    assert len(data) < 30_000


def test_line_has_no_gaps() -> None:
    """沿着曲线走，每一处都是白的。"""
    picture = image(icon(192)).convert("L")
    for x, y in curve(300):
        place = ((7 + 18 * x) * 6, (23 - 14 * y) * 6)
        assert picture.getpixel((round(place[0]), round(place[1]))) > 240


def test_same_bytes_every_time() -> None:
    assert icons() == icons()
