"""图里的小点阵：一张真实的猫的照片，和画成色块的权重。

照片随 scikit-image 一起安装（chelsea，摄影 Stéfan van der Walt，公有领域 CC0），构建时读出来缩小，
不放进仓库。点阵写成 data 地址嵌在 SVG 里，页面不必再取别的文件。
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from io import BytesIO

import numpy as np
import svg
from numpy.typing import NDArray
from PIL import Image

from derive.figures.canvas import number

Bytes = NDArray[np.uint8]

CAT_SIDE = 64
"""课程把照片缩到 64 × 64。"""


@cache
def cat() -> Bytes:
    """(64, 64, 3)：照片中间 256 × 256 的一块，每 4 × 4 个像素取平均。"""
    from skimage.data import chelsea  # 用到时才导入

    photo = chelsea()  # type: ignore[no-untyped-call]
    height, width = photo.shape[:2]
    side = height // CAT_SIDE * CAT_SIDE
    top, left = (height - side) // 2, (width - side) // 2
    square = photo[top : top + side, left : left + side]
    blocks = square.reshape(CAT_SIDE, side // CAT_SIDE, CAT_SIDE, side // CAT_SIDE, 3)
    return np.rint(blocks.mean(axis=(1, 3))).astype(np.uint8)


def picture(pixels: Bytes, left: float, top: float, side: float) -> svg.Image:
    """一块正方形的点阵，逐个像素地放大；WebP 无损，数字与图一致。"""
    file = BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", lossless=True, quality=100, method=6)
    return svg.Image(
        href="data:image/webp;base64," + b64encode(file.getvalue()).decode("ascii"),
        x=number(left),
        y=number(top),
        width=number(side),
        height=number(side),
    )
