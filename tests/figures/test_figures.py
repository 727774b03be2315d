"""每一张图：能画、合规、看得清、每次一样；样式表认得它用的类。"""

import re
import subprocess
import sys
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from derive.figures import FIGURES
from derive.figures.canvas import SCRIPT, WIDTH

SVG = "{http://www.w3.org/2000/svg}"
CSS = Path(__file__).parents[2] / "docs" / "assets" / "figures.css"
EACH = pytest.mark.parametrize("name", FIGURES)


@pytest.fixture(scope="module")
def drawn() -> dict[str, ElementTree.Element]:
    return {name: ElementTree.fromstring(figure.render()) for name, figure in FIGURES.items()}


@EACH
def test_it_speaks_to_those_who_cannot_see_it(
    name: str, drawn: dict[str, ElementTree.Element]
) -> None:
    picture = drawn[name]
    title, description = picture[0], picture[1]
    assert picture.get("role") == "img"
    assert (title.tag, title.text) == (f"{SVG}title", FIGURES[name].title)
    assert description.tag == f"{SVG}desc"
    assert description.text
    assert len(description.text) > 20
    assert FIGURES[name].caption


@EACH
def test_its_text_is_legible_on_a_phone(name: str, drawn: dict[str, ElementTree.Element]) -> None:
    """画布宽 360，手机上一个单位一个像素；没有变换，所以写着的字号就是看到的字号。"""
    picture = drawn[name]
    left, top, width, height = (float(v) for v in picture.attrib["viewBox"].split())
    assert (left, top, width) == (0, 0, WIDTH)
    assert height < 2 * WIDTH
    for element in picture.iter():
        assert "transform" not in element.attrib
        assert float(element.get("font-size", "13")) >= SCRIPT >= 11
        if element.tag == f"{SVG}text":
            assert 0 <= float(element.attrib["x"]) <= width
            assert 0 < float(element.attrib["y"]) <= height


@EACH
def test_it_leaves_color_to_the_style_sheet(
    name: str, drawn: dict[str, ElementTree.Element]
) -> None:
    """颜色只由类名决定，浅色与深色才都看得清；类名都要在样式表里。"""
    known = set(re.findall(r"\.([a-z][a-z0-9]*)", CSS.read_text("utf-8")))
    for element in drawn[name].iter():
        assert not {"fill", "stroke", "style", "color"} & element.attrib.keys()
        assert set(element.get("class", "").split()) <= known, element.attrib


@EACH
def test_it_refers_to_nothing_outside(name: str, drawn: dict[str, ElementTree.Element]) -> None:
    """没有站外的地址，也没有 id：同一张图可以在一页上出现两次。"""
    for element in drawn[name].iter():
        assert "id" not in element.attrib
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] == "href":
                assert value.startswith("data:image/")
            else:
                assert "url(" not in value
                assert "//" not in value


@EACH
def test_its_text_is_finished(name: str, drawn: dict[str, ElementTree.Element]) -> None:
    words = "".join(drawn[name].itertext())
    assert not re.search(r"\$|\\|nan|inf\b|None|[_^]\{", words)
    assert not re.search(r"(?<![\w.])-\d", words), "负号应写成 −"


def test_they_are_light() -> None:
    """图随页面一起送到读者那里。"""
    sizes = {name: len(zlib.compress(figure.render().encode())) for name, figure in FIGURES.items()}
    photograph = sizes.pop("image_to_vector")
    assert photograph < 20_000
    assert max(sizes.values()) < 8_000, sizes


@pytest.mark.slow
def test_they_are_the_same_every_time() -> None:
    """换一个进程、换一个散列种子，字节也一样。"""
    program = (
        "import hashlib; from derive.figures import FIGURES;"
        "print(hashlib.sha256(''.join(f.render() for f in FIGURES.values()).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(CSS.parents[2] / "src")},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
