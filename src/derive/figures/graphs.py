"""计算图 J = 3(a + bc)：前向的值，反向的导数，都由登记过的定义算出。"""

from __future__ import annotations

import math
from collections.abc import Mapping

import svg
from sympy import Expr, Symbol, diff

from derive.figures.canvas import Drawing, Point, arrow, between, box, show, text
from derive.theory.derivatives import GRAPH_J, GRAPH_U, GRAPH_V, a, b, c
from derive.theory.symbols import u, v

J = Symbol("J")
INPUTS: Mapping[Symbol, int] = {a: 5, b: 3, c: 2}
BODIES: Mapping[Symbol, Expr] = {
    u: GRAPH_U.body,
    v: GRAPH_V.body,
    J: GRAPH_J.body,
}
"""每个结点怎样由它的输入得到，前面的先算。"""
EDGES = ((b, u), (c, u), (a, v), (u, v), (v, J))
PLACES: Mapping[Symbol, Point] = {
    a: (34, 56),
    b: (34, 136),
    c: (34, 216),
    u: (134, 176),
    v: (232, 96),
    J: (326, 96),
}
HALF = {a: 20.0, b: 20.0, c: 20.0, u: 34.0, v: 36.0, J: 28.0}
"""方框宽的一半。"""


def forward() -> dict[Symbol, Expr]:
    """每个结点的值。"""
    values: dict[Symbol, Expr] = dict(INPUTS)
    for node, body in BODIES.items():
        values[node] = body.subs(values).doit()
    return values


def local(values: Mapping[Symbol, Expr]) -> dict[tuple[Symbol, Symbol], Expr]:
    """每条边上的导数：后一个结点对前一个结点。"""
    return {(start, end): diff(BODIES[end].doit(), start).subs(values) for start, end in EDGES}


def backward(values: Mapping[Symbol, Expr]) -> dict[Symbol, Expr]:
    """J 对每个结点的导数：从 J 往回走，沿每条边乘上边上的导数，再相加。"""
    slopes = local(values)
    grads: dict[Symbol, Expr] = {J: 1}
    for node in (v, u, a, b, c):
        grads[node] = sum(slopes[edge] * grads[edge[1]] for edge in EDGES if edge[0] == node)
    return grads


def graph_forward() -> Drawing:
    values = forward()
    elements: list[svg.Element] = []
    for start, end in EDGES:
        elements += arrow(*_edge(start, end), "line soft")
    for node, (x, y) in PLACES.items():
        elements += _node(node)
        elements.append(text(x, y + 38, show(values[node]), "c1", size=14))
    numbers = "，".join(f"{node} = {show(value)}" for node, value in values.items())
    return Drawing(
        [*elements, *arrow((110, 18), (250, 18), "line c1"), text(52, 23, "前向：从左到右", "c1")],
        264,
        f"计算图从左到右：u = bc，v = a + u，J = 3v。各结点的值：{numbers}。",
    )


def graph_backward() -> Drawing:
    values = forward()
    slopes, grads = local(values), backward(values)
    elements: list[svg.Element] = []
    for start, end in EDGES:
        (x1, y1), (x2, y2) = _edge(start, end)
        elements += arrow((x2, y2), (x1, y1), "line dash c4")
        # 数字写在边的旁边：沿法线让开；c 在下面，写在下边，其余写在上边
        side = 1 if start == c else -1
        away = 11 * side / math.hypot(x2 - x1, y2 - y1)
        x, y = (x1 + x2) / 2 - away * (y2 - y1), (y1 + y2) / 2 + away * (x2 - x1)
        elements.append(text(x, y + 5, show(slopes[start, end]), "c4"))
    for node, (x, y) in PLACES.items():
        elements += _node(node)
        elements.append(text(x, y + 38, f"$d{node}={show(grads[node])}$", "c4", size=14))
    numbers = "，".join(f"d{node} = {show(grads[node])}" for node in (v, u, a, b, c))
    edges = "，".join(f"{end} 对 {start} 是 {show(slopes[start, end])}" for start, end in EDGES)
    return Drawing(
        [*elements, *arrow((250, 18), (110, 18), "line c4"), text(304, 23, "反向：从右到左", "c4")],
        264,
        f"计算图从右到左。边上是一步的导数：{edges}。J 对各结点的导数是沿路径相乘的积：{numbers}。",
    )


def _node(node: Symbol) -> list[svg.Element]:
    (x, y), half = PLACES[node], HALF[node]
    formula = {u: "$u=bc$", v: "$v=a+u$", J: "$J=3v$"}.get(node, f"${node}$")
    return [box(x - half, y - 17, 2 * half, 34), text(x, y + 5, formula)]


def _edge(start: Symbol, end: Symbol) -> tuple[Point, Point]:
    """从前一个方框的右边到后一个方框的左边。"""
    (x1, y1), (x2, y2) = PLACES[start], PLACES[end]
    return between((x1 + HALF[start], y1), (x2 - HALF[end], y2), 1, 2)
