"""公式的文字：从 KaTeX 给出的 MathML 读出一行 Unicode，供标题、锚点和搜索用。"""

import re
from xml.etree.ElementTree import Element, fromstring

_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
_MATHML = re.compile(r"<math\b.*?</math>", re.DOTALL)


def plain_text(markup: str) -> str:
    """公式的一行 Unicode 文字，从 KaTeX 给出的 MathML 读出。"""
    match = _MATHML.search(markup)
    return _read(fromstring(match[0])).strip() if match else ""


def _read(node: Element) -> str:
    name = node.tag.removeprefix(_NAMESPACE)
    parts = [_read(child) for child in node]
    if name == "annotation":
        return ""
    if name == "mfrac":
        return f"{_group(parts[0])}/{_group(parts[1])}"
    if name in ("msub", "munder"):
        return f"{parts[0]}_{_group(parts[1])}"
    if name == "msup":
        return parts[0] + _superscript(parts[1])
    if name in ("msubsup", "munderover"):
        return f"{parts[0]}_{_group(parts[1])}{_superscript(parts[2])}"
    if name == "msqrt":
        return f"√{_group(''.join(parts))}"
    if name == "mover" and parts[1] in _ACCENTS:
        return parts[0] + _ACCENTS[parts[1]]
    if name == "mspace":
        return " "
    if name == "mo" and node.text in _SPACED:
        return f" {node.text} "
    # U+2061 等不可见的运算符只给读屏软件用
    return re.sub(r"[\u2061-\u2064\u200b]", "", node.text or "") + "".join(parts)


_ACCENTS = {"^": "\u0302", "ˉ": "\u0304", "~": "\u0303", "˙": "\u0307"}
_SPACED = frozenset("=<>≤≥≠≈∈→+−⊙∼∝")


def _group(text: str) -> str:
    return text if len(text) <= 1 or re.fullmatch(r"\w+|[(\[].*[)\]]", text) else f"({text})"


def _superscript(text: str) -> str:
    return text if text[:1] in "′([" else f"^{_group(text)}"
