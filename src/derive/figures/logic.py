"""奇偶：异或树与两层的与或式。电路就是 `derive.theory.depth` 里穷举核对过的那两种。"""

from __future__ import annotations

import svg

from derive.figures.canvas import WIDTH, Drawing, Point, between, box, dot, line, text
from derive.theory.depth import minterms, xor_tree

INPUTS = 4
"""画出来的是几个输入。"""
COUNTED = (4, 8, 16, 64)
"""下面的小表数这几种。"""


def xor_and_flat() -> Drawing:
    tree, terms = xor_tree(INPUTS), minterms(INPUTS)
    elements: list[svg.Element] = [
        text(
            4, 16, f"异或树：{len(tree.gates)} 个门，{tree.depth} 层", "c1 strong", anchor="start"
        ),
        *_tree(38, 46),
        text(4, 226, f"与或式：{len(terms)} 个与门，再用一个或门", "c2", anchor="start"),
        *_flat(250),
    ]
    top = 462
    columns = (52, 160, 290)
    for x, head in zip(columns, ("输入", "异或门", "与或式的项"), strict=True):
        elements.append(text(x, top, head, "soft"))
    elements.append(line((8, top + 8), (WIDTH - 8, top + 8), "line thin soft"))
    rows = [(n, n - 1, 2 ** (n - 1)) for n in COUNTED]
    for place, row in enumerate(rows):
        y = top + 28 + 22 * place
        for x, value in zip(columns, row, strict=True):
            elements.append(text(x, y, large(value)))
    counted = "；".join(f"{n} 个输入要 {gates} 个异或门，或 {flat} 项" for n, gates, flat in rows)
    return Drawing(
        elements,
        top + 28 + 22 * len(rows) - 8,
        f"{INPUTS} 个输入的奇偶，两种电路。上面是异或树：输入两两异或，{tree.depth} 层，"
        f"共 {len(tree.gates)} 个门。下面是与或式：每种有奇数个 1 的输入一个与门，"
        f"共 {len(terms)} 个，再或在一起。输入多了差别很大：{counted}。",
    )


def large(value: int) -> str:
    """整数；太长的写成约数。"""
    if value < 10**6:
        return str(value)
    power = len(str(value)) - 1
    return f"约 ${value / 10**power:.2f}×10^{{{power}}}$"


def _tree(top: float, pitch: float) -> list[svg.Element]:
    """输入在左，一层一层往右；门的位置是它两根输入线的中间。"""
    tree = xor_tree(INPUTS)
    places: list[Point] = [(40, top + 14 + 1.0 * pitch * k) for k in range(INPUTS)]
    wires: list[svg.Element] = []
    nodes: list[svg.Element] = []
    for k, place in enumerate(places, 1):
        nodes += [dot(place, "box", 14), text(place[0], place[1] + 5, f"$x_{k}$")]
    for left, right in tree.gates:
        one, two = places[left], places[right]
        gate = (max(one[0], two[0]) + 110, (one[1] + two[1]) / 2)
        wires += [line(*between(one, gate, 14, 16), "line soft") for one in (one, two)]
        nodes += [dot(gate, "box c1", 16), text(gate[0], gate[1] + 5, "⊕", "c1", size=16)]
        places.append(gate)
    x, y = places[-1]
    wires.append(line((x + 16, y), (x + 46, y), "line soft"))
    nodes.append(text(x + 62, y + 5, "奇偶"))
    return [*wires, *nodes]


def _flat(top: float) -> list[svg.Element]:
    """每一项一个与门；连线实的要求输入是 1，虚的要求是 0。"""
    terms = minterms(INPUTS)
    height = 24.0 * (len(terms) - 1)
    inputs = [(40.0, top + 14 + height * (k + 0.5) / INPUTS) for k in range(INPUTS)]
    end = (262.0, top + 14 + height / 2)
    wires: list[svg.Element] = []
    nodes: list[svg.Element] = []
    for k, place in enumerate(inputs, 1):
        nodes += [dot(place, "box", 14), text(place[0], place[1] + 5, f"$x_{k}$")]
    for row, term in enumerate(terms):
        gate = (160.0, top + 14 + 24 * row)
        for place, bit in zip(inputs, term, strict=True):
            wires.append(
                line(*between(place, gate, 14), f"line hair {'c2' if bit else 'dash soft'}")
            )
        wires.append(line(*between((gate[0] + 14, gate[1]), end, 0, 16), "line thin soft"))
        nodes += [
            box(gate[0] - 16, gate[1] - 9, 32, 18, "box c2", 4),
            text(gate[0], gate[1] + 4, "与", "c2", size=12),
        ]
    nodes += [
        dot(end, "box c2", 16),
        text(end[0], end[1] + 5, "或", "c2"),
        text(end[0] + 52, end[1] + 5, "奇偶"),
    ]
    wires.append(line((end[0] + 16, end[1]), (end[0] + 34, end[1]), "line soft"))
    return [*wires, *nodes]
