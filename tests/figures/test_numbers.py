"""图上的数是算出来的：与另一条路算出的比较。"""

import base64
import io
import json
import math
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import svg
from PIL import Image

from derive import activations
from derive.figures import (
    FIGURES,
    arrays,
    curves,
    descent,
    features,
    graphs,
    initialization,
    logic,
    networks,
)
from derive.figures.canvas import Drawing
from derive.theory.depth import parity

SVG = "{http://www.w3.org/2000/svg}"
RECORDS = Path(__file__).parents[2] / "docs" / "records"


def words(drawing: Drawing) -> Iterator[str]:
    """图上的每一行字（不含说明）；记号连成一串，空白去掉。"""
    for element in drawing.elements:
        root = ElementTree.fromstring(str(element))
        if root.tag == "text":
            yield re.sub(r"\s", "", "".join(root.itertext()))


def walked(path: svg.Path) -> Iterator[tuple[float, float]]:
    """折线的各个顶点：起点之后写的是位移。"""
    x = y = 0.0
    for step in path.d or ():
        assert isinstance(step, svg.MoveTo | svg.LineToRel)
        if isinstance(step, svg.MoveTo):
            x, y = float(step.x), float(step.y)
        else:
            x, y = x + float(step.dx), y + float(step.dy)
        yield x, y


def tags(drawing: Drawing, tag: str) -> list[ElementTree.Element]:
    found = (ElementTree.fromstring(str(element)) for element in drawing.elements)
    return [element for element in found if element.tag == tag]


# ---- 函数 ---------------------------------------------------------------------


@pytest.mark.parametrize("slope", [activations.sigmoid_prime, activations.tanh_prime])
def test_saturation_begins_where_the_slope_is_a_twentieth(slope: curves.Function) -> None:
    edge = curves.saturates_beyond(slope)
    ratio = slope(np.array([edge])) / slope(np.zeros(1))
    assert ratio == pytest.approx(1 / 20, rel=1e-5)  # 图注里说的二十分之一


def test_the_saturation_zones_are_drawn_at_that_place() -> None:
    left, right = tags(curves.sigmoid(), "rect")
    edge = curves.saturates_beyond(activations.sigmoid_prime)
    at = 34 + 300 * (edge + 7) / 14
    assert float(right.attrib["x"]) == pytest.approx(at, abs=0.01)
    assert float(left.attrib["width"]) == pytest.approx(float(right.attrib["width"]), abs=0.01)


def test_cross_entropy_is_ln_two_in_the_middle() -> None:
    assert f"{math.log(2):.4f}" in words(curves.losses())


# ---- 计算图 -------------------------------------------------------------------


def test_the_graph_computes_the_formula() -> None:
    values = {str(node): value for node, value in graphs.forward().items()}
    a, b, c = (int(values[name]) for name in "abc")
    assert (a, b, c) == (5, 3, 2)
    assert values["J"] == 3 * (a + b * c)
    assert [str(values[name]) for name in "uvJ"] == [
        word for word in words(graphs.graph_forward()) if word in ("6", "11", "33")
    ]


def test_the_backward_numbers_are_slopes() -> None:
    """把每个输入挪一点点，看 J 变多少。"""
    grads = {str(node): float(value) for node, value in graphs.backward(graphs.forward()).items()}

    def J(a: float, b: float, c: float) -> float:
        return 3 * (a + b * c)

    h = 1e-4
    for name, (low, high) in {
        "a": ((5 - h, 3, 2), (5 + h, 3, 2)),
        "b": ((5, 3 - h, 2), (5, 3 + h, 2)),
        "c": ((5, 3, 2 - h), (5, 3, 2 + h)),
    }.items():
        assert grads[name] == pytest.approx((J(*high) - J(*low)) / (2 * h))
    drawn = set(words(graphs.graph_backward()))
    assert {"da=3", "db=6", "dc=9", "dv=3", "du=3", "dJ=1"} <= drawn


# ---- 网络 ---------------------------------------------------------------------


@pytest.mark.parametrize("n", [(3, 1), (3, 4, 1), (2, 4, 4, 2), (12288, 20, 7, 5, 1)])
def test_the_network_shows_every_shape(n: tuple[int, ...]) -> None:
    drawing = networks.network(n)
    drawn = list(words(drawing))
    for l in range(1, len(n)):
        assert drawn[drawn.index(f"W[{l}]") + 1] == f"({n[l]},{n[l - 1]})"
        assert drawn[drawn.index(f"b[{l}]") + 1] == f"({n[l]},1)"
    shown = [size if size <= networks.MOST else networks.MOST - 1 for size in n]
    assert len(tags(drawing, "circle")) == sum(shown)
    assert len(tags(drawing, "line")) == sum(a * b for a, b in pairwise(shown))
    assert drawn.count("⋮") == sum(size > networks.MOST for size in n)


def test_the_neuron_adds_up() -> None:
    drawn = "".join(words(networks.neuron()))
    x, w, b = (re.search(rf"{name}=\(?([^)，]+(?:,[^)，]+)*)", drawn) for name in "xwb")
    assert x
    assert w
    assert b
    vectors = [np.array([float(v) for v in m[1].replace("−", "-").split(",")]) for m in (x, w)]
    z = float(vectors[0] @ vectors[1]) + float(b[1].replace("−", "-").split("z")[0])
    assert f"={z:g}" in drawn
    assert f"σ({z:g})={1 / (1 + math.exp(-z)):.4g}" in drawn


# ---- 数组 ---------------------------------------------------------------------


def test_the_pixels_are_those_of_the_photograph() -> None:
    from skimage.data import chelsea

    photo = Image.fromarray(chelsea()[22:278, 97:353])
    reduced = np.asarray(photo.reduce(4), float)
    drawn = FIGURES["image_to_vector"].render()
    data = re.search(r'data:image/webp;base64,([^"]+)', drawn)
    assert data
    embedded = np.asarray(Image.open(io.BytesIO(base64.b64decode(data[1]))).convert("RGB"))
    assert embedded.shape == (64, 64, 3)
    assert np.abs(embedded - reduced).max() <= 1  # 两边只差取整
    drawn_words = list(words(arrays.image_to_vector()))
    for k in range(3):
        for column in embedded[:4, :4, k].T:  # 格子一列一列地画
            assert any(
                drawn_words[i : i + 4] == [str(value) for value in column]
                for i in range(len(drawn_words))
            )
    assert f"nx=64×64×3={embedded.size}" in drawn_words


def test_broadcasting_shows_numpy_s_answer() -> None:
    """格子一列一列地画；结果是每种情形里最后画的十二个数。"""
    numbers = [int(word) for word in words(arrays.broadcasting()) if word.isdecimal()]
    assert len(numbers) == 3 * 3 * 12
    A = np.arange(1, 13).reshape(3, 4)
    row, column = np.array([[10, 20, 30, 40]]), np.array([[100], [200], [300]])
    for case, total in enumerate((A + row, A + column, column + row)):
        assert numbers[36 * case + 24 : 36 * case + 36] == total.T.ravel().tolist()


# ---- 深度 ---------------------------------------------------------------------


def test_the_circuits_have_as_many_gates_as_they_say() -> None:
    drawing = logic.xor_and_flat()
    n = logic.INPUTS
    odd = [bits for bits in np.ndindex(*(2,) * n) if parity(bits)]
    assert len(tags(drawing, "rect")) == len(odd) == 2 ** (n - 1)
    drawn = list(words(drawing))
    assert drawn.count("⊕") == n - 1
    assert drawn.count("与") == len(odd)
    for size in (8, 16):
        row = [str(size), str(size - 1), str(2 ** (size - 1))]
        assert any(drawn[k : k + 3] == row for k in range(len(drawn)))
    assert "约9.22×1018" in drawn
    assert f"{2**63:.2e}" == "9.22e+18"


def test_only_the_whole_box_is_a_box() -> None:
    found = {shape: features.activity(shape) for shape in features.SHAPES}
    assert {shape: whole for shape, (_, _, whole) in found.items()} == {
        "口": True,
        "匚": False,
        "二": False,
        "十": False,
    }
    assert [int(edges.sum()) for edges, _, _ in found.values()] == [4, 3, 2, 0]
    assert [int(corners.sum()) for _, corners, _ in found.values()] == [4, 2, 0, 0]


def test_the_strongest_weight_is_opaque() -> None:
    pixels = features.signed(np.array([[0.5, -1.0], [0.0, 0.25]]))
    assert pixels[..., 3].tolist() == [[128, 255], [0, 64]]
    assert tuple(pixels[0, 0, :3]) == features.POSITIVE
    assert tuple(pixels[0, 1, :3]) == features.NEGATIVE


@pytest.mark.slow
def test_the_recorded_weights_come_from_the_recorded_training() -> None:
    from derive.bench.digits import measure

    recorded = json.loads((RECORDS / "digits.json").read_text("utf-8"))
    again = measure(recorded["seed"])
    for key in ("layer_dims", "steps", "learning_rate", "activation", "scale"):
        assert again[key] == recorded[key]
    assert again["test_accuracy"] == pytest.approx(recorded["test_accuracy"], abs=0.02)
    weights = [
        np.array([row.split() for row in record["W1"]], float) for record in (recorded, again)
    ]
    assert np.abs(weights[0] - weights[1]).max() < 0.1


# ---- 梯度下降与初始化 --------------------------------------------------------------


def test_the_slopes_of_the_chords_approach_that_of_the_tangent() -> None:
    drawn = list(words(descent.slope()))
    assert [drawn[drawn.index(h) + 1] for h in ("0.5", "0.1", "→0")] == ["4.5", "4.1", "4"]


def test_both_sides_walk_downhill() -> None:
    for start, rising in ((-1.5, True), (4.8, False)):
        walked = descent.descend(start, 1.2, 9)
        costs = [descent.cost_of(w, 0)[0] for w in walked]
        assert np.all(np.diff(costs) < 0)
        assert np.all((np.diff(walked) > 0) == rising)


def test_the_contours_are_level() -> None:
    """等高线上随便取一点，代价就是那个数。"""
    plot_x, plot_y = np.linspace(-4, 6, 61), np.linspace(-4.5, 4.5, 61)
    J = np.array([[descent.cost_of(x, y)[0] for x in plot_x] for y in plot_y])
    plot = descent.Plot(0, 0, 1000, 900, (-4, 6), (-4.5, 4.5))
    (found,) = descent.contour(plot, plot_x, plot_y, J, 0.6)
    places = list(walked(found))
    assert len(places) > 20
    for left, top in places:
        cost = descent.cost_of(left / 100 - 4, 4.5 - top / 100)[0]
        assert cost == pytest.approx(0.6, abs=0.02)


def test_cross_entropy_has_one_valley_and_the_square_two() -> None:
    ends = [descent.walk(descent.mean_cross_entropy, start, 0.3) for start in (-1.5, 1.7)]
    assert ends[0] == pytest.approx(ends[1], abs=1e-3)
    ends = [descent.walk(descent.mean_square, start, 2.0) for start in (-1.5, 3.6)]
    assert ends[1] - ends[0] > 1
    low, high = (float(descent.mean_square(np.array(end))[0]) for end in ends)
    assert low < high
    for J in (descent.mean_cross_entropy, descent.mean_square):
        w, h = np.linspace(-2, 4, 13), 1e-5
        quotient = (J(w + h)[0] - J(w - h)[0]) / (2 * h)
        assert J(w)[1] == pytest.approx(quotient, abs=1e-8)


def test_the_learning_rates_do_what_their_names_say() -> None:
    small, right, large = (descent.costs_of_run(rate, 200) for rate in (0.01, 0.2, 10.0))
    assert small[0] == right[0] == large[0]
    assert small[-1] > 0.9 * small[0]
    assert right[-1] < 0.2 * right[0]
    assert not math.isfinite(large[-1])


def test_equal_units_stay_equal_and_random_ones_do_not() -> None:
    equal, random = (initialization.weights_over_time(same) for same in (True, False))
    assert np.ptp(equal, axis=1).max() < 1e-12
    assert np.ptp(equal[:, 0]) > 0.1  # 它们动了，只是一起动
    assert np.ptp(random[-1]) > 0.5
    assert len(np.unique(random[-1].round(2))) == initialization.UNITS


def test_the_scale_decides_how_deep_the_signal_goes() -> None:
    small, right, large = (
        [float(A.std()) for A in initialization.outputs_by_depth(scale)]
        for scale in (0.01, "fan_in", 1.0)
    )
    assert small[-1] < 1e-9
    assert 0.1 < right[-1] < 0.6
    assert large[-1] > 0.9
