"""依赖图的排版与 SVG：折行、位置、箭头的方向、缓存。"""

import itertools
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from derive.registry import BOOK
from derive.site import layout
from derive.site.drawing import LONGEST, Node, Sketch, em, wrapped
from derive.site.errors import SiteError
from derive.site.layout import Boxes, lay_out

DIAMOND = (("底", "左"), ("底", "右"), ("左", "顶"), ("右", "顶"))
CSS = Path(__file__).parents[2] / "docs/assets/graph.css"


def sketch(upward: bool = True, **others: object) -> Sketch:
    nodes = {
        name: Node(f"{name}的“标题”<&>", name, "graph__node--proved", f"#{name}")
        for name in "底左右顶"
    }
    return Sketch("菱形", nodes, DIAMOND, upward, **others)  # type: ignore[arg-type]


# ---- 折行 ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("交叉熵损失", ("交叉熵损失",)),
        ("代价函数是预测与标签的函数", ("代价函数是预测", "与标签的函数")),
        ("交叉熵在 a = y 处的斜率", ("交叉熵在 a = y", "处的斜率")),
        ("一个样本：第 l − 1 层的激活", ("一个样本：", "第 l − 1 层", "的激活")),
        ("代价沿方向 (u, c) 的变化率", ("代价沿方向", "(u, c) 的变化率")),
    ],
)
def test_wrapping(text: str, lines: tuple[str, ...]) -> None:
    assert wrapped(text) == lines


def test_every_title_is_wrapped_whole() -> None:
    for obj in BOOK:
        lines = wrapped(obj.title)
        assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", obj.title)
        for line in lines:
            assert line
            assert line[0] not in "，。、：；）”？！"
            assert em(line) <= LONGEST + 5, line  # 一个长词可以占满一行


def test_a_box_holds_its_lines() -> None:
    for obj in BOOK:
        node = Node(obj.title, obj.title, "", note="3.6")
        width, height = node.size
        assert width >= max(map(em, node.lines)) * 13 + 20
        assert height >= 18 * (len(node.lines) + 1) + 10


# ---- 位置 ---------------------------------------------------------------------


@pytest.mark.parametrize("upward", [True, False])
def test_boxes_do_not_overlap_and_arrows_go_one_way(upward: bool) -> None:
    boxes = sketch(upward).boxes
    [placed] = lay_out([boxes])
    for one, other in itertools.combinations(boxes.sizes, 2):
        (x1, y1), (x2, y2) = placed.places[one], placed.places[other]
        (w1, h1), (w2, h2) = boxes.sizes[one], boxes.sizes[other]
        assert abs(x1 - x2) >= (w1 + w2) / 2 or abs(y1 - y2) >= (h1 + h2) / 2
    for name, (x, y) in placed.places.items():
        width, height = boxes.sizes[name]
        assert width / 2 - 1 <= x <= placed.width - width / 2 + 1
        assert height / 2 - 1 <= y <= placed.height - height / 2 + 1
    assert sorted(arrow.ends for arrow in placed.arrows) == sorted(DIAMOND)
    for arrow in placed.arrows:
        start, end = placed.places[arrow.ends[0]], placed.places[arrow.ends[1]]
        assert end[1] < start[1] if upward else end[0] > start[0]
        # 箭头从一个框的边上出发，尖停在另一个框的边上
        for (x, y), name in ((arrow.points[0], arrow.ends[0]), (arrow.points[-1], arrow.ends[1])):
            width, height = boxes.sizes[name]
            middle = placed.places[name]
            assert abs(x - middle[0]) <= width / 2 + 2
            assert abs(y - middle[1]) <= height / 2 + 2


def test_groups_hold_their_members() -> None:
    boxes = Boxes(
        {"a": (80, 30), "b": (80, 30), "c": (80, 30)},
        (("a", "b"), ("b", "c")),
        labels={("a", "b"): (20, 18)},
        groups={"第一周": ("a", "b")},
    )
    [placed] = lay_out([boxes])
    left, top, width, height = placed.groups["第一周"]
    for name in "abc":
        x, y = placed.places[name]
        across = left <= x - 40 and x + 40 <= left + width
        inside = across and top <= y - 15 and y + 15 <= top + height
        assert inside == (name != "c")
    assert [arrow.label is not None for arrow in placed.arrows] == [True, False]


# ---- 缓存 ---------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """另一个放排版的地方；Node 的包还用原来的。"""
    monkeypatch.setattr(layout, "_folder", lambda: tmp_path)
    return tmp_path


def test_a_layout_is_made_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    original = layout._ask

    def counted(requests: list[str]) -> list[object]:
        asked.append(len(requests))
        return original(requests)

    monkeypatch.setattr(layout, "_ask", counted)
    first, second = sketch(True).boxes, sketch(False).boxes
    made = lay_out([first, second, first])
    assert asked == [2]  # 一次问完，同样的只问一次
    assert lay_out([first, second, first]) == made
    assert asked == [2]


@pytest.mark.parametrize("content", ["", "{坏了", "{}", "[]", "null", '{"bb": "0,0"}', '{"bb": 7}'])
def test_a_damaged_layout_is_made_again(folder: Path, content: str) -> None:
    boxes = sketch().boxes
    made = lay_out([boxes])
    [file] = folder.iterdir()
    whole = file.read_bytes()
    file.write_text(content, "utf-8")
    assert lay_out([boxes]) == made
    assert file.read_bytes() == whole


def test_an_unwritable_cache_warns_once_and_the_layout_is_right(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    graphs = [sketch(True).boxes, sketch(False).boxes]
    made = lay_out(graphs)
    (folder / "file").touch()
    monkeypatch.setattr(layout, "_folder", lambda: folder / "file")
    assert lay_out(graphs) == made
    (record,) = caplog.records
    assert "排好的图存不进" in record.getMessage()
    assert not record.name.startswith("mkdocs")  # 存不进缓存，--strict 也照样构建


def test_a_failure_says_why(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "_SCRIPT", layout._SCRIPT.with_name("no-such-file.mjs"))
    with pytest.raises(SiteError, match=r"图没有排成：Error: .*no-such-file"):
        lay_out([sketch().boxes])


# ---- SVG ----------------------------------------------------------------------


def test_the_picture() -> None:
    markup = sketch(labels={("底", "左"): "12"}, groups={"一周": ("底", "左")}).render()
    assert markup == sketch(labels={("底", "左"): "12"}, groups={"一周": ("底", "左")}).render()
    picture = ElementTree.fromstring(markup)[0]
    assert picture.get("aria-label") == "菱形"
    links = picture.findall("a")
    assert {link.get("href") for link in links} == {"#底", "#左", "#右", "#顶"}
    for link in links:
        assert link.findtext("title") == str(link.get("href"))[1:]
        assert link.get("aria-label") is None  # 名字就是 title；写两遍，axe 会嫌它与图里的字不同
    drawn = sorted(path.get("data-edge", "") for path in picture.findall("path"))
    assert drawn == sorted(" ".join(edge) for edge in DIAMOND)
    texts = [text.text for text in picture.iter("text")]
    assert {"12", "一周"} <= set(texts)
    known = set(re.findall(r"\.([a-z_-]+)", CSS.read_text("utf-8")))
    for element in picture.iter():
        assert "id" not in element.attrib
        assert not {"fill", "stroke", "style", "font-size"} & element.attrib.keys()
        assert set(element.get("class", "").split()) <= known


def test_letters_are_large_enough() -> None:
    sizes = [int(size) for size in re.findall(r"font-size: (\d+)px", CSS.read_text("utf-8"))]
    assert sizes
    assert min(sizes) >= 12
