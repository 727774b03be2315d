"""勘误：五份资料里的错误，每一处都由机器判：印的有反例，改正的已证；照印的程序出错，改正的运行正确。

一份资料一个模块（长的按章分开），次序是资料里的行。只是文字、机器判不了的也记在这里，但不进书
（`derive.registry.BOOK`），也没有结论；页面与 `derive errata` 照样列出。
课程的约定（dZ = m·∂J/∂Z、样本是列等）不是错误，另列在勘误页上。
"""

from derive.errata import (
    museum,
    note0_basics,
    note0_deep,
    note0_shallow,
    note0_training,
    note1,
    note2,
    note3_basics,
    note3_networks,
    note4,
)
from derive.kernel.objects import Correction, Erratum, Prose, Reported

ERRATA: tuple[Erratum, ...] = (
    *note0_basics.ERRATA,
    *note0_shallow.ERRATA,
    *note0_training.ERRATA,
    *note0_deep.ERRATA,
    *note1.ERRATA,
    *note2.ERRATA,
    *note3_basics.ERRATA,
    *note3_networks.ERRATA,
    *note4.ERRATA,
)
MUSEUM: tuple[Reported, ...] = museum.MUSEUM
"""名错：别人向公开的笔记与课程报告过的。"""
JUDGED: tuple[Correction, ...] = (
    *(erratum for erratum in ERRATA if not isinstance(erratum.evidence, Prose)),
    *MUSEUM,
)
"""有证据可以重新运行的。"""
