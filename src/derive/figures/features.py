"""隐藏单元学到什么：手写数字网络第一层的权重（真实训练所得），与手工搭的边缘—部件—整体。"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import svg
from numpy.typing import NDArray

from derive.figures.canvas import WIDTH, Drawing, Point, arrow, box, dot, path, text
from derive.figures.raster import Bytes, picture

RECORD = Path(__file__).parents[3] / "docs" / "records" / "digits.json"
"""`derive bench digits` 训练后写下的权重。"""

POSITIVE, NEGATIVE = (224, 122, 0), (74, 111, 222)
"""正、负权重的颜色：在浅色与深色的底上都看得清；深浅由透明度表示。"""


# ---- 学到的权重 -----------------------------------------------------------------


def digits_weights() -> Drawing:
    if not RECORD.is_file():
        raise FileNotFoundError(
            "没有 docs/records/digits.json。请运行 derive bench digits 生成它。"
        )
    record = json.loads(RECORD.read_text("utf-8"))
    weights = np.array([row.split() for row in record["W1"]], float)
    side = int(np.sqrt(weights.shape[1]))
    tiles, columns = len(weights), 4
    size, pitch = 78.0, 88.0
    elements: list[svg.Element] = []
    for unit, row in enumerate(weights):
        x, y = 8 + pitch * (unit % columns), 4 + pitch * (unit // columns)
        elements += [
            picture(signed(row.reshape(side, side)), x, y, size),
            box(x, y, size, size, "frame soft", 0),
        ]
    top = 4 + pitch * (tiles // columns) + 14
    elements += [
        box(WIDTH / 2 - 118, top - 11, 13, 13, "positive", 2),
        text(WIDTH / 2 - 100, top, "正：这里亮，值就大", "soft", anchor="start", size=12),
        box(WIDTH / 2 + 22, top - 11, 13, 13, "negative", 2),
        text(WIDTH / 2 + 40, top, "负：这里亮，值就小", "soft", anchor="start", size=12),
    ]
    return Drawing(
        elements,
        top + 8,
        f"{tiles} 个小方块，各是一个隐藏单元对 {side} × {side} 个像素的权重，"
        "正的橙色，负的蓝色，越深越大。有的有一小块连着的正区或负区，多数说不出像什么。"
        f"网络是 {'-'.join(str(n) for n in record['layer_dims'])}，"
        f"训练 {record['steps']} 步，在没见过的数字上准确率 {record['test_accuracy']:.1%}。",
    )


def signed(weights: NDArray[np.float64]) -> Bytes:
    """权重 → 颜色与透明度；同一个单元里最大的绝对值是全不透明。"""
    strength = np.abs(weights) / np.abs(weights).max()
    pixels = np.empty((*weights.shape, 4), np.uint8)
    pixels[..., :3] = np.where((weights > 0)[..., np.newaxis], POSITIVE, NEGATIVE)
    pixels[..., 3] = np.rint(255 * strength)
    return pixels


# ---- 手工的例子 -----------------------------------------------------------------

SIDE = 5
SHAPES = {
    "口": "#####,#...#,#...#,#...#,#####",
    "匚": "#####,#....,#....,#....,#####",
    "二": "#####,.....,.....,.....,#####",
    "十": "..#..,..#..,#####,..#..,..#..",
}
"""四个 5 × 5 的字；# 是 1。"""
EDGES = ("上", "下", "左", "右")
Tile = Callable[[int, float, float, float], list[Point]]
"""第 k 个小方块里画什么；左上角与边长由后三个数给出。"""
CORNERS = (("上", "左"), ("上", "右"), ("下", "左"), ("下", "右"))


def pixels_of(shape: str) -> NDArray[np.float64]:
    rows = SHAPES[shape].split(",")
    return np.array([[mark == "#" for mark in row] for row in rows], float)


def edge_weights() -> NDArray[np.float64]:
    """(4, 25)：每个单元只看一条边上的五个像素。"""
    W = np.zeros((4, SIDE, SIDE))
    W[0, 0], W[1, -1], W[2, :, 0], W[3, :, -1] = 1, 1, 1, 1
    return W.reshape(4, -1)


def corner_weights() -> NDArray[np.float64]:
    """(4, 4)：每个角要两条边都在。"""
    return np.array([[float(edge in pair) for edge in EDGES] for pair in CORNERS])


def activity(shape: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_], bool]:
    """三层阈值单元：全部要看的都亮了才亮。"""
    edges = edge_weights() @ pixels_of(shape).ravel() > SIDE - 0.5
    corners = corner_weights() @ edges > 1.5
    return edges, corners, bool(corners.sum() > 3.5)


def edges_parts() -> Drawing:
    elements: list[svg.Element] = []
    heads = ((36, "像素"), (134, "边缘"), (232, "部件：角"), (324, "整体"))
    elements += [text(x, 18, head, "soft") for x, head in heads]
    told = []
    for place, shape in enumerate(SHAPES):
        top = 34 + 82 * place
        edges, corners, whole = activity(shape)
        middle = top + 32
        elements += [
            *_pixels(6, top + 2, 12, pixels_of(shape)),
            *arrow((72, middle), (94, middle), "line soft", 6),
            *_tiles(102, top, _edge_tile, edges),
            *arrow((172, middle), (194, middle), "line soft", 6),
            *_tiles(200, top, _corner_tile, corners),
            *arrow((270, middle), (296, middle), "line soft", 6),
            dot((324, middle), "dot c2" if whole else "box soft", 19),
            text(
                324, middle + 5, "口" if whole else "不是", "" if not whole else "onfill", size=12
            ),
        ]
        told.append(
            f"“{shape}”亮了 {int(edges.sum())} 条边、{int(corners.sum())} 个角，"
            f"{'判为口' if whole else '不是口'}"
        )
    return Drawing(
        elements,
        34 + 82 * len(SHAPES),
        "手工搭的例子。第一层四个单元各看一条边，第二层四个单元各看一个角（两条相邻的边），"
        f"最后一个单元要四个角都在才判为“口”。{'；'.join(told)}。",
    )


def _pixels(
    left: float, top: float, cell: float, values: NDArray[np.float64]
) -> Iterator[svg.Element]:
    yield box(left, top, cell * SIDE, cell * SIDE, "frame soft", 0)
    for i, row in enumerate(values):
        for j, value in enumerate(row):
            if value:
                yield box(left + cell * j, top + cell * i, cell, cell, "dot", 0)


def _tiles(left: float, top: float, tile: Tile, lit: NDArray[np.bool_]) -> Iterator[svg.Element]:
    """2 × 2 的小方块，亮的填色。"""
    for k, on in enumerate(lit):
        x, y = left + 34 * (k % 2), top + 34 * (k // 2)
        yield box(x, y, 29, 29, "box c2" if on else "box faint soft", 3)
        yield path(tile(k, x + 5, y + 5, 19), "line thick c2" if on else "line thin soft")


def _edge_tile(k: int, x: float, y: float, side: float) -> list[Point]:
    far = (x + side, y + side)
    return [
        [(x, y), (far[0], y)],
        [(x, far[1]), far],
        [(x, y), (x, far[1])],
        [(far[0], y), far],
    ][k]


def _corner_tile(k: int, x: float, y: float, side: float) -> list[Point]:
    far = (x + side, y + side)
    return [
        [(far[0], y), (x, y), (x, far[1])],
        [(x, y), (far[0], y), far],
        [(x, y), (x, far[1]), far],
        [(x, far[1]), far, (far[0], y)],
    ][k]
