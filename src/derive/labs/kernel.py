"""内核里最先运行的一行是 `import derive.labs.kernel`：让图在哪台机器上都画得一样。

实验里的程序于是仍是学习者会写的样子：`import matplotlib.pyplot as plt`，然后 `plt.show()`。
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import matplotlib as mpl
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from matplotlib.font_manager import fontManager

FAMILY = "derive labs"

STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # 字是字，不是轮廓
    "font.family": FAMILY,
    "font.size": 11,
    "axes.titlesize": 11,
    "axes.unicode_minus": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.figsize": (5.0, 3.4),  # 缩到手机上一栏的宽度，字仍看得清
}


def font() -> TTFont:
    """matplotlib 自带的 DejaVu Sans，每个汉字补上一个方块。

    排版只要知道汉字有多宽，图于是不取决于机器上有没有中文字体；显示时由浏览器换成系统里
    真的中文字体，汉字在那里正好一样宽。
    """
    made = TTFont(Path(mpl.get_data_path(), "fonts/ttf/DejaVuSans.ttf"), recalcBBoxes=False)
    em = made["head"].unitsPerEm
    left, right, bottom, top = 0.05 * em, 0.95 * em, -0.08 * em, 0.8 * em
    pen = TTGlyphPen(None)
    pen.moveTo((left, bottom))
    for corner in (left, top), (right, top), (right, bottom):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    square.recalcBounds(None)
    made["glyf"]["square"] = square
    made["hmtx"]["square"] = (em, round(left))
    blocks = (0x3000, 0x3040), (0x4E00, 0xA000), (0xFF00, 0xFFF0)
    codes = {code: "square" for block in blocks for code in range(*block)}
    for table in made["cmap"].tables:
        if table.format == 12:  # 装得下这么多字的那一种
            table.cmap.update(codes | table.cmap)
    names = {1: FAMILY, 2: "Regular"}  # 族名、样式名
    for entry in made["name"].names:
        entry.string = names.get(entry.nameID, entry.string)
    return made


_path = Path(os.environ["IPYTHONDIR"], "labs.ttf")  # 运行完就删的文件夹
font().save(_path)
fontManager.addfont(_path)
mpl.rcParams.update(STYLE)
