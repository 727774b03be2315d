"""数据的多少与表现：示意图，曲线的形状是编的，不是测出来的。"""

from __future__ import annotations

import numpy as np
import svg

from derive.figures.canvas import Drawing, Plot, arrow, text


def scale_drives() -> Drawing:
    plot = Plot(26, 20, 316, 220, (0, 1), (0, 1))
    amount = np.linspace(0, 1, 200)
    kinds = (
        ("大型网络", 0.96, 2.6, "line c1"),
        ("中型网络", 0.76, 3.4, "line c3"),
        ("小型网络", 0.58, 4.6, "line dash c2"),
        ("传统算法", 0.42, 6.5, "line dash soft"),
    )
    elements: list[svg.Element] = [
        *arrow(plot.at(0, 0), plot.at(1.03, 0), "line thin soft"),
        *arrow(plot.at(0, 0), plot.at(0, 1.06), "line thin soft"),
        text(plot.left + 158, plot.bottom + 20, "带标签的数据有多少", "soft"),
        text(plot.left + 8, 20, "表现", "soft", anchor="start"),
        text(plot.left + 14, plot.bottom - 150, "数据少时", "soft", anchor="start", size=12),
        text(plot.left + 14, plot.bottom - 134, "难分高下", "soft", anchor="start", size=12),
    ]
    for name, ceiling, speed, names in kinds:
        performance = ceiling * (1 - np.exp(-speed * amount))
        elements.append(plot.curve(amount, performance, names))
        _, y = plot.at(1, float(performance[-1]))
        elements.append(text(plot.right, y - 7, name, names.split()[-1], anchor="end"))
    return Drawing(
        elements,
        270,
        "示意图，没有刻度。横轴是带标签的数据有多少，纵轴是表现。传统算法先升后平；"
        "小型、中型、大型网络依次能用上更多的数据，平下来的高度一个比一个高。数据少时几条线靠得很近。",
    )
