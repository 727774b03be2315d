"""前向与反向的方框图：一层，和任意多层；缓存把前向的结果留给反向。"""

from __future__ import annotations

from collections.abc import Sequence

import svg

from derive.figures.canvas import WIDTH, Drawing, arrow, box, text

BOX, TALL = 48.0, 42.0
"""方框的宽与高。"""
SIDE = 38.0
"""左右两边留给 A[0]、A[L]、dA[L] 的地方。"""
FORWARD, BACKWARD = 74.0, 190.0
"""两排方框的上边。"""


CACHE = "缓存 $A^{[l−1]}$，$W^{[l]}$，$b^{[l]}$，$Z^{[l]}$"


def block() -> Drawing:
    """一层的前向与反向。"""
    left, wide = 104.0, 152.0
    middle = left + wide / 2
    forward, backward = 56.0, 176.0
    elements: list[svg.Element] = [
        *arrow((middle, 26), (middle, forward), "line c2"),
        text(middle, 18, "$W^{[l]}$，$b^{[l]}$", "c2"),
        *arrow((60, forward + 34), (left, forward + 34), "line c1"),
        text(34, forward + 39, "$A^{[l−1]}$", "c1"),
        box(left, forward, wide, 68, "box c1"),
        text(middle, forward + 28, "$Z^{[l]}=W^{[l]}A^{[l−1]}+b^{[l]}$"),
        text(middle, forward + 52, "$A^{[l]}=g^{[l]}(Z^{[l]})$"),
        *arrow((left + wide, forward + 34), (300, forward + 34), "line c1"),
        text(324, forward + 39, "$A^{[l]}$", "c1"),
        *arrow((middle, forward + 68), (middle, backward), "line dash soft"),
        text(
            middle + 8,
            154,
            "缓存 $A^{[l−1]}$，$W^{[l]}$，$b^{[l]}$，$Z^{[l]}$",
            "soft",
            anchor="start",
            size=12,
        ),
        *arrow((300, backward + 44), (left + wide, backward + 44), "line c4"),
        text(326, backward + 49, "$dA^{[l]}$", "c4"),
        box(left, backward, wide, 88, "box c4"),
        text(middle, backward + 24, "$dZ^{[l]}=dA^{[l]}⊙g^{[l]}′(Z^{[l]})$"),
        text(middle, backward + 48, "$dW^{[l]}$，$db^{[l]}$ 由 $dZ^{[l]}$"),
        text(middle, backward + 72, "$dA^{[l−1]}$ 由 $dZ^{[l]}$"),
        *arrow((left, backward + 44), (66, backward + 44), "line c4"),
        text(32, backward + 49, "$dA^{[l−1]}$", "c4"),
        *arrow((middle, backward + 88), (middle, backward + 112), "line c2"),
        text(middle, backward + 128, "$dW^{[l]}$，$db^{[l]}$", "c2"),
        text(34, forward + 14, "前向", "c1 strong"),
        text(34, backward + 14, "反向", "c4 strong"),
    ]
    return Drawing(
        elements,
        backward + 138,
        "第 l 层。前向的方框收到 A[l−1]，用 W[l] 与 b[l] 算出 Z[l] 与 A[l]，把用到的都存进缓存；"
        "反向的方框收到 dA[l] 与缓存，算出 dZ[l]，再得到 dW[l]、db[l] 和传给前一层的 dA[l−1]。",
    )


def blocks(layers: Sequence[str]) -> Drawing:
    """一排前向，一排反向；layers 是各层的编号，如 ("1", "2", "⋯", "L")，⋯ 处省略。"""
    pitch = (WIDTH - 2 * SIDE - BOX) / (len(layers) - 1)
    gap = pitch - BOX
    up, down = FORWARD + TALL / 2, BACKWARD + TALL / 2
    waist = (FORWARD + TALL + BACKWARD) / 2
    first, last = SIDE, WIDTH - SIDE
    elements: list[svg.Element] = [
        text(4, 22, "前向", "c1 strong", anchor="start"),
        text(4, BACKWARD - 14, "反向", "c4 strong", anchor="start"),
        text(first / 2, up - 9, "$A^{[0]}$", "c1", size=12),
        *arrow((4, up), (first - 1, up), "line c1", 6),
        text((last + WIDTH) / 2, up - 9, f"$A^{{[{layers[-1]}]}}$", "c1", size=12),
        *arrow((last, up), (WIDTH - 4, up), "line c1", 6),
        text((last + WIDTH) / 2, down - 9, f"$dA^{{[{layers[-1]}]}}$", "c4", size=12),
        *arrow((WIDTH - 4, down), (last + 1, down), "line c4", 6),
    ]
    for place, l in enumerate(layers):
        left = SIDE + pitch * place
        middle = left + BOX / 2
        if place:
            # 省略号右边的记号长（L−1），靠右写
            wide = not _before(l).isdigit()
            x, anchor = (left - 4, "end") if wide else (left - gap / 2, "middle")
            elements += [
                *arrow((left - gap, up), (left - 1, up), "line c1", 6),
                text(x, up - 9, f"$A^{{[{_before(l)}]}}$", "c1", size=12, anchor=anchor),
                *arrow((left - 1, down), (left - gap + 1, down), "line c4", 6),
                text(x, down + 20, f"$dA^{{[{_before(l)}]}}$", "c4", size=12, anchor=anchor),
            ]
        if l == "⋯":
            elements += [text(middle, up + 5, "⋯", size=16), text(middle, down + 5, "⋯", size=16)]
            continue
        elements += [
            *arrow((middle, FORWARD - 24), (middle, FORWARD), "line c2", 6),
            text(middle, FORWARD - 31, f"$W^{{[{l}]}}$，$b^{{[{l}]}}$", "c2", size=12),
            box(left, FORWARD, BOX, TALL, "box c1"),
            text(middle, up + 5, f"第 ${l}$ 层"),
            *arrow((middle, FORWARD + TALL), (middle, BACKWARD), "line dash soft", 6),
            text(middle, waist - 5, "缓存", "soft halo", size=12),
            text(middle, waist + 13, f"$Z^{{[{l}]}}$…", "soft halo", size=12),
            box(left, BACKWARD, BOX, TALL, "box c4"),
            text(middle, down + 5, f"第 ${l}$ 层"),
            *arrow((middle, BACKWARD + TALL), (middle, BACKWARD + TALL + 24), "line c2", 6),
            text(middle, BACKWARD + TALL + 40, f"$dW^{{[{l}]}}$，$db^{{[{l}]}}$", "c2", size=12),
        ]
    end = layers[-1]
    return Drawing(
        elements,
        BACKWARD + TALL + 50,
        f"上面一排从左到右是前向：A[0] 依次经过第 {'、'.join(layers)} 层，每层用自己的 W 与 b，"
        "得到 A，并把 Z 等存进缓存。下面一排从右到左是反向：每层取回缓存，收到后一层传来的 dA，"
        f"算出自己的 dW、db，再把 dA 传给前一层；第 {end} 层的 dA[{end}] 由损失得到。",
    )


def _before(l: str) -> str:
    """第 l 层前一层的编号。"""
    if l.isdigit():
        return str(int(l) - 1)
    return "2" if l == "⋯" else f"{l}−1"
